#include "support/plim_check.h"

#include "plugin_priv.h"

/* /bin/sh and /bin/cat are there on every system; /bin may be a link to /usr/bin. */
static const char *const by_name[] = {"cat"};
static const char *const by_path[] = {"/nonexistent/x", "/bin/cat"};

static const struct {
    struct kube_plugin_policy policy;
    const char *command;
    const char *message; /* NULL: allowed */
} cases[] = {
    {{KUBE_PLUGINS_ALL, NULL, 0, NULL}, "nothing-like-this", NULL},
    {{KUBE_PLUGINS_NONE, NULL, 0, NULL},
     "cat",
     "plugin 'cat' not allowed: kuberc sets the policy to 'DenyAll'"},
    {{KUBE_PLUGINS_NONE, NULL, 0, "its policy cannot be read"},
     "cat",
     "plugin 'cat' not allowed: its policy cannot be read"},
    {{KUBE_PLUGINS_LISTED, by_name, 1, NULL}, "cat", NULL},
    {{KUBE_PLUGINS_LISTED, by_name, 1, NULL}, "/bin/cat", NULL}, /* the same program */
    {{KUBE_PLUGINS_LISTED, by_path, 2, NULL}, "cat", NULL},
    {{KUBE_PLUGINS_LISTED, by_path, 2, NULL},
     "sh",
     "plugin path '/bin/sh' is not permitted by the credential plugin allowlist of kuberc"},
    {{KUBE_PLUGINS_LISTED, by_path, 2, NULL},
     "nothing-like-this",
     "plugin path 'nothing-like-this' cannot be resolved for the credential plugin allowlist of "
     "kuberc: no such program"},
};

START_TEST(the_policy_decides_what_may_run)
{
    struct plim_err err = {0};
    enum plim_code code =
        kube_plugin_policy_check(&cases[_i].policy, cases[_i].command, "relative:/bin", &err);
    ck_assert_int_eq(code, cases[_i].message ? PLIM_DENIED : PLIM_OK);
    if (cases[_i].message)
        ck_assert_str_eq(err.msg, cases[_i].message);
}
END_TEST

START_TEST(a_program_is_looked_up_as_a_shell_does)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    ck_assert_str_eq(kube_program_find(arena, "sh", "/nonexistent:/bin"), "/bin/sh");
    ck_assert_str_eq(kube_program_find(arena, "/bin/sh", NULL), "/bin/sh");
    ck_assert_ptr_null(kube_program_find(arena, "sh", ".:"));
    ck_assert_ptr_null(kube_program_find(arena, "sh", NULL));
    ck_assert_ptr_null(kube_program_find(arena, "/bin", NULL));        /* a directory */
    ck_assert_ptr_null(kube_program_find(arena, "/etc/passwd", NULL)); /* not executable */
}
END_TEST

static const struct {
    const char *path;
    const char *clean;
} paths[] = {
    {"", "."},
    {".", "."},
    {"a", "a"},
    {"./a", "a"},
    {"a//b/", "a/b"},
    {"/", "/"},
    {"/a/./b", "/a/b"},
    {"/a/../b", "/b"},
    {"/../a", "/a"},
    {"../a", "../a"},
    {"../../a", "../../a"},
    {"a/../../b", "../b"},
    {"a/..", "."},
    {"/a/..", "/"},
    {"a/b/../c", "a/c"},
    {"..a/b", "..a/b"},
};

START_TEST(a_path_is_cleaned_as_go_does)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    ck_assert_str_eq(kube_path_clean(arena, paths[_i].path), paths[_i].clean);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_policy_decides_what_may_run, 0, PLIM_LEN(cases));
    tcase_add_loop_test(tcase, a_path_is_cleaned_as_go_does, 0, PLIM_LEN(paths));
    tcase_add_test(tcase, a_program_is_looked_up_as_a_shell_does);
}

PLIM_CHECK_MAIN("kube.plugin_policy", add_cases)
