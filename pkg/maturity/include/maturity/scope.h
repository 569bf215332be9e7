/* What an assessment, a reading, an attestation or an exclusion is about: a set of labels. */
#ifndef PLIM_MATURITY_SCOPE_H
#define PLIM_MATURITY_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "value/value.h"

struct maturity_label {
    struct plim_str key; /* org, fleet, product, team, application, class, cluster, environment,
                            repository or namespace */
    struct plim_str value;
};

/* Sorted by key, each key once. Empty is everything. All-zero is empty. */
struct maturity_scope {
    const struct maturity_label *labels; /* borrowed */
    size_t len;
};

/* "product=shop" or "product=shop,application=cart"; the text may go away.
 * Fails with PLIM_INVALID: unknown key, no '=', a key twice. */
PLIM_NODISCARD enum plim_code maturity_scope_parse(struct plim_arena *arena, struct plim_str text,
                                                   struct maturity_scope *scope_out,
                                                   struct plim_err *err);

/* The scope with one label more; a label of the same key is replaced. */
struct maturity_scope maturity_scope_with(struct plim_arena *arena, struct maturity_scope scope,
                                          struct plim_str key, struct plim_str value);

/* Every label of `wide` is in `narrow` too: what holds for all of `wide` concerns `narrow`. */
bool maturity_scope_covers(struct maturity_scope wide, struct maturity_scope narrow);
bool maturity_scope_equal(struct maturity_scope left, struct maturity_scope right);
struct plim_str maturity_scope_get(struct maturity_scope scope, const char *key); /* or empty */
struct value maturity_scope_value(struct plim_arena *arena, struct maturity_scope scope);

#endif
