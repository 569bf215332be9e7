/* Finding the twin of a list's element by its keys. */
#ifndef PLIM_DRIFT_ELEMENT_PRIV_H
#define PLIM_DRIFT_ELEMENT_PRIV_H

#include "schema_priv.h"

/* Longer lists are compared as atomic, so that matching stays cheap. */
enum { DRIFT_KEYED_MAX = 4096 };

/* Both have the same keys. */
bool drift_element_is_twin(const struct drift_list_type *type, const struct value *left,
                           const struct value *right);

/* The element of `list` with the same keys as `wanted`, or NULL. `hint` is where it probably
 * stands. */
const struct value *drift_element_find(const struct drift_list_type *type, const struct value *list,
                                       const struct value *wanted, size_t hint);

/*
 * The element that a key of fieldsV1 names: `k:{"name":"cart"}` by its fields, `v:"text"` by value.
 * Keys that the element does not state count as their default (protocol TCP). NULL when there is
 * none.
 *
 * key  without the "k:" or "v:", parsed
 */
const struct value *drift_element_select(const struct value *list, const struct value *key,
                                         size_t *index_out);

/* The element's fields are those of the key, defaults allowed for. */
bool drift_element_matches(const struct value *element, const struct value *key);

#endif
