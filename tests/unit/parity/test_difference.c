#include "parity_fixture.h"

START_TEST(equal_environments_have_no_difference)
{
    for (size_t i = 0; i < ENVIRONMENTS; i++) {
        add_cart(i, "1.4.0", ", env: [{name: A, value: x}]");
        add_pod(i, "1.4.0", DIGEST_A);
    }
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "");
    plim_assert_json(value_get(&record, "sameVersion"), "true");
    plim_assert_json(value_get(&record, "sameDigest"), "true");
    plim_assert_json(value_get(&record, "sameConfig"), "true");
}
END_TEST

START_TEST(the_odd_version_is_the_outlier)
{
    add_cart(DEV, "1.5.0", "");
    add_cart(STAGE, "1.4.0", "");
    add_cart(PROD, "1.4.0", "");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "version cart image [dev];");
    plim_assert_json(value_get(value_at(value_get(&record, "differences"), 0), "values"),
                     "{\"dev\":\"1.5.0\",\"stage\":\"1.4.0\",\"prod\":\"1.4.0\"}");
    plim_assert_json(value_get(&record, "sameVersion"), "false");
}
END_TEST

START_TEST(without_a_majority_nobody_is_an_outlier)
{
    add_cart(DEV, "1.6.0", "");
    add_cart(STAGE, "1.5.0", "");
    add_cart(PROD, "1.4.0", "");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "version cart image [];");
}
END_TEST

START_TEST(an_absent_application_is_a_difference_of_presence_only)
{
    add_cart(DEV, "1.4.0", "");
    add_cart(PROD, "1.4.0", "");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "presence   [stage];");
}
END_TEST

START_TEST(one_version_with_two_digests_differs)
{
    add_cart(DEV, "1.5.0", "");
    add_pod(DEV, "1.5.0", DIGEST_A);
    add_cart(STAGE, "1.4.0", "");
    add_pod(STAGE, "1.4.0", DIGEST_A);
    add_cart(PROD, "1.4.0", "");
    add_pod(PROD, "1.4.0", DIGEST_B);
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "version cart image [dev];digest cart 1.4.0 [];");
    plim_assert_json(value_get(value_at(value_get(&record, "differences"), 1), "values"),
                     "{\"stage\":[\"" DIGEST_A "\"],\"prod\":[\"" DIGEST_B "\"]}");
    plim_assert_json(value_get(&record, "sameDigest"), "false");
}
END_TEST

START_TEST(variables_differ_by_name)
{
    add_cart(DEV, "1.4.0", ", env: [{name: A, value: x}, {name: DEBUG, value: 1}]");
    add_cart(STAGE, "1.4.0", ", env: [{name: A, value: y}]");
    add_cart(PROD, "1.4.0", ", env: [{name: A, value: z}]");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record),
                     "env cart containers[name=cart].env[name=DEBUG] [dev];");
    plim_assert_json(value_get(&record, "sameConfig"), "false");
}
END_TEST

static void add_map(size_t cluster, const char *name, const char *data)
{
    add_object(
        cluster,
        plim_arena_printf(
            arena,
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: shop}, data: %s}",
            name, data));
}

START_TEST(configuration_differs_by_key_whatever_its_hash)
{
    add_cart(DEV, "1", ", envFrom: [{configMapRef: {name: cart-7h2k9d4m8t}}]");
    add_map(DEV, "cart-7h2k9d4m8t", "{A: x, B: y}");
    add_cart(STAGE, "1", ", envFrom: [{configMapRef: {name: cart}}]");
    add_map(STAGE, "cart", "{A: z}");
    add_cart(PROD, "1", ", envFrom: [{configMapRef: {name: cart}}]");
    add_map(PROD, "cart", "{A: z}");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "config  ConfigMap/cart.B [dev];");
}
END_TEST

START_TEST(a_secret_differs_by_presence_only)
{
    add_cart(DEV, "1", ", envFrom: [{secretRef: {name: cart}}]");
    add_cart(STAGE, "1", "");
    add_cart(PROD, "1", ", envFrom: [{secretRef: {name: cart}}]");
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "config  Secret/cart [stage];");
}
END_TEST

START_TEST(replicas_differ_unless_they_are_scaled)
{
    add_cart(DEV, "1", "");
    add_cart(STAGE, "1", "");
    add_cart(PROD, "1", "");
    fleet[DEV].workloads[0].replicas = 1;
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), "replicas  spec.replicas [dev];");
    add_object(DEV, "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: "
                    "c, namespace: shop}, spec: "
                    "{scaleTargetRef: {kind: Deployment, name: cart}}}");
    record = build_parity();
    ck_assert_str_eq(list_differences(&record), "");
}
END_TEST

static const struct plim_str dev_only[] = {TEXT("dev")};
static const struct plim_str prod_only[] = {TEXT("prod")};

static const struct {
    struct parity_allowance allowance;
    bool allowed;
} allowances[] = {
    {{.reason = TEXT("why")}, true},
    {{.application = TEXT("ca*"), .kind = TEXT("version"), .field = TEXT("image")}, true},
    {{.application = TEXT("web")}, false},
    {{.kind = TEXT("replicas")}, false},
    {{.field = TEXT("spec.*")}, false},
    {{.environments = dev_only, .environment_count = 1}, true},
    {{.environments = prod_only, .environment_count = 1}, false},
    {{.expires = 2000}, true},
    {{.expires = 1000}, false}, /* now */
};

START_TEST(a_declared_difference_is_allowed)
{
    add_cart(DEV, "1.5.0", "");
    add_cart(STAGE, "1.4.0", "");
    add_cart(PROD, "1.4.0", "");
    input.allowances = &allowances[_i].allowance;
    input.allowance_count = 1;
    struct value record = build_parity();
    ck_assert_str_eq(list_differences(&record), allowances[_i].allowed
                                                    ? "version cart image [dev] allowed;"
                                                    : "version cart image [dev];");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_fleet, close_fleet);
    tcase_add_test(tcase, equal_environments_have_no_difference);
    tcase_add_test(tcase, the_odd_version_is_the_outlier);
    tcase_add_test(tcase, without_a_majority_nobody_is_an_outlier);
    tcase_add_test(tcase, an_absent_application_is_a_difference_of_presence_only);
    tcase_add_test(tcase, one_version_with_two_digests_differs);
    tcase_add_test(tcase, variables_differ_by_name);
    tcase_add_test(tcase, configuration_differs_by_key_whatever_its_hash);
    tcase_add_test(tcase, a_secret_differs_by_presence_only);
    tcase_add_test(tcase, replicas_differ_unless_they_are_scaled);
    tcase_add_loop_test(tcase, a_declared_difference_is_allowed, 0, PLIM_LEN(allowances));
}

PLIM_CHECK_MAIN("parity.difference", add_cases)
