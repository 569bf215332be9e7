#include <string.h>

#include "base/arena.h"
#include "value/value.h"

static size_t position_count(const struct value *container)
{
    if (!(container->flags & VALUE_FLAG_POSITIONS))
        return 0;
    return container->kind == VALUE_MAP ? 2 * (size_t)container->len : container->len;
}

/* A new block for the children and, behind them, the positions, which are copied already. */
static void *copy_block(struct plim_arena *arena, const struct value *container,
                        const void *children, size_t child_bytes)
{
    size_t bytes = position_count(container) * sizeof(struct value_position);
    char *block = plim_arena_take(arena, child_bytes + bytes);
    if (bytes > 0)
        memcpy(block + child_bytes, (const char *)children + child_bytes, bytes);
    return block;
}

static const struct value *copy_items(struct plim_arena *arena, const struct value *list)
{
    struct value *items = copy_block(arena, list, list->items, list->len * sizeof(*items));
    for (size_t i = 0; i < list->len; i++)
        items[i] = value_copy(arena, &list->items[i]);
    return items;
}

static const struct value_entry *copy_entries(struct plim_arena *arena, const struct value *map)
{
    struct value_entry *entries = copy_block(arena, map, map->entries, map->len * sizeof(*entries));
    for (size_t i = 0; i < map->len; i++) {
        entries[i].key = value_copy(arena, &map->entries[i].key);
        entries[i].value = value_copy(arena, &map->entries[i].value);
    }
    return entries;
}

struct value value_copy(struct plim_arena *arena, const struct value *value)
{
    struct value copy = *value;
    switch ((enum value_kind)value->kind) {
    case VALUE_UNKNOWN:
        copy.flags = 0; /* the trails stay behind */
        copy.text = plim_arena_copy(arena, value->text, value->len);
        break;
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_TYPE:
    case VALUE_ERROR:
        copy.text = plim_arena_copy(arena, value->text, value->len);
        break;
    case VALUE_LIST:
    case VALUE_OPTIONAL:
        copy.flags &= VALUE_FLAG_POSITIONS;
        copy.items = copy_items(arena, value);
        break;
    case VALUE_MAP:
        copy.flags &= VALUE_FLAG_POSITIONS;
        copy.entries = copy_entries(arena, value);
        break;
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DOUBLE:
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
    case VALUE_OPAQUE: /* what it points to is the extension's */
        break;
    }
    return copy;
}
