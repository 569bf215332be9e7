#include "parity_fixture.h"

static void assert_unknown(const struct value *value, const char *reason)
{
    ck_assert(value_is(value, VALUE_UNKNOWN));
    ck_assert_msg(plim_str_is((struct plim_str){value->text, value->len}, reason), "%.*s",
                  (int)value->len, value->text);
}

static struct parity_applications build(void)
{
    return parity_build(arena, &input);
}

START_TEST(applications_come_sorted_by_name)
{
    add_cart(DEV, "1", "");
    add_object(
        PROD,
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: account, namespace: shop}}");
    add_object(PROD, "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: shop, "
                     "labels: {app: no-workload}}}");
    struct parity_applications applications = build();
    ck_assert_uint_eq(applications.len, 2);
    ck_assert(plim_str_is(applications.items[0].application, "account"));
    ck_assert(plim_str_is(applications.items[1].application, "cart"));
}
END_TEST

START_TEST(one_environment_has_no_parity)
{
    add_cart(DEV, "1", "");
    input.cluster_count = 1;
    ck_assert_uint_eq(build().len, 0);
}
END_TEST

START_TEST(an_environment_shows_what_it_has)
{
    add_cart(DEV, "1.4.0",
             ", env: [{name: B, value: x}, {name: A, value: x}], envFrom: [{configMapRef: {name: "
             "cart}}]");
    add_object(
        DEV,
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: cart, namespace: shop}, data: {k: v}}");
    add_pod(DEV, "1.4.0", DIGEST_A);
    struct value record = build_parity();
    plim_assert_json(value_at(value_get(&record, "environments"), 0),
                     "{\"name\":\"dev\",\"clusters\":[\"dev\"],\"production\":false,\"present\":"
                     "true,\"versions\":{\"cart\":"
                     "\"1.4.0\"},\"digests\":{\"cart\":[\"" DIGEST_A
                     "\"]},\"workloads\":[\"cart\"],\"autoscaled\":[],\"replicas\":2,\"env\":{"
                     "\"cart\":[\"A\",\"B\"]},"
                     "\"resources\":{\"cart\":{}},\"config\":{\"ConfigMap/cart\":[\"k\"]}}");
    plim_assert_json(value_at(value_get(&record, "environments"), 2),
                     "{\"name\":\"prod\",\"clusters\":[],\"production\":true,\"present\":false,"
                     "\"versions\":{},\"digests\":{},"
                     "\"workloads\":[],\"autoscaled\":[],\"replicas\":-1,\"env\":{},\"resources\":{"
                     "},\"config\":{}}");
}
END_TEST

START_TEST(unread_workloads_leave_what_follows_unknown)
{
    add_cart(DEV, "1", "");
    add_cart(STAGE, "1", "");
    fleet[PROD].workloads_unknown = PLIM_STR("deployments of prod: forbidden");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "");
    assert_unknown(value_get(&record, "sameVersion"), "deployments of prod: forbidden");
    assert_unknown(value_get(&record, "sameDigest"), "deployments of prod: forbidden");
    assert_unknown(value_get(&record, "sameConfig"), "deployments of prod: forbidden");
    assert_unknown(value_get(value_at(value_get(&record, "environments"), 2), "present"),
                   "deployments of prod: forbidden");
}
END_TEST

START_TEST(a_proven_difference_stands_beside_the_unknown)
{
    add_cart(DEV, "2", "");
    add_cart(STAGE, "1", "");
    fleet[PROD].workloads_unknown = PLIM_STR("forbidden");
    struct value record = build_parity();
    plim_assert_json(value_get(&record, "sameVersion"), "false");
}
END_TEST

static const struct {
    const char *unread; /* of prod's pods */
    const char *stage_digest;
    const char *stage_version;
    const char *reason;
} digests[] = {
    {"pods of prod: forbidden", DIGEST_A, "1", "pods of prod: forbidden"},
    {"", "", "1", "no pod in stage reports the digest that it runs"},
    {"", DIGEST_A, "2", "no two environments run the same version"},
};

START_TEST(equal_digests_must_be_proven)
{
    input.environment_count = 2;
    const struct parity_environment two[] = {environments[STAGE], environments[PROD]};
    input.environments = two;
    add_cart(STAGE, digests[_i].stage_version, "");
    add_cart(PROD, "1", "");
    add_pod(STAGE, digests[_i].stage_version, digests[_i].stage_digest);
    fleet[PROD].pods_unknown = plim_str_from(digests[_i].unread);
    struct value record = build_parity();
    assert_unknown(value_get(&record, "sameDigest"), digests[_i].reason);
}
END_TEST

START_TEST(what_does_not_run_has_no_digest_to_compare)
{
    add_cart(STAGE, "1", "");
    add_cart(PROD, "1", "");
    struct value record = build_parity();
    plim_assert_json(value_get(&record, "digestsCompared"), "0");
    fleet[PROD].pods_unknown = PLIM_STR("pods of prod: forbidden");
    record = build_parity();
    assert_unknown(value_get(&record, "digestsCompared"), "pods of prod: forbidden");
}
END_TEST

START_TEST(versions_that_two_environments_run_are_compared)
{
    add_cart(STAGE, "1", "");
    add_cart(PROD, "1", "");
    add_pod(STAGE, "1", DIGEST_A);
    add_pod(PROD, "1", DIGEST_A);
    struct value record = build_parity();
    plim_assert_json(value_get(&record, "digestsCompared"), "1");
    plim_assert_json(value_get(&record, "sameDigest"), "true");
}
END_TEST

START_TEST(unread_configuration_is_unknown)
{
    add_cart(DEV, "1", "");
    add_cart(STAGE, "1", "");
    fleet[STAGE].configs_unknown = PLIM_STR("configmaps: forbidden");
    struct value record = build_parity();
    assert_unknown(value_get(&record, "sameConfig"), "configmaps: forbidden");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_fleet, close_fleet);
    tcase_add_test(tcase, applications_come_sorted_by_name);
    tcase_add_test(tcase, one_environment_has_no_parity);
    tcase_add_test(tcase, an_environment_shows_what_it_has);
    tcase_add_test(tcase, unread_workloads_leave_what_follows_unknown);
    tcase_add_test(tcase, a_proven_difference_stands_beside_the_unknown);
    tcase_add_loop_test(tcase, equal_digests_must_be_proven, 0, PLIM_LEN(digests));
    tcase_add_test(tcase, what_does_not_run_has_no_digest_to_compare);
    tcase_add_test(tcase, versions_that_two_environments_run_are_compared);
    tcase_add_test(tcase, unread_configuration_is_unknown);
}

PLIM_CHECK_MAIN("parity.parity", add_cases)
