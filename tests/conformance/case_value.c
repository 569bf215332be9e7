#include "case_value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "value/json.h"

#include "base64.h"
#include "opaque.h"
#include "time_text.h"
#include "utf8.h"

static bool read_list(struct plim_arena *arena, const struct value *json, struct value *value_out)
{
    const struct value *values = value_get(json, "values");
    size_t len = value_len(values);
    struct value *items = plim_arena_array(arena, len + 1, sizeof *items);
    for (size_t i = 0; i < len; i++)
        if (!case_value_read(arena, value_at(values, i), &items[i]))
            return false;
    *value_out = value_list(items, len);
    return true;
}

static bool read_map(struct plim_arena *arena, const struct value *json, struct value *value_out)
{
    const struct value *list = value_get(json, "entries");
    size_t len = value_len(list);
    struct value_entry *entries = plim_arena_array(arena, len + 1, sizeof *entries);
    for (size_t i = 0; i < len; i++) {
        const struct value *entry = value_at(list, i);
        if (!case_value_read(arena, value_get(entry, "key"), &entries[i].key) ||
            !case_value_read(arena, value_get(entry, "value"), &entries[i].value))
            return false;
    }
    *value_out = value_map(entries, len);
    return true;
}

static bool read_double(const struct value *json, struct value *value_out)
{
    if (json->kind == VALUE_DOUBLE)
        *value_out = *json;
    else if (json->kind == VALUE_STRING)
        *value_out = value_double(value_is_string(json, "NaN")         ? (double)NAN
                                  : value_is_string(json, "-Infinity") ? -(double)INFINITY
                                                                       : (double)INFINITY);
    else
        *value_out = value_double((double)value_int_or(json, 0));
    return true;
}

static bool read_integer(struct plim_arena *arena, const struct value *json, bool is_signed,
                         struct value *value_out)
{
    struct plim_str text = value_str(json);
    char *copy = plim_arena_copy(arena, text.text ? text.text : "", text.len);
    if (json->kind == VALUE_STRING)
        *value_out =
            is_signed ? value_int(strtoll(copy, NULL, 10)) : value_uint(strtoull(copy, NULL, 10));
    else
        *value_out = is_signed ? value_int(value_int_or(json, 0))
                               : value_uint((uint64_t)value_int_or(json, 0));
    return true;
}

static bool read_bytes(struct plim_arena *arena, const struct value *json, struct value *value_out)
{
    struct plim_str text = value_str(json);
    char *bytes = plim_arena_alloc(arena, text.len + 1);
    size_t len = 0;
    if (!cel_base64_decode(text, bytes, &len))
        return false;
    *value_out = value_string((struct plim_str){bytes, len});
    value_out->kind = VALUE_BYTES;
    return true;
}

/* Messages that are values of CEL: timestamps and durations. */
static bool read_object(const struct value *json, struct value *value_out)
{
    struct plim_str type = value_str(value_get(json, "@type"));
    struct plim_str text = value_str(value_get(json, "value"));
    int64_t seconds = 0;
    int32_t nanos = 0;
    struct cel_instant instant;
    if (plim_str_ends(type, PLIM_STR("google.protobuf.Duration")) &&
        cel_duration_parse(text, &seconds, &nanos)) {
        *value_out =
            (struct value){.kind = VALUE_DURATION, .len = (uint32_t)nanos, .integer = seconds};
        return true;
    }
    if (!plim_str_ends(type, PLIM_STR("google.protobuf.Timestamp")) ||
        !cel_timestamp_parse(text, &instant))
        return false;
    *value_out = (struct value){
        .kind = VALUE_TIMESTAMP, .len = (uint32_t)instant.nanos, .integer = instant.seconds};
    return true;
}

static bool read_optional(struct plim_arena *arena, const struct value *json,
                          struct value *value_out)
{
    *value_out = (struct value){.kind = VALUE_OPTIONAL};
    if (json->kind == VALUE_NULL)
        return true;
    struct value *inner = plim_arena_alloc(arena, sizeof *inner);
    value_out->len = 1;
    value_out->items = inner;
    return case_value_read(arena, json, inner);
}

/* Of an opaque value the type alone is compared. */
static bool read_opaque(const struct value *json, struct value *value_out)
{
    for (unsigned i = 0; i < CEL_OPAQUE_COUNT; i++) {
        if (!value_is_string(json, cel_opaque_name(i)))
            continue;
        *value_out = (struct value){.kind = VALUE_OPAQUE, .aux = (uint16_t)i};
        return true;
    }
    return false;
}

bool case_value_read(struct plim_arena *arena, const struct value *json, struct value *value_out)
{
    if (!value_is(json, VALUE_MAP) || json->len != 1)
        return false;
    struct plim_str kind = value_str(&json->entries[0].key);
    const struct value *content = &json->entries[0].value;
    *value_out = *content;
    if (plim_str_is(kind, "int64_value"))
        return read_integer(arena, content, true, value_out);
    if (plim_str_is(kind, "uint64_value"))
        return read_integer(arena, content, false, value_out);
    if (plim_str_is(kind, "double_value"))
        return read_double(content, value_out);
    if (plim_str_is(kind, "bytes_value"))
        return read_bytes(arena, content, value_out);
    if (plim_str_is(kind, "list_value"))
        return read_list(arena, content, value_out);
    if (plim_str_is(kind, "map_value"))
        return read_map(arena, content, value_out);
    if (plim_str_is(kind, "optional_value"))
        return read_optional(arena, content, value_out);
    if (plim_str_is(kind, "opaque_value"))
        return read_opaque(content, value_out);
    if (plim_str_is(kind, "object_value"))
        return read_object(content, value_out);
    if (plim_str_is(kind, "type_value"))
        value_out->kind = VALUE_TYPE;
    return plim_str_is(kind, "null_value") || plim_str_is(kind, "bool_value") ||
           plim_str_is(kind, "string_value") || plim_str_is(kind, "type_value");
}

static const struct {
    const char *proto;
    const char *text;
} named_types[] = {
    {"BOOL", "bool"},
    {"INT64", "int"},
    {"UINT64", "uint"},
    {"DOUBLE", "double"},
    {"STRING", "string"},
    {"BYTES", "bytes"},
    {"ANY", "dyn"},
    {"TIMESTAMP", "timestamp"},
    {"DURATION", "duration"},
    {"google.protobuf.Any", "dyn"},
    {"google.protobuf.Value", "dyn"},
    {"google.protobuf.Struct", "map(string, dyn)"},
    {"google.protobuf.ListValue", "list(dyn)"},
    {"google.protobuf.Timestamp", "timestamp"},
    {"google.protobuf.Duration", "duration"},
};

static bool named_type(const struct value *name, struct plim_buf *buf)
{
    for (unsigned i = 0; i < CEL_OPAQUE_COUNT; i++) {
        if (!value_is_string(name, cel_opaque_name(i)))
            continue;
        plim_buf_append_c(buf, cel_opaque_name(i));
        return true;
    }
    for (size_t i = 0; i < PLIM_LEN(named_types); i++) {
        if (!value_is_string(name, named_types[i].proto))
            continue;
        plim_buf_append_c(buf, named_types[i].text);
        return true;
    }
    return false;
}

/* "name(a, b)" of types. */
static bool type_of(const char *name, const struct value *const *params, size_t len,
                    struct plim_buf *buf)
{
    plim_buf_append_c(buf, name);
    if (len == 0)
        return true;
    plim_buf_append_c(buf, "(");
    for (size_t i = 0; i < len; i++) {
        plim_buf_append_c(buf, i > 0 ? ", " : "");
        if (!case_type_text(params[i], buf))
            return false;
    }
    plim_buf_append_c(buf, ")");
    return true;
}

static bool abstract_type(const struct value *json, struct plim_buf *buf)
{
    enum { PARAMS_MAX = 4 };
    const struct value *params[PARAMS_MAX] = {0};
    const struct value *list = value_get(json, "parameter_types");
    size_t len = value_len(list);
    if (len > PARAMS_MAX)
        return false;
    for (size_t i = 0; i < len; i++)
        params[i] = value_at(list, i);
    plim_buf_append_str(buf, value_str(value_get(json, "name")));
    return len == 0 || type_of("", params, len, buf);
}

bool case_type_text(const struct value *json, struct plim_buf *buf)
{
    if (!value_is(json, VALUE_MAP) || json->len != 1)
        return false;
    struct plim_str kind = value_str(&json->entries[0].key);
    const struct value *content = &json->entries[0].value;
    if (plim_str_is(kind, "list_type")) {
        const struct value *item[] = {value_get(content, "elem_type")};
        return type_of("list", item, 1, buf);
    }
    if (plim_str_is(kind, "map_type")) {
        const struct value *params[] = {value_get(content, "key_type"),
                                        value_get(content, "value_type")};
        return type_of("map", params, 2, buf);
    }
    if (plim_str_is(kind, "type"))
        return type_of("type", &content, value_len(content) > 0, buf);
    if (plim_str_is(kind, "wrapper")) {
        plim_buf_append_c(buf, "wrapper(");
        bool known = named_type(content, buf);
        plim_buf_append_c(buf, ")");
        return known;
    }
    if (plim_str_is(kind, "abstract_type"))
        return abstract_type(content, buf);
    if (plim_str_is(kind, "type_param") || plim_str_is(kind, "null") || plim_str_is(kind, "dyn")) {
        plim_buf_append_str(buf, plim_str_is(kind, "type_param") ? value_str(content) : kind);
        return true;
    }
    return named_type(content, buf);
}

/* The suite was converted from text protos, and "\\u0100" of those stayed undecoded in its strings:
 * the code point past ASCII that such an escape at the front of the text means, 0 when there is
 * none. */
static size_t left_over_escape(struct plim_str text, uint32_t *point_out)
{
    bool is_long = text.len >= 10 && text.text[1] == 'U';
    size_t digits = is_long ? 8 : 4;
    if (text.len < digits + 2 || text.text[0] != '\\' || (!is_long && text.text[1] != 'u'))
        return 0;
    char number[9] = {0};
    memcpy(number, text.text + 2, digits);
    *point_out = (uint32_t)strtoul(number, NULL, 16);
    return strspn(number, "0123456789abcdefABCDEF") == digits && *point_out >= 0x80 ? digits + 2
                                                                                    : 0;
}

static bool same_texts(const struct value *got, const struct value *want)
{
    struct plim_str left = {got->text, got->len};
    struct plim_str right = {want->text, want->len};
    if (plim_str_equal(left, right))
        return true;
    while (left.len > 0 && right.len > 0) {
        char encoded[CEL_UTF8_MAX] = {right.text[0]};
        uint32_t point = 0;
        size_t taken = left_over_escape(right, &point);
        size_t len = taken ? cel_utf8_encode(point, encoded) : 1;
        if (left.len < len || memcmp(left.text, encoded, len) != 0)
            return false;
        left = (struct plim_str){left.text + len, left.len - len};
        taken = taken ? taken : 1;
        right = (struct plim_str){right.text + taken, right.len - taken};
    }
    return left.len == right.len;
}

static bool same_maps(const struct value *left, const struct value *right)
{
    if (left->len != right->len)
        return false;
    for (size_t i = 0; i < left->len; i++) {
        bool found = false;
        for (size_t k = 0; k < right->len && !found; k++)
            found = case_value_same(&left->entries[i].key, &right->entries[k].key) &&
                    case_value_same(&left->entries[i].value, &right->entries[k].value);
        if (!found)
            return false;
    }
    return true;
}

static bool same_lists(const struct value *left, const struct value *right)
{
    if (left->len != right->len)
        return false;
    for (size_t i = 0; i < left->len; i++)
        if (!case_value_same(&left->items[i], &right->items[i]))
            return false;
    return true;
}

bool case_value_same(const struct value *left, const struct value *right)
{
    if (left->kind != right->kind)
        return false;
    if (left->kind == VALUE_MAP)
        return same_maps(left, right);
    if (left->kind == VALUE_LIST || left->kind == VALUE_OPTIONAL)
        return same_lists(left, right);
    if (left->kind == VALUE_DOUBLE)
        return (isnan(left->real) && isnan(right->real)) ||
               (left->real <= right->real && left->real >= right->real);
    if (left->kind == VALUE_TYPE || left->kind == VALUE_BYTES || left->kind == VALUE_STRING)
        return same_texts(left, right);
    if (left->kind == VALUE_TIMESTAMP || left->kind == VALUE_DURATION)
        return left->integer == right->integer && left->len == right->len;
    if (left->kind == VALUE_OPAQUE)
        return left->aux == right->aux;
    return left->kind < VALUE_OPTIONAL && value_equal(left, right);
}

void case_value_print(const struct value *value, struct plim_buf *buf)
{
    struct plim_err err = {0};
    plim_buf_printf(buf, "%s ", value_kind_name((enum value_kind)value->kind));
    if (value->kind == VALUE_ERROR || value->kind == VALUE_UNKNOWN || value->kind == VALUE_TYPE)
        plim_buf_append(buf, value->text, value->len);
    else if (value->kind == VALUE_OPAQUE)
        plim_buf_append_c(buf, cel_opaque_name(value->aux));
    else if (value->kind == VALUE_OPTIONAL && value->len > 0)
        case_value_print(value->items, buf);
    else if (value->kind < VALUE_TYPE &&
             value_json_write(value, VALUE_JSON_COMPACT, buf, &err) != PLIM_OK)
        plim_buf_append_c(buf, err.msg);
}
