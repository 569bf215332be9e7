#include "value/value.h"

#include <assert.h>
#include <string.h>

#include "base/bytes.h"

/* Lengths are 32 bits wide; the readers refuse more, and nothing else makes such sizes. */
static uint32_t checked_len(size_t len)
{
    assert(len <= UINT32_MAX);
    return (uint32_t)len;
}

struct value value_null(void)
{
    return (struct value){.kind = VALUE_NULL};
}

struct value value_bool(bool boolean)
{
    return (struct value){.kind = VALUE_BOOL, .boolean = boolean};
}

struct value value_int(int64_t integer)
{
    return (struct value){.kind = VALUE_INT, .integer = integer};
}

struct value value_uint(uint64_t integer)
{
    return (struct value){.kind = VALUE_UINT, .unsigned_integer = integer};
}

struct value value_double(double real)
{
    return (struct value){.kind = VALUE_DOUBLE, .real = real};
}

struct value value_string(struct plim_str text)
{
    return (struct value){.kind = VALUE_STRING, .len = checked_len(text.len), .text = text.text};
}

struct value value_string_c(const char *text)
{
    return text ? value_string(plim_str_from(text)) : value_null();
}

struct value value_list(const struct value *items, size_t len)
{
    return (struct value){.kind = VALUE_LIST, .len = checked_len(len), .items = items};
}

struct value value_map(const struct value_entry *entries, size_t len)
{
    return (struct value){.kind = VALUE_MAP, .len = checked_len(len), .entries = entries};
}

struct value value_unknown(struct plim_str reason)
{
    return (struct value){
        .kind = VALUE_UNKNOWN, .len = checked_len(reason.len), .text = reason.text};
}

bool value_is(const struct value *value, enum value_kind kind)
{
    return value && value->kind == kind;
}

struct plim_str value_str(const struct value *value)
{
    return value_is(value, VALUE_STRING) ? (struct plim_str){value->text, value->len}
                                         : (struct plim_str){0};
}

bool value_is_string(const struct value *value, const char *text)
{
    return value_is(value, VALUE_STRING) && plim_str_is(value_str(value), text);
}

int64_t value_int_or(const struct value *value, int64_t otherwise)
{
    if (value_is(value, VALUE_INT))
        return value->integer;
    if (value_is(value, VALUE_UINT) && value->unsigned_integer <= INT64_MAX)
        return (int64_t)value->unsigned_integer;
    return otherwise;
}

bool value_bool_or(const struct value *value, bool otherwise)
{
    return value_is(value, VALUE_BOOL) ? value->boolean : otherwise;
}

const char *value_kind_name(enum value_kind kind)
{
    static const char *const names[] = {
        [VALUE_NULL] = "null",         [VALUE_BOOL] = "boolean",
        [VALUE_INT] = "integer",       [VALUE_UINT] = "unsigned integer",
        [VALUE_DOUBLE] = "number",     [VALUE_STRING] = "string",
        [VALUE_BYTES] = "bytes",       [VALUE_LIST] = "list",
        [VALUE_MAP] = "map",           [VALUE_TIMESTAMP] = "timestamp",
        [VALUE_DURATION] = "duration", [VALUE_TYPE] = "type",
        [VALUE_OPTIONAL] = "optional", [VALUE_OPAQUE] = "extension value",
        [VALUE_UNKNOWN] = "unknown",   [VALUE_ERROR] = "error",
    };
    return names[kind];
}

static size_t find_entry(const struct value *map, struct plim_str key)
{
    for (size_t i = 0; i < map->len; i++) {
        const struct value *have = &map->entries[i].key;
        if (have->len == key.len && have->kind == VALUE_STRING &&
            plim_bytes_same(have->text, key.text, key.len))
            return i;
    }
    return map->len;
}

const struct value *value_get_str(const struct value *map, struct plim_str key)
{
    if (!value_is(map, VALUE_MAP))
        return NULL;
    size_t i = find_entry(map, key);
    return i < map->len ? &map->entries[i].value : NULL;
}

const struct value *value_get(const struct value *map, const char *key)
{
    return value_get_str(map, plim_str_from(key));
}

const struct value *value_get_path(const struct value *map, const char *dotted)
{
    struct plim_str rest = plim_str_from(dotted);
    const struct value *found = map;
    for (bool more = true; more && found;) {
        struct plim_str key;
        more = plim_str_cut(&rest, '.', &key);
        found = value_get_str(found, key);
    }
    return found;
}

struct plim_str value_get_text(const struct value *map, const char *dotted)
{
    return value_str(value_get_path(map, dotted));
}

size_t value_len(const struct value *container)
{
    return value_is(container, VALUE_LIST) || value_is(container, VALUE_MAP) ? container->len : 0;
}

const struct value *value_at(const struct value *container, size_t i)
{
    if (i >= value_len(container))
        return NULL;
    return container->kind == VALUE_LIST ? &container->items[i] : &container->entries[i].value;
}

/* Behind the items of a list stands one position each, behind the entries of a map two: the key's,
 * the value's. */
static struct value_position read_position(const void *children, size_t child_bytes, size_t i)
{
    struct value_position position;
    memcpy(&position, (const char *)children + child_bytes + i * sizeof(position),
           sizeof(position));
    return position;
}

struct value_position value_position_at(const struct value *container, size_t i)
{
    if (i >= value_len(container) || !(container->flags & VALUE_FLAG_POSITIONS))
        return (struct value_position){0};
    if (container->kind == VALUE_LIST)
        return read_position(container->items, container->len * sizeof(struct value), i);
    return read_position(container->entries, container->len * sizeof(struct value_entry),
                         2 * i + 1);
}

struct value_position value_key_position_at(const struct value *map, size_t i)
{
    if (!value_is(map, VALUE_MAP) || i >= map->len || !(map->flags & VALUE_FLAG_POSITIONS))
        return (struct value_position){0};
    return read_position(map->entries, map->len * sizeof(struct value_entry), 2 * i);
}
