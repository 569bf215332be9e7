#include <string.h>

#include "support/plim_check.h"

#include "workspace.h"

static const char fleet[] =
    "git init -q shop; cd shop; mkdir -p deploy/plain deploy/web deploy/chart;"
    "echo 'kind: A' >deploy/plain/b.yaml; echo 'kind: B' >deploy/plain/a.yml;"
    "echo 'resources: [web.yaml]' >deploy/web/kustomization.yaml; echo 'kind: W' "
    ">deploy/web/web.yaml;"
    "echo 'name: c' >deploy/chart/Chart.yaml; ln -s ../../.. deploy/plain/out.yaml;"
    "printf '\\377' >deploy/plain/bytes.yaml; git add .; git commit -qm x";

static struct manifest_files collect(const char *subpath)
{
    struct plim_err err = {0};
    struct gitrepo_commit commit;
    struct manifest_files files;
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = NULL;
    const struct gitrepo_options options = {0};
    struct manifest_options kustomize = workspace_kustomize("echo 'kind: R'");
    workspace_run(fleet);
    plim_assert_ok(gitrepo_open("shop", &options, &repo, &err), &err);
    plim_assert_ok(gitrepo_resolve(repo, "", &commit, &err), &err);
    const struct manifest_source source = {repo, &commit, "shop", subpath, NULL};
    plim_assert_ok(manifest_collect(workspace_arena(), &source, &kustomize, &files, &err), &err);
    return files;
}

static const struct {
    const char *path;
    enum manifest_file_kind kind;
    const char *origin;
    const char *text;
    const char *error;
} wanted[] = {
    {"deploy/chart/Chart.yaml", MANIFEST_FILE_CHART, "deploy/chart", "",
     "not rendered: nothing here says under which name and with which values it is installed"},
    {"deploy/plain/a.yml", MANIFEST_FILE_PLAIN, "", "kind: B\n", ""},
    {"deploy/plain/b.yaml", MANIFEST_FILE_PLAIN, "", "kind: A\n", ""},
    {"deploy/plain/bytes.yaml", MANIFEST_FILE_PLAIN, "", "", "not UTF-8"},
    {"deploy/plain/out.yaml", MANIFEST_FILE_PLAIN, "", "", "the link leads outside the repository"},
    {"deploy/web/kustomization.yaml", MANIFEST_FILE_RENDERED, "deploy/web", "kind: R\n", ""},
    {"deploy/web/web.yaml", MANIFEST_FILE_SOURCE, "deploy/web", "kind: W\n", ""},
};

START_TEST(a_commit_gives_files_sorted_by_path)
{
    struct manifest_files files = collect("deploy");
    ck_assert_uint_eq(files.len, PLIM_LEN(wanted));
    const struct manifest_file *file = &files.items[_i];
    ck_assert_str_eq(file->path, wanted[_i].path);
    ck_assert_int_eq((int)file->kind, (int)wanted[_i].kind);
    ck_assert_str_eq(file->origin, wanted[_i].origin);
    ck_assert(plim_str_is(file->text, wanted[_i].text));
    ck_assert_str_eq(file->error, wanted[_i].error);
}
END_TEST

START_TEST(files_know_repository_commit_and_kustomizations)
{
    struct manifest_files files = collect("deploy/web");
    ck_assert_str_eq(files.repository, "shop");
    ck_assert_uint_eq(strlen(files.commit), 40);
    ck_assert_str_eq(files.subpath, "deploy/web");
    ck_assert_uint_eq(files.kustomization_count, 1);
    ck_assert_str_eq(files.kustomizations[0], "deploy/web/kustomization.yaml");
}
END_TEST

START_TEST(a_missing_subpath_is_not_found)
{
    struct plim_err err = {0};
    struct manifest_files files;
    plim_assert_fails(manifest_collect_path(workspace_arena(), "none", NULL, &files, &err),
                      PLIM_NOT_FOUND, &err, "'none': no such file or directory");
}
END_TEST

START_TEST(a_directory_of_the_disk_is_collected_as_it_is)
{
    workspace_run("mkdir d; echo 'a: 1' >d/a.yaml");
    struct manifest_files files = workspace_collect("d", NULL);
    ck_assert_uint_eq(files.len, 1);
    ck_assert_str_eq(files.items[0].path, "d/a.yaml");
    ck_assert_str_eq(files.commit, "");
}
END_TEST

START_TEST(secrets_are_blanked_before_anything_is_kept)
{
    struct plim_err err = {0};
    struct manifest_files files;
    struct plim_str text = PLIM_STR("{apiVersion: v1, kind: Secret, data: {a: hunter2}}");
    plim_assert_ok(manifest_collect_text(workspace_arena(), "-", text, &files, &err), &err);
    ck_assert(!plim_str_matches_glob(files.items[0].text, PLIM_STR("*hunter2*")));
    text = PLIM_STR("{apiVersion: v1, kind: Secret, data: {a: hunter2}");
    plim_assert_ok(manifest_collect_text(workspace_arena(), "-", text, &files, &err), &err);
    ck_assert_uint_eq(files.items[0].text.len, 0);
    ck_assert_str_ne(files.items[0].error, "");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_loop_test(tcase, a_commit_gives_files_sorted_by_path, 0, (int)PLIM_LEN(wanted));
    tcase_add_test(tcase, files_know_repository_commit_and_kustomizations);
    tcase_add_test(tcase, a_missing_subpath_is_not_found);
    tcase_add_test(tcase, a_directory_of_the_disk_is_collected_as_it_is);
    tcase_add_test(tcase, secrets_are_blanked_before_anything_is_kept);
}

PLIM_CHECK_MAIN("collect", add_cases)
