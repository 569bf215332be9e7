#include <assert.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <json-c/printbuf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base64.h"
#include "base/clock.h"
#include "value/json.h"

#include "number_priv.h"

static json_object *make_node(const struct value *value);

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

/* json-c breaks the line inside an empty container. */
static int write_empty(json_object *node, struct printbuf *out, int level, int flags)
{
    (void)level;
    (void)flags;
    return printbuf_memappend(out, json_object_is_type(node, json_type_array) ? "[]" : "{}", 2);
}

static json_object *make_map(const struct value *map)
{
    json_object *node = require(json_object_new_object());
    for (size_t i = 0; i < map->len; i++) {
        PLIM_CLEANUP(plim_freep) char *key = make_key(&map->entries[i].key);
        (void)json_object_object_add(node, key, make_node(&map->entries[i].value));
    }
    if (map->len == 0)
        json_object_set_serializer(node, write_empty, NULL, NULL);
    return node;
}

static json_object *make_list(const struct value *list)
{
    json_object *node = require(json_object_new_array_ext((int)(list->len > 0 ? list->len : 1)));
    for (size_t i = 0; i < list->len; i++)
        (void)json_object_array_add(node, make_node(&list->items[i]));
    if (list->len == 0)
        json_object_set_serializer(node, write_empty, NULL, NULL);
    return node;
}

static json_object *make_node(const struct value *value)
{
    switch ((enum value_kind)value->kind) {
    case VALUE_NULL:
    case VALUE_OPAQUE:
        return NULL;
    case VALUE_BOOL:
        return require(json_object_new_boolean(value->boolean));
    case VALUE_INT:
        return require(json_object_new_int64(value->integer));
    case VALUE_UINT:
        return require(json_object_new_uint64(value->unsigned_integer));
    case VALUE_DOUBLE:
        return make_double(value->real);
    case VALUE_STRING:
    case VALUE_TYPE:
        return make_text((struct plim_str){value->text, value->len});
    case VALUE_BYTES:
        return make_bytes(value);
    case VALUE_LIST:
        return make_list(value);
    case VALUE_MAP:
        return make_map(value);
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
        return make_time(value);
    case VALUE_OPTIONAL:
        return value->len > 0 ? make_node(value->items) : NULL;
    case VALUE_UNKNOWN:
    case VALUE_ERROR:
        return make_reason(value);
    }
    return NULL;
}

static void append_node(json_object *node, int flags, struct plim_buf *buf)
{
    size_t len = 0;
    const char *text =
        json_object_to_json_string_length(node, flags | JSON_C_TO_STRING_NOSLASHESCAPE, &len);
    plim_buf_append(buf, text, len);
    (void)json_object_put(node);
}

enum plim_code value_json_write(const struct value *value, enum value_json_style style,
                                struct plim_buf *buf, struct plim_err *err)
{
    int flags = style == VALUE_JSON_PRETTY ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED
                                           : JSON_C_TO_STRING_PLAIN;
    append_node(make_node(value), flags, buf);
    if (buf->failed)
        return plim_err_set(err, PLIM_LIMIT, "write JSON: larger than %zu bytes",
                            buf->max > 0 ? buf->max : PLIM_BUF_DEFAULT_MAX);
    return PLIM_OK;
}

void value_json_write_string(struct plim_str text, struct plim_buf *buf)
{
    append_node(make_text(text), JSON_C_TO_STRING_PLAIN, buf);
}
