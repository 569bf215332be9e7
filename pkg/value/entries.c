#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"

#include "entries_priv.h"

/* Up to here a 64-bit filter answers "surely new" for nearly every key. */
enum { FILTER_MAX = 64 };

static bool same_key(const struct value *left, const struct value *right)
{
    return left->len == right->len && plim_bytes_same(left->text, right->text, left->len);
}

static uint64_t filter_bit(const struct value *key)
{
    if (key->len == 0)
        return 1;
    const unsigned char *text = (const unsigned char *)key->text;
    unsigned mixed =
        key->len * 37U + text[0] * 5U + text[key->len / 2] * 11U + text[key->len - 1] * 23U;
    return UINT64_C(1) << (mixed & 63U);
}

static bool stands_before(const struct value_entry *entries, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (same_key(&entries[j].key, &entries[i].key))
            return true;
    return false;
}

static size_t find_in_small(const struct value_entry *entries, size_t len)
{
    uint64_t seen = 0;
    for (size_t i = 0; i < len; i++) {
        uint64_t bit = filter_bit(&entries[i].key);
        if ((seen & bit) != 0 && stands_before(entries, i))
            return i;
        seen |= bit;
    }
    return len;
}

struct place {
    const struct value_entry *entry;
};

/* By key, then by place. */
static int order_places(const void *left, const void *right)
{
    const struct value_entry *one = ((const struct place *)left)->entry;
    const struct value_entry *other = ((const struct place *)right)->entry;
    int order = plim_str_compare((struct plim_str){one->key.text, one->key.len},
                                 (struct plim_str){other->key.text, other->key.len});
    return order != 0 ? order : (one > other) - (one < other);
}

static struct place *sort_entries(const struct value_entry *entries, size_t len)
{
    struct place *sorted = plim_calloc(len, sizeof(*sorted));
    for (size_t i = 0; i < len; i++)
        sorted[i].entry = &entries[i];
    if (len > 1)
        qsort(sorted, len, sizeof(*sorted), order_places);
    return sorted;
}

size_t value_entries_find_duplicate(const struct value_entry *entries, size_t len)
{
    if (len <= FILTER_MAX)
        return find_in_small(entries, len);
    PLIM_CLEANUP(plim_freep) const struct place *sorted = sort_entries(entries, len);
    size_t first = len;
    for (size_t i = 1; i < len; i++) {
        size_t place = (size_t)(sorted[i].entry - entries);
        if (place < first && same_key(&sorted[i - 1].entry->key, &sorted[i].entry->key))
            first = place;
    }
    return first;
}

size_t value_entries_keep_last(struct value_entry *entries, struct value_position *positions,
                               size_t len)
{
    if (value_entries_find_duplicate(entries, len) == len)
        return len;
    PLIM_CLEANUP(plim_freep) const struct place *sorted = sort_entries(entries, len);
    PLIM_CLEANUP(plim_freep) bool *dropped = plim_calloc(len, sizeof(*dropped));
    for (size_t i = 1; i < len; i++)
        if (same_key(&sorted[i - 1].entry->key, &sorted[i].entry->key))
            dropped[sorted[i - 1].entry - entries] = true;
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        if (dropped[i])
            continue;
        entries[kept] = entries[i];
        if (positions)
            memcpy(&positions[2 * kept], &positions[2 * i], 2 * sizeof(*positions));
        kept++;
    }
    return kept;
}
