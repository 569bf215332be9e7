#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"

#include "mirror_priv.h"
#include "sync_priv.h"

enum { NAME_HASH_CHARS = 16, LOCK_POLL_NS = 50 * 1000 * 1000, CANCEL_POLL_MS = 50 };

/*
 * libgit2 1.5 knows no time limit, and a call that waits for a server cannot be interrupted. So a
 * thread of its own waits; when the time is over it is left behind, told to stop at the next sign
 * of life, and releases the job itself.
 */
struct job {
    struct gitrepo_sync sync;
    pthread_mutex_t mutex;
    pthread_cond_t ended;
    bool done;
    bool abandoned;
    enum plim_code code;
    struct plim_err err;
};

static void free_job(struct job *job)
{
    (void)pthread_cond_destroy(&job->ended);
    (void)pthread_mutex_destroy(&job->mutex);
    plim_arena_free(job->sync.arena);
    free(job);
}

/* Two runs share one cache: one updates, the other waits. */
static enum plim_code lock_mirror(struct job *job, int *fd_out)
{
    const char *path = plim_arena_printf(job->sync.arena, "%s.lock", job->sync.dir);
    int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        return plim_err_set(&job->err, PLIM_IO, "lock '%s': %s", path, strerror(errno));
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK || atomic_load(&job->sync.cancelled)) {
            (void)plim_err_set(&job->err, PLIM_IO, "lock '%s': %s", path, strerror(errno));
            (void)close(fd);
            return PLIM_IO;
        }
        (void)nanosleep(&(struct timespec){0, LOCK_POLL_NS}, NULL);
    }
    *fd_out = fd;
    return PLIM_OK;
}

static void run_job(struct job *job)
{
    int fd = -1;
    job->code = lock_mirror(job, &fd);
    if (job->code != PLIM_OK)
        return;
    job->code = gitrepo_sync(&job->sync, &job->err);
    (void)close(fd);
}

static void *run_thread(void *argument)
{
    struct job *job = argument;
    /* Its own reference: the library stays up as long as this thread needs it. */
    (void)git_libgit2_init();
    run_job(job);
    (void)git_libgit2_shutdown();
    (void)pthread_mutex_lock(&job->mutex);
    job->done = true;
    bool abandoned = job->abandoned;
    (void)pthread_cond_signal(&job->ended);
    (void)pthread_mutex_unlock(&job->mutex);
    if (abandoned)
        free_job(job);
    return NULL;
}

static int start_thread(struct job *job, pthread_t *thread_out)
{
    /* A server that hangs up must not end the process. */
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(thread_out, NULL, run_thread, job);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

static struct timespec in_ms(unsigned milliseconds)
{
    struct timespec until = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    return until;
}

/* A condition cannot be woken by a signal handler, so the wish to end is asked for. */
static bool wait_for(struct job *job, unsigned timeout_ms, const struct plim_cancel *cancel)
{
    (void)pthread_mutex_lock(&job->mutex);
    for (unsigned left = timeout_ms; !job->done && left > 0 && !plim_cancel_is(cancel);) {
        unsigned slice = left < CANCEL_POLL_MS ? left : CANCEL_POLL_MS;
        struct timespec until = in_ms(slice);
        int failed = 0;
        while (!job->done && failed == 0)
            failed = pthread_cond_timedwait(&job->ended, &job->mutex, &until);
        left -= slice;
    }
    bool done = job->done;
    job->abandoned = !done;
    if (!done)
        atomic_store(&job->sync.cancelled, true);
    (void)pthread_mutex_unlock(&job->mutex);
    return done;
}

static enum plim_code run_within(struct job *job, const struct gitrepo_options *options,
                                 struct plim_err *err)
{
    unsigned timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : GITREPO_TIMEOUT_MS;
    pthread_t thread;
    int failed = start_thread(job, &thread);
    if (failed != 0) {
        free_job(job);
        return plim_err_set(err, PLIM_IO, "start a thread: %s", strerror(failed));
    }
    if (!wait_for(job, timeout_ms, options->cancel)) {
        (void)pthread_detach(thread); /* the job belongs to it now */
        if (plim_cancel_check(options->cancel, err) != PLIM_OK)
            return err->code;
        return plim_err_set(err, PLIM_LIMIT, "no answer within %u ms", timeout_ms);
    }
    (void)pthread_join(thread, NULL);
    enum plim_code code = job->code;
    if (code != PLIM_OK)
        *err = job->err;
    free_job(job);
    return code;
}

static struct job *make_job(const char *home)
{
    struct job *job = plim_calloc(1, sizeof(*job));
    pthread_condattr_t monotonic;
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&job->ended, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    (void)pthread_mutex_init(&job->mutex, NULL);
    job->sync.arena = plim_arena_new();
    job->sync.home = plim_arena_copy_c(job->sync.arena, home ? home : "");
    return job;
}

/* "git/shop-0123456789abcdef.git": readable, and one for each URL. */
static const char *name_mirror(struct plim_arena *arena, const char *cache_dir, const char *url)
{
    char hash[PLIM_SHA256_TEXT_BYTES];
    (void)plim_sha256_text(url, strlen(url), hash);
    const char *end = url + strlen(url);
    const char *start = end;
    while (start > url && end - start < 40 && !strchr("/:?#", start[-1]))
        start--;
    char *name = plim_arena_copy(arena, start, (size_t)(end - start));
    for (char *at = name; *at != '\0'; at++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", *at))
            *at = '_';
    return plim_arena_printf(arena, "%s/git/%s-%.*s.git", cache_dir, name, NAME_HASH_CHARS, hash);
}

enum plim_code gitrepo_mirror_update(struct plim_arena *arena, const char *location,
                                     const struct gitrepo_options *options, const char **dir_out,
                                     struct plim_err *err)
{
    if (!options->cache_dir)
        return plim_err_set(err, PLIM_INVALID, "no cache directory is known for its mirror");
    if (plim_dir_make(plim_path_join(arena, options->cache_dir, "git"), err) != PLIM_OK)
        return err->code;
    struct job *job = make_job(options->home);
    if (gitrepo_location_parse(job->sync.arena, location, &job->sync.location, err) != PLIM_OK) {
        free_job(job);
        return err->code;
    }
    const char *dir = name_mirror(arena, options->cache_dir, job->sync.location.url);
    job->sync.dir = plim_arena_copy_c(job->sync.arena, dir);
    if (run_within(job, options, err) != PLIM_OK)
        return err->code;
    *dir_out = dir;
    return PLIM_OK;
}
