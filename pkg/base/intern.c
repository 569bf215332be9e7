#include "base/intern.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { FIRST_SLOTS = 64 };

struct slot {
    const char *text; /* NULL: empty */
    size_t len;
    uint64_t hash;
};

struct plim_intern {
    struct plim_arena *arena;
    struct slot *slots; /* owned */
    size_t slot_count;  /* a power of two */
    size_t len;
};

struct plim_intern *plim_intern_new(struct plim_arena *arena)
{
    struct plim_intern *table = plim_calloc(1, sizeof(*table));
    table->arena = arena;
    table->slot_count = FIRST_SLOTS;
    table->slots = plim_calloc(FIRST_SLOTS, sizeof(*table->slots));
    return table;
}

void plim_intern_free(struct plim_intern *table)
{
    if (!table)
        return;
    free(table->slots);
    free(table);
}

struct plim_arena *plim_intern_arena(const struct plim_intern *table)
{
    return table->arena;
}

/* The slot of the text, or the empty one where it belongs. */
static struct slot *find_slot(const struct plim_intern *table, struct plim_str text, uint64_t hash)
{
    for (size_t at = hash;; at++) {
        struct slot *slot = &table->slots[at & (table->slot_count - 1)];
        bool same = slot->hash == hash && slot->len == text.len;
        if (!slot->text || (same && memcmp(slot->text, text.text, text.len) == 0))
            return slot;
    }
}

static void grow(struct plim_intern *table)
{
    struct slot *slots = table->slots;
    size_t count = table->slot_count;
    table->slot_count = count * 2;
    table->slots = plim_calloc(table->slot_count, sizeof(*table->slots));
    for (size_t i = 0; i < count; i++) {
        if (slots[i].text)
            *find_slot(table, (struct plim_str){slots[i].text, slots[i].len}, slots[i].hash) =
                slots[i];
    }
    free(slots);
}

struct plim_str plim_intern_str(struct plim_intern *table, struct plim_str text)
{
    if (text.len == 0)
        return (struct plim_str){0};
    if (table->len >= table->slot_count / 4 * 3)
        grow(table);
    uint64_t hash = plim_str_hash(text);
    struct slot *slot = find_slot(table, text, hash);
    if (!slot->text) {
        *slot = (struct slot){plim_arena_copy(table->arena, text.text, text.len), text.len, hash};
        table->len++;
    }
    return (struct plim_str){slot->text, slot->len};
}

const void *plim_intern_array(struct plim_intern *table, const void *items, size_t count,
                              size_t size)
{
    if (count == 0)
        return NULL;
    return plim_intern_str(table, (struct plim_str){items, count * size}).text;
}
