#include "support/plim_check.h"

#include "fixture.h"

static const char history[] =
    "git init -q shop; cd shop; mkdir deploy; echo a >deploy/a; git add .;"
    "git commit -qm one; git tag v1.0.0; git tag -am note v1.1.0;"
    "echo b >b; git add .; git commit -qm two; git branch stable HEAD~1;"
    "git tag blob HEAD:b";

START_TEST(a_work_tree_is_opened)
{
    fixture_run(history);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    ck_assert_str_eq(gitrepo_url(repo), fixture_path("shop"));
    ck_assert_str_eq(gitrepo_prefix(repo), "");
    ck_assert(!gitrepo_is_shallow(repo));
    ck_assert_str_eq(fixture_commit(repo, "").id, fixture_run("git -C shop rev-parse HEAD"));
}
END_TEST

START_TEST(a_directory_below_the_top_is_a_prefix)
{
    fixture_run(history);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop/deploy");
    ck_assert_str_eq(gitrepo_prefix(repo), "deploy");
}
END_TEST

START_TEST(a_bare_repository_is_opened)
{
    fixture_run(history);
    fixture_run("git clone -q --bare shop shop.git");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop.git");
    ck_assert_str_eq(fixture_commit(repo, NULL).id, fixture_run("git -C shop rev-parse HEAD"));
}
END_TEST

static const char *const revisions[] = {"HEAD",   "main",   "v1.0.0",         "v1.1.0",
                                        "stable", "HEAD~1", "refs/heads/main"};

START_TEST(a_revision_names_a_commit_and_its_tree)
{
    fixture_run(history);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_commit commit = fixture_commit(repo, revisions[_i]);
    const char *name = revisions[_i];
    struct plim_arena *arena = fixture_arena();
    ck_assert_str_eq(commit.id, fixture_run(plim_arena_printf(
                                    arena, "git -C shop rev-parse '%s^{commit}'", name)));
    ck_assert_str_eq(commit.tree, fixture_run(plim_arena_printf(
                                      arena, "git -C shop rev-parse '%s^{tree}'", name)));
}
END_TEST

static const struct {
    const char *revision;
    const char *message;
} unknown[] = {
    {"nope", "no revision 'nope'"},
    {"blob", "revision 'blob' names no commit"},
    {"a b", "revision 'a b' names no commit"},
};

START_TEST(an_unknown_revision_is_not_found)
{
    struct plim_err err = {0};
    struct gitrepo_commit commit;
    fixture_run(history);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    plim_assert_fails(gitrepo_resolve(repo, unknown[_i].revision, &commit, &err), PLIM_NOT_FOUND,
                      &err, unknown[_i].message);
}
END_TEST

START_TEST(a_branch_of_the_origin_is_found_in_a_clone)
{
    fixture_run(history);
    fixture_run("git clone -q shop clone");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("clone");
    ck_assert_str_eq(fixture_commit(repo, "stable").id,
                     fixture_run("git -C shop rev-parse stable"));
}
END_TEST

START_TEST(a_repository_without_commits_says_so)
{
    struct plim_err err = {0};
    struct gitrepo_commit commit;
    fixture_run("git init -q shop");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    plim_assert_fails(gitrepo_resolve(repo, "", &commit, &err), PLIM_NOT_FOUND, &err,
                      "the branch of HEAD has no commit yet");
}
END_TEST

START_TEST(a_history_that_is_cut_off_is_shallow)
{
    fixture_run(history);
    fixture_run("git clone -q --depth 1 file://$PWD/shop clone");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("clone");
    ck_assert(gitrepo_is_shallow(repo));
}
END_TEST

static const struct {
    const char *name;
    enum plim_code code;
    const char *why;
} missing[] = {
    {"none", PLIM_NOT_FOUND, "no such file or directory"},
    {"plain", PLIM_NOT_FOUND, "not in a Git repository"},
    {"file", PLIM_INVALID, "neither a directory nor a Git bundle"},
};

START_TEST(what_is_no_repository_is_named_with_the_reason)
{
    struct plim_err err = {0};
    struct gitrepo *repo = NULL;
    const struct gitrepo_options options = {0};
    fixture_run("mkdir plain; echo x >file");
    const char *path = fixture_path(missing[_i].name);
    const char *want =
        plim_arena_printf(fixture_arena(), "repository '%s': %s", path, missing[_i].why);
    plim_assert_fails(gitrepo_open(path, &options, &repo, &err), missing[_i].code, &err, want);
    ck_assert_ptr_null(repo);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_test(tcase, a_work_tree_is_opened);
    tcase_add_test(tcase, a_directory_below_the_top_is_a_prefix);
    tcase_add_test(tcase, a_bare_repository_is_opened);
    tcase_add_loop_test(tcase, a_revision_names_a_commit_and_its_tree, 0, (int)PLIM_LEN(revisions));
    tcase_add_loop_test(tcase, an_unknown_revision_is_not_found, 0, (int)PLIM_LEN(unknown));
    tcase_add_test(tcase, a_branch_of_the_origin_is_found_in_a_clone);
    tcase_add_test(tcase, a_repository_without_commits_says_so);
    tcase_add_test(tcase, a_history_that_is_cut_off_is_shallow);
    tcase_add_loop_test(tcase, what_is_no_repository_is_named_with_the_reason, 0,
                        (int)PLIM_LEN(missing));
}

PLIM_CHECK_MAIN("repo", add_cases)
