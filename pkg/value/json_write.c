#include <assert.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/base64.h"
#include "base/clock.h"
#include "value/json.h"
#include "value/pack.h"

#include "number_priv.h"

/* json-c returns NULL for null and without memory: only the second is a failure. */
static json_object *require(json_object *node)
{
    if (!node)
        abort();
    return node;
}

static json_object *make_text(struct plim_str text)
{
    assert(text.len <= INT32_MAX);
    return require(json_object_new_string_len(text.len > 0 ? text.text : "", (int)text.len));
}

static json_object *make_double(double real)
{
    char text[VALUE_NUMBER_TEXT_BYTES];
    if (isnan(real))
        return make_text(PLIM_STR("NaN"));
    if (isinf(real))
        return make_text(real < 0 ? PLIM_STR("-Infinity") : PLIM_STR("Infinity"));
    value_number_format(real, text);
    return require(json_object_new_double_s(real, text));
}

static json_object *make_bytes(const struct value *bytes)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf encoded = {0};
    plim_base64_encode((struct plim_str){bytes->text, bytes->len}, &encoded);
    return make_text(plim_buf_str(&encoded));
}

/* ".5" as proto JSON has it: nothing, or 3, 6 or 9 digits. */
static void append_nanos(struct plim_buf *text, uint32_t nanos)
{
    if (nanos == 0)
        return;
    if (nanos % 1000000 == 0)
        plim_buf_printf(text, ".%03" PRIu32, nanos / 1000000);
    else if (nanos % 1000 == 0)
        plim_buf_printf(text, ".%06" PRIu32, nanos / 1000);
    else
        plim_buf_printf(text, ".%09" PRIu32, nanos);
}

static void append_timestamp(struct plim_buf *text, const struct value *timestamp)
{
    char whole[PLIM_TIME_TEXT_BYTES];
    size_t len = strlen(plim_time_format(timestamp->integer, whole));
    plim_buf_append(text, whole, len - 1); /* the 'Z' comes behind the fraction */
    append_nanos(text, timestamp->len);
    plim_buf_append_char(text, 'Z');
}

static void append_duration(struct plim_buf *text, const struct value *duration)
{
    int32_t nanos = (int32_t)duration->len;
    bool is_negative = duration->integer < 0 || nanos < 0;
    uint64_t seconds =
        duration->integer < 0 ? 0 - (uint64_t)duration->integer : (uint64_t)duration->integer;
    plim_buf_printf(text, "%s%" PRIu64, is_negative ? "-" : "", seconds);
    append_nanos(text, nanos < 0 ? 0 - (uint32_t)nanos : (uint32_t)nanos);
    plim_buf_append_char(text, 's');
}

static json_object *make_time(const struct value *time)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    if (time->kind == VALUE_TIMESTAMP)
        append_timestamp(&text, time);
    else
        append_duration(&text, time);
    return make_text(plim_buf_str(&text));
}

/* What is not known stays visible in its place. */
static json_object *make_reason(const struct value *value)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&text, "%s: ", value_kind_name((enum value_kind)value->kind));
    plim_buf_append(&text, value->text, value->len);
    return make_text(plim_buf_str(&text));
}

/* json-c's keys are C strings: a NUL becomes U+FFFD instead of ending the key. */
static void append_key(struct plim_buf *text, struct plim_str key)
{
    struct plim_str rest = key;
    struct plim_str piece;
    while (plim_str_cut(&rest, '\0', &piece)) {
        plim_buf_append_str(text, piece);
        plim_buf_append_c(text, "\xef\xbf\xbd");
    }
    plim_buf_append_str(text, piece);
}

/* JSON's keys are strings; CEL's bool, int and uint are written as one reads them. */
static char *make_key(const struct value *key)
{
    struct plim_buf text = {0};
    if (key->kind == VALUE_STRING)
        append_key(&text, (struct plim_str){key->text, key->len});
    else if (key->kind == VALUE_BOOL)
        plim_buf_append_c(&text, key->boolean ? "true" : "false");
    else if (key->kind == VALUE_INT)
        plim_buf_printf(&text, "%" PRId64, key->integer);
    else if (key->kind == VALUE_UINT)
        plim_buf_printf(&text, "%" PRIu64, key->unsigned_integer);
    return plim_buf_steal(&text);
}

/* Containers are written as they are walked, so that a report is not in memory once more; what
 * stands in them is json-c's, but for the text that needs no escape. */
struct writer {
    struct plim_buf *buf;
    bool pretty;
    size_t level;
    const struct plim_sink *sink; /* where full buffers go, or NULL */
    enum plim_code code;          /* of the sink */
    struct plim_err *err;
};

enum { FLUSH_BYTES = 64 * 1024 };

static void flush(struct writer *writer, size_t least)
{
    if (!writer->sink || writer->code != PLIM_OK || writer->buf->len < least)
        return;
    writer->code = writer->sink->write(writer->sink->context, writer->buf->text, writer->buf->len,
                                       writer->err);
    plim_buf_clear(writer->buf);
}

static void append_node(json_object *node, struct plim_buf *buf)
{
    size_t len = 0;
    const char *text =
        json_object_to_json_string_length(node, JSON_C_TO_STRING_NOSLASHESCAPE, &len);
    plim_buf_append(buf, text, len);
    (void)json_object_put(node);
}

static bool is_plain_byte(unsigned char byte)
{
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

/* Eight at once: whether any byte of the word is 0. Source: S. E. Anderson, Bit Twiddling Hacks,
 * "Determine if a word has a zero byte". */
static bool has_zero_byte(uint64_t word)
{
    return ((word - UINT64_C(0x0101010101010101)) & ~word & UINT64_C(0x8080808080808080)) != 0;
}

static bool is_plain_word(uint64_t word)
{
    bool control =
        ((word - UINT64_C(0x2020202020202020)) & ~word & UINT64_C(0x8080808080808080)) != 0;
    return !control && !has_zero_byte(word ^ UINT64_C(0x2222222222222222)) &&
           !has_zero_byte(word ^ UINT64_C(0x5c5c5c5c5c5c5c5c));
}

static bool is_plain(struct plim_str text)
{
    size_t at = 0;
    for (; at + sizeof(uint64_t) <= text.len; at += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, text.text + at, sizeof(word));
        if (!is_plain_word(word))
            return false;
    }
    while (at < text.len && is_plain_byte((unsigned char)text.text[at]))
        at++;
    return at == text.len;
}

void value_json_write_string(struct plim_str text, struct plim_buf *buf)
{
    if (!is_plain(text)) {
        append_node(make_text(text), buf);
        return;
    }
    char *literal = plim_buf_extend(buf, text.len + 2);
    if (!literal)
        return;
    literal[0] = '"';
    if (text.len > 0)
        memcpy(literal + 1, text.text, text.len);
    literal[text.len + 1] = '"';
}

/* Before a child, or before the end of a container. */
static void break_line(const struct writer *writer)
{
    size_t blanks = 2 * writer->level;
    char *line = writer->pretty ? plim_buf_extend(writer->buf, blanks + 1) : NULL;
    if (!line)
        return;
    line[0] = '\n';
    memset(line + 1, ' ', blanks);
}

static void write_node(struct writer *writer, const struct value *value);

static void write_key(const struct writer *writer, const struct value *key)
{
    if (key->kind == VALUE_STRING && is_plain((struct plim_str){key->text, key->len})) {
        value_json_write_string((struct plim_str){key->text, key->len}, writer->buf);
    } else {
        PLIM_CLEANUP(plim_freep) char *text = make_key(key);
        value_json_write_string(plim_str_from(text), writer->buf);
    }
    plim_buf_append_c(writer->buf, writer->pretty ? ": " : ":");
}

static void begin_child(const struct writer *writer, size_t i)
{
    if (i > 0)
        plim_buf_append_char(writer->buf, ',');
    break_line(writer);
}

static void write_container(struct writer *writer, const struct value *value)
{
    bool is_map = value->kind == VALUE_MAP;
    plim_buf_append_char(writer->buf, is_map ? '{' : '[');
    writer->level++;
    for (size_t i = 0; i < value->len && writer->code == PLIM_OK; i++) {
        begin_child(writer, i);
        if (is_map)
            write_key(writer, &value->entries[i].key);
        write_node(writer, is_map ? &value->entries[i].value : &value->items[i]);
        flush(writer, FLUSH_BYTES);
    }
    writer->level--;
    if (value->len > 0)
        break_line(writer);
    plim_buf_append_char(writer->buf, is_map ? '}' : ']');
}

static void write_pack(struct writer *writer, const struct value *list)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    size_t len = value_list_len(list);
    plim_buf_append_char(writer->buf, '[');
    writer->level++;
    for (size_t i = 0; i < len && writer->code == PLIM_OK; i++) {
        begin_child(writer, i);
        write_node(writer, value_list_item(list, i, arena));
        flush(writer, FLUSH_BYTES);
        plim_arena_reset(arena);
    }
    writer->level--;
    if (len > 0)
        break_line(writer);
    plim_buf_append_char(writer->buf, ']');
}

static void write_node(struct writer *writer, const struct value *value)
{
    struct plim_buf *buf = writer->buf;
    switch ((enum value_kind)value->kind) {
    case VALUE_OPAQUE:
        if (value_is_packed(value))
            write_pack(writer, value);
        else
            plim_buf_append_c(buf, "null");
        return;
    case VALUE_NULL:
        plim_buf_append_c(buf, "null");
        return;
    case VALUE_BOOL:
        plim_buf_append_c(buf, value->boolean ? "true" : "false");
        return;
    case VALUE_INT:
        plim_buf_append_int(buf, value->integer);
        return;
    case VALUE_UINT:
        plim_buf_append_uint(buf, value->unsigned_integer);
        return;
    case VALUE_DOUBLE:
        append_node(make_double(value->real), buf);
        return;
    case VALUE_STRING:
    case VALUE_TYPE:
        value_json_write_string((struct plim_str){value->text, value->len}, buf);
        return;
    case VALUE_BYTES:
        append_node(make_bytes(value), buf);
        return;
    case VALUE_LIST:
    case VALUE_MAP:
        write_container(writer, value);
        return;
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
        append_node(make_time(value), buf);
        return;
    case VALUE_OPTIONAL:
        if (value->len > 0)
            write_node(writer, value->items);
        else
            plim_buf_append_c(buf, "null");
        return;
    case VALUE_UNKNOWN:
    case VALUE_ERROR:
        append_node(make_reason(value), buf);
        return;
    }
}

enum plim_code value_json_write(const struct value *value, enum value_json_style style,
                                struct plim_buf *buf, struct plim_err *err)
{
    struct writer writer = {.buf = buf, .pretty = style == VALUE_JSON_PRETTY};
    write_node(&writer, value);
    if (buf->failed)
        return plim_err_set(err, PLIM_LIMIT, "write JSON: larger than %zu bytes",
                            buf->max > 0 ? buf->max : PLIM_BUF_DEFAULT_MAX);
    return PLIM_OK;
}

enum plim_code value_json_write_to(const struct value *value, enum value_json_style style,
                                   const struct plim_sink *sink, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct writer writer = {
        .buf = &buf, .pretty = style == VALUE_JSON_PRETTY, .sink = sink, .err = err};
    write_node(&writer, value);
    flush(&writer, 1);
    if (writer.code == PLIM_OK && buf.failed)
        return plim_err_set(err, PLIM_LIMIT, "write JSON: a text is larger than %zu bytes",
                            PLIM_BUF_DEFAULT_MAX);
    return writer.code;
}
