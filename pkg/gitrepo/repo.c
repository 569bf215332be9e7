#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"

#include "bundle_priv.h"
#include "failure_priv.h"
#include "mirror_priv.h"
#include "repo_priv.h"

void gitrepo_repository_freep(git_repository **repository)
{
    git_repository_free(*repository);
}

static void free_object(git_object **object)
{
    git_object_free(*object);
}

enum plim_code gitrepo_repository_open(const char *dir, git_repository **repository_out,
                                       struct plim_err *err)
{
    int status = git_repository_open_ext(repository_out, dir, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
    return status == 0 ? PLIM_OK : gitrepo_fail(err, status, "open the repository");
}

void gitrepo_free(struct gitrepo *repo)
{
    if (!repo)
        return;
    git_repository_free(repo->repository);
    struct plim_err ignored;
    if (repo->temporary && plim_dir_remove(repo->temporary, &ignored) != PLIM_OK)
        ignored.code = PLIM_OK; /* what is left behind is a matter of $TMPDIR */
    free(repo->temporary);
    free(repo->prefix);
    free(repo->url);
    free(repo);
}

void gitrepo_freep(struct gitrepo **repo)
{
    gitrepo_free(*repo);
}

const char *gitrepo_url(const struct gitrepo *repo)
{
    return repo->url;
}

const char *gitrepo_prefix(const struct gitrepo *repo)
{
    return repo->prefix;
}

bool gitrepo_is_shallow(const struct gitrepo *repo)
{
    return git_repository_is_shallow(repo->repository) == 1;
}

/* Where `path` lies in the work tree that was found for it. */
static char *make_prefix(git_repository *repository, const char *path)
{
    const char *top = git_repository_workdir(repository);
    PLIM_CLEANUP(plim_freep) char *real_top = top ? realpath(top, NULL) : NULL;
    PLIM_CLEANUP(plim_freep) char *real_path = realpath(path, NULL);
    size_t len = real_top ? strlen(real_top) : 0;
    if (!real_top || !real_path || strncmp(real_path, real_top, len) != 0 || real_path[len] != '/')
        return plim_copy_c("");
    return plim_copy_c(real_path + len + 1);
}

static enum plim_code open_path(const char *path, struct gitrepo *repo, struct plim_err *err)
{
    struct stat info = {0};
    if (stat(path, &info) != 0)
        return plim_err_set(err, PLIM_NOT_FOUND, "no such file or directory");
    if (!S_ISDIR(info.st_mode)) {
        if (plim_dir_make_temporary(&repo->temporary, err) != PLIM_OK ||
            gitrepo_bundle_unpack(path, repo->temporary, err) != PLIM_OK)
            return err->code;
        return gitrepo_repository_open(repo->temporary, &repo->repository, err);
    }
    int status = git_repository_open_ext(&repo->repository, path, 0, NULL);
    if (status == GIT_ENOTFOUND)
        return plim_err_set(err, PLIM_NOT_FOUND, "not in a Git repository");
    if (status != 0)
        return gitrepo_fail(err, status, "open");
    repo->prefix = make_prefix(repo->repository, path);
    return PLIM_OK;
}

static enum plim_code open_location(struct plim_arena *arena, const char *location,
                                    const struct gitrepo_options *options, struct gitrepo *repo,
                                    struct plim_err *err)
{
    if (!gitrepo_is_remote(location))
        return open_path(location, repo, err);
    const char *dir = NULL;
    if (gitrepo_mirror_update(arena, location, options, &dir, err) != PLIM_OK)
        return err->code;
    return gitrepo_repository_open(dir, &repo->repository, err);
}

enum plim_code gitrepo_open(const char *location, const struct gitrepo_options *options,
                            struct gitrepo **repo_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    if (location[0] == '\0' || strlen(location) > GITREPO_LOCATION_MAX)
        return plim_err_set(err, PLIM_INVALID,
                            "a repository's path or URL has 1 to %d bytes, this one has %zu",
                            GITREPO_LOCATION_MAX, strlen(location));
    const char *url = gitrepo_redact(arena, location);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = plim_calloc(1, sizeof(*repo));
    if (open_location(arena, location, options, repo, err) != PLIM_OK)
        return plim_err_wrap(err, "repository '%s'", url);
    repo->url = plim_copy_c(url);
    if (!repo->prefix)
        repo->prefix = plim_copy_c("");
    *repo_out = PLIM_STEAL(repo);
    return PLIM_OK;
}

/* In a plain clone most branches are known as "origin/NAME" only. */
static int find_object(git_repository *repository, const char *revision, git_object **object_out)
{
    int status = git_revparse_single(object_out, repository, revision);
    if (status != GIT_ENOTFOUND)
        return status;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *remote = plim_arena_printf(arena, "refs/remotes/origin/%s", revision);
    return git_revparse_single(object_out, repository, remote);
}

enum plim_code gitrepo_resolve(struct gitrepo *repo, const char *revision,
                               struct gitrepo_commit *commit_out, struct plim_err *err)
{
    const char *name = revision && revision[0] != '\0' ? revision : "HEAD";
    PLIM_CLEANUP(free_object) git_object *object = NULL;
    PLIM_CLEANUP(free_object) git_object *commit = NULL;
    int status = find_object(repo->repository, name, &object);
    if (status == GIT_ENOTFOUND && strcmp(name, "HEAD") == 0 &&
        git_repository_head_unborn(repo->repository) == 1)
        return plim_err_set(err, PLIM_NOT_FOUND, "the branch of HEAD has no commit yet");
    if (status == GIT_ENOTFOUND)
        return plim_err_set(err, PLIM_NOT_FOUND, "no revision '%.100s'", name);
    if (status == 0)
        status = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
    if (status == GIT_EINVALIDSPEC || status == GIT_EPEEL)
        return plim_err_set(err, PLIM_NOT_FOUND, "revision '%.100s' names no commit", name);
    if (status != 0)
        return gitrepo_fail(err, status, "revision '%.100s'", name);
    PLIM_CLEANUP(free_object) git_object *tree = NULL;
    status = git_object_peel(&tree, commit, GIT_OBJECT_TREE);
    if (status != 0)
        return gitrepo_fail(err, status, "the tree of revision '%.100s'", name);
    (void)git_oid_tostr(commit_out->id, sizeof(commit_out->id), git_object_id(commit));
    (void)git_oid_tostr(commit_out->tree, sizeof(commit_out->tree), git_object_id(tree));
    return PLIM_OK;
}
