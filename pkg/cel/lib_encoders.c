/* Base64 and JSON. Source: cel-go ext/encoders.go; RFC 4648; RFC 8259. */
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "value/json.h"

#include "base64.h"
#include "compare.h"
#include "json_text.h"
#include "library.h"

static struct value encode(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    char *out = cel_text_take(frame, ((size_t)args[0].len + 2) / 3 * 4);
    if (!out)
        return cel_stop_failure(frame);
    struct plim_str bytes = {args[0].text, args[0].len};
    return value_string((struct plim_str){out, cel_base64_encode(bytes, out)});
}

static struct value decode(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    size_t count = 0;
    char *out = cel_text_take(frame, args[0].len);
    if (!out)
        return cel_stop_failure(frame);
    if (!cel_base64_decode(value_str(&args[0]), out, &count))
        return cel_fail(frame, "illegal base64 data");
    struct value value = value_string((struct plim_str){out, count});
    value.kind = VALUE_BYTES;
    return value;
}

/* Beyond this a double, which is what JSON's numbers are to many, is not exact. */
static const int64_t json_safe = (INT64_C(1) << 53) - 1;

static int by_key(const void *left, const void *right)
{
    return plim_str_compare(value_str(&((const struct value_entry *)left)->key),
                            value_str(&((const struct value_entry *)right)->key));
}

static struct value digits_of(struct cel_frame *frame, const struct value *value)
{
    struct plim_buf buf = {.arena = frame->arena};
    if (value->kind == VALUE_UINT)
        plim_buf_append_uint(&buf, value->unsigned_integer);
    else
        plim_buf_append_int(&buf, value->integer);
    return value_string(plim_buf_str(&buf));
}

/* Whole ones are written without a point. */
static struct value json_double(struct cel_frame *frame, double real)
{
    if (isnan(real) || isinf(real))
        return cel_fail(frame, "JSON has no number for %s",
                        isnan(real) ? "NaN"
                        : real > 0  ? "infinity"
                                    : "-infinity");
    bool whole = fabs(real) <= (double)json_safe && cel_same_double(trunc(real), real) &&
                 !(signbit(real) && cel_same_double(real, 0));
    return whole ? value_int((int64_t)real) : value_double(real);
}

static struct value json_of(struct cel_frame *frame, const struct value *value, bool exact,
                            unsigned depth);

static struct value json_list(struct cel_frame *frame, const struct value *list, bool exact,
                              unsigned depth)
{
    struct value *items = cel_items_take(frame, list->len);
    if (!items)
        return cel_stop_failure(frame);
    for (uint32_t i = 0; i < list->len; i++) {
        items[i] = json_of(frame, &list->items[i], exact, depth + 1);
        if (cel_is_failed(&items[i]))
            return items[i];
    }
    return value_list(items, list->len);
}

/* In the order of the keys. */
static struct value json_map(struct cel_frame *frame, const struct value *map, bool exact,
                             unsigned depth)
{
    size_t bytes = (map->len + (size_t)1) * sizeof(struct value_entry);
    if (!cel_room(frame, bytes))
        return cel_stop_failure(frame);
    struct value_entry *entries = plim_arena_take(frame->arena, bytes);
    for (uint32_t i = 0; i < map->len; i++) {
        entries[i].key = map->entries[i].key;
        if (entries[i].key.kind != VALUE_STRING)
            return cel_fail(frame, "keys of JSON are strings, not of type '%.*s'",
                            PLIM_STR_ARG(cel_type_name_of(&entries[i].key)));
        entries[i].value = json_of(frame, &map->entries[i].value, exact, depth + 1);
        if (cel_is_failed(&entries[i].value))
            return entries[i].value;
    }
    qsort(entries, map->len, sizeof *entries, by_key);
    return value_map(entries, map->len);
}

/* The value as JSON has it. */
static struct value json_of(struct cel_frame *frame, const struct value *value, bool exact,
                            unsigned depth)
{
    if (depth > VALUE_JSON_DEPTH_MAX / 2)
        return cel_fail(frame, "value is nested too deeply");
    switch ((enum value_kind)value->kind) {
    case VALUE_INT:
        return exact || (value->integer != INT64_MIN && llabs(value->integer) <= json_safe)
                   ? *value
                   : digits_of(frame, value);
    case VALUE_UINT:
        return exact || value->unsigned_integer <= (uint64_t)json_safe ? *value
                                                                       : digits_of(frame, value);
    case VALUE_LIST:
        return json_list(frame, value, exact, depth);
    case VALUE_MAP:
        return json_map(frame, value, exact, depth);
    case VALUE_DOUBLE:
        return json_double(frame, value->real);
    case VALUE_OPTIONAL:
        return value->len > 0 ? json_of(frame, &value->items[0], exact, depth + 1)
                              : cel_fail(frame, "optional.none() dereference");
    case VALUE_DURATION:
        return exact ? value_int(value->integer * 1000000000 + (int32_t)value->len) : *value;
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_TIMESTAMP:
        return *value;
    case VALUE_TYPE:
    case VALUE_OPAQUE:
    case VALUE_UNKNOWN:
    case VALUE_ERROR:
        break;
    }
    return cel_fail(frame, "type conversion error from '%.*s' to JSON",
                    PLIM_STR_ARG(cel_type_name_of(value)));
}

struct value cel_json_text(struct cel_frame *frame, const struct value *value, bool exact)
{
    struct plim_buf buf = {.arena = frame->arena, .max = (size_t)16 << 20};
    struct plim_err err = {0};
    struct value json = json_of(frame, value, exact, 0);
    if (cel_is_failed(&json))
        return json;
    if (value_json_write(&json, VALUE_JSON_COMPACT, &buf, &err) != PLIM_OK)
        return cel_fail(frame, "%s", err.msg);
    return cel_room(frame, buf.len) ? value_string(plim_buf_str(&buf)) : cel_stop_failure(frame);
}

static struct value encode_json(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return cel_json_text(frame, &args[0], false);
}

static const struct cel_function functions[] = {
    {"base64.encode", "(bytes) -> string", encode, CEL_COST_ONE, 0, 0, "as base64"},
    {"base64.decode", "(string) -> bytes", decode, CEL_COST_ONE, 0, 0,
     "the bytes that a base64 text stands for, with padding or without"},
    {"json.encode", "(dyn) -> string", encode_json, CEL_COST_ONE, 0, 1,
     "as JSON, keys in order; whole numbers that a double does not hold as texts"},
};

const struct cel_functions cel_functions_encoders = {functions, PLIM_LEN(functions)};
