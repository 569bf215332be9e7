#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

#include "store_priv.h"

enum { COMPONENT_BYTES_MAX = 256 };

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

static enum plim_code fail(struct plim_err *err, const char *verb, const char *dir,
                           const char *path)
{
    int number = errno;
    if (number == ELOOP || number == ENOTDIR)
        return plim_err_set(err, PLIM_INVALID,
                            "snapshot: '%s/%s' is behind a link or a file, which no snapshot has",
                            dir, path);
    return plim_err_set(err, number == ENOENT ? PLIM_NOT_FOUND : PLIM_IO,
                        "snapshot: %s '%s/%s': %s", verb, dir, path, strerror(number));
}

/* Component by component, so that no link leads out. Negative with errno. */
static int open_below(const char *dir, const char *path)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (const char *rest = path; fd >= 0 && *rest;) {
        char component[COMPONENT_BYTES_MAX];
        size_t len = strcspn(rest, "/");
        bool is_last = rest[len] == '\0';
        if (len >= sizeof(component)) {
            (void)close(fd);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(component, rest, len);
        component[len] = '\0';
        int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (is_last ? 0 : O_DIRECTORY);
        int next = openat(fd, component, flags);
        int number = errno;
        (void)close(fd);
        errno = number;
        fd = next;
        rest += is_last ? len : len + 1;
    }
    return fd;
}

enum plim_code snapshot_store_read(const char *dir, const char *path, size_t max_bytes,
                                   char **text_out, size_t *len_out, struct plim_err *err)
{
    struct stat info = {0};
    PLIM_CLEANUP(close_fd) int fd = open_below(dir, path);
    if (fd < 0 || fstat(fd, &info) != 0)
        return fail(err, "open", dir, path);
    if (!S_ISREG(info.st_mode))
        return plim_err_set(err, PLIM_INVALID, "snapshot: '%s/%s' is no regular file", dir, path);
    if (info.st_size < 0 || (uintmax_t)info.st_size > max_bytes)
        return plim_err_set(err, PLIM_LIMIT, "snapshot: '%s/%s' is larger than %zu bytes", dir,
                            path, max_bytes);
    size_t size = (size_t)info.st_size;
    PLIM_CLEANUP(plim_freep) char *text = plim_calloc(size + 1, 1);
    size_t len = 0;
    for (ssize_t got = 1; got != 0 && len < size;) {
        got = read(fd, text + len, size - len);
        if (got < 0 && errno != EINTR)
            return fail(err, "read", dir, path);
        len += got > 0 ? (size_t)got : 0;
    }
    text[len] = '\0';
    *text_out = PLIM_STEAL(text);
    *len_out = len;
    return PLIM_OK;
}

enum plim_code snapshot_store_sync(const char *path, struct plim_err *err)
{
    PLIM_CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        return plim_err_set(err, PLIM_IO, "snapshot: sync '%s': %s", path, strerror(errno));
    return PLIM_OK;
}

enum plim_code snapshot_store_hold(const char *dir, bool alone, int *fd_out, struct plim_err *err)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return plim_err_set(err, errno == ENOENT ? PLIM_NOT_FOUND : PLIM_IO,
                            "snapshot: open '%s': %s", dir, strerror(errno));
    if (flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        int number = errno;
        (void)close(fd);
        if (number == EWOULDBLOCK)
            return plim_err_set(err, PLIM_UNAVAILABLE,
                                "snapshot: '%s' is in use: %s; try again when that is done", dir,
                                alone ? "a capture is being made" : "it is being pruned");
        return plim_err_set(err, PLIM_IO, "snapshot: lock '%s': %s", dir, strerror(number));
    }
    *fd_out = fd;
    return PLIM_OK;
}

enum plim_code snapshot_store_wait(const char *path, int *fd_out, struct plim_err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || flock(fd, LOCK_EX) != 0) {
        int number = errno;
        if (fd >= 0)
            (void)close(fd);
        return plim_err_set(err, PLIM_IO, "snapshot: lock '%s': %s", path, strerror(number));
    }
    *fd_out = fd;
    return PLIM_OK;
}
