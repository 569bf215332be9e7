#include "support/plim_check.h"

#include "tree_priv.h"
#include "workspace.h"

START_TEST(a_commit_is_a_tree_of_nodes)
{
    struct plim_err err = {0};
    struct plim_str text;
    struct manifest_listing listing;
    struct gitrepo_commit commit;
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = NULL;
    const struct gitrepo_options options = {0};
    workspace_run(
        "git init -q shop; cd shop; mkdir app; echo a >app/a; ln -s a app/b;"
        "ln -s ../.. app/out; ln -s ../app app/up; git add .; git commit -qm x; rm app/a");
    plim_assert_ok(gitrepo_open("shop", &options, &repo, &err), &err);
    plim_assert_ok(gitrepo_resolve(repo, "", &commit, &err), &err);
    const struct manifest_source source = {repo, &commit, "shop", "app", NULL};
    struct manifest_tree tree = manifest_git_tree(workspace_arena(), &source);
    plim_assert_ok(tree.list(&tree, "app", &listing, &err), &err);
    ck_assert_uint_eq(listing.len, 4);
    ck_assert_int_eq((int)listing.nodes[0].kind, (int)MANIFEST_NODE_FILE);
    ck_assert_int_eq((int)listing.nodes[1].kind, (int)MANIFEST_NODE_LINK_FILE);
    ck_assert_int_eq((int)listing.nodes[2].kind, (int)MANIFEST_NODE_UNREADABLE);
    ck_assert_str_eq(listing.nodes[2].reason, "the link leads outside the repository");
    ck_assert_int_eq((int)listing.nodes[3].kind, (int)MANIFEST_NODE_LINK_DIRECTORY);
    plim_assert_ok(tree.read(&tree, &listing.nodes[1], &text, &err), &err);
    ck_assert(plim_str_is(text, "a\n"));
    ck_assert_str_eq(tree.display(&tree, "app/a"), "app/a");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_test(tcase, a_commit_is_a_tree_of_nodes);
}

PLIM_CHECK_MAIN("git_tree", add_cases)
