#include "workspace.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "support/plim_check.h"

static struct plim_arena *arena;
static char *dir;

void workspace_open(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    plim_assert_ok(gitrepo_init(dir, NULL, &err), &err);
    ck_assert_int_eq(chdir(dir), 0);
}

void workspace_close(void)
{
    struct plim_err err = {0};
    gitrepo_shutdown();
    ck_assert_int_eq(chdir("/"), 0);
    plim_assert_ok(plim_dir_remove(dir, &err), &err);
    free(dir);
    plim_arena_free(arena);
}

struct plim_arena *workspace_arena(void)
{
    return arena;
}

const char *workspace_path(const char *name)
{
    return plim_path_join(arena, dir, name);
}

void workspace_run(const char *script)
{
    struct plim_err err = {0};
    const char *argv[] = {"/bin/sh", "-euc", script, NULL};
    const char *env[] = {"PATH=/usr/bin:/bin",
                         "GIT_CONFIG_NOSYSTEM=1",
                         "GIT_AUTHOR_NAME=Ann Example",
                         "GIT_AUTHOR_EMAIL=ann@example.org",
                         "GIT_AUTHOR_DATE=2026-01-02T03:04:05Z",
                         "GIT_COMMITTER_NAME=Ann Example",
                         "GIT_COMMITTER_EMAIL=ann@example.org",
                         "GIT_COMMITTER_DATE=2026-01-02T03:04:05Z",
                         plim_arena_printf(arena, "HOME=%s", dir),
                         NULL};
    struct plim_process process = {.argv = argv, .env = env, .dir = dir};
    struct plim_process_result result = {0};
    plim_assert_ok(plim_process_run(&process, &result, &err), &err);
    ck_assert_msg(result.exit_status == 0, "script: %s",
                  result.complaint.text ? result.complaint.text : "");
    plim_process_result_release(&result);
}

struct manifest_options workspace_kustomize(const char *script)
{
    struct plim_err err = {0};
    const char *text = plim_arena_printf(arena, "#!/bin/sh\nPATH=/usr/bin:/bin\n%s\n", script);
    plim_assert_ok(plim_file_write("kustomize", text, strlen(text), &err), &err);
    workspace_run("chmod +x kustomize");
    return (struct manifest_options){.kustomize = workspace_path("kustomize")};
}

struct manifest_files workspace_collect(const char *path, const struct manifest_options *options)
{
    struct plim_err err = {0};
    struct manifest_files files;
    plim_assert_ok(manifest_collect_path(arena, path, options, &files, &err), &err);
    return files;
}

const struct manifest_file *workspace_find(const struct manifest_files *files, const char *path,
                                           enum manifest_file_kind kind)
{
    for (size_t i = 0; i < files->len; i++)
        if (files->items[i].kind == kind && strcmp(files->items[i].path, path) == 0)
            return &files->items[i];
    return NULL;
}
