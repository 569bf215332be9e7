#include "base/process.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"

enum {
    DEFAULT_TIMEOUT_MS = 60000,
    DEFAULT_OUTPUT_MAX = 64 * 1024 * 1024,
    COMPLAINT_MAX = 8 * 1024,
    /* How long the end of the program may go unnoticed while a descendant holds its output open. */
    CHECK_EVERY_MS = 50,
};

struct child {
    pid_t pid;
    bool alone; /* in our process group: not to be killed with it */
    int out[2]; /* read end, write end; -1 when closed */
    int complaint[2];
};

static void close_end(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

static void kill_child(const struct child *child)
{
    (void)kill(child->alone ? child->pid : -child->pid, SIGKILL);
}

/* The program does not outlive this scope, and neither do its descendants. */
static void end_child(struct child *child)
{
    if (child->pid > 0) {
        kill_child(child);
        while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    for (size_t i = 0; i < 2; i++) {
        close_end(&child->out[i]);
        close_end(&child->complaint[i]);
    }
}

static enum plim_code fail(struct plim_err *err, const struct plim_process *process, int number)
{
    if (number == ENOENT && process->dir && access(process->dir, X_OK) != 0)
        return plim_err_set(err, PLIM_IO, "run '%s' in '%s': %s", process->argv[0], process->dir,
                            strerror(number));
    enum plim_code code = number == ENOENT ? PLIM_NOT_FOUND : PLIM_IO;
    return plim_err_set(err, code, "run '%s': %s", process->argv[0],
                        number == ENOENT ? "no such program" : strerror(number));
}

/* A name with a '/' means the same file whatever the working directory of the program. */
static char *resolve_program(const char *name)
{
    char *absolute = strchr(name, '/') ? realpath(name, NULL) : NULL;
    return absolute ? absolute : plim_copy_c(name);
}

static int add_actions(posix_spawn_file_actions_t *actions, const struct plim_process *process,
                       const struct child *child)
{
    int failed = 0;
    if (!process->interactive)
        failed = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    if (failed == 0)
        failed = posix_spawn_file_actions_adddup2(actions, child->out[1], 1);
    if (failed == 0 && !process->interactive)
        failed = posix_spawn_file_actions_adddup2(actions, child->complaint[1], 2);
    if (failed == 0 && process->dir)
        failed = posix_spawn_file_actions_addchdir_np(actions, process->dir);
    return failed;
}

/* An own process group, no blocked signals, default reactions: what a shell would give. */
static int set_attributes(posix_spawnattr_t *attributes, bool own_group)
{
    sigset_t none;
    sigset_t defaults;
    (void)sigemptyset(&none);
    (void)sigemptyset(&defaults);
    (void)sigaddset(&defaults, SIGPIPE);
    (void)sigaddset(&defaults, SIGINT);
    (void)sigaddset(&defaults, SIGTERM);
    (void)posix_spawnattr_setsigmask(attributes, &none);
    (void)posix_spawnattr_setsigdefault(attributes, &defaults);
    (void)posix_spawnattr_setpgroup(attributes, 0);
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (own_group)
        flags |= POSIX_SPAWN_SETPGROUP;
    return posix_spawnattr_setflags(attributes, (short)flags);
}

static int spawn(const struct plim_process *process, struct child *child)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawnattr_init(&attributes);
    int failed = add_actions(&actions, process, child);
    if (failed == 0)
        failed = set_attributes(&attributes, !process->interactive);
    if (failed == 0) {
        PLIM_CLEANUP(plim_freep) char *program = resolve_program(process->argv[0]);
        union {
            const char *const *borrowed;
            char *const *passed; /* posix_spawn's type; it does not write */
        } argv = {process->argv}, env = {process->env};
        pid_t pid = 0;
        failed = posix_spawnp(&pid, program, &actions, &attributes, argv.passed, env.passed);
        if (failed == 0)
            child->pid = pid;
    }
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    return failed;
}

static enum plim_code start(const struct plim_process *process, struct child *child,
                            struct plim_err *err)
{
    if (pipe2(child->out, O_CLOEXEC) != 0 || pipe2(child->complaint, O_CLOEXEC) != 0)
        return fail(err, process, errno);
    (void)fcntl(child->out[0], F_SETFL, O_NONBLOCK);
    (void)fcntl(child->complaint[0], F_SETFL, O_NONBLOCK);
    int failed = spawn(process, child);
    if (failed != 0)
        return fail(err, process, failed);
    close_end(&child->out[1]);
    close_end(&child->complaint[1]);
    return PLIM_OK;
}

static void keep_end(struct plim_buf *buf, size_t most)
{
    if (buf->len <= most)
        return;
    memmove(buf->text, buf->text + (buf->len - most), most + 1);
    buf->len = most;
}

/* Reads what is there; closes the descriptor at its end. */
static void drain(int *fd, struct plim_buf *into, size_t keep, bool secret)
{
    char chunk[16 * 1024];
    while (*fd >= 0 && !into->failed) {
        ssize_t got = read(*fd, chunk, sizeof(chunk));
        if (got > 0) {
            plim_buf_append(into, chunk, (size_t)got);
            if (keep > 0)
                keep_end(into, keep);
        } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
            close_end(fd);
        } else if (errno == EAGAIN) {
            break;
        }
    }
    if (secret)
        explicit_bzero(chunk, sizeof(chunk));
}

static bool has_ended(const struct child *child)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == child->pid;
}

/* Collects both streams until the program ends. */
static enum plim_code follow(const struct plim_process *process, struct child *child,
                             struct plim_process_result *result, struct plim_err *err)
{
    unsigned timeout_ms = process->timeout_ms > 0 ? process->timeout_ms : DEFAULT_TIMEOUT_MS;
    int64_t deadline = plim_clock_monotonic_ms() + timeout_ms;
    for (bool ended = false; !ended;) {
        ended = has_ended(child);
        drain(&child->out[0], &result->out, 0, process->secret);
        drain(&child->complaint[0], &result->complaint, COMPLAINT_MAX, false);
        if (result->out.failed)
            return plim_err_set(err, PLIM_LIMIT, "run '%s': wrote more than %zu bytes",
                                process->argv[0], result->out.max);
        if (ended)
            break;
        if (plim_cancel_check(process->cancel, err) != PLIM_OK)
            return plim_err_wrap(err, "run '%s'", process->argv[0]);
        int64_t left = deadline - plim_clock_monotonic_ms();
        if (left <= 0)
            return plim_err_set(err, PLIM_LIMIT, "run '%s': took longer than %u ms",
                                process->argv[0], timeout_ms);
        /* poll() ignores negative descriptors. Both closed: only the end is awaited. */
        struct pollfd ready[] = {{.fd = child->out[0], .events = POLLIN},
                                 {.fd = child->complaint[0], .events = POLLIN},
                                 {.fd = plim_cancel_fd(process->cancel), .events = POLLIN}};
        bool both_closed = child->out[0] < 0 && child->complaint[0] < 0;
        int64_t slice = both_closed ? 1 : CHECK_EVERY_MS;
        (void)poll(ready, PLIM_LEN(ready), (int)(left < slice ? left : slice));
    }
    return PLIM_OK;
}

static int reap(struct child *child)
{
    /* Not yet waited for, the leader still holds the number of the group: nobody else is hit. */
    kill_child(child);
    int status = 0;
    pid_t pid = child->pid;
    child->pid = 0;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 255;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

enum plim_code plim_process_run(const struct plim_process *process,
                                struct plim_process_result *result_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_process_result_release) struct plim_process_result result = {0};
    PLIM_CLEANUP(end_child) struct child child = {0, process->interactive, {-1, -1}, {-1, -1}};
    if (plim_cancel_check(process->cancel, err) != PLIM_OK)
        return plim_err_wrap(err, "run '%s'", process->argv[0]);
    result.out.max = process->output_max > 0 ? process->output_max : DEFAULT_OUTPUT_MAX;
    if (process->secret) /* a buffer that never moves */
        result.out.text = plim_grow(NULL, result.out.max, &result.out.cap, 1);
    if (start(process, &child, err) != PLIM_OK ||
        follow(process, &child, &result, err) != PLIM_OK) {
        if (process->secret)
            explicit_bzero(result.out.text, result.out.cap);
        return err->code;
    }
    result.exit_status = reap(&child);
    *result_out = result;
    result = (struct plim_process_result){0};
    return PLIM_OK;
}

void plim_process_result_release(struct plim_process_result *result)
{
    plim_buf_release(&result->out);
    plim_buf_release(&result->complaint);
    result->exit_status = 0;
}

void plim_process_reason(const struct plim_buf *complaint, const char *hidden, size_t most,
                         struct plim_buf *reason)
{
    struct plim_str rest = plim_str_trim(plim_buf_str(complaint));
    struct plim_str dropped = plim_str_from(hidden);
    bool blank = false;
    size_t begin = reason->len;
    while (rest.len > 0) {
        bool drop = dropped.len > 0 && plim_str_starts(rest, dropped);
        bool is_blank = isspace((unsigned char)*rest.text) || iscntrl((unsigned char)*rest.text);
        if (!drop && !is_blank)
            plim_buf_append_char(reason, *rest.text);
        else if (!drop && !blank)
            plim_buf_append_char(reason, ' ');
        blank = drop ? blank : is_blank;
        size_t step = drop ? dropped.len : 1;
        rest.text += step;
        rest.len -= step;
    }
    if (reason->len - begin > most) {
        reason->len = begin + most;
        plim_buf_append_c(reason, "...");
    }
}
