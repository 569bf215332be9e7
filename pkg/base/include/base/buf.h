/*
 * A bounded text buffer that grows. Once an append would pass the maximum the buffer turns
 * `failed`, keeps what it has and ignores further appends: check once, at the end.
 */
#ifndef PLIM_BASE_BUF_H
#define PLIM_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/defs.h"
#include "base/str.h"

struct plim_arena;

struct plim_buf {
    char *text;  /* owned; NUL-terminated once anything was appended; NULL before */
    size_t len;  /* bytes, terminator not counted */
    size_t cap;  /* bytes allocated */
    size_t max;  /* refuse to grow past this many bytes; 0 means PLIM_BUF_DEFAULT_MAX */
    bool failed; /* an append was refused */
    struct plim_arena *arena; /* whose the text is, instead of the heap's; not to be stolen then */
};

#define PLIM_BUF_DEFAULT_MAX ((size_t)1 << 31)

void plim_buf_append(struct plim_buf *buf, const char *text, size_t len);
void plim_buf_append_str(struct plim_buf *buf, struct plim_str text);
void plim_buf_append_c(struct plim_buf *buf, const char *text); /* NUL-terminated */
void plim_buf_append_char(struct plim_buf *buf, char byte);
void plim_buf_append_int(struct plim_buf *buf, int64_t integer); /* decimal */
void plim_buf_append_uint(struct plim_buf *buf, uint64_t integer);
/* `len` more bytes for the caller to fill; NULL when they would pass the maximum. */
char *plim_buf_extend(struct plim_buf *buf, size_t len);
void plim_buf_repeat(struct plim_buf *buf, const char *text, size_t times);
void plim_buf_printf(struct plim_buf *buf, const char *fmt, ...) PLIM_PRINTF(2, 3);
struct plim_str plim_buf_str(const struct plim_buf *buf); /* borrowed until the next append */
char *plim_buf_steal(struct plim_buf *buf);  /* the text, never NULL; the caller frees it */
void plim_buf_clear(struct plim_buf *buf);   /* empty, memory kept, no longer failed */
void plim_buf_release(struct plim_buf *buf); /* PLIM_CLEANUP handler too; back to all-zero */

#endif
