#include "parity_fixture.h"

static void add_workload(size_t cluster, const char *name, const char *container, const char *image)
{
    add_object(cluster,
               plim_arena_printf(
                   arena,
                   "{apiVersion: apps/v1, kind: Deployment, metadata: {name: %s, namespace: shop, "
                   "labels: {app: cart}}, spec: {template: {spec: {containers: [{name: %s, image: "
                   "'%s'}]}}}}",
                   name, container, image));
}

static const struct value *versions_of(const struct value *record, size_t environment)
{
    return value_get(value_at(value_get(record, "environments"), environment), "versions");
}

START_TEST(a_container_is_known_by_its_name)
{
    add_workload(DEV, "cart-dev", "cart", "cart:1");
    add_workload(PROD, "cart-prod", "cart", "cart:2");
    struct value record = build_parity();
    plim_assert_json(versions_of(&record, DEV), "{\"cart\":\"1\"}");
    plim_assert_json(versions_of(&record, PROD), "{\"cart\":\"2\"}");
}
END_TEST

START_TEST(ambiguous_names_carry_their_workload)
{
    add_workload(DEV, "api", "main", "cart:1");
    add_workload(DEV, "worker", "main", "cart:2");
    struct value record = build_parity();
    plim_assert_json(versions_of(&record, DEV), "{\"api/main\":\"1\",\"worker/main\":\"2\"}");
}
END_TEST

START_TEST(clusters_of_one_environment_are_joined)
{
    fleet[STAGE].site.environment = PLIM_STR("prod");
    add_workload(STAGE, "cart", "cart", "cart:2");
    add_workload(PROD, "cart", "cart", "cart:1");
    add_workload(DEV, "cart", "cart", "cart:1");
    struct value record = build_parity();
    plim_assert_json(versions_of(&record, 1), "{\"cart\":\"1, 2\"}");
    plim_assert_json(value_get(value_at(value_get(&record, "environments"), 1), "clusters"),
                     "[\"prod\",\"stage\"]");
}
END_TEST

static const struct {
    const char *image;
    const char *version;
} images[] = {
    {"cart", "{\"cart\":\"latest\"}"},
    {"cart@" DIGEST_A, "{\"cart\":\"" DIGEST_A "\"}"},
    {"cart:1@" DIGEST_A, "{\"cart\":\"1\"}"},
    {"No Image", "{\"cart\":\"No Image\"}"},
};

START_TEST(a_version_is_the_tag_or_else_the_digest)
{
    add_workload(DEV, "cart", "cart", images[_i].image);
    struct value record = build_parity();
    plim_assert_json(versions_of(&record, DEV), images[_i].version);
}
END_TEST

START_TEST(leaving_pods_do_not_count)
{
    add_cart(DEV, "2", "");
    add_pod(DEV, "1", DIGEST_A);
    add_pod(DEV, "2", DIGEST_B);
    struct value record = build_parity();
    plim_assert_json(value_get(value_at(value_get(&record, "environments"), DEV), "digests"),
                     "{\"cart\":[\"" DIGEST_B "\"]}");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_fleet, close_fleet);
    tcase_add_test(tcase, a_container_is_known_by_its_name);
    tcase_add_test(tcase, ambiguous_names_carry_their_workload);
    tcase_add_test(tcase, clusters_of_one_environment_are_joined);
    tcase_add_loop_test(tcase, a_version_is_the_tag_or_else_the_digest, 0, PLIM_LEN(images));
    tcase_add_test(tcase, leaving_pods_do_not_count);
}

PLIM_CHECK_MAIN("parity.view", add_cases)
