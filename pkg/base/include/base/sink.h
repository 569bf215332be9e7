/* Where bytes go, piece by piece: what is too large to be in memory at once. */
#ifndef PLIM_BASE_SINK_H
#define PLIM_BASE_SINK_H

#include <stddef.h>

#include "base/err.h"

/* Takes all of the bytes or fails; after a failure it is not called again. */
typedef enum plim_code plim_sink_fn(void *context, const char *bytes, size_t len,
                                    struct plim_err *err);

struct plim_sink {
    plim_sink_fn *write;
    void *context; /* borrowed */
};

struct plim_buf;

/* Appends to the buffer. Fails with PLIM_LIMIT when it is full. */
struct plim_sink plim_buf_sink(struct plim_buf *buf);

struct plim_file_stream;

/*
 * A file that is written piece by piece, whole or not at all: a temporary file beside it, synced
 * and renamed. Devices and pipes ("/dev/stdout"), which cannot be replaced, are written in place.
 * Mode 0644.
 *
 * Fails with PLIM_IO; the earlier file, if any, is then untouched.
 */
PLIM_NODISCARD enum plim_code plim_file_stream_open(const char *path,
                                                    struct plim_file_stream **stream_out,
                                                    struct plim_err *err);

/* A plim_sink_fn; the context is the stream. Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code plim_file_stream_write(void *stream, const char *bytes, size_t len,
                                                     struct plim_err *err);

/* Only now does the file exist. Fails with PLIM_IO. Free it in any case. */
PLIM_NODISCARD enum plim_code plim_file_stream_commit(struct plim_file_stream *stream,
                                                      struct plim_err *err);
void plim_file_stream_free(struct plim_file_stream *stream); /* NULL is a no-op */
void plim_file_stream_freep(struct plim_file_stream **stream);

#endif
