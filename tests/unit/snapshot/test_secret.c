#include <string.h>

#include "support/plim_check.h"

#include "secret_priv.h"

static const struct {
    const char *target;
    bool is_secret;
} targets[] = {
    {"/api/v1/secrets?limit=500", true},
    {"/api/v1/secrets", true},
    {"/api/v1/namespaces/shop/secrets", true},
    {"/api/v1/namespaces/shop/secrets/token", true},
    {"/api/v1/namespaces/secrets", false},
    {"/api/v1/namespaces/secrets/pods", false},
    {"/api/v1/namespaces", false},
    {"/api/v1/configmaps?fieldSelector=secrets", false},
    {"/apis/example.org/v1/secrets", false},
    {"/version", false},
    {"", false},
};

START_TEST(requests_for_secrets_are_recognised)
{
    ck_assert_int_eq(snapshot_target_is_secret(targets[_i].target), targets[_i].is_secret);
}
END_TEST

START_TEST(metadata_are_kept_without_the_copy_of_the_values)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf kept = {0};
    plim_assert_ok(
        snapshot_secret_keep(
            PLIM_STR("{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\","
                     "\"metadata\":{\"continue\":\"t\"},\"items\":[{\"data\":{\"a\":\"b\"},"
                     "\"metadata\":{\"name\":\"pw\",\"annotations\":{\"x\":\"y\","
                     "\"kubectl.kubernetes.io/last-applied-configuration\":\"hunter2\"}}}]}"),
            &kept, &err),
        &err);
    ck_assert_str_eq(kept.text,
                     "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\","
                     "\"metadata\":{\"continue\":\"t\"},\"items\":[{\"metadata\":{\"name\":\"pw\","
                     "\"annotations\":{\"x\":\"y\"}}}]}");
}
END_TEST

static const char *const bodies[] = {
    "{\"kind\":\"SecretList\",\"items\":[{\"data\":{\"a\":\"b\"}}]}",
    "{\"kind\":\"Secret\",\"data\":{\"a\":\"b\"}}",
    "{\"kind\":\"PartialObjectMetadataList\",\"items\":[",
    "",
};

START_TEST(anything_else_about_secrets_is_refused)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf kept = {0};
    plim_assert_fails(snapshot_secret_keep(plim_str_from(bodies[_i]), &kept, &err), PLIM_DENIED,
                      &err, "not captured: a snapshot keeps no more than metadata of Secrets");
    ck_assert_uint_eq(kept.len, 0);
}
END_TEST

static const struct {
    const char *body;
    const char *kept;
} mixed[] = {
    {"{\"kind\": "
     "\"List\",\"items\":[{\"kind\":\"Secret\",\"metadata\":{},\"data\":{\"a\":\"hunter2\"}}]}",
     "{\"kind\":\"List\",\"items\":[{\"kind\":\"Secret\",\"metadata\":{}}]}"},
    {"{\"kind\":\"SecretList\",\"items\":[{\"metadata\":{},\"stringData\":{\"a\":\"hunter2\"}}]}",
     "{\"kind\":\"SecretList\",\"items\":[{\"metadata\":{}}]}"},
    {"{\"kind\":\"Secret\",\"metadata\":{\"annotations\":{"
     "\"kubectl.kubernetes.io/last-applied-configuration\":\"hunter2\"}}}",
     "{\"kind\":\"Secret\",\"metadata\":{\"annotations\":{}}}"},
    {"{\"spec\":{\"embedded\":{\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"data\":{}}}}",
     "{\"spec\":{\"embedded\":{\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}}}"},
    {"{ \"ref\":{\"kind\":\"Secret\",\"name\":\"a\"} }",
     "{ \"ref\":{\"kind\":\"Secret\",\"name\":\"a\"} }"},
    {"{ \"kind\":\"ConfigMap\",\"data\":{\"a\":\"b\"} }",
     "{ \"kind\":\"ConfigMap\",\"data\":{\"a\":\"b\"} }"},
    {"not JSON", "not JSON"},
};

START_TEST(secrets_among_others_lose_their_values_and_all_else_stays_as_it_is)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf kept = {0};
    plim_assert_ok(snapshot_secret_strip(plim_str_from(mixed[_i].body), &kept, &err), &err);
    ck_assert_str_eq(kept.text, mixed[_i].kept);
}
END_TEST

START_TEST(what_may_hold_secrets_and_is_not_understood_is_refused)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf kept = {0};
    ck_assert_int_eq(snapshot_secret_strip(PLIM_STR("{\"kind\":\"Secret\""), &kept, &err),
                     PLIM_DENIED);
    ck_assert_ptr_nonnull(strstr(err.msg, "not captured: it may hold Secrets"));
    ck_assert_uint_eq(kept.len, 0);
}
END_TEST

START_TEST(of_refusals_about_secrets_only_a_status_is_kept)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf kept = {0};
    snapshot_secret_keep_status(PLIM_STR("proxy: {\"data\":\"hunter2\"}"), &kept);
    ck_assert_uint_eq(kept.len, 0);
    snapshot_secret_keep_status(PLIM_STR("{\"kind\":\"Status\",\"code\":403}"), &kept);
    ck_assert_str_eq(kept.text, "{\"kind\":\"Status\",\"code\":403}");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, secrets_among_others_lose_their_values_and_all_else_stays_as_it_is,
                        0, PLIM_LEN(mixed));
    tcase_add_test(tcase, what_may_hold_secrets_and_is_not_understood_is_refused);
    tcase_add_test(tcase, of_refusals_about_secrets_only_a_status_is_kept);
    tcase_add_loop_test(tcase, requests_for_secrets_are_recognised, 0, PLIM_LEN(targets));
    tcase_add_test(tcase, metadata_are_kept_without_the_copy_of_the_values);
    tcase_add_loop_test(tcase, anything_else_about_secrets_is_refused, 0, PLIM_LEN(bodies));
}

PLIM_CHECK_MAIN("snapshot.secret", add_cases)
