#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "pack_priv.h"

enum { FIRST_SLOTS = 256 };

static uint32_t fold(uint64_t hash)
{
    return (uint32_t)(hash ^ (hash >> 32));
}

static void grow(struct value_pack_table *table)
{
    struct value_pack_slot *slots = table->slots;
    size_t count = table->slot_count;
    table->slot_count = count > 0 ? count * 2 : FIRST_SLOTS;
    table->slots = plim_calloc(table->slot_count, sizeof(*table->slots));
    for (size_t i = 0; i < count; i++) {
        size_t at = slots[i].hash;
        while (slots[i].used && table->slots[at & (table->slot_count - 1)].used)
            at++;
        if (slots[i].used)
            table->slots[at & (table->slot_count - 1)] = slots[i];
    }
    free(slots);
}

typedef bool is_same_fn(const struct value_pack *pack, uint32_t number, const void *wanted);

/* The slot of what has the hash and is the same or not kept yet; else the empty one where it
 * belongs, then used. */
static struct value_pack_slot *find(const struct value_pack *pack, struct value_pack_table *table,
                                    uint32_t hash, is_same_fn *is_same, const void *wanted)
{
    if (table->used >= table->slot_count / 4 * 3)
        grow(table);
    for (size_t at = hash;; at++) {
        struct value_pack_slot *slot = &table->slots[at & (table->slot_count - 1)];
        if (!slot->used)
            return slot;
        if (slot->hash == hash && (slot->number == 0 || is_same(pack, slot->number, wanted)))
            return slot;
    }
}

/* ---- texts */

static bool is_same_text(const struct value_pack *pack, uint32_t number, const void *wanted)
{
    return plim_str_equal(pack->texts[number - 1], *(const struct plim_str *)wanted);
}

uint32_t value_pack_text(struct value_pack *pack, struct plim_str text)
{
    uint32_t hash = fold(plim_str_hash(text));
    struct value_pack_slot *slot = find(pack, &pack->text_table, hash, is_same_text, &text);
    if (!slot->used) {
        *slot = (struct value_pack_slot){.hash = hash, .used = true};
        pack->text_table.used++;
        return 0;
    }
    if (slot->number > 0)
        return slot->number;
    PLIM_GROW(pack->texts, pack->text_len, pack->text_cap);
    pack->texts[pack->text_len++] = plim_arena_copy_str(pack->arena, text);
    slot->number = (uint32_t)pack->text_len;
    return slot->number;
}

/* ---- shapes */

static bool is_same_shape(const struct value_pack *pack, uint32_t number, const void *wanted)
{
    const struct value_pack_shape *shape = &pack->shapes[number - 1];
    const struct value *map = wanted;
    if (shape->len != map->len)
        return false;
    for (uint32_t i = 0; i < shape->len; i++) {
        if (!plim_str_equal(value_str(&shape->keys[i]), value_str(&map->entries[i].key)))
            return false;
    }
    return true;
}

static void keep_shape(struct value_pack *pack, const struct value *map)
{
    struct value *keys = plim_arena_array(pack->arena, map->len, sizeof(*keys));
    for (uint32_t i = 0; i < map->len; i++) {
        struct plim_str key = value_str(&map->entries[i].key);
        keys[i] = value_string(plim_arena_copy_str(pack->arena, key));
    }
    PLIM_GROW(pack->shapes, pack->shape_len, pack->shape_cap);
    pack->shapes[pack->shape_len++] = (struct value_pack_shape){keys, map->len};
}

uint32_t value_pack_shape(struct value_pack *pack, const struct value *map)
{
    uint64_t hash = map->len;
    for (uint32_t i = 0; i < map->len; i++)
        hash = hash * 31 + plim_str_hash(value_str(&map->entries[i].key));
    struct value_pack_slot *slot = find(pack, &pack->shape_table, fold(hash), is_same_shape, map);
    if (!slot->used) {
        keep_shape(pack, map);
        *slot = (struct value_pack_slot){fold(hash), (uint32_t)pack->shape_len, true};
        pack->shape_table.used++;
    }
    return slot->number;
}
