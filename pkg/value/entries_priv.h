/* Entries of a map that was read, before anybody sees them: their keys must be unique strings. */
#ifndef PLIM_VALUE_ENTRIES_PRIV_H
#define PLIM_VALUE_ENTRIES_PRIV_H

#include "value/value.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The index of an entry whose key stands earlier too, or `len`. Linear for small maps, n log n
 * above. */
size_t value_entries_find_duplicate(const struct value_entry *entries, size_t len);

/* Drop all but the last entry of each key and return how many remain.
 *
 * positions  two for each entry, moved along; may be NULL
 */
size_t value_entries_keep_last(struct value_entry *entries, struct value_position *positions,
                               size_t len);

#ifdef __cplusplus
}
#endif

#endif
