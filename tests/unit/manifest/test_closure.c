#include "base/map.h"
#include "support/plim_check.h"

#include "closure_priv.h"
#include "workspace.h"

static enum plim_code find(const char *dir, struct manifest_closure *closure, struct plim_err *err)
{
    struct manifest_tree tree;
    struct manifest_listing listing;
    const char *subpath = NULL;
    if (manifest_disk_tree(workspace_arena(), ".", &tree, &subpath, err) != PLIM_OK ||
        tree.list(&tree, dir, &listing, err) != PLIM_OK)
        return err->code;
    struct manifest_tree *kept = plim_arena_array(workspace_arena(), 1, sizeof(*kept));
    *kept = tree;
    struct manifest_reader reader = {kept, plim_map_new()};
    enum plim_code code =
        manifest_closure_find(&reader, manifest_reader_find(&reader, &listing), closure, err);
    plim_map_free(reader.parsed);
    return code;
}

START_TEST(a_closure_holds_every_directory_once)
{
    struct plim_err err = {0};
    struct manifest_closure closure = {0};
    workspace_run("mkdir -p app base part; echo 'resources: [../base, x.yaml, ../part]' "
                  ">app/kustomization.yaml; echo 'resources: [y.yaml, ../part]' "
                  ">base/kustomization.yml; echo '{}' >part/Kustomization; touch app/x.yaml "
                  "base/y.yaml");
    plim_assert_ok(find("app", &closure, &err), &err);
    ck_assert_uint_eq(closure.dir_count, 3);
    ck_assert_str_eq(closure.dirs[0].path, "app");
    ck_assert_str_eq(closure.dirs[1].path, "base");
    ck_assert_str_eq(closure.dirs[2].path, "part");
    ck_assert_uint_eq(closure.file_count, 2);
    ck_assert_str_eq(closure.files[0], "app/x.yaml");
    ck_assert_str_eq(closure.files[1], "base/y.yaml");
}
END_TEST

START_TEST(two_that_refer_to_each_other_end)
{
    struct plim_err err = {0};
    struct manifest_closure closure = {0};
    workspace_run("mkdir a b; echo 'resources: [../b]' >a/kustomization.yaml;"
                  "echo 'resources: [../a]' >b/kustomization.yaml");
    plim_assert_ok(find("a", &closure, &err), &err);
    ck_assert_uint_eq(closure.dir_count, 2);
}
END_TEST

static const struct {
    const char *reference;
    const char *message;
} bad[] = {
    {"../none", "not rendered: '../none': leads to 'none', which does not "
                "exist"},
    {"../../x", "not rendered: '../../x' leads outside '*'"},
    {"/etc", "not rendered: '/etc' leads outside '*'"},
    {"../out", "not rendered: '../out': leads outside '*'"},
    {"../base", "not rendered: 'base/kustomization.yaml': 'github.com/x' is remote, and nothing is "
                "fetched"},
    {"https://example.org/x",
     "not rendered: 'https://example.org/x' is remote, and nothing is fetched"},
};

START_TEST(what_is_not_in_the_tree_is_refused)
{
    struct plim_err err = {0};
    struct manifest_closure closure = {0};
    workspace_run(plim_arena_printf(workspace_arena(),
                                    "mkdir app base; ln -s / out;"
                                    "echo 'resources: [github.com/x]' >base/kustomization.yaml;"
                                    "echo 'resources: [%s]' >app/kustomization.yaml",
                                    bad[_i].reference));
    ck_assert_int_ne((int)find("app", &closure, &err), (int)PLIM_OK);
    ck_assert_msg(plim_str_matches_glob(plim_str_from(err.msg), plim_str_from(bad[_i].message)),
                  "%s", err.msg);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_test(tcase, a_closure_holds_every_directory_once);
    tcase_add_test(tcase, two_that_refer_to_each_other_end);
    tcase_add_loop_test(tcase, what_is_not_in_the_tree_is_refused, 0, (int)PLIM_LEN(bad));
}

PLIM_CHECK_MAIN("closure", add_cases)
