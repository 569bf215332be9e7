#include <stdarg.h>
#include <stdio.h>

#include "base/alloc.h"
#include "value/json.h"
#include "value/pack.h"

#include "stream_priv.h"

enum { PIECE_BYTES = 64 * 1024 };

void report_stream_open(struct report_stream *stream, const struct plim_sink *sink,
                        struct plim_err *err)
{
    *err = (struct plim_err){0};
    *stream = (struct report_stream){
        .sink = sink, .err = err, .arena = plim_arena_new(), .item = plim_arena_new()};
}

static void flush(struct report_stream *stream)
{
    const struct plim_buf *pending = &stream->pending;
    if (stream->err->code == PLIM_OK && pending->len > 0 &&
        stream->sink->write(stream->sink->context, pending->text, pending->len, stream->err) !=
            PLIM_OK)
        stream->pending.max = 1; /* nothing more is kept */
    plim_buf_clear(&stream->pending);
}

enum plim_code report_stream_close(struct report_stream *stream)
{
    flush(stream);
    plim_buf_release(&stream->pending);
    plim_arena_free(stream->arena);
    plim_arena_free(stream->item);
    return stream->err->code;
}

static void flush_when_full(struct report_stream *stream)
{
    if (stream->pending.len >= PIECE_BYTES)
        flush(stream);
}

void report_stream_add(struct report_stream *stream, struct plim_str text)
{
    plim_buf_append_str(&stream->pending, text);
    flush_when_full(stream);
}

void report_stream_add_c(struct report_stream *stream, const char *text)
{
    report_stream_add(stream, plim_str_from(text));
}

void report_stream_printf(struct report_stream *stream, const char *fmt, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, fmt);
    int len = vsnprintf(text, sizeof(text), fmt, arguments);
    va_end(arguments);
    if (len > 0)
        report_stream_add(
            stream,
            (struct plim_str){text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1});
}

void report_stream_json(struct report_stream *stream, const struct value *value)
{
    struct plim_err full = {0};
    if (value_json_write(value, VALUE_JSON_COMPACT, &stream->pending, &full) != PLIM_OK &&
        stream->err->code == PLIM_OK)
        *stream->err = full;
    flush_when_full(stream);
}

const struct value *report_stream_item(struct report_stream *stream, const struct value *list,
                                       size_t i)
{
    plim_arena_reset(stream->item);
    return value_list_item(list, i, stream->item);
}
