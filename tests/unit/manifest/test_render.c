#include <stdlib.h>

#include "support/plim_check.h"

#include "workspace.h"

static const struct manifest_file *render(const char *script, const char *text)
{
    struct plim_arena *arena = workspace_arena();
    struct manifest_options options = workspace_kustomize(script);
    options.timeout_ms = 2000;
    workspace_run(plim_arena_printf(arena, "mkdir app; echo '%s' >app/kustomization.yaml", text));
    struct manifest_files *files = plim_arena_array(arena, 1, sizeof(*files));
    *files = workspace_collect("app", &options);
    return workspace_find(files, "app/kustomization.yaml", MANIFEST_FILE_RENDERED);
}

static bool matches(struct plim_str text, const char *pattern)
{
    return plim_str_matches_glob(text, plim_str_from(pattern));
}

START_TEST(the_program_builds_a_copy)
{
    const struct manifest_file *file = render("echo \"$@\"; pwd; cat $2/*", "resources: []");
    ck_assert_str_eq(file->error, "");
    ck_assert(file->traced);
    ck_assert(matches(file->text, "build /*/tree/app --load-restrictor LoadRestrictionsRootOnly\n"
                                  "/*/home\nresources: []\n*originAnnotations*"));
}
END_TEST

START_TEST(the_program_gets_a_clean_environment)
{
    ck_assert_int_eq(setenv("TOKEN_FOR_NOBODY", "x", 1), 0);
    const struct manifest_file *file = render("env | sort", "resources: []");
    ck_assert(!matches(file->text, "*TOKEN_FOR_NOBODY*"));
    ck_assert(matches(file->text, "*HOME=/*/home\nHTTPS_PROXY=http://127.0.0.1:9\n*"));
}
END_TEST

static const struct {
    const char *script;
    const char *error;
} failures[] = {
    {"echo 'Error: accumulating' >&2; echo \" in '$2/x':\" >&2; exit 1",
     "not rendered: kustomize: accumulating in 'app/x':"},
    {"exit 3", "not rendered: kustomize: failed without a reason"},
    {"sleep 20", "not rendered: run '*/kustomize': took longer than 2000 ms"},
};

START_TEST(a_failure_is_the_reason_why_nothing_is_known)
{
    const struct manifest_file *file = render(failures[_i].script, "resources: []");
    ck_assert_msg(matches(plim_str_from(file->error), failures[_i].error), "%s", file->error);
    ck_assert_uint_eq(file->text.len, 0);
}
END_TEST

START_TEST(an_older_program_builds_without_origins)
{
    const struct manifest_file *file =
        render("if grep -q buildMetadata $2/*; then echo 'unknown field \"buildMetadata\"' >&2;"
               "exit 1; fi; echo 'a: 1'",
               "resources: []");
    ck_assert_str_eq(file->error, "");
    ck_assert(!file->traced);
    ck_assert(plim_str_is(file->text, "a: 1\n"));
}
END_TEST

START_TEST(without_a_program_it_is_not_rendered)
{
    struct manifest_options options = {.kustomize = "/nonexistent/kustomize"};
    workspace_run("mkdir app; echo '{}' >app/kustomization.yaml");
    struct manifest_files files = workspace_collect("app", &options);
    ck_assert_str_eq(files.items[0].error,
                     "not rendered: run '/nonexistent/kustomize': no such program");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, the_program_builds_a_copy);
    tcase_add_test(tcase, the_program_gets_a_clean_environment);
    tcase_add_loop_test(tcase, a_failure_is_the_reason_why_nothing_is_known, 0,
                        (int)PLIM_LEN(failures));
    tcase_add_test(tcase, an_older_program_builds_without_origins);
    tcase_add_test(tcase, without_a_program_it_is_not_rendered);
}

PLIM_CHECK_MAIN("render", add_cases)
