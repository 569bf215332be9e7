/* Small sorted sets of texts in an arena. */
#ifndef PLIM_PARITY_SET_PRIV_H
#define PLIM_PARITY_SET_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "value/value.h"

/* All-zero is empty. */
struct parity_set {
    struct plim_str *items; /* sorted; owned by the arena, texts borrowed */
    size_t len;
    size_t cap;
};

void parity_set_add(struct plim_arena *arena, struct parity_set *set, struct plim_str text);
bool parity_set_has(const struct parity_set *set, struct plim_str text);
bool parity_set_equal(const struct parity_set *left, const struct parity_set *right);
struct value parity_set_list(struct plim_arena *arena, const struct parity_set *set);
struct plim_str parity_set_join(struct plim_arena *arena,
                                const struct parity_set *set); /* "a, b" */

#endif
