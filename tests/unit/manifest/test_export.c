#include "base/map.h"
#include "support/plim_check.h"

#include "export_priv.h"
#include "workspace.h"

static void export_app(bool trace)
{
    struct plim_err err = {0};
    struct manifest_tree tree;
    struct manifest_listing listing;
    struct manifest_closure closure = {0};
    const char *subpath = NULL;
    workspace_run("mkdir -p repo/.git repo/app repo/shared/base repo/other copy; cd repo;"
                  "echo 'resources: [../base, a.yaml]' >app/kustomization.yaml; echo a >app/a.yaml;"
                  "ln -s shared/base base; echo '{}' >shared/base/kustomization.yaml;"
                  "ln -s ../other/x app/link; echo x >other/x; ln -s /etc/passwd app/out");
    plim_assert_ok(manifest_disk_tree(workspace_arena(), "repo", &tree, &subpath, &err), &err);
    plim_assert_ok(tree.list(&tree, "app", &listing, &err), &err);
    struct manifest_reader reader = {&tree, plim_map_new()};
    const struct manifest_kustomization *root = manifest_reader_find(&reader, &listing);
    plim_assert_ok(manifest_closure_find(&reader, root, &closure, &err), &err);
    plim_assert_ok(manifest_export(&tree, &closure, workspace_path("copy"), trace, &err), &err);
    plim_map_free(reader.parsed);
}

START_TEST(only_what_is_referred_to_is_copied)
{
    export_app(false);
    workspace_run("cd copy; cmp app/a.yaml ../repo/app/a.yaml; test -f base/kustomization.yaml;"
                  "cmp app/kustomization.yaml ../repo/app/kustomization.yaml; test ! -e other");
}
END_TEST

START_TEST(links_stay_relative_and_inside)
{
    export_app(false);
    workspace_run("cd copy; test \"$(readlink app/link)\" = ../other/x;"
                  "test \"$(readlink base)\" = shared/base; test ! -L app/out; test ! -e app/out");
}
END_TEST

START_TEST(the_root_asks_for_origins_when_traced)
{
    export_app(true);
    workspace_run(
        "cd copy; tail -1 app/kustomization.yaml | grep -x "
        "'buildMetadata: \\[originAnnotations\\]'; test $(cat base/kustomization.yaml) = {}");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_test(tcase, only_what_is_referred_to_is_copied);
    tcase_add_test(tcase, links_stay_relative_and_inside);
    tcase_add_test(tcase, the_root_asks_for_origins_when_traced);
}

PLIM_CHECK_MAIN("export", add_cases)
