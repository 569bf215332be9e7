/* Texts that hold data, and lists into maps.
 * Source: github.com/kyverno/sdk cel/libs/json, yaml, gzip, x509, transform. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/gunzip.h"
#include "value/json.h"
#include "value/yaml.h"

#include "json_text.h"
#include "library.h"
#include "utf8.h"

static struct value doubled(struct cel_frame *frame, const struct value *value);

static struct value doubled_list(struct cel_frame *frame, const struct value *list)
{
    struct value *items = cel_items_take(frame, list->len);
    if (!items)
        return cel_stop_failure(frame);
    for (uint32_t i = 0; i < list->len; i++) {
        items[i] = doubled(frame, &list->items[i]);
        if (cel_is_failed(&items[i]))
            return items[i];
    }
    return value_list(items, list->len);
}

static struct value doubled_map(struct cel_frame *frame, const struct value *map)
{
    size_t bytes = (map->len + (size_t)1) * sizeof(struct value_entry);
    if (!cel_room(frame, bytes))
        return cel_stop_failure(frame);
    struct value_entry *entries = plim_arena_take(frame->arena, bytes);
    for (uint32_t i = 0; i < map->len; i++) {
        entries[i].key = map->entries[i].key;
        entries[i].value = doubled(frame, &map->entries[i].value);
        if (cel_is_failed(&entries[i].value))
            return entries[i].value;
    }
    return value_map(entries, map->len);
}

/* Go reads every number of JSON as a double where it does not know what is meant. */
static struct value doubled(struct cel_frame *frame, const struct value *value)
{
    if (!cel_work(frame, 1))
        return cel_stop_failure(frame);
    if (value->kind == VALUE_INT)
        return value_double((double)value->integer);
    if (value->kind == VALUE_UINT)
        return value_double((double)value->unsigned_integer);
    if (value->kind == VALUE_LIST)
        return doubled_list(frame, value);
    return value->kind == VALUE_MAP ? doubled_map(frame, value) : *value;
}

static struct value unmarshal(struct cel_frame *frame, const struct value *args, size_t len)
{
    enum { BYTES_EACH = 16 }; /* of memory for one of text, at most */
    struct value value;
    struct plim_err err = {0};
    (void)len;
    if (args[0].kind != VALUE_STRING)
        return cel_no_overload();
    if (!cel_room(frame, (size_t)args[0].len * BYTES_EACH))
        return cel_stop_failure(frame);
    if (value_json_read(frame->arena, value_str(&args[0]), &value, &err) != PLIM_OK)
        return cel_fail(frame, "%s", err.msg);
    return doubled(frame, &value);
}

static struct value parse_yaml(struct cel_frame *frame, const struct value *args, size_t len)
{
    enum { BYTES_EACH = 48 };
    struct value_yaml_list list = {0};
    struct plim_err err = {0};
    (void)len;
    if (!cel_room(frame, (size_t)args[0].len * BYTES_EACH))
        return cel_stop_failure(frame);
    if (value_yaml_read(frame->arena, "yaml", value_str(&args[0]), VALUE_YAML_MANIFEST, &list,
                        &err) != PLIM_OK)
        return cel_fail(frame, "%s", err.msg);
    return list.len > 0 ? doubled(frame, &list.items[0].root) : value_null();
}

/* The number 0.DIGITS x 10^point, without an exponent from 1e-6 up to 1e21. */
static void print_digits(const char *digits, size_t len, long point, struct plim_buf *buf)
{
    if (len == 0) {
        plim_buf_append_char(buf, '0');
        return;
    }
    bool plain = point > -6 && point <= 21;
    long shown = plain ? point : 1; /* digits before the point */
    if (shown <= 0)
        plim_buf_append_c(buf, "0.");
    for (long i = shown; i < 0; i++)
        plim_buf_append_char(buf, '0');
    for (long i = 0; i < (long)len || i < shown; i++) {
        if (i == shown && i > 0)
            plim_buf_append_char(buf, '.');
        plim_buf_append_str(buf, i < (long)len ? (struct plim_str){digits + i, 1} : PLIM_STR("0"));
    }
    if (!plain)
        plim_buf_printf(buf, "e%c%ld", point > 0 ? '+' : '-', point > 0 ? point - 1 : 1 - point);
}

/* A JSON number with a point or an exponent as Go writes it: 0.1e-5 as 0.000001, 1e-07 as 1e-7.
 * Source: encoding/json, floatEncoder. Returns how many bytes of the text it is. */
static size_t write_number(struct plim_str text, struct plim_buf *buf)
{
    enum { DIGITS_MAX = 40 };
    char digits[DIGITS_MAX];
    size_t len = 0, end = 0;
    long point = 0; /* digits before it */
    bool behind = false;
    if (text.text[0] == '-')
        plim_buf_append_char(buf, text.text[end++]);
    for (; end < text.len && strchr("0123456789.", text.text[end]) != NULL; end++) {
        if (text.text[end] == '.')
            behind = true;
        else if (len < DIGITS_MAX && (len > 0 || text.text[end] != '0'))
            digits[len++] = text.text[end];
        point += text.text[end] != '.' && !behind && len > 0;
        point -= text.text[end] == '0' && behind && len == 0;
    }
    if (end < text.len && (text.text[end] == 'e' || text.text[end] == 'E')) {
        char *rest = NULL;
        char exponent[DIGITS_MAX] = "";
        (void)snprintf(exponent, sizeof(exponent), "%.*s",
                       (int)(text.len - end - 1 < 8 ? text.len - end - 1 : 8), text.text + end + 1);
        point += strtol(exponent, &rest, 10);
        end += 1 + (size_t)(rest - exponent);
    }
    while (len > 0 && digits[len - 1] == '0')
        len--;
    print_digits(digits, len, point, buf);
    return end;
}

/* Texts apart, where Go writes what could end a script in HTML, and line ends of JavaScript, as
 * escapes. */
static void rewrite(struct plim_str json, struct plim_buf *buf)
{
    bool inside = false;
    for (size_t i = 0; i < json.len;) {
        char byte = json.text[i];
        struct plim_str rest = {json.text + i, json.len - i};
        if (!inside && (byte == '-' || (byte >= '0' && byte <= '9'))) {
            i += write_number(rest, buf);
            continue;
        }
        if (byte == '"')
            inside = !inside;
        size_t len = byte == '\\' && rest.len > 1 ? 2 : 1; /* an escape stays whole */
        if (byte == '<' || byte == '>' || byte == '&') {
            plim_buf_printf(buf, "\\u%04x", (unsigned)byte);
        } else if (plim_str_starts(rest, PLIM_STR("\xe2\x80\xa8")) ||
                   plim_str_starts(rest, PLIM_STR("\xe2\x80\xa9"))) {
            plim_buf_printf(buf, "\\u202%c", rest.text[2] == '\xa8' ? '8' : '9');
            len = 3;
        } else {
            plim_buf_append_str(buf, (struct plim_str){rest.text, len});
        }
        i += len;
    }
}

static struct value marshal(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct plim_buf text = {.arena = frame->arena};
    (void)len;
    struct value json = cel_json_text(frame, &args[0], true);
    if (cel_is_failed(&json))
        return json;
    rewrite(value_str(&json), &text);
    return cel_room(frame, text.len) ? value_string(plim_buf_str(&text)) : cel_stop_failure(frame);
}

/* One list's items give the keys, the other's the values. */
static struct value map_of_lists(struct cel_frame *frame, const struct value *args, size_t len)
{
    uint32_t count = args[0].len;
    (void)len;
    if (count != args[1].len)
        return cel_fail(frame, "listObjToMap must take lists of equal length. list1: %u, list2: %u",
                        (unsigned)count, (unsigned)args[1].len);
    size_t bytes = (count + (size_t)1) * sizeof(struct value_entry);
    if (!cel_room(frame, bytes) || !cel_work(frame, (uint64_t)count * count / 2))
        return cel_stop_failure(frame);
    struct value_entry *entries = plim_arena_take(frame->arena, bytes);
    struct value map = value_map(entries, 0);
    for (uint32_t i = 0; i < count; i++) {
        const struct value *key = value_get_str(&args[0].items[i], value_str(&args[2]));
        const struct value *found = value_get_str(&args[1].items[i], value_str(&args[3]));
        if (!value_is(key, VALUE_STRING))
            return cel_fail(frame, "the passed key name cannot be handled as a string in the key "
                                   "object list");
        uint32_t at = 0;
        while (at < map.len && !plim_str_equal(value_str(&entries[at].key), value_str(key)))
            at++;
        entries[at] = (struct value_entry){*key, found != NULL ? *found : value_null()};
        map.len += at == map.len;
    }
    return map;
}

static size_t room_left(const struct cel_frame *frame)
{
    enum { MOST = 64 << 20 };
    size_t taken = plim_arena_bytes(frame->arena) - frame->bytes_begin;
    size_t left = taken < frame->bytes_max ? frame->bytes_max - taken : 0;
    return frame->bytes_max == 0 || left > MOST ? MOST : left;
}

static struct value decompress(struct cel_frame *frame, const struct value *args, size_t len)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    const struct plim_str bytes = {args[0].text, args[0].len};
    struct plim_err err = {0};
    (void)len;
    enum plim_code code = plim_gunzip(bytes, room_left(frame), &text, &err);
    if (!cel_work(frame, text.len))
        return cel_stop_failure(frame);
    if (code != PLIM_OK)
        return cel_fail(frame, "%s", err.msg);
    if (!cel_utf8_is_valid(plim_buf_str(&text)))
        return value_unknown(PLIM_STR("what gzip.decompress gives is no text"));
    return cel_text(frame, plim_buf_str(&text));
}

/* Of one text there are many ways to compress it. */
static struct value not_compressed(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return value_unknown(PLIM_STR("gzip is not written here"));
}

static struct value not_decoded(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return value_unknown(PLIM_STR("certificates are not decoded here"));
}

#define LISTS "(list(dyn), list(dyn), string, string) -> map(string, dyn)"

static const struct cel_function functions[] = {
    {"json.unmarshal", "(dyn) -> dyn", unmarshal, CEL_COST_PARSE, CEL_FUNCTION_CHECKS, 0,
     "the value of a JSON text; its numbers are doubles"},
    {"json.marshal", "(dyn) -> string", marshal, CEL_COST_SCAN, 0, 0,
     "as JSON, keys in order, `<`, `>` and `&` escaped"},
    {"yaml.parse", "(string) -> dyn", parse_yaml, CEL_COST_PARSE, 0, 0,
     "the first document of a YAML text; its numbers are doubles"},
    {"listObjToMap", LISTS, map_of_lists, CEL_COST_ONE, 0, 0,
     "a field of the items of one list by a field of those of another"},
    {"transform.listObjToMap", LISTS, map_of_lists, CEL_COST_ONE, 0, 0, "the same"},
    {"gzip.decompress", "(bytes) -> string", decompress, CEL_COST_PARSE, 0, 0,
     "the text that was compressed"},
    {"gzip.compress", "(dyn) -> bytes", not_compressed, CEL_COST_ONE, 0, 0, "always unknown"},
    {"x509.decode", "(string) -> dyn", not_decoded, CEL_COST_ONE, 0, 0, "always unknown"},
};

const struct cel_functions cel_functions_kyverno_data = {functions, PLIM_LEN(functions)};
