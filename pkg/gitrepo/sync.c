#include <string.h>

#include "base/file.h"
#include "base/map.h"

#include "credentials_priv.h"
#include "failure_priv.h"
#include "instead_of_priv.h"
#include "repo_priv.h"
#include "sync_priv.h"

static void free_remote(git_remote **remote)
{
    git_remote_free(*remote);
}

static void free_iterator(git_reference_iterator **iterator)
{
    git_reference_iterator_free(*iterator);
}

/* One payload serves all callbacks of libgit2. */
struct session {
    struct gitrepo_credentials credentials;
    struct gitrepo_sync *sync;
};

static int acquire(git_credential **out, const char *url, const char *user, unsigned allowed,
                   void *payload)
{
    struct session *session = payload;
    return gitrepo_credentials_acquire(out, url, user, allowed, &session->credentials);
}

static int stop_when_cancelled(const git_indexer_progress *progress, void *payload)
{
    (void)progress;
    struct session *session = payload;
    return atomic_load(&session->sync->cancelled) ? GIT_EUSER : 0;
}

static bool is_mirrored(const char *name)
{
    return strncmp(name, "refs/heads/", 11) == 0 || strncmp(name, "refs/tags/", 10) == 0;
}

/* Names that the remote no longer has go first: a branch "a" would stand in the way of "a/b". */
static enum plim_code prune(git_repository *repository, struct plim_arena *arena,
                            const git_remote_head **heads, size_t head_count, struct plim_err *err)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *kept = plim_map_new();
    PLIM_CLEANUP(plim_map_freep) struct plim_map *gone = plim_map_new();
    for (size_t i = 0; i < head_count; i++)
        plim_map_set(kept, heads[i]->name, arena);
    PLIM_CLEANUP(free_iterator) git_reference_iterator *iterator = NULL;
    int status = git_reference_iterator_new(&iterator, repository);
    const char *name = NULL;
    while (status == 0 && (status = git_reference_next_name(&name, iterator)) == 0)
        if (is_mirrored(name) && !plim_map_get(kept, name))
            plim_map_set(gone, name, arena);
    if (status != GIT_ITEROVER)
        return gitrepo_fail(err, status, "list the references of the mirror");
    for (size_t i = 0; i < plim_map_len(gone); i++)
        if ((status = git_reference_remove(repository, plim_map_key_at(gone, i))) != 0)
            return gitrepo_fail(err, status, "remove '%s' from the mirror",
                                plim_map_key_at(gone, i));
    return PLIM_OK;
}

/* A remote without a default branch (a detached HEAD, or nothing committed yet) leaves HEAD as it
 * is, unless it tells the commit. */
static enum plim_code set_head(git_repository *repository, git_remote *remote,
                               const git_remote_head **heads, size_t head_count,
                               struct plim_err *err)
{
    git_buf branch = {0};
    int status = git_remote_default_branch(&branch, remote);
    if (status == 0)
        status = git_repository_set_head(repository, branch.ptr);
    else if (head_count > 0 && strcmp(heads[0]->name, "HEAD") == 0)
        status = git_repository_set_head_detached(repository, &heads[0]->oid);
    else if (status == GIT_ENOTFOUND)
        status = 0;
    git_buf_dispose(&branch);
    return status == 0 ? PLIM_OK : gitrepo_fail(err, status, "set HEAD of the mirror");
}

static int connect_remote(git_remote *remote, struct session *session, bool has_secret)
{
    git_remote_connect_options options;
    (void)git_remote_connect_options_init(&options, GIT_REMOTE_CONNECT_OPTIONS_VERSION);
    options.callbacks.credentials = acquire;
    options.callbacks.certificate_check = gitrepo_credentials_check_host;
    options.callbacks.payload = session;
    options.proxy_opts.type = GIT_PROXY_AUTO;
    /* A password is for the host that it was given for: no redirection to another one. */
    options.follow_redirects = has_secret ? GIT_REMOTE_REDIRECT_NONE : GIT_REMOTE_REDIRECT_INITIAL;
    return git_remote_connect_ext(remote, GIT_DIRECTION_FETCH, &options);
}

static int fetch(git_remote *remote, struct session *session, bool has_secret)
{
    git_fetch_options options;
    (void)git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
    options.callbacks.credentials = acquire;
    options.callbacks.certificate_check = gitrepo_credentials_check_host;
    options.callbacks.transfer_progress = stop_when_cancelled;
    options.callbacks.payload = session;
    options.proxy_opts.type = GIT_PROXY_AUTO;
    options.follow_redirects = has_secret ? GIT_REMOTE_REDIRECT_NONE : GIT_REMOTE_REDIRECT_INITIAL;
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE; /* the second refspec has them */
    options.prune = GIT_FETCH_NO_PRUNE;
    options.update_fetchhead = 0;
    char heads[] = "+refs/heads/*:refs/heads/*";
    char tags[] = "+refs/tags/*:refs/tags/*";
    char *specs[] = {heads, tags};
    git_strarray refspecs = {specs, PLIM_LEN(specs)};
    return git_remote_fetch(remote, &refspecs, &options, NULL);
}

static enum plim_code update(git_repository *repository, git_remote *remote,
                             struct session *session, struct plim_err *err)
{
    const struct gitrepo_location *location = &session->sync->location;
    bool has_secret = location->password[0] != '\0' || location->user[0] != '\0';
    int status = connect_remote(remote, session, has_secret);
    if (status != 0) {
        enum plim_code code = gitrepo_fail(err, status, "connect");
        /* "Connection refused" comes as a failed system call. */
        return err->code = code == PLIM_IO ? PLIM_UNAVAILABLE : code;
    }
    const git_remote_head **heads = NULL;
    size_t head_count = 0;
    status = git_remote_ls(&heads, &head_count, remote);
    if (status != 0)
        return gitrepo_fail(err, status, "list the remote's references");
    if (prune(repository, session->sync->arena, heads, head_count, err) != PLIM_OK)
        return err->code;
    session->credentials.attempt = 0;
    status = fetch(remote, session, has_secret);
    if (status != 0)
        return gitrepo_fail(err, status, "fetch");
    status = git_remote_ls(&heads, &head_count, remote);
    if (status != 0)
        return gitrepo_fail(err, status, "list the remote's references");
    return set_head(repository, remote, heads, head_count, err);
}

static enum plim_code open_mirror(const char *dir, git_repository **repository_out,
                                  struct plim_err *err)
{
    if (plim_dir_exists(dir) && gitrepo_repository_open(dir, repository_out, err) == PLIM_OK)
        return PLIM_OK;
    /* Absent, or half made by a run that was ended: it holds nothing that the remote has not. */
    if (plim_dir_remove(dir, err) != PLIM_OK)
        return err->code;
    int status = git_repository_init(repository_out, dir, 1);
    return status == 0 ? PLIM_OK : gitrepo_fail(err, status, "create the mirror '%s'", dir);
}

enum plim_code gitrepo_sync(struct gitrepo_sync *sync, struct plim_err *err)
{
    PLIM_CLEANUP(gitrepo_repository_freep) git_repository *repository = NULL;
    if (open_mirror(sync->dir, &repository, err) != PLIM_OK)
        return err->code;
    if (gitrepo_instead_of(repository, sync->arena, &sync->location, err) != PLIM_OK)
        return err->code;
    /* Anonymous: neither the URL nor anything in it is written to disk. */
    PLIM_CLEANUP(free_remote) git_remote *remote = NULL;
    git_remote_create_options options;
    (void)git_remote_create_options_init(&options, GIT_REMOTE_CREATE_OPTIONS_VERSION);
    options.repository = repository;
    options.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF;
    int status = git_remote_create_with_opts(&remote, sync->location.url, &options);
    if (status != 0)
        return gitrepo_fail(err, status, "use the URL");
    struct session session = {
        {sync->arena, &sync->location, sync->home, NULL, 0},
        sync,
    };
    enum plim_code code = update(repository, remote, &session, err);
    gitrepo_credentials_wipe(&session.credentials);
    return code;
}
