#include "parity_fixture.h"

static const struct {
    const char *dev;   /* further fields of the container */
    const char *other; /* of stage and prod */
    const char *want;
} containers[] = {
    {"", ", resources: {limits: {memory: 1Gi}}",
     "resources cart containers[name=cart].resources.limits.memory [dev];"},
    {", resources: {limits: {memory: 64Mi}}", ", resources: {limits: {memory: 1Gi}}", ""},
    {", livenessProbe: {tcpSocket: {port: 1}}", ", livenessProbe: {httpGet: {port: 1}}",
     "probes cart containers[name=cart].livenessProbe [dev];"},
    {"", ", securityContext: {privileged: true}",
     "security cart containers[name=cart].securityContext.privileged [dev];"},
    {", ports: [{containerPort: 80}, {containerPort: 81}]",
     ", ports: [{containerPort: 81}, {containerPort: 80}]", ""},
    {", ports: [{containerPort: 80}]", ", ports: [{containerPort: 80}, {containerPort: 81}]",
     "ports cart containers[name=cart].ports [dev];"},
};

START_TEST(containers_differ_by_what_they_set)
{
    add_cart(DEV, "1", containers[_i].dev);
    add_cart(STAGE, "1", containers[_i].other);
    add_cart(PROD, "1", containers[_i].other);
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), containers[_i].want);
}
END_TEST

static void add_workload(size_t cluster, const char *pod, const char *image)
{
    add_object(cluster, plim_arena_printf(arena,
                                          "{apiVersion: apps/v1, kind: Deployment, metadata: "
                                          "{name: cart, namespace: shop}, spec: {template: {spec: "
                                          "{%scontainers: [{name: cart, image: '%s'}]}}}}",
                                          pod, image));
}

START_TEST(workloads_differ_by_what_their_pods_set)
{
    add_workload(DEV, "serviceAccountName: cart, ", "cart:1");
    add_workload(STAGE, "hostNetwork: true, ", "cart:1");
    add_workload(PROD, "", "docker.io/library/cart:1");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "account  cart.serviceAccountName [dev];"
                                                "security  cart.hostNetwork [stage];");
    plim_assert_json(value_get(value_at(value_get(&record, "differences"), 0), "values"),
                     "{\"dev\":\"cart\",\"stage\":\"default\",\"prod\":\"default\"}");
}
END_TEST

START_TEST(images_of_another_repository_differ)
{
    add_workload(DEV, "", "dev.example.org/cart:1");
    add_workload(PROD, "", "example.org/cart:1");
    add_workload(STAGE, "", "example.org/cart:1");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "repository cart image [dev];");
}
END_TEST

START_TEST(a_container_that_is_not_there_sets_nothing_else)
{
    add_cart(DEV, "1", ", ports: [{containerPort: 80}]}, {name: extra, image: 'x:1'");
    add_cart(PROD, "1", ", ports: [{containerPort: 80}]");
    add_cart(STAGE, "1", ", ports: [{containerPort: 80}]");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "version extra image [dev];");
}
END_TEST

START_TEST(an_environment_that_was_not_read_takes_no_part)
{
    add_cart(DEV, "1", ", ports: [{containerPort: 80}]");
    add_cart(STAGE, "1", "");
    add_cart(PROD, "1", "");
    fleet[DEV].workloads_unknown = PLIM_STR("cronjobs: forbidden");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "");
    const struct value *dev = value_at(value_get(&record, "environments"), DEV);
    ck_assert(value_is(value_get(dev, "resources"), VALUE_UNKNOWN));
    ck_assert(value_is(value_get(dev, "workloads"), VALUE_UNKNOWN));
}
END_TEST

START_TEST(amounts_are_lists_since_clusters_may_disagree)
{
    fleet[STAGE].site.environment = PLIM_STR("prod");
    add_cart(STAGE, "1", ", resources: {limits: {memory: 1Gi}}");
    add_cart(PROD, "1", ", resources: {limits: {memory: 2Gi}}, ports: [{containerPort: 80}]");
    add_cart(DEV, "1", ", resources: {limits: {memory: 1Gi}}");
    struct value record = build_parity();
    const struct value *prod = value_at(value_get(&record, "environments"), 1);
    plim_assert_json(value_get(prod, "resources"),
                     "{\"cart\":{\"limits.memory\":[\"1Gi\",\"2Gi\"]}}");
}
END_TEST

START_TEST(replicas_are_unknown_while_autoscalers_are)
{
    add_cart(DEV, "1", "");
    add_cart(PROD, "1", "");
    fleet[DEV].workloads[0].replicas = 1;
    fleet[DEV].scalings_unknown = PLIM_STR("forbidden");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "presence   [stage];");
    const struct value *dev = value_at(value_get(&record, "environments"), DEV);
    ck_assert(value_is(value_get(dev, "replicas"), VALUE_UNKNOWN));
    ck_assert(value_is(value_get(dev, "autoscaled"), VALUE_UNKNOWN));
}
END_TEST

START_TEST(autoscaled_workloads_are_named)
{
    add_cart(PROD, "1", "");
    add_object(PROD, "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: "
                     "c, namespace: shop}, spec: "
                     "{scaleTargetRef: {kind: Deployment, name: cart}}}");
    struct value record = build_parity();
    const struct value *prod = value_at(value_get(&record, "environments"), PROD);
    plim_assert_json(value_get(prod, "autoscaled"), "[\"cart\"]");
    plim_assert_json(value_get(prod, "workloads"), "[\"cart\"]");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_fleet, close_fleet);
    tcase_add_loop_test(tcase, containers_differ_by_what_they_set, 0, PLIM_LEN(containers));
    tcase_add_test(tcase, workloads_differ_by_what_their_pods_set);
    tcase_add_test(tcase, images_of_another_repository_differ);
    tcase_add_test(tcase, a_container_that_is_not_there_sets_nothing_else);
    tcase_add_test(tcase, an_environment_that_was_not_read_takes_no_part);
    tcase_add_test(tcase, amounts_are_lists_since_clusters_may_disagree);
    tcase_add_test(tcase, replicas_are_unknown_while_autoscalers_are);
    tcase_add_test(tcase, autoscaled_workloads_are_named);
}

PLIM_CHECK_MAIN("parity.settings", add_cases)
