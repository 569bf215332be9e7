#include "fixture.h"

#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/process.h"
#include "support/plim_check.h"

static struct plim_arena *arena;
static char *dir;

void fixture_open(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    plim_assert_ok(gitrepo_init(dir, NULL, &err), &err);
}

/* A fetch that was given up may write a little longer. */
static enum plim_code remove_dir(struct plim_err *err)
{
    enum { TRIES = 100 };
    const struct timespec pause = {.tv_nsec = 50000000};
    enum plim_code code = plim_dir_remove(dir, err);
    for (int i = 0; i < TRIES && code != PLIM_OK; i++) {
        *err = (struct plim_err){0};
        (void)nanosleep(&pause, NULL);
        code = plim_dir_remove(dir, err);
    }
    return code;
}

void fixture_close(void)
{
    struct plim_err err = {0};
    gitrepo_shutdown();
    plim_assert_ok(remove_dir(&err), &err);
    free(dir);
    plim_arena_free(arena);
}

struct plim_arena *fixture_arena(void)
{
    return arena;
}

const char *fixture_path(const char *name)
{
    return plim_path_join(arena, dir, name);
}

const char *fixture_run(const char *script)
{
    struct plim_err err = {0};
    const char *argv[] = {"/bin/sh", "-euc", script, NULL};
    const char *env[] = {"PATH=/usr/bin:/bin",
                         plim_arena_printf(arena, "HOME=%s", dir),
                         "GIT_CONFIG_NOSYSTEM=1",
                         "GIT_CONFIG_COUNT=3",
                         "GIT_CONFIG_KEY_0=init.defaultBranch",
                         "GIT_CONFIG_VALUE_0=main",
                         "GIT_CONFIG_KEY_1=protocol.file.allow",
                         "GIT_CONFIG_VALUE_1=always",
                         "GIT_CONFIG_KEY_2=advice.detachedHead",
                         "GIT_CONFIG_VALUE_2=false",
                         "GIT_AUTHOR_NAME=Ann Example",
                         "GIT_AUTHOR_EMAIL=ann@example.org",
                         "GIT_AUTHOR_DATE=2026-01-02T03:04:05Z",
                         "GIT_COMMITTER_NAME=Ann Example",
                         "GIT_COMMITTER_EMAIL=ann@example.org",
                         "GIT_COMMITTER_DATE=2026-01-02T03:04:05Z",
                         NULL};
    struct plim_process process = {.argv = argv, .env = env, .dir = dir};
    struct plim_process_result result = {0};
    plim_assert_ok(plim_process_run(&process, &result, &err), &err);
    ck_assert_msg(result.exit_status == 0, "script: %s",
                  result.complaint.text ? result.complaint.text : "");
    struct plim_str out = plim_str_trim(plim_buf_str(&result.out));
    const char *text = plim_arena_copy(arena, out.text ? out.text : "", out.len);
    plim_process_result_release(&result);
    return text;
}

struct gitrepo *fixture_repo(const char *name)
{
    struct plim_err err = {0};
    struct gitrepo *repo = NULL;
    const struct gitrepo_options options = {0};
    plim_assert_ok(gitrepo_open(fixture_path(name), &options, &repo, &err), &err);
    return repo;
}

struct gitrepo_commit fixture_commit(struct gitrepo *repo, const char *revision)
{
    struct plim_err err = {0};
    struct gitrepo_commit commit;
    plim_assert_ok(gitrepo_resolve(repo, revision, &commit, &err), &err);
    return commit;
}
