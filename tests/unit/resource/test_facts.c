#include "resource/facts.h"

#include "resource_fixture.h"

static const char scaler[] =
    "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h, namespace: "
    "shop}, spec: {scaleTargetRef: {kind: Deployment, name: cart}}}";

static const char *const objects[] = {
    "{apiVersion: v1, kind: Pod, metadata: {name: z, namespace: shop}, spec: {containers: []}}",
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}",
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, namespace: shop}}",
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: cart, namespace: shop}}",
    "{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}}",
};

static void add(struct resource_facts *facts, const char *yaml)
{
    struct value object = plim_value_from_yaml(arena, yaml);
    resource_facts_add(facts, &object, &resource_application_default);
}

static void fill(struct resource_facts *facts)
{
    facts->texts = texts;
    for (size_t i = 0; i < PLIM_LEN(objects); i++)
        add(facts, objects[i]);
    add(facts, scaler);
}

START_TEST(objects_are_reduced_by_kind)
{
    struct resource_facts facts = {0};
    fill(&facts);
    ck_assert_uint_eq(facts.workload_count, 3);
    ck_assert_uint_eq(facts.pod_count, 1);
    ck_assert_uint_eq(facts.config_count, 1);
    ck_assert_uint_eq(facts.scaling_count, 1);
    resource_facts_sort(&facts);
    plim_assert_text(facts.workloads[0].identity.name, "cart");
    resource_facts_release(&facts);
}
END_TEST

START_TEST(a_scaled_workload_is_known)
{
    struct resource_facts facts = {0};
    fill(&facts);
    struct resource_identity cart = {.group = PLIM_STR("apps"),
                                     .kind = PLIM_STR("Deployment"),
                                     .namespace = PLIM_STR("shop"),
                                     .name = PLIM_STR("cart")};
    ck_assert(resource_facts_is_scaled(&facts, &cart));
    cart.namespace = PLIM_STR("other");
    ck_assert(!resource_facts_is_scaled(&facts, &cart));
    resource_facts_release(&facts);
}
END_TEST

START_TEST(merged_facts_keep_everything_and_the_reasons)
{
    struct resource_facts one = {0};
    struct resource_facts two = {.pods_unknown = PLIM_STR("pods: forbidden")};
    fill(&one);
    fill(&two);
    resource_facts_merge(&one, &two);
    ck_assert_uint_eq(one.workload_count, 6);
    ck_assert_uint_eq(one.scaling_count, 2);
    ck_assert_uint_eq(two.workload_count, 0);
    plim_assert_text(one.pods_unknown, "pods: forbidden");
    resource_facts_release(&one);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, objects_are_reduced_by_kind);
    tcase_add_test(tcase, a_scaled_workload_is_known);
    tcase_add_test(tcase, merged_facts_keep_everything_and_the_reasons);
}

PLIM_CHECK_MAIN("resource.facts", add_cases)
