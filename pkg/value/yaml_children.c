#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"

#include "entries_priv.h"
#include "yaml_children_priv.h"

void value_yaml_children_push(struct value_yaml_children *children, struct value_yaml_child child)
{
    if (children->len == children->cap)
        PLIM_GROW(children->items, children->len, children->cap);
    children->items[children->len++] = child;
}

void value_yaml_children_release(struct value_yaml_children *children)
{
    free(children->items);
    *children = (struct value_yaml_children){0};
}

struct value value_yaml_children_take_list(struct value_yaml_children *children,
                                           struct plim_arena *arena, size_t first)
{
    size_t len = children->len - first;
    if (len == 0)
        return value_list(NULL, 0);
    const struct value_yaml_child *taken = &children->items[first];
    struct value *items =
        plim_arena_take(arena, len * (sizeof(*items) + sizeof(struct value_position)));
    struct value_position *positions = (struct value_position *)&items[len];
    for (size_t i = 0; i < len; i++) {
        items[i] = taken[i].value;
        positions[i] = taken[i].position;
    }
    children->len = first;
    struct value list = value_list(items, len);
    list.flags = VALUE_FLAG_POSITIONS;
    return list;
}

static void push_pair(struct value_yaml_children *children, struct value_yaml_child key,
                      struct value_yaml_child value)
{
    value_yaml_children_push(children, key);
    value_yaml_children_push(children, value);
}

static bool push_entries(struct value_yaml_children *children, const struct value *map)
{
    if (!value_is(map, VALUE_MAP))
        return false;
    for (size_t i = 0; i < map->len; i++)
        push_pair(
            children,
            (struct value_yaml_child){map->entries[i].key, value_key_position_at(map, i), false},
            (struct value_yaml_child){map->entries[i].value, value_position_at(map, i), false});
    return true;
}

/* Of a list of maps the earlier ones take precedence, so they come last. */
static bool push_merged(struct value_yaml_children *children, struct value merged)
{
    if (merged.kind != VALUE_LIST)
        return push_entries(children, &merged);
    for (size_t i = merged.len; i > 0; i--)
        if (!push_entries(children, &merged.items[i - 1]))
            return false;
    return true;
}

/* Puts the pairs from `first` on anew behind the last one, merges expanded. */
static bool expand_merges(struct value_yaml_children *children, size_t first,
                          struct value_yaml_problem *problem)
{
    size_t end = children->len;
    for (size_t i = first; i < end; i += 2) {
        struct value_yaml_child key = children->items[i];
        struct value_yaml_child value = children->items[i + 1];
        if (!key.is_merge) {
            push_pair(children, key, value);
        } else if (!push_merged(children, value.value)) {
            *problem = (struct value_yaml_problem){
                .text = "a merge key needs a map or a list of maps", .position = value.position};
            return false;
        }
    }
    return true;
}

static bool has_merges(const struct value_yaml_children *children, size_t first)
{
    for (size_t i = first; i < children->len; i += 2)
        if (children->items[i].is_merge)
            return true;
    return false;
}

static struct value make_map(const struct value_yaml_child *pairs, size_t len,
                             struct plim_arena *arena)
{
    struct value_entry *entries =
        plim_arena_take(arena, len * (sizeof(*entries) + 2 * sizeof(struct value_position)));
    struct value_position *positions = (struct value_position *)&entries[len];
    for (size_t i = 0; i < len; i++) {
        entries[i] = (struct value_entry){pairs[2 * i].value, pairs[2 * i + 1].value};
        positions[2 * i] = pairs[2 * i].position;
        positions[2 * i + 1] = pairs[2 * i + 1].position;
    }
    size_t kept = value_entries_keep_last(entries, positions, len);
    if (kept < len)
        memmove(&entries[kept], positions, 2 * kept * sizeof(*positions));
    struct value map = value_map(entries, kept);
    map.flags = VALUE_FLAG_POSITIONS;
    return map;
}

/* make_map() has dropped the duplicates: they are looked for in what it was made of. */
static void describe_duplicate(const struct value_yaml_child *pairs, size_t len,
                               struct value_yaml_problem *problem)
{
    PLIM_CLEANUP(plim_freep) struct value_entry *entries = plim_calloc(len, sizeof(*entries));
    for (size_t i = 0; i < len; i++)
        entries[i].key = pairs[2 * i].value;
    size_t i = value_entries_find_duplicate(entries, len);
    *problem = (struct value_yaml_problem){.text = "duplicate key",
                                           .key = value_str(&pairs[2 * i].value),
                                           .position = pairs[2 * i].position};
}

bool value_yaml_children_take_map(struct value_yaml_children *children, struct plim_arena *arena,
                                  size_t first, enum value_yaml_dialect dialect,
                                  struct value *map_out, struct value_yaml_problem *problem_out)
{
    size_t start = first;
    if (has_merges(children, first)) {
        start = children->len;
        if (!expand_merges(children, first, problem_out))
            return false;
    }
    size_t len = (children->len - start) / 2;
    if (len == 0) {
        children->len = first;
        *map_out = value_map(NULL, 0);
        return true;
    }
    const struct value_yaml_child *pairs = &children->items[start];
    struct value map = make_map(pairs, len, arena);
    if (dialect == VALUE_YAML_DOCUMENT && map.len < len) {
        describe_duplicate(pairs, len, problem_out);
        return false;
    }
    children->len = first;
    *map_out = map;
    return true;
}
