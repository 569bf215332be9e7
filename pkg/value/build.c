#include "value/build.h"

#include <string.h>

#include "base/arena.h"

enum { FIRST_CAPACITY = 8 };

/* The old block stays in the arena unused: doubling bounds that by the size of the new one. */
static void *grow(struct plim_arena *arena, const void *children, size_t len, size_t *cap,
                  size_t size)
{
    size_t wanted = *cap > 0 ? *cap * 2 : FIRST_CAPACITY;
    void *grown = plim_arena_array(arena, wanted, size);
    if (len > 0)
        memcpy(grown, children, len * size);
    *cap = wanted;
    return grown;
}

void value_map_add_str(struct value_map_builder *builder, struct plim_str key, struct value value)
{
    if (builder->len == builder->cap)
        builder->entries = grow(builder->arena, builder->entries, builder->len, &builder->cap,
                                sizeof(*builder->entries));
    builder->entries[builder->len++] = (struct value_entry){value_string(key), value};
}

void value_map_add(struct value_map_builder *builder, const char *key, struct value value)
{
    value_map_add_str(builder, plim_str_from(key), value);
}

void value_map_add_text(struct value_map_builder *builder, const char *key, struct plim_str text)
{
    if (text.len > 0)
        value_map_add(builder, key, value_string(text));
}

struct value value_map_finish(struct value_map_builder *builder)
{
    return value_map(builder->entries, builder->len);
}

void value_list_add(struct value_list_builder *builder, struct value value)
{
    if (builder->len == builder->cap)
        builder->items = grow(builder->arena, builder->items, builder->len, &builder->cap,
                              sizeof(*builder->items));
    builder->items[builder->len++] = value;
}

struct value value_list_finish(struct value_list_builder *builder)
{
    return value_list(builder->items, builder->len);
}

struct value value_doubled(struct plim_arena *arena, const struct value *value)
{
    struct value_map_builder map = {.arena = arena};
    struct value_list_builder list = {.arena = arena};
    if (value->kind == VALUE_INT)
        return value_double((double)value->integer);
    if (value->kind == VALUE_UINT)
        return value_double((double)value->unsigned_integer);
    if (value->kind == VALUE_LIST) {
        for (uint32_t i = 0; i < value->len; i++)
            value_list_add(&list, value_doubled(arena, &value->items[i]));
        return value_list_finish(&list);
    }
    if (value->kind != VALUE_MAP)
        return *value;
    for (uint32_t i = 0; i < value->len; i++)
        value_map_add_str(&map, value_str(&value->entries[i].key),
                          value_doubled(arena, &value->entries[i].value));
    return value_map_finish(&map);
}
