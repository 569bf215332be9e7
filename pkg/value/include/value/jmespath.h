/*
 * Finding values by JMESPath: identifiers, indexes and slices, projections ([*], .*, [], [?...]),
 * multiselects, pipes, comparisons and the functions contains, ends_with, keys, length,
 * starts_with, type and values.
 *
 * A key that is not there is null inside; where nothing makes something else of it the search
 * fails, as in Kyverno's edition. Other functions and expressions as arguments (&x) are refused.
 *
 * Source: https://jmespath.org/specification.html; github.com/kyverno/go-jmespath.
 */
#ifndef PLIM_VALUE_JMESPATH_H
#define PLIM_VALUE_JMESPATH_H

#include "base/arena.h"
#include "base/err.h"
#include "value/value.h"

enum { VALUE_JMESPATH_DEPTH_MAX = 64, VALUE_JMESPATH_BYTES_MAX = 4096 };

/*
 * found_out  borrows from root and from the expression
 * Fails with PLIM_INVALID ("column N: ...", or "Unknown key \"x\" in path"), or PLIM_LIMIT.
 */
PLIM_NODISCARD enum plim_code value_jmespath(struct plim_arena *arena, struct plim_str expression,
                                             const struct value *root, struct value *found_out,
                                             struct plim_err *err);

#endif
