#include "compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"

#include "field_name.h"
#include "opaque.h"
#include "typed_list.h"

/* 2^63 and 2^64; what lies between is compared as double, as the reference implementation does. */
static const double int_end = 9223372036854775808.0;
static const double uint_end = 18446744073709551616.0;

bool cel_is_number(const struct value *value)
{
    return value->kind == VALUE_INT || value->kind == VALUE_UINT || value->kind == VALUE_DOUBLE;
}

bool cel_is_nan(double number)
{
    return isnan(number) != 0;
}

bool cel_same_double(double left, double right)
{
    return left <= right && left >= right;
}

static enum cel_order order_doubles(double left, double right)
{
    if (isnan(left) || isnan(right))
        return CEL_ORDER_NAN;
    return left < right ? CEL_ORDER_LESS : left > right ? CEL_ORDER_GREATER : CEL_ORDER_SAME;
}

static enum cel_order order_ints(int64_t left, int64_t right)
{
    return left < right ? CEL_ORDER_LESS : left > right ? CEL_ORDER_GREATER : CEL_ORDER_SAME;
}

static enum cel_order order_uints(uint64_t left, uint64_t right)
{
    return left < right ? CEL_ORDER_LESS : left > right ? CEL_ORDER_GREATER : CEL_ORDER_SAME;
}

static enum cel_order order_double_int(double left, int64_t right)
{
    if (left > int_end)
        return CEL_ORDER_GREATER;
    return left < -int_end ? CEL_ORDER_LESS : order_doubles(left, (double)right);
}

static enum cel_order order_double_uint(double left, uint64_t right)
{
    if (left > uint_end)
        return CEL_ORDER_GREATER;
    return left < 0 ? CEL_ORDER_LESS : order_doubles(left, (double)right);
}

static enum cel_order order_int_uint(int64_t left, uint64_t right)
{
    return left < 0 ? CEL_ORDER_LESS : order_uints((uint64_t)left, right);
}

static enum cel_order opposite(enum cel_order order)
{
    if (order == CEL_ORDER_LESS)
        return CEL_ORDER_GREATER;
    return order == CEL_ORDER_GREATER ? CEL_ORDER_LESS : order;
}

static enum cel_order order_numbers(const struct value *left, const struct value *right)
{
    if (left->kind == right->kind) {
        if (left->kind == VALUE_INT)
            return order_ints(left->integer, right->integer);
        return left->kind == VALUE_UINT
                   ? order_uints(left->unsigned_integer, right->unsigned_integer)
                   : order_doubles(left->real, right->real);
    }
    if (left->kind == VALUE_DOUBLE)
        return right->kind == VALUE_INT ? order_double_int(left->real, right->integer)
                                        : order_double_uint(left->real, right->unsigned_integer);
    if (left->kind == VALUE_INT && right->kind == VALUE_UINT)
        return order_int_uint(left->integer, right->unsigned_integer);
    return opposite(order_numbers(right, left));
}

static enum cel_order order_times(const struct value *left, const struct value *right)
{
    if (left->integer != right->integer)
        return order_ints(left->integer, right->integer);
    return order_ints((int32_t)left->len, (int32_t)right->len);
}

static enum cel_order order_texts(const struct value *left, const struct value *right)
{
    size_t shared = left->len < right->len ? left->len : right->len;
    int order = shared > 0 ? memcmp(left->text, right->text, shared) : 0;
    if (order == 0)
        return order_uints(left->len, right->len);
    return order < 0 ? CEL_ORDER_LESS : CEL_ORDER_GREATER;
}

enum cel_order cel_compare(const struct value *left, const struct value *right)
{
    if (cel_is_number(left) && cel_is_number(right))
        return order_numbers(left, right);
    if (left->kind != right->kind)
        return CEL_ORDER_NONE;
    switch (left->kind) {
    case VALUE_BOOL:
        return order_ints(left->boolean, right->boolean);
    case VALUE_STRING:
    case VALUE_BYTES:
        return order_texts(left, right);
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
        return order_times(left, right);
    default:
        return CEL_ORDER_NONE;
    }
}

static bool equal_texts(const struct value *left, const struct value *right)
{
    return left->len == right->len && plim_bytes_same(left->text, right->text, left->len);
}

/* Expressions that do not know the schema may use a field's own name. */
static const struct value *find_by_name(const struct value *map, const struct value *key)
{
    for (size_t i = 0; i < map->len; i++)
        if (cel_field_spells(value_str(&map->entries[i].key), value_str(key)))
            return &map->entries[i].value;
    return NULL;
}

const struct value *cel_map_find(const struct value *map, const struct value *key)
{
    if (key->kind == VALUE_LIST || key->kind == VALUE_MAP || key->kind >= VALUE_OPTIONAL)
        return NULL; /* no key, but in maps of the API server, where each is another */
    for (size_t i = 0; i < map->len; i++) {
        const struct value *here = &map->entries[i].key;
        bool same = key->kind == VALUE_STRING ? here->kind == VALUE_STRING && equal_texts(here, key)
                                              : cel_equal(here, key);
        if (same)
            return &map->entries[i].value;
    }
    if ((map->flags & CEL_FLAG_ESCAPED) && key->kind == VALUE_STRING)
        return find_by_name(map, key);
    return NULL;
}

bool cel_equal_is_refused(const struct value *left, const struct value *right)
{
    while (left->kind == VALUE_OPTIONAL && right->kind == VALUE_OPTIONAL && left->len > 0 &&
           right->len > 0) {
        left = &left->items[0];
        right = &right->items[0];
    }
    if (left->kind != VALUE_OPAQUE || right->kind == VALUE_NULL)
        return false;
    if (right->kind == VALUE_OPAQUE && left->aux == right->aux)
        return (right->flags & CEL_OPAQUE_DERIVED) || !cel_opaque_has_equality(left->aux);
    return !(left->flags & CEL_OPAQUE_LENIENT);
}

/* Of parts that refuse each other nobody can say that they differ. */
static bool equal_within(const struct value *left, const struct value *right)
{
    return cel_equal(left, right) || cel_equal_is_refused(left, right);
}

static bool equal_lists(const struct value *left, const struct value *right)
{
    if (left->flags & CEL_FLAG_TYPED)
        return cel_typed_list_equal(left, right);
    if (left->len != right->len)
        return false;
    for (size_t i = 0; i < left->len; i++)
        if (!equal_within(&left->items[i], &right->items[i]))
            return false;
    return true;
}

/* What is out of sight counts too; null when there is nothing. */
static struct value hidden_of(const struct value *map)
{
    return (map->flags & CEL_FLAG_TYPED) ? map->entries[map->len].value : value_null();
}

static bool equal_hidden(const struct value *left, const struct value *right)
{
    if (!((left->flags | right->flags) & CEL_FLAG_TYPED))
        return true;
    const struct value ours = hidden_of(left);
    const struct value theirs = hidden_of(right);
    return value_equal(&ours, &theirs);
}

/* Above this a map's keys are sorted before those of another order are looked for. */
enum { LOOKUP_MAX = 32 };

struct place {
    const struct value_entry *entry;
};

static int order_places(const void *left, const void *right)
{
    return value_compare(&((const struct place *)left)->entry->key,
                         &((const struct place *)right)->entry->key);
}

static struct place *sort_entries(struct plim_arena *arena, const struct value *map)
{
    struct place *places = plim_arena_take(arena, map->len * sizeof *places);
    for (uint32_t i = 0; i < map->len; i++)
        places[i].entry = &map->entries[i];
    qsort(places, map->len, sizeof *places, order_places);
    return places;
}

/* Equality has no arena of its own. */
static bool equal_sorted(const struct value *left, const struct value *right)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct place *ours = sort_entries(arena, left);
    const struct place *theirs = sort_entries(arena, right);
    for (uint32_t i = 0; i < left->len; i++)
        if (!cel_equal(&ours[i].entry->key, &theirs[i].entry->key) ||
            !equal_within(&ours[i].entry->value, &theirs[i].entry->value))
            return false;
    return true;
}

static bool equal_maps(const struct value *left, const struct value *right)
{
    if (left->len != right->len || !equal_hidden(left, right))
        return false;
    for (size_t i = 0; i < left->len; i++) {
        /* Mostly both have the same order. */
        const struct value_entry *entry = &left->entries[i];
        const struct value *other = &right->entries[i].value;
        if (!cel_equal(&right->entries[i].key, &entry->key)) {
            if (left->len > LOOKUP_MAX)
                return equal_sorted(left, right);
            other = cel_map_find(right, &entry->key);
        }
        if (!other || !equal_within(&entry->value, other))
            return false;
    }
    return true;
}

bool cel_equal(const struct value *left, const struct value *right)
{
    if (cel_is_number(left) && cel_is_number(right))
        return order_numbers(left, right) == CEL_ORDER_SAME;
    if (left->kind != right->kind)
        return false;
    switch (left->kind) {
    case VALUE_NULL:
        return true;
    case VALUE_LIST:
    case VALUE_OPTIONAL:
        return equal_lists(left, right);
    case VALUE_MAP:
        return equal_maps(left, right);
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_TYPE:
        return equal_texts(left, right);
    case VALUE_OPAQUE:
        return cel_opaque_equal(left, right);
    default:
        return cel_compare(left, right) == CEL_ORDER_SAME;
    }
}

bool cel_equal_surely(const struct value *left, const struct value *right)
{
    return !cel_equal_is_refused(left, right) && cel_equal(left, right);
}
