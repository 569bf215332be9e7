#include <string.h>

#include "base/buf.h"

#include "set_priv.h"

/* The index of the first item not below `text`. */
static size_t find_place(const struct parity_set *set, struct plim_str text)
{
    size_t low = 0;
    size_t high = set->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (plim_str_compare(set->items[middle], text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void parity_set_add(struct plim_arena *arena, struct parity_set *set, struct plim_str text)
{
    size_t place = find_place(set, text);
    if (place < set->len && plim_str_equal(set->items[place], text))
        return;
    if (set->len == set->cap) {
        size_t cap = set->cap == 0 ? 4 : set->cap * 2;
        struct plim_str *items = plim_arena_array(arena, cap, sizeof(*items));
        if (set->len > 0)
            memcpy(items, set->items, set->len * sizeof(*items));
        set->items = items;
        set->cap = cap;
    }
    memmove(set->items + place + 1, set->items + place, (set->len - place) * sizeof(*set->items));
    set->items[place] = text;
    set->len++;
}

bool parity_set_has(const struct parity_set *set, struct plim_str text)
{
    size_t place = find_place(set, text);
    return place < set->len && plim_str_equal(set->items[place], text);
}

bool parity_set_equal(const struct parity_set *left, const struct parity_set *right)
{
    if (left->len != right->len)
        return false;
    for (size_t i = 0; i < left->len; i++) {
        if (!plim_str_equal(left->items[i], right->items[i]))
            return false;
    }
    return true;
}

struct value parity_set_list(struct plim_arena *arena, const struct parity_set *set)
{
    struct value *items = plim_arena_array(arena, set->len, sizeof(*items));
    for (size_t i = 0; i < set->len; i++)
        items[i] = value_string(set->items[i]);
    return value_list(items, set->len);
}

struct plim_str parity_set_join(struct plim_arena *arena, const struct parity_set *set)
{
    if (set->len == 1)
        return set->items[0];
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    for (size_t i = 0; i < set->len; i++) {
        plim_buf_append_c(&text, i > 0 ? ", " : "");
        plim_buf_append_str(&text, set->items[i]);
    }
    return plim_arena_copy_str(arena, plim_buf_str(&text));
}
