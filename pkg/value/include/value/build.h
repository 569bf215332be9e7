/* Building maps and lists whose size is not known beforehand. */
#ifndef PLIM_VALUE_BUILD_H
#define PLIM_VALUE_BUILD_H

#include "value/value.h"

/* Grows in the arena; all-zero but for `arena` is an empty builder. Keys are borrowed. */
struct value_map_builder {
    struct plim_arena *arena;
    struct value_entry *entries;
    size_t len;
    size_t cap;
};

struct value_list_builder {
    struct plim_arena *arena;
    struct value *items;
    size_t len;
    size_t cap;
};

void value_map_add(struct value_map_builder *builder, const char *key, struct value value);
void value_map_add_str(struct value_map_builder *builder, struct plim_str key, struct value value);

/* Nothing is added when the text is empty: absent fields are left out of reports. */
void value_map_add_text(struct value_map_builder *builder, const char *key, struct plim_str text);
struct value value_map_finish(struct value_map_builder *builder);

void value_list_add(struct value_list_builder *builder, struct value value);
struct value value_list_finish(struct value_list_builder *builder);

/* The value with every number in it a double, as readers of JSON have it that know no integers.
 * Keys stay. */
struct value value_doubled(struct plim_arena *arena, const struct value *value);

#endif
