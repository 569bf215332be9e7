/* String-keyed map that iterates in insertion order, so that reports are reproducible. */
#ifndef PLIM_BASE_MAP_H
#define PLIM_BASE_MAP_H

#include <stddef.h>

#include "base/defs.h"

struct plim_map;

PLIM_NODISCARD struct plim_map *plim_map_new(void);
void plim_map_free(struct plim_map *map);   /* values are borrowed and not released */
void plim_map_freep(struct plim_map **map); /* PLIM_CLEANUP handler */

/* Insert or replace. The key is copied; the value is borrowed. */
void plim_map_set(struct plim_map *map, const char *key, void *value);
void *plim_map_get(const struct plim_map *map, const char *key); /* NULL when absent */
size_t plim_map_len(const struct plim_map *map);

/* The i-th entry in insertion order, i < len. */
const char *plim_map_key_at(const struct plim_map *map, size_t i);
void *plim_map_value_at(const struct plim_map *map, size_t i);

#endif
