#include "base/gunzip.h"

#include <limits.h>
#include <string.h>

#define ZLIB_CONST /* what is read is not written to */
#include <zlib.h>

enum {
    PIECE_BYTES = 16384,
    HEADER_BYTES = 10,
    GZIP_ALONE = 16, /* beside the size of the window */
};

static void end(z_stream *stream)
{
    (void)inflateEnd(stream);
}

/* zlib has one code for all of it, and a text for each. */
static enum plim_code fail(const z_stream *stream, struct plim_err *err)
{
    const char *why = stream->msg != NULL ? stream->msg : "";
    if (strstr(why, "data check") != NULL || strstr(why, "length check") != NULL)
        return plim_err_set(err, PLIM_INVALID, "gzip: invalid checksum");
    if (stream->total_out > 0 || (strstr(why, "header") == NULL && strstr(why, "method") == NULL))
        return plim_err_set(err, PLIM_INVALID, "flate: corrupt input");
    return plim_err_set(err, PLIM_INVALID, "gzip: invalid header");
}

/* One member, from its header on. */
static enum plim_code read_member(z_stream *stream, size_t most, struct plim_buf *text,
                                  struct plim_err *err)
{
    unsigned char piece[PIECE_BYTES];
    int status = Z_OK;
    if (stream->avail_in < HEADER_BYTES)
        return plim_err_set(err, PLIM_INVALID, "unexpected EOF");
    while (status != Z_STREAM_END) {
        stream->next_out = piece;
        stream->avail_out = sizeof(piece);
        status = inflate(stream, Z_NO_FLUSH);
        size_t len = sizeof(piece) - stream->avail_out;
        if (len > most - text->len)
            return plim_err_set(err, PLIM_LIMIT, "more than %zu bytes, decompressed", most);
        plim_buf_append_str(text, (struct plim_str){(const char *)piece, len});
        if (status == Z_BUF_ERROR || (status == Z_OK && stream->avail_in == 0 && len == 0))
            return plim_err_set(err, PLIM_INVALID, "unexpected EOF");
        if (status != Z_OK && status != Z_STREAM_END)
            return fail(stream, err);
    }
    return PLIM_OK;
}

enum plim_code plim_gunzip(struct plim_str bytes, size_t most, struct plim_buf *text,
                           struct plim_err *err)
{
    PLIM_CLEANUP(end) z_stream stream = {.next_in = (const unsigned char *)bytes.text};
    if (bytes.len == 0)
        return plim_err_set(err, PLIM_INVALID, "EOF");
    if (bytes.len > UINT_MAX)
        return plim_err_set(err, PLIM_LIMIT, "more than %u bytes, compressed", UINT_MAX);
    stream.avail_in = (unsigned)bytes.len;
    if (inflateInit2(&stream, MAX_WBITS + GZIP_ALONE) != Z_OK)
        return plim_err_set(err, PLIM_BUG, "zlib cannot be used");
    most += text->len; /* of the buffer */
    enum plim_code code = PLIM_OK;
    do {
        code = read_member(&stream, most, text, err);
    } while (code == PLIM_OK && stream.avail_in > 0 && inflateReset(&stream) == Z_OK);
    return code;
}
