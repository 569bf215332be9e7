#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/sink.h"

static void grow_in_arena(struct plim_buf *buf, size_t need)
{
    enum { FIRST_BYTES = 128 };
    size_t cap = buf->cap > 0 ? buf->cap * 2 : FIRST_BYTES;
    cap = cap > need ? cap : need;
    char *text = plim_arena_take(buf->arena, cap);
    if (buf->len > 0)
        memcpy(text, buf->text, buf->len);
    buf->text = text;
    buf->cap = cap;
}

/* Room for `more` bytes and a terminator behind what is there; false when the maximum forbids it.
 */
static bool reserve(struct plim_buf *buf, size_t more)
{
    size_t max = buf->max > 0 ? buf->max : PLIM_BUF_DEFAULT_MAX;
    if (buf->failed || buf->len > max || more > max - buf->len) {
        buf->failed = true;
        return false;
    }
    if (buf->cap - buf->len > more)
        return true;
    if (!buf->arena)
        buf->text = plim_grow(buf->text, buf->len + more, &buf->cap, 1);
    else if (buf->len + more >= buf->cap)
        grow_in_arena(buf, buf->len + more + 1);
    return true;
}

char *plim_buf_extend(struct plim_buf *buf, size_t len)
{
    if (!reserve(buf, len))
        return NULL;
    char *added = buf->text + buf->len;
    buf->len += len;
    buf->text[buf->len] = '\0';
    return added;
}

void plim_buf_append(struct plim_buf *buf, const char *text, size_t len)
{
    char *added = plim_buf_extend(buf, len);
    if (added && len > 0)
        memcpy(added, text, len);
}

void plim_buf_append_str(struct plim_buf *buf, struct plim_str text)
{
    plim_buf_append(buf, text.text, text.len);
}

void plim_buf_append_c(struct plim_buf *buf, const char *text)
{
    plim_buf_append(buf, text, strlen(text));
}

void plim_buf_append_char(struct plim_buf *buf, char byte)
{
    plim_buf_append(buf, &byte, 1);
}

/* The digits end where the room does. */
static void append_digits(struct plim_buf *buf, uint64_t integer, bool negative)
{
    char text[24];
    size_t at = sizeof text;
    do
        text[--at] = (char)('0' + integer % 10);
    while ((integer /= 10) > 0);
    if (negative)
        text[--at] = '-';
    plim_buf_append(buf, text + at, sizeof text - at);
}

void plim_buf_append_int(struct plim_buf *buf, int64_t integer)
{
    append_digits(buf, integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer, integer < 0);
}

void plim_buf_append_uint(struct plim_buf *buf, uint64_t integer)
{
    append_digits(buf, integer, false);
}

void plim_buf_repeat(struct plim_buf *buf, const char *text, size_t times)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < times && !buf->failed; i++)
        plim_buf_append(buf, text, len);
}

void plim_buf_printf(struct plim_buf *buf, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    if (len < 0)
        buf->failed = true;
    else if (reserve(buf, (size_t)len)) {
        (void)vsnprintf(buf->text + buf->len, (size_t)len + 1, fmt, again);
        buf->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}

struct plim_str plim_buf_str(const struct plim_buf *buf)
{
    return (struct plim_str){buf->text, buf->len};
}

char *plim_buf_steal(struct plim_buf *buf)
{
    char *text = buf->text ? PLIM_STEAL(buf->text) : plim_calloc(1, 1);
    plim_buf_release(buf);
    return text;
}

void plim_buf_clear(struct plim_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->text)
        buf->text[0] = '\0';
}

void plim_buf_release(struct plim_buf *buf)
{
    if (!buf->arena)
        free(buf->text);
    *buf = (struct plim_buf){0};
}

static enum plim_code take_bytes(void *context, const char *bytes, size_t len, struct plim_err *err)
{
    struct plim_buf *buf = context;
    plim_buf_append(buf, bytes, len);
    if (!buf->failed)
        return PLIM_OK;
    return plim_err_set(err, PLIM_LIMIT, "larger than %zu bytes",
                        buf->max > 0 ? buf->max : PLIM_BUF_DEFAULT_MAX);
}

struct plim_sink plim_buf_sink(struct plim_buf *buf)
{
    return (struct plim_sink){take_bytes, buf};
}
