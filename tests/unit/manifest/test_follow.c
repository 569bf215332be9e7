#include <string.h>

#include "support/plim_check.h"

#include "follow_priv.h"
#include "workspace.h"

#define KUSTOMIZATION(name, path, more)                                        \
    "---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"   \
    "metadata: {name: " name ", namespace: flux-system}\nspec:\n  path: " path \
    "\n  sourceRef: {kind: GitRepository, name: flux-system}\n" more
#define MAP(name) "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " name "}\n"

static void write(const char *path, const char *text)
{
    workspace_run(plim_arena_printf(workspace_arena(),
                                    "mkdir -p \"$(dirname %s)\"; cat >%s <<'END'\n%s\nEND\n", path,
                                    path, text));
}

static const struct manifest_application *find_application(const struct manifest_files *files,
                                                           const char *name)
{
    for (size_t i = 0; i < files->application_count; i++)
        if (strcmp(files->applications[i].name, name) == 0)
            return &files->applications[i];
    return NULL;
}

static const char *owner_of(const struct manifest_files *files, const char *path)
{
    const struct manifest_file *file = workspace_find(files, path, MANIFEST_FILE_PLAIN);
    ck_assert_msg(file != NULL, "%s", path);
    return file->application > 0 ? files->applications[file->application - 1].name : "";
}

START_TEST(what_a_kustomization_leads_to_is_its_own)
{
    workspace_run("mkdir .git");
    write("clusters/prod/shop.yaml", KUSTOMIZATION("shop", "./apps", ""));
    write("apps/a/map.yaml", MAP("a"));
    write("other/map.yaml", MAP("b"));
    struct manifest_files files = workspace_collect("clusters/prod", NULL);
    ck_assert_uint_eq(files.application_count, 1);
    ck_assert_uint_eq(files.len, 2);
    ck_assert_str_eq(owner_of(&files, "apps/a/map.yaml"), "shop");
    ck_assert_str_eq(owner_of(&files, "clusters/prod/shop.yaml"), "");
}
END_TEST

START_TEST(nothing_is_declared_twice)
{
    workspace_run("mkdir .git");
    write("clusters/prod/flux-system/sync.yaml", KUSTOMIZATION("flux-system", "clusters/prod", ""));
    write("clusters/prod/shop.yaml", KUSTOMIZATION("shop", "./apps", ""));
    write("apps/map.yaml", MAP("a"));
    struct manifest_files files = workspace_collect(".", NULL);
    ck_assert_uint_eq(files.application_count, 2);
    ck_assert_uint_eq(files.len, 3);
    ck_assert_str_eq(owner_of(&files, "apps/map.yaml"), "shop");
    ck_assert_str_eq(owner_of(&files, "clusters/prod/shop.yaml"), "flux-system");
}
END_TEST

/* What the outer one changes in the inner one counts; the inner one as it stands is gone. */
START_TEST(a_changed_kustomization_replaces_the_one_that_stands_in_git)
{
    struct manifest_options options = workspace_kustomize(
        "case $2 in */clusters) sed s/apps/live/ $2/shop.yaml; cat $2/sync.yaml;; esac");
    workspace_run("mkdir .git");
    write("clusters/sync.yaml", KUSTOMIZATION("flux-system", "clusters", "  namePrefix: x-\n"));
    write("clusters/shop.yaml", KUSTOMIZATION("shop", "./apps", ""));
    write("live/map.yaml", MAP("a"));
    struct manifest_files files = workspace_collect("clusters", &options);
    ck_assert_uint_eq(files.application_count, 2);
    ck_assert_str_eq(find_application(&files, "shop")->source, "live");
    ck_assert_str_eq(owner_of(&files, "live/map.yaml"), "shop");
    ck_assert_ptr_null(workspace_find(&files, "clusters/shop.yaml", MANIFEST_FILE_PLAIN));
}
END_TEST

START_TEST(variables_wait_for_the_map_that_another_one_declares)
{
    workspace_run("mkdir .git");
    write("clusters/a.yaml", KUSTOMIZATION("a", "apps",
                                           "  postBuild: {substitute: {one: '1'}, substituteFrom: "
                                           "[{kind: ConfigMap, name: vars}]}\n"));
    write("clusters/z.yaml", KUSTOMIZATION("z", "vars", ""));
    write("vars/vars.yaml",
          "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vars, namespace: flux-system}\n"
          "data: {one: 'no', two: 'yes'}");
    write("apps/map.yaml", "a: ${one}${two}");
    struct manifest_files files = workspace_collect("clusters", NULL);
    const struct manifest_file *file = workspace_find(&files, "apps/map.yaml", MANIFEST_FILE_PLAIN);
    ck_assert(plim_str_is(file->text, "a: 1yes\n"));
}
END_TEST

static const struct {
    const char *text, *reason;
} unknown[] = {
    {KUSTOMIZATION("a", "none", ""), "not rendered: 'none': leads to 'none', which does not exist"},
    {KUSTOMIZATION("a", "../x", ""), "the path '../x' leads outside of its source"},
    {KUSTOMIZATION("a", "f.yaml", ""), "not rendered: 'f.yaml' is no directory"},
};

START_TEST(what_cannot_be_made_is_unknown_with_its_reason)
{
    workspace_run("mkdir .git; echo 'a: 1' >f.yaml");
    write("clusters/a.yaml", unknown[_i].text);
    struct manifest_files files = workspace_collect("clusters", NULL);
    ck_assert_str_eq(find_application(&files, "a")->error, unknown[_i].reason);
    const struct manifest_file *file =
        workspace_find(&files, "clusters/a.yaml", MANIFEST_FILE_RENDERED);
    ck_assert_str_eq(file->error,
                     plim_arena_printf(workspace_arena(), "Kustomization 'flux-system/a': %s",
                                       unknown[_i].reason));
}
END_TEST

START_TEST(what_goes_to_another_cluster_is_not_read)
{
    workspace_run("mkdir .git");
    write("clusters/a.yaml",
          KUSTOMIZATION("a", "none", "  kubeConfig: {secretRef: {name: other}}\n"));
    struct manifest_files files = workspace_collect("clusters", NULL);
    ck_assert(files.applications[0].elsewhere);
    ck_assert_uint_eq(files.len, 1);
}
END_TEST

START_TEST(a_chain_without_end_ends)
{
    struct manifest_options options =
        workspace_kustomize("sed \"s/name: a*/&a/\" $2/a.yaml; sed -n s/x/x/p $2/*.yaml");
    workspace_run("mkdir .git");
    write("loop/a.yaml", KUSTOMIZATION("a", "loop", "  nameSuffix: a\n"));
    struct manifest_files files = workspace_collect("loop", &options);
    ck_assert_uint_le(files.application_count, 20);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, what_a_kustomization_leads_to_is_its_own);
    tcase_add_test(tcase, nothing_is_declared_twice);
    tcase_add_test(tcase, a_changed_kustomization_replaces_the_one_that_stands_in_git);
    tcase_add_test(tcase, variables_wait_for_the_map_that_another_one_declares);
    tcase_add_loop_test(tcase, what_cannot_be_made_is_unknown_with_its_reason, 0,
                        (int)PLIM_LEN(unknown));
    tcase_add_test(tcase, what_goes_to_another_cluster_is_not_read);
    tcase_add_test(tcase, a_chain_without_end_ends);
}

PLIM_CHECK_MAIN("follow", add_cases)
