#include <stdio.h>
#include <unistd.h>

#include "support/value_check.h"

#include "kubeconfig_check.h"
#include "overrides_priv.h"

/* "CWD" in what is wanted is the working directory. */
static void assert_fields(const struct kube_config_entry *entry, const char *want)
{
    struct plim_err err = {0};
    char dir[4096];
    PLIM_CLEANUP(plim_buf_release) struct plim_buf expected = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    ck_assert_ptr_nonnull(getcwd(dir, sizeof(dir)));
    for (; *want; want++) {
        if (plim_str_starts(plim_str_from(want), PLIM_STR("CWD"))) {
            plim_buf_append_c(&expected, dir);
            want += 2;
        } else {
            plim_buf_append_char(&expected, *want);
        }
    }
    plim_assert_ok(value_json_write(entry->node.value, VALUE_JSON_COMPACT, &text, &err), &err);
    ck_assert_str_eq(text.text, expected.text);
}

static const char *const groups[] = {"a", "b"};
static const char *const extras[] = {"k=1", "l=2", "k=3=4"};

static const struct {
    struct kube_overrides overrides;
    const char *fields;
    const char *want;
} users[] = {
    {{0}, "{token: t}", "{\"token\":\"t\"}"},
    {{.token = "n"}, "{token: t, tokenFile: f, as: jo}", "{\"as\":\"jo\",\"token\":\"n\"}"},
    {{.token = "n"}, "{exec: {command: a}, username: u, password: p}", "{\"token\":\"n\"}"},
    {{.token = "n"}, "{auth-provider: {name: gcp}}", "{\"token\":\"n\"}"},
    {{.username = "n", .password = "p"}, "{token: t}", "{\"username\":\"n\",\"password\":\"p\"}"},
    {{.client_certificate = "c.pem", .client_key = "/k.pem"},
     "{client-certificate-data: a, client-key: b}",
     "{\"client-certificate\":\"CWD/c.pem\",\"client-key\":\"/k.pem\"}"},
    {{.as = "jo", .as_uid = "7"},
     "{as: x, as-uid: y, token: t}",
     "{\"token\":\"t\",\"as\":\"jo\",\"as-uid\":\"7\"}"},
    {{.as = "jo", .as_groups = groups, .as_group_count = 2},
     "{as-groups: [x]}",
     "{\"as\":\"jo\",\"as-groups\":[\"a\",\"b\"]}"},
    {{.as = "jo", .as_extras = extras, .as_extra_count = 3},
     "{as-user-extra: {x: [y]}}",
     "{\"as\":\"jo\",\"as-user-extra\":{\"k\":[\"1\",\"3=4\"],\"l\":[\"2\"]}}"},
};

START_TEST(flags_replace_what_a_user_has)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    const struct kube_config_entry *entry = read_user(&config, "k", users[_i].fields);
    plim_assert_ok(kube_override_user(arena, &users[_i].overrides, &entry, &err), &err);
    assert_fields(entry, users[_i].want);
}
END_TEST

static const struct {
    struct kube_overrides overrides;
    const char *fields;
    const char *want;
} clusters[] = {
    {{.server = "https://n"},
     "{server: s, tls-server-name: t, proxy-url: p}",
     "{\"proxy-url\":\"p\",\"server\":\"https://n\"}"},
    {{.server = "https://n", .tls_server_name = "m"},
     "{server: s, tls-server-name: t}",
     "{\"server\":\"https://n\",\"tls-server-name\":\"m\"}"},
    {{.certificate_authority = "ca"},
     "{insecure-skip-tls-verify: true}",
     "{\"certificate-authority\":\"CWD/ca\"}"},
    {{.certificate_authority = "ca"},
     "{certificate-authority-data: x}",
     "{\"certificate-authority\":\"CWD/ca\"}"},
    {{.insecure = true},
     "{server: s, certificate-authority: x, certificate-authority-data: y}",
     "{\"server\":\"s\",\"insecure-skip-tls-verify\":true}"},
    {{.no_compression = true}, "{disable-compression: false}", "{\"disable-compression\":true}"},
};

START_TEST(flags_replace_what_a_cluster_has)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    const struct kube_config_entry *entry = read_user(&config, "k", clusters[_i].fields);
    plim_assert_ok(kube_override_cluster(arena, &clusters[_i].overrides, &entry, &err), &err);
    assert_fields(entry, clusters[_i].want);
}
END_TEST

START_TEST(an_extra_without_a_value_is_refused)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    static const char *const wrong[] = {"a"};
    struct kube_overrides overrides = {.as_extras = wrong, .as_extra_count = 1};
    const struct kube_config_entry *entry = NULL;
    plim_assert_fails(kube_override_user(arena, &overrides, &entry, &err), PLIM_INVALID, &err,
                      "--as-user-extra 'a': expected KEY=VALUE");
}
END_TEST

START_TEST(nobody_becomes_somebody_only_when_a_flag_says_so)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct kube_overrides overrides = {0};
    const struct kube_config_entry *entry = NULL;
    plim_assert_ok(kube_override_user(arena, &overrides, &entry, &err), &err);
    ck_assert_ptr_null(entry);
    overrides.token = "t";
    plim_assert_ok(kube_override_user(arena, &overrides, &entry, &err), &err);
    assert_fields(entry, "{\"token\":\"t\"}");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, flags_replace_what_a_user_has, 0, PLIM_LEN(users));
    tcase_add_loop_test(tcase, flags_replace_what_a_cluster_has, 0, PLIM_LEN(clusters));
    tcase_add_test(tcase, an_extra_without_a_value_is_refused);
    tcase_add_test(tcase, nobody_becomes_somebody_only_when_a_flag_says_so);
}

PLIM_CHECK_MAIN("kube.overrides", add_cases)
