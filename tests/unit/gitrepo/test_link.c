#include "support/plim_check.h"

#include "fixture.h"
#include "link_priv.h"
#include "repo_priv.h"

static const char files[] =
    "git init -q shop; cd shop; mkdir -p a/b c; echo 1 >a/b/f; echo 2 >top; echo 3 >c/f;"
    "ln -s ../top a/up; ln -s b/f a/down; ln -s a/up twice; ln -s c/../a/b dir; ln -s . self;"
    "ln -s loop2 loop1; ln -s loop1 loop2; ln -s /etc/passwd absolute; ln -s a/../../x escape;"
    "ln -s none dangling; ln -s top/x through; git add .; git commit -qm files";

static enum plim_code follow(const char *from, const char *path, struct gitrepo_place *place,
                             struct plim_err *err)
{
    fixture_run(files);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    git_object *tree = NULL;
    ck_assert_int_eq(git_revparse_single(&tree, repo->repository, "HEAD^{tree}"), 0);
    enum plim_code code = gitrepo_follow(fixture_arena(), (git_tree *)tree, from, path, place, err);
    git_object_free(tree);
    return code;
}

static const struct {
    const char *from;
    const char *path;
    const char *target;
    git_object_t type;
} good[] = {
    {"", "top", "top", GIT_OBJECT_BLOB},          {"a", "up", "top", GIT_OBJECT_BLOB},
    {"", "a/down", "a/b/f", GIT_OBJECT_BLOB},     {"", "twice", "top", GIT_OBJECT_BLOB},
    {"", "dir", "a/b", GIT_OBJECT_TREE},          {"", "dir/f", "a/b/f", GIT_OBJECT_BLOB},
    {"", "dir/../b/f", "a/b/f", GIT_OBJECT_BLOB}, {"", "self/self/a", "a", GIT_OBJECT_TREE},
    {"a/b", "../..", "", GIT_OBJECT_TREE},        {"", "a//b/./", "a/b", GIT_OBJECT_TREE},
};

START_TEST(a_path_is_followed_as_a_file_system_would)
{
    struct plim_err err = {0};
    struct gitrepo_place place;
    plim_assert_ok(follow(good[_i].from, good[_i].path, &place, &err), &err);
    ck_assert_str_eq(place.path, good[_i].target);
    ck_assert_int_eq((int)place.type, (int)good[_i].type);
}
END_TEST

static const struct {
    const char *path;
    enum plim_code code;
    const char *message;
} bad[] = {
    {"loop1", PLIM_INVALID, "leads in a circle"},
    {"absolute", PLIM_INVALID, "leads outside the repository"},
    {"escape", PLIM_INVALID, "leads outside the repository"},
    {"dangling", PLIM_NOT_FOUND, "leads to 'none', which does not exist"},
    {"through", PLIM_NOT_FOUND, "leads to 'top', which is not a directory"},
    {"..", PLIM_INVALID, "leads outside the repository"},
};

START_TEST(a_path_never_leaves_the_tree)
{
    struct plim_err err = {0};
    struct gitrepo_place place;
    plim_assert_fails(follow("", bad[_i].path, &place, &err), bad[_i].code, &err, bad[_i].message);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, a_path_is_followed_as_a_file_system_would, 0, (int)PLIM_LEN(good));
    tcase_add_loop_test(tcase, a_path_never_leaves_the_tree, 0, (int)PLIM_LEN(bad));
}

PLIM_CHECK_MAIN("link", add_cases)
