/*
 * Long lists of records, kept small: texts that repeat and the keys of records of one shape are
 * stored once, numbers in as few bytes as they need. What a report holds a hundred thousand of
 * stands here, and becomes a value again one at a time:
 *
 *     struct value list = value_pack_list(pack);          may stand in a document
 *     for (size_t i = 0; i < value_list_len(&list); i++) {
 *         const struct value *item = value_list_item(&list, i, arena);
 *         ...
 *         plim_arena_reset(arena);
 *     }
 *
 * Threads: filled by one; then any number may read.
 */
#ifndef PLIM_VALUE_PACK_H
#define PLIM_VALUE_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include "value/value.h"

struct plim_arena;
struct value_pack;

struct value_pack *value_pack_new(void);
void value_pack_free(struct value_pack *pack); /* NULL is a no-op */

/* Append a copy. Kept are the kinds of documents, and unknown and error values; keys of maps must
 * be strings. Anything else becomes null. */
void value_pack_add(struct value_pack *pack, const struct value *item);
/* Take over `more`, which may be NULL: its items come behind those of `pack`. Nothing is added to
 * either afterwards. */
void value_pack_join(struct value_pack *pack, struct value_pack *more);
size_t value_pack_len(const struct value_pack *pack);
size_t value_pack_bytes(const struct value_pack *pack); /* of memory */

/* A value that borrows the pack: opaque to everyone but the functions below and
 * value_json_write. */
struct value value_pack_list(const struct value_pack *pack);
bool value_is_packed(const struct value *list);

/* Of a list, packed or not; 0 for anything else. */
size_t value_list_len(const struct value *list);

/* The i-th item, or NULL. Of a packed list it is made in `arena`; its texts are the pack's. */
const struct value *value_list_item(const struct value *list, size_t i, struct plim_arena *arena);

#endif
