#include "base/pool.h"
#include "support/plim_check.h"

#include "take_priv.h"
#include "workspace.h"

enum { FILES = 200 };

static struct manifest_tree open_tree(struct manifest_listing *listing)
{
    struct plim_err err = {0};
    struct manifest_tree tree;
    const char *subpath = NULL;
    workspace_run("mkdir d; cd d; for i in $(seq 100 299); do echo \"a: $i\" >$i.yaml; done;"
                  "printf '\\377' >150.yaml; rm 250.yaml; ln -s none 250.yaml");
    plim_assert_ok(manifest_disk_tree(workspace_arena(), "d", &tree, &subpath, &err), &err);
    plim_assert_ok(tree.list(&tree, subpath, listing, &err), &err);
    ck_assert_uint_eq(listing->len, FILES);
    return tree;
}

static void take(struct plim_pool *pool, struct manifest_taken *taken)
{
    struct manifest_listing listing = {0};
    struct manifest_tree tree = open_tree(&listing);
    const struct manifest_node *nodes[FILES];
    for (size_t i = 0; i < FILES; i++)
        nodes[i] = &listing.nodes[i];
    manifest_take_all(&tree, pool, nodes, FILES, taken);
}

static const size_t threads[] = {0, 1, 3}; /* 0: without a pool */

START_TEST(files_are_taken_in_order_on_any_number_of_threads)
{
    struct manifest_taken taken[FILES] = {0};
    struct plim_pool *pool = threads[_i] > 0 ? plim_pool_new(threads[_i]) : NULL;
    take(pool, taken);
    ck_assert_str_eq(taken[0].file.path, "d/100.yaml");
    ck_assert(plim_str_is(taken[0].file.text, "a: 100\n"));
    ck_assert_uint_eq(taken[0].bytes, 7);
    ck_assert_str_eq(taken[FILES - 1].file.path, "d/299.yaml");
    ck_assert(plim_str_is(taken[FILES - 1].file.text, "a: 299\n"));
    plim_pool_free(pool);
}
END_TEST

START_TEST(what_cannot_be_kept_says_why_and_has_no_text)
{
    struct manifest_taken taken[FILES] = {0};
    struct plim_pool *pool = threads[_i] > 0 ? plim_pool_new(threads[_i]) : NULL;
    take(pool, taken);
    ck_assert_str_eq(taken[50].file.error, "not UTF-8");
    ck_assert_uint_eq(taken[50].file.text.len, 0);
    ck_assert_str_eq(taken[150].file.error, "the link leads nowhere or in a circle");
    ck_assert_str_eq(taken[151].file.error, "");
    plim_pool_free(pool);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_loop_test(tcase, files_are_taken_in_order_on_any_number_of_threads, 0,
                        (int)PLIM_LEN(threads));
    tcase_add_loop_test(tcase, what_cannot_be_kept_says_why_and_has_no_text, 0,
                        (int)PLIM_LEN(threads));
}

PLIM_CHECK_MAIN("take", add_cases)
