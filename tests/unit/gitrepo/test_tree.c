#include "gitrepo/tree.h"
#include "support/plim_check.h"

#include "fixture.h"

static const char files[] =
    "git init -q inner; git -C inner commit -q --allow-empty -m x;"
    "git init -q shop; cd shop; mkdir -p a/b z; echo 1 >a.b; echo 2 >a/b/c.yaml; echo 3 >a/x;"
    "echo 4 >z/last; ln -s a/x link; ln -s a dirlink; ln -s ../out broken;"
    "git submodule --quiet add ../inner sub; git add .; git commit -qm files";

static struct gitrepo_tree list(struct gitrepo *repo, const char *subpath)
{
    struct plim_err err = {0};
    struct gitrepo_tree tree;
    struct gitrepo_commit commit = fixture_commit(repo, "");
    plim_assert_ok(gitrepo_list(repo, fixture_arena(), &commit, subpath, &tree, &err), &err);
    return tree;
}

static const struct {
    const char *path;
    enum gitrepo_entry_kind kind;
    const char *target;
    const char *reason;
} wanted[] = {
    {".gitmodules", GITREPO_ENTRY_FILE, "", ""},
    {"a.b", GITREPO_ENTRY_FILE, "", ""},
    {"a/b/c.yaml", GITREPO_ENTRY_FILE, "", ""},
    {"a/x", GITREPO_ENTRY_FILE, "", ""},
    {"broken", GITREPO_ENTRY_LINK_BROKEN, "", "the link leads outside the repository"},
    {"dirlink", GITREPO_ENTRY_LINK_DIRECTORY, "a", ""},
    {"link", GITREPO_ENTRY_LINK_FILE, "a/x", ""},
    {"sub", GITREPO_ENTRY_SUBMODULE, "", ""},
    {"z/last", GITREPO_ENTRY_FILE, "", ""},
};

START_TEST(all_files_are_listed_in_byte_order_with_what_they_are)
{
    fixture_run(files);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_tree tree = list(repo, NULL);
    ck_assert_uint_eq(tree.len, PLIM_LEN(wanted));
    ck_assert_str_eq(tree.items[_i].path, wanted[_i].path);
    ck_assert_int_eq((int)tree.items[_i].kind, (int)wanted[_i].kind);
    ck_assert_str_eq(tree.items[_i].target, wanted[_i].target);
    ck_assert_str_eq(tree.items[_i].reason, wanted[_i].reason);
}
END_TEST

static const struct {
    const char *subpath;
    const char *path;
    bool is_file;
    size_t len;
} subpaths[] = {
    {"a", "a", false, 2},    {"./a/b/../b/", "a/b", false, 1}, {"dirlink/b", "a/b", false, 1},
    {"a/x", "a/x", true, 1}, {"link", "a/x", true, 1},         {"", "", false, 9},
};

START_TEST(a_subpath_is_followed_through_links)
{
    fixture_run(files);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_tree tree = list(repo, subpaths[_i].subpath);
    ck_assert_str_eq(tree.path, subpaths[_i].path);
    ck_assert_int_eq(tree.is_file, subpaths[_i].is_file);
    ck_assert_uint_eq(tree.len, subpaths[_i].len);
}
END_TEST

static const struct {
    const char *subpath;
    enum plim_code code;
    const char *message;
} missing[] = {
    {"none", PLIM_NOT_FOUND, "path 'none': leads to 'none', which does not exist"},
    {"a/x/y", PLIM_NOT_FOUND, "path 'a/x/y': leads to 'a/x', which is not a directory"},
    {"../shop", PLIM_INVALID, "path '../shop': leads outside the repository"},
    {"/etc", PLIM_INVALID, "path '/etc': leads outside the repository"},
    {"broken", PLIM_INVALID, "path 'broken': leads outside the repository"},
};

START_TEST(a_subpath_that_leads_nowhere_is_an_error)
{
    struct plim_err err = {0};
    struct gitrepo_tree tree;
    fixture_run(files);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_commit commit = fixture_commit(repo, "");
    plim_assert_fails(
        gitrepo_list(repo, fixture_arena(), &commit, missing[_i].subpath, &tree, &err),
        missing[_i].code, &err, missing[_i].message);
}
END_TEST

START_TEST(the_commit_is_read_and_not_the_work_tree)
{
    struct plim_err err = {0};
    struct plim_str text;
    fixture_run(files);
    fixture_run("echo changed >shop/a/x; rm shop/z/last");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_tree tree = list(repo, "a/x");
    plim_assert_ok(gitrepo_read(repo, fixture_arena(), tree.items[0].id, 100, &text, &err), &err);
    ck_assert(plim_str_is(text, "3\n"));
    ck_assert_uint_eq(list(repo, "z").len, 1);
}
END_TEST

START_TEST(a_blob_over_the_limit_is_refused)
{
    struct plim_err err = {0};
    struct plim_str text;
    fixture_run(files);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_tree tree = list(repo, "a/x");
    plim_assert_fails(gitrepo_read(repo, fixture_arena(), tree.items[0].id, 1, &text, &err),
                      PLIM_LIMIT, &err, "larger than 1 bytes");
}
END_TEST

START_TEST(an_entry_that_climbs_is_refused)
{
    struct plim_err err = {0};
    struct gitrepo_tree tree;
    fixture_run("git init -q shop; cd shop; id=$(echo x | git hash-object -w --stdin);"
                "t=$(perl -e 'print \"100644 ..\\0\".pack(\"H*\",$ARGV[0])' $id |"
                "git hash-object -w -t tree --literally --stdin);"
                "git update-ref refs/heads/main $(git commit-tree -m x $t)");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_commit commit = fixture_commit(repo, "");
    plim_assert_fails(gitrepo_list(repo, fixture_arena(), &commit, "", &tree, &err), PLIM_INVALID,
                      &err, "directory '' has an entry named '..'");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, all_files_are_listed_in_byte_order_with_what_they_are, 0,
                        (int)PLIM_LEN(wanted));
    tcase_add_loop_test(tcase, a_subpath_is_followed_through_links, 0, (int)PLIM_LEN(subpaths));
    tcase_add_loop_test(tcase, a_subpath_that_leads_nowhere_is_an_error, 0, (int)PLIM_LEN(missing));
    tcase_add_test(tcase, the_commit_is_read_and_not_the_work_tree);
    tcase_add_test(tcase, a_blob_over_the_limit_is_refused);
    tcase_add_test(tcase, an_entry_that_climbs_is_refused);
}

PLIM_CHECK_MAIN("tree", add_cases)
