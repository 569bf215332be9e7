#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "value/value.h"

/* Above this many entries two maps are compared sorted, below it by looking each key up. */
enum { LOOKUP_MAX = 32 };

static int order_sizes(size_t left, size_t right)
{
    return (left > right) - (left < right);
}

static bool is_number(const struct value *value)
{
    return value->kind == VALUE_INT || value->kind == VALUE_UINT || value->kind == VALUE_DOUBLE;
}

/* An integer of either kind as sign and magnitude. */
struct magnitude {
    bool is_negative;
    uint64_t size;
};

static struct magnitude magnitude_of(const struct value *integer)
{
    if (integer->kind == VALUE_UINT)
        return (struct magnitude){false, integer->unsigned_integer};
    if (integer->integer >= 0)
        return (struct magnitude){false, (uint64_t)integer->integer};
    return (struct magnitude){true, 0 - (uint64_t)integer->integer};
}

static int order_magnitudes(struct magnitude left, struct magnitude right)
{
    if (left.is_negative != right.is_negative)
        return left.is_negative ? -1 : 1;
    int order = (left.size > right.size) - (left.size < right.size);
    return left.is_negative ? -order : order;
}

/* Exact, where converting the integer to a double would round. NaN stands behind all numbers. */
static int order_integer_and_double(const struct value *integer, double real)
{
    static const double two_to_64 = 18446744073709551616.0;
    if (isnan(real) || real >= two_to_64)
        return -1;
    if (real <= -two_to_64)
        return 1;
    double whole = trunc(real);
    struct magnitude other = {whole < 0, (uint64_t)fabs(whole)};
    int order = order_magnitudes(magnitude_of(integer), other);
    if (order != 0)
        return order;
    return (whole > real) - (whole < real);
}

static int order_doubles(double left, double right)
{
    if (isnan(left) || isnan(right))
        return (isnan(left) ? 1 : 0) - (isnan(right) ? 1 : 0);
    return (left > right) - (left < right);
}

static int order_numbers(const struct value *left, const struct value *right)
{
    if (left->kind == VALUE_DOUBLE && right->kind == VALUE_DOUBLE)
        return order_doubles(left->real, right->real);
    if (left->kind == VALUE_DOUBLE)
        return -order_integer_and_double(right, left->real);
    if (right->kind == VALUE_DOUBLE)
        return order_integer_and_double(left, right->real);
    return order_magnitudes(magnitude_of(left), magnitude_of(right));
}

static bool is_nan(const struct value *value)
{
    return value->kind == VALUE_DOUBLE && isnan(value->real);
}

static int order_texts(const struct value *left, const struct value *right)
{
    return plim_str_compare((struct plim_str){left->text, left->len},
                            (struct plim_str){right->text, right->len});
}

/* Seconds, then nanoseconds, which are signed in a duration. */
static int order_times(const struct value *left, const struct value *right)
{
    if (left->integer != right->integer)
        return left->integer < right->integer ? -1 : 1;
    int32_t left_nanos = (int32_t)left->len;
    int32_t right_nanos = (int32_t)right->len;
    return (left_nanos > right_nanos) - (left_nanos < right_nanos);
}

struct place {
    const struct value_entry *entry;
};

static int order_places(const void *left, const void *right)
{
    const struct place *one = left;
    const struct place *other = right;
    return value_compare(&one->entry->key, &other->entry->key);
}

/* The entries of a map by key; release with free(). */
static struct place *sort_entries(const struct value *map)
{
    struct place *sorted = plim_calloc(map->len, sizeof(*sorted));
    for (size_t i = 0; i < map->len; i++)
        sorted[i].entry = &map->entries[i];
    if (map->len > 1)
        qsort(sorted, map->len, sizeof(*sorted), order_places);
    return sorted;
}

static int order_entries(const struct value_entry *left, const struct value_entry *right)
{
    int order = value_compare(&left->key, &right->key);
    return order != 0 ? order : value_compare(&left->value, &right->value);
}

static int order_maps(const struct value *left, const struct value *right)
{
    PLIM_CLEANUP(plim_freep) const struct place *ours = sort_entries(left);
    PLIM_CLEANUP(plim_freep) const struct place *theirs = sort_entries(right);
    size_t shared = left->len < right->len ? left->len : right->len;
    for (size_t i = 0; i < shared; i++) {
        int order = order_entries(ours[i].entry, theirs[i].entry);
        if (order != 0)
            return order;
    }
    return order_sizes(left->len, right->len);
}

static int order_lists(const struct value *left, const struct value *right)
{
    size_t shared = left->len < right->len ? left->len : right->len;
    for (size_t i = 0; i < shared; i++) {
        int order = value_compare(&left->items[i], &right->items[i]);
        if (order != 0)
            return order;
    }
    return order_sizes(left->len, right->len);
}

/* The three kinds of number are one in the order: 1 stands beside 1.0, not behind 2. */
static unsigned rank(const struct value *value)
{
    return is_number(value) ? VALUE_INT : value->kind;
}

int value_compare(const struct value *left, const struct value *right)
{
    if (rank(left) != rank(right))
        return rank(left) < rank(right) ? -1 : 1;
    switch ((enum value_kind)left->kind) {
    case VALUE_NULL:
        return 0;
    case VALUE_BOOL:
        return (left->boolean ? 1 : 0) - (right->boolean ? 1 : 0);
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DOUBLE:
        return order_numbers(left, right);
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_TYPE:
    case VALUE_UNKNOWN:
    case VALUE_ERROR:
        return order_texts(left, right);
    case VALUE_LIST:
    case VALUE_OPTIONAL:
        return order_lists(left, right);
    case VALUE_MAP:
        return order_maps(left, right);
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
        return order_times(left, right);
    case VALUE_OPAQUE:
        break;
    }
    if (left->aux != right->aux)
        return left->aux < right->aux ? -1 : 1;
    return order_sizes((uintptr_t)left->opaque, (uintptr_t)right->opaque);
}

static const struct value *find_key(const struct value *map, const struct value *key)
{
    for (size_t i = 0; i < map->len; i++)
        if (value_equal(&map->entries[i].key, key))
            return &map->entries[i].value;
    return NULL;
}

static bool equal_sorted(const struct value *left, const struct value *right)
{
    PLIM_CLEANUP(plim_freep) const struct place *ours = sort_entries(left);
    PLIM_CLEANUP(plim_freep) const struct place *theirs = sort_entries(right);
    for (size_t i = 0; i < left->len; i++)
        if (!value_equal(&ours[i].entry->key, &theirs[i].entry->key) ||
            !value_equal(&ours[i].entry->value, &theirs[i].entry->value))
            return false;
    return true;
}

static bool equal_maps(const struct value *left, const struct value *right)
{
    if (left->len != right->len)
        return false;
    if (left->len > LOOKUP_MAX)
        return equal_sorted(left, right);
    for (size_t i = 0; i < left->len; i++) {
        /* Mostly both have the same order. */
        const struct value_entry *entry = &left->entries[i];
        const struct value *other = value_equal(&entry->key, &right->entries[i].key)
                                        ? &right->entries[i].value
                                        : find_key(right, &entry->key);
        if (!other || !value_equal(&entry->value, other))
            return false;
    }
    return true;
}

static bool equal_lists(const struct value *left, const struct value *right)
{
    if (left->len != right->len)
        return false;
    for (size_t i = 0; i < left->len; i++)
        if (!value_equal(&left->items[i], &right->items[i]))
            return false;
    return true;
}

bool value_equal(const struct value *left, const struct value *right)
{
    if (rank(left) != rank(right) || is_nan(left) || is_nan(right))
        return false;
    if (left->kind == VALUE_UNKNOWN || left->kind == VALUE_ERROR)
        return false;
    if (left->kind == VALUE_STRING) /* by far the most frequent, and no order needed */
        return left->len == right->len && plim_bytes_same(left->text, right->text, left->len);
    if (left->kind == VALUE_MAP)
        return equal_maps(left, right);
    if (left->kind == VALUE_LIST || left->kind == VALUE_OPTIONAL)
        return equal_lists(left, right);
    return value_compare(left, right) == 0;
}
