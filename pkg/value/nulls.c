#include "value/build.h"
#include "value/value.h"

static bool has_null(const struct value *value)
{
    if (value_is(value, VALUE_MAP)) {
        for (uint32_t i = 0; i < value->len; i++) {
            const struct value *child = &value->entries[i].value;
            if (value_is(child, VALUE_NULL) || has_null(child))
                return true;
        }
    }
    for (uint32_t i = 0; value_is(value, VALUE_LIST) && i < value->len; i++) {
        if (has_null(&value->items[i]))
            return true;
    }
    return false;
}

static struct value rebuild(struct plim_arena *arena, const struct value *value)
{
    struct value_map_builder map = {.arena = arena};
    struct value_list_builder list = {.arena = arena};
    if (value_is(value, VALUE_LIST)) {
        for (uint32_t i = 0; i < value->len; i++)
            value_list_add(&list, rebuild(arena, &value->items[i]));
        return value_list_finish(&list);
    }
    if (!value_is(value, VALUE_MAP))
        return *value;
    for (uint32_t i = 0; i < value->len; i++) {
        const struct value_entry *entry = &value->entries[i];
        if (!value_is(&entry->value, VALUE_NULL))
            value_map_add_str(&map, value_str(&entry->key), rebuild(arena, &entry->value));
    }
    return value_map_finish(&map);
}

struct value value_without_nulls(struct plim_arena *arena, const struct value *value)
{
    return has_null(value) ? rebuild(arena, value) : *value;
}
