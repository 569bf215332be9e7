#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/sink.h"

enum { TEMPORARY_NAMES = 100 };

struct plim_file_stream {
    char *path;              /* owned */
    struct plim_buf written; /* name of the temporary file; empty: the path itself is written */
    int fd;                  /* negative: closed */
};

/* "PATH.N.tmp", created now. */
static int open_temporary(struct plim_file_stream *stream)
{
    int fd = -1;
    for (unsigned i = 0; i < TEMPORARY_NAMES; i++) {
        plim_buf_clear(&stream->written);
        plim_buf_printf(&stream->written, "%s.%ld-%u.tmp", stream->path, (long)getpid(), i);
        fd = open(stream->written.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (fd >= 0 || errno != EEXIST)
            break;
    }
    if (fd < 0)
        plim_buf_clear(&stream->written);
    return fd;
}

static enum plim_code fail(const struct plim_file_stream *stream, const char *verb, int number,
                           struct plim_err *err)
{
    return plim_err_set(err, PLIM_IO, "%s '%s': %s", verb, stream->path, strerror(number));
}

enum plim_code plim_file_stream_open(const char *path, struct plim_file_stream **stream_out,
                                     struct plim_err *err)
{
    PLIM_CLEANUP(plim_file_stream_freep)
    struct plim_file_stream *stream = plim_calloc(1, sizeof(*stream));
    struct stat info = {0};
    stream->path = plim_copy_c(path);
    bool in_place = stat(path, &info) == 0 && !S_ISREG(info.st_mode);
    stream->fd = in_place ? open(path, O_WRONLY | O_CLOEXEC) : open_temporary(stream);
    if (stream->fd < 0)
        return fail(stream, in_place ? "write" : "create", errno, err);
    *stream_out = PLIM_STEAL(stream);
    return PLIM_OK;
}

enum plim_code plim_file_stream_write(void *context, const char *bytes, size_t len,
                                      struct plim_err *err)
{
    const struct plim_file_stream *stream = context;
    while (len > 0) {
        ssize_t done = write(stream->fd, bytes, len);
        if (done < 0 && errno != EINTR)
            return fail(stream, "write", errno, err);
        bytes += done > 0 ? done : 0;
        len -= done > 0 ? (size_t)done : 0;
    }
    return PLIM_OK;
}

enum plim_code plim_file_stream_commit(struct plim_file_stream *stream, struct plim_err *err)
{
    bool in_place = stream->written.len == 0;
    /* Whatever the umask. */
    bool is_synced = in_place || (fchmod(stream->fd, 0644) == 0 && fsync(stream->fd) == 0);
    int number = is_synced ? 0 : errno;
    if (close(stream->fd) != 0 && number == 0)
        number = errno;
    stream->fd = -1;
    if (number == 0 && !in_place && rename(stream->written.text, stream->path) != 0)
        number = errno;
    if (number != 0)
        return fail(stream, "write", number, err);
    plim_buf_clear(&stream->written);
    return PLIM_OK;
}

void plim_file_stream_free(struct plim_file_stream *stream)
{
    if (!stream)
        return;
    if (stream->fd >= 0)
        (void)close(stream->fd);
    if (stream->written.len > 0)
        (void)unlink(stream->written.text);
    plim_buf_release(&stream->written);
    free(stream->path);
    free(stream);
}

void plim_file_stream_freep(struct plim_file_stream **stream)
{
    plim_file_stream_free(*stream);
    *stream = NULL;
}
