#include "support/plim_check.h"

#include "tree_priv.h"
#include "workspace.h"

static const char files[] = "mkdir -p repo/.git repo/app/sub; cd repo; echo a >app/a.yaml;"
                            "echo b >app/sub/b.yaml; ln -s ../top app/link; ln -s sub app/dir;"
                            "ln -s /etc/passwd app/out; ln -s none app/dangling; mkfifo app/pipe;"
                            "echo t >top";

static struct manifest_tree open_tree(const char *path, const char **subpath)
{
    struct plim_err err = {0};
    struct manifest_tree tree;
    workspace_run(files);
    plim_assert_ok(manifest_disk_tree(workspace_arena(), path, &tree, subpath, &err), &err);
    return tree;
}

static const struct {
    const char *path;
    enum manifest_node_kind kind;
    const char *target;
} nodes[] = {
    {"app/a.yaml", MANIFEST_NODE_FILE, ""},
    {"app/dangling", MANIFEST_NODE_UNREADABLE, ""},
    {"app/dir", MANIFEST_NODE_LINK_DIRECTORY, "app/sub"},
    {"app/link", MANIFEST_NODE_LINK_FILE, "top"},
    {"app/out", MANIFEST_NODE_UNREADABLE, ""},
    {"app/pipe", MANIFEST_NODE_UNREADABLE, ""},
    {"app/sub/b.yaml", MANIFEST_NODE_FILE, ""},
};

START_TEST(files_and_links_are_listed_with_what_they_are)
{
    struct plim_err err = {0};
    struct manifest_listing listing;
    const char *subpath = NULL;
    struct manifest_tree tree = open_tree("repo/app", &subpath);
    ck_assert_str_eq(subpath, "app");
    plim_assert_ok(tree.list(&tree, subpath, &listing, &err), &err);
    ck_assert_uint_eq(listing.len, PLIM_LEN(nodes));
    ck_assert_str_eq(listing.nodes[_i].path, nodes[_i].path);
    ck_assert_int_eq((int)listing.nodes[_i].kind, (int)nodes[_i].kind);
    ck_assert_str_eq(listing.nodes[_i].target, nodes[_i].target);
}
END_TEST

START_TEST(paths_are_shown_as_the_user_wrote_them)
{
    const char *subpath = NULL;
    struct manifest_tree tree = open_tree("./repo/app/", &subpath);
    ck_assert_str_eq(tree.display(&tree, "app/a.yaml"), "./repo/app/a.yaml");
    ck_assert_str_eq(tree.display(&tree, "app"), "./repo/app");
    ck_assert_str_eq(tree.display(&tree, "top"), "repo/top");
}
END_TEST

START_TEST(a_single_file_is_a_listing_of_one)
{
    struct plim_err err = {0};
    struct manifest_listing listing;
    struct plim_str text;
    const char *subpath = NULL;
    struct manifest_tree tree = open_tree("repo/app/a.yaml", &subpath);
    plim_assert_ok(tree.list(&tree, subpath, &listing, &err), &err);
    ck_assert(listing.is_file);
    plim_assert_ok(tree.read(&tree, &listing.nodes[0], &text, &err), &err);
    ck_assert(plim_str_is(text, "a\n"));
}
END_TEST

START_TEST(nothing_outside_the_work_tree_is_listed)
{
    struct plim_err err = {0};
    struct manifest_listing listing;
    const char *subpath = NULL;
    struct manifest_tree tree = open_tree("repo/app", &subpath);
    ck_assert_int_eq((int)tree.list(&tree, "../", &listing, &err), (int)PLIM_INVALID);
    ck_assert_int_eq((int)tree.list(&tree, "app/out", &listing, &err), (int)PLIM_INVALID);
    ck_assert_int_eq((int)tree.list(&tree, "none", &listing, &err), (int)PLIM_NOT_FOUND);
}
END_TEST

START_TEST(a_missing_path_is_not_found)
{
    struct plim_err err = {0};
    struct manifest_tree tree;
    const char *subpath = NULL;
    plim_assert_fails(manifest_disk_tree(workspace_arena(), "none", &tree, &subpath, &err),
                      PLIM_NOT_FOUND, &err, "'none': no such file or directory");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_loop_test(tcase, files_and_links_are_listed_with_what_they_are, 0,
                        (int)PLIM_LEN(nodes));
    tcase_add_test(tcase, paths_are_shown_as_the_user_wrote_them);
    tcase_add_test(tcase, a_single_file_is_a_listing_of_one);
    tcase_add_test(tcase, nothing_outside_the_work_tree_is_listed);
    tcase_add_test(tcase, a_missing_path_is_not_found);
}

PLIM_CHECK_MAIN("disk_tree", add_cases)
