#include "drift_fixture.h"

#define SECRET(rest) \
    "{apiVersion: v1, kind: Secret, type: Opaque, metadata: {name: cart}, " rest "}"

static const struct {
    const char *desired;
    const char *live;
} same[] = {
    {SECRET("data: {k: eA==}"), SECRET("data: {k: eA==}")},
    {SECRET("data: {k: eA}"), SECRET("data: {k: eA==}")},
    {SECRET("stringData: {k: x}"), SECRET("data: {k: eA==}")},
    {SECRET("stringData: {k: x}, data: {k: eQ==}"), SECRET("data: {k: eA==}")},
};

START_TEST(values_are_compared_decoded)
{
    ck_assert_str_eq(describe_drift(same[_i].desired, same[_i].live, NULL), "");
}
END_TEST

START_TEST(a_changed_value_is_never_shown)
{
    ck_assert_str_eq(
        describe_drift(SECRET("stringData: {k: x, l: z}"), SECRET("data: {k: eQ==}"), NULL),
        "differs data.k: \"(hidden)\" -> \"(hidden)\"\n"
        "missing data.l: \"(hidden)\" -> null\n");
}
END_TEST

START_TEST(an_empty_value_is_a_value)
{
    ck_assert_str_eq(describe_drift(SECRET("stringData: {k: ''}"), SECRET("x: 1"), NULL),
                     "missing data.k: \"(hidden)\" -> null\n");
}
END_TEST

START_TEST(values_that_were_blanked_are_unknown_and_keys_are_not)
{
    const struct drift_options options = {.secrets_blanked = true};
    ck_assert_str_eq(
        describe_drift(SECRET("data: {k: eA==, l: eA==}"), SECRET("data: {k: eA==}"), &options),
        "missing data.l: \"(hidden)\" -> null\nunknown: the values of Secrets are not read\n");
}
END_TEST

START_TEST(a_key_that_git_has_dropped_would_go)
{
    const char *live =
        "{apiVersion: v1, kind: Secret, type: Opaque, metadata: {name: cart, annotations: {"
        "kubectl.kubernetes.io/last-applied-configuration: "
        "'{\"apiVersion\":\"v1\",\"data\":{\"k\":\"eA==\",\"old\":\"eA==\"}}'}}, "
        "data: {k: eA==, old: eA==}}";
    ck_assert_str_eq(describe_drift(SECRET("data: {k: eA==}"), live, NULL),
                     "differs data.old: null -> \"(hidden)\"\n");
}
END_TEST

START_TEST(with_a_key_equal_values_have_equal_hashes)
{
    const struct drift_options options = {.secret_key = PLIM_STR("run")};
    const struct drift_options others = {.secret_key = PLIM_STR("other run")};
    const char *one =
        describe_drift(SECRET("stringData: {k: x}"), SECRET("data: {k: eQ==}"), &options);
    const char *two =
        describe_drift(SECRET("data: {k: eA==}"), SECRET("data: {k: eQ==}"), &options);
    ck_assert_str_eq(one, two);
    ck_assert_ptr_nonnull(strstr(one, "keyed-sha256:"));
    ck_assert_str_ne(one,
                     describe_drift(SECRET("data: {k: eA==}"), SECRET("data: {k: eQ==}"), &others));
}
END_TEST

/* Two walks can find an added key; neither may show it. */
START_TEST(an_added_key_is_extra_and_hidden)
{
    const char *live = "{apiVersion: v1, kind: Secret, metadata: {name: cart, managedFields: "
                       "[{manager: a, operation: "
                       "Apply, fieldsV1: {'f:type': {}}}, {manager: kubectl-edit, operation: "
                       "Update, fieldsV1: {'f:data': "
                       "{'.': {}, 'f:token': {}}}}]}, type: Opaque, data: {token: aHVudGVyMg==}}";
    ck_assert_str_eq(
        describe_drift("{apiVersion: v1, kind: Secret, metadata: {name: cart}, type: Opaque}", live,
                       NULL),
        "extra data.token: null -> \"(hidden)\" (kubectl-edit)\n");
}
END_TEST

START_TEST(values_that_were_not_read_are_unknown)
{
    const struct drift_options options = {.live_metadata_only = true};
    ck_assert_str_eq(describe_drift(SECRET("data: {k: eA==}"),
                                    "{apiVersion: v1, kind: Secret, metadata: {name: cart}}",
                                    &options),
                     "unknown: only the metadata of the live object was read\n");
}
END_TEST

START_TEST(an_encrypted_manifest_is_unknown)
{
    ck_assert_str_eq(
        describe_drift(SECRET("data: {k: 'ENC[AES256_GCM,data:x]'}, sops: {version: 1}"),
                       SECRET("data: {k: eA==}"), NULL),
        "unknown: the manifest is encrypted with SOPS\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, values_are_compared_decoded, 0, PLIM_LEN(same));
    tcase_add_test(tcase, a_changed_value_is_never_shown);
    tcase_add_test(tcase, an_empty_value_is_a_value);
    tcase_add_test(tcase, values_that_were_blanked_are_unknown_and_keys_are_not);
    tcase_add_test(tcase, a_key_that_git_has_dropped_would_go);
    tcase_add_test(tcase, with_a_key_equal_values_have_equal_hashes);
    tcase_add_test(tcase, an_added_key_is_extra_and_hidden);
    tcase_add_test(tcase, values_that_were_not_read_are_unknown);
    tcase_add_test(tcase, an_encrypted_manifest_is_unknown);
}

PLIM_CHECK_MAIN("drift.secret", add_cases)
