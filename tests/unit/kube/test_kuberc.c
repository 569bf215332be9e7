#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "kube/kuberc.h"
#include "support/plim_check.h"

#define HEAD "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n"

static const struct {
    const char *text;
    enum kube_plugin_rule rule;
    const char *first; /* of the commands; NULL: none */
} accepted[] = {
    {HEAD, KUBE_PLUGINS_ALL, NULL},
    {HEAD "aliases: [{name: x}]\nfuture: 1\n", KUBE_PLUGINS_ALL, NULL},
    {HEAD "credentialPluginPolicy: ''\n", KUBE_PLUGINS_ALL, NULL},
    {HEAD "credentialPluginPolicy: AllowAll\n", KUBE_PLUGINS_ALL, NULL},
    {HEAD "credentialPluginPolicy: DenyAll\n", KUBE_PLUGINS_NONE, NULL},
    {HEAD "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{command: /bin/aws}]\n",
     KUBE_PLUGINS_LISTED, "/bin/aws"},
    {HEAD "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: aws}]\n",
     KUBE_PLUGINS_LISTED, "aws"},
    {"apiVersion: kubectl.config.k8s.io/v1alpha1\nkind: Preference\n"
     "credentialPluginPolicy: DenyAll\n",
     KUBE_PLUGINS_NONE, NULL},
    {"kind: Other\n---\n" HEAD "credentialPluginPolicy: DenyAll\n", KUBE_PLUGINS_NONE, NULL},
};

START_TEST(preferences_become_a_policy)
{
    struct plim_err err = {0};
    struct kube_plugin_policy policy = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    plim_assert_ok(kube_kuberc_parse(arena, "k", plim_str_from(accepted[_i].text), &policy, &err),
                   &err);
    ck_assert_int_eq((int)policy.rule, (int)accepted[_i].rule);
    ck_assert_uint_eq(policy.command_count, accepted[_i].first ? 1 : 0);
    if (accepted[_i].first)
        ck_assert_str_eq(policy.commands[0], accepted[_i].first);
}
END_TEST

#define LIST HEAD "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: "

static const struct {
    const char *text;
    const char *message;
} refused[] = {
    {"", "k: expected a Preference of kubectl.config.k8s.io/v1beta1 or v1alpha1"},
    {"kind: Preference\napiVersion: kubectl.config.k8s.io/v2\n",
     "k: expected a Preference of kubectl.config.k8s.io/v1beta1 or v1alpha1"},
    {HEAD "credentialPluginPolicy: Deny\n",
     "k:3:25: unknown plugin policy: 'Deny'; expected AllowAll, DenyAll or Allowlist"},
    {HEAD "credentialPluginPolicy: 1\n",
     "k:3:25: 'credentialPluginPolicy' must be a string, not integer"},
    {HEAD "credentialPluginPolicy: Allowlist\n",
     "k:1:1: credential plugin policy set to 'Allowlist', but allowlist is unspecified"},
    {LIST "[]\n", "k:4:28: credential plugin policy set to 'Allowlist', but allowlist is empty; "
                  "use 'DenyAll' policy instead"},
    {LIST "[{}]\n", "k:4:29: misconfigured credential plugin allowlist: empty allowlist entry #1"},
    {LIST "[{command: /bin//aws}]\n",
     "k:4:29: non-normalized file path: '/bin//aws'; write '/bin/aws'"},
    {LIST "[{command: /bin/../aws}]\n",
     "k:4:29: non-normalized file path: '/bin/../aws'; write '/aws'"},
    {LIST "[{command: ./aws}]\n", "k:4:29: non-normalized file path: './aws'; write 'aws'"},
    {LIST "[{command: /bin/}]\n", "k:4:29: non-normalized file path: '/bin/'; write '/bin'"},
    {LIST "[{command: a, name: b}]\n",
     "k:4:29: 'name' and 'command' differ; 'name' is deprecated, use 'command'"},
    {HEAD "credentialPluginPolicy: DenyAll\ncredentialPluginAllowlist: [{command: a}]\n",
     "k:4:28: misconfigured credential plugin allowlist: plugin policy is 'DenyAll' but allowlist "
     "is non-nil"},
    /* A misspelt policy must not allow everything. */
    {HEAD "credentialPluginAllowlist: [{command: a}]\n",
     "k:3:28: misconfigured credential plugin allowlist: plugin policy is '' but allowlist is "
     "non-nil"},
};

START_TEST(what_is_no_policy_is_refused)
{
    struct plim_err err = {0};
    struct kube_plugin_policy policy = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    plim_assert_fails(kube_kuberc_parse(arena, "k", plim_str_from(refused[_i].text), &policy, &err),
                      PLIM_INVALID, &err, refused[_i].message);
}
END_TEST

static const struct {
    struct kube_kuberc_source source;
    enum plim_code code;
    const char *message;
} sources[] = {
    {{NULL, NULL, "/nonexistent"}, PLIM_OK, NULL},
    {{NULL, NULL, NULL}, PLIM_OK, NULL},
    {{NULL, "off", "/nonexistent"}, PLIM_OK, NULL},
    {{"/nonexistent/a", NULL, "/nonexistent"},
     PLIM_NOT_FOUND,
     "kuberc: open '/nonexistent/a': No such file or directory"},
    {{NULL, "/nonexistent/b", "/nonexistent"},
     PLIM_NOT_FOUND,
     "kuberc: open '/nonexistent/b': No such file or directory"},
    {{"a", "off", NULL},
     PLIM_INVALID,
     "disabling kuberc via KUBERC=off and --kuberc exclude each other"},
};

START_TEST(only_a_file_that_nobody_named_may_be_missing)
{
    struct plim_err err = {0};
    struct kube_plugin_policy policy = {.rule = KUBE_PLUGINS_NONE};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    enum plim_code code = kube_kuberc_load(arena, &sources[_i].source, &policy, &err);
    ck_assert_int_eq(code, sources[_i].code);
    if (sources[_i].message)
        ck_assert_str_eq(err.msg, sources[_i].message);
    else
        ck_assert_int_eq((int)policy.rule, KUBE_PLUGINS_ALL);
}
END_TEST

START_TEST(one_that_nobody_named_and_that_is_broken_lets_no_plugin_run)
{
    struct plim_err err = {0};
    char *home = NULL;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct kube_plugin_policy policy = {0};
    plim_assert_ok(plim_dir_make_temporary(&home, &err), &err);
    const char *dir = plim_path_join(arena, home, ".kube");
    const char *file = plim_path_join(arena, dir, "kuberc");
    plim_assert_ok(plim_dir_make(dir, &err), &err);
    plim_assert_ok(plim_file_write(file, "kind: [", 7, &err), &err);
    struct kube_kuberc_source source = {.home = home};
    plim_assert_ok(kube_kuberc_load(arena, &source, &policy, &err), &err);
    ck_assert_int_eq((int)policy.rule, KUBE_PLUGINS_NONE);
    ck_assert_ptr_nonnull(strstr(policy.reason, "its policy cannot be read: kuberc: "));
    ck_assert_ptr_nonnull(strstr(policy.reason, ".kube/kuberc:2:1: "));
    plim_assert_ok(plim_dir_remove(home, &err), &err);
    free(home);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, preferences_become_a_policy, 0, PLIM_LEN(accepted));
    tcase_add_loop_test(tcase, what_is_no_policy_is_refused, 0, PLIM_LEN(refused));
    tcase_add_loop_test(tcase, only_a_file_that_nobody_named_may_be_missing, 0, PLIM_LEN(sources));
    tcase_add_test(tcase, one_that_nobody_named_and_that_is_broken_lets_no_plugin_run);
}

PLIM_CHECK_MAIN("kube.kuberc", add_cases)
