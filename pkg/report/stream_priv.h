/* Writing a report piece by piece, so that it is never in memory as a whole. The first failure
 * stays, and nothing is written after it. */
#ifndef PLIM_REPORT_STREAM_PRIV_H
#define PLIM_REPORT_STREAM_PRIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/sink.h"
#include "value/value.h"

struct report_stream {
    const struct plim_sink *sink;
    struct plim_err *err;
    struct plim_buf pending;
    struct plim_arena *arena; /* lives as long as the report is written */
    struct plim_arena *item;  /* of the item at hand */
};

void report_stream_open(struct report_stream *stream, const struct plim_sink *sink,
                        struct plim_err *err);

/* Writes what is left and releases all. Returns the first failure. */
enum plim_code report_stream_close(struct report_stream *stream);

void report_stream_add(struct report_stream *stream, struct plim_str text);
void report_stream_add_c(struct report_stream *stream, const char *text);
void report_stream_printf(struct report_stream *stream, const char *fmt, ...) PLIM_PRINTF(2, 3);
void report_stream_json(struct report_stream *stream, const struct value *value); /* compact */

/* The i-th item of one of the long lists; lives until the next call. */
const struct value *report_stream_item(struct report_stream *stream, const struct value *list,
                                       size_t i);

#endif
