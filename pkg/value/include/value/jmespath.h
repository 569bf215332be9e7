/*
 * Finding values by JMESPath: identifiers, indexes and slices, projections ([*], .*, [], [?...]),
 * multiselects, pipes, comparisons and the functions of the standard.
 *
 * A key that is not there is null inside; where nothing makes something else of it the search
 * fails, as in Kyverno's edition. What is unknown makes what depends on it unknown.
 *
 * Source: https://jmespath.org/specification.html; github.com/kyverno/go-jmespath.
 */
#ifndef PLIM_VALUE_JMESPATH_H
#define PLIM_VALUE_JMESPATH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "value/value.h"

enum { VALUE_JMESPATH_DEPTH_MAX = 64, VALUE_JMESPATH_BYTES_MAX = 4096 };

/*
 * found_out  borrows from root and from the expression; unknown where it depends on what is
 * Fails with PLIM_INVALID ("column N: ...", or "Unknown key \"x\" in path"), or PLIM_LIMIT.
 */
PLIM_NODISCARD enum plim_code value_jmespath(struct plim_arena *arena, struct plim_str expression,
                                             const struct value *root, struct value *found_out,
                                             struct plim_err *err);

/*
 * Functions besides those of the standard, which they come before. Arguments are a list of what may
 * be of any kind but unknown; what is not there is null.
 *
 * Fails with PLIM_NOT_FOUND when it is no function of the caller's, and otherwise as
 * value_jmespath.
 */
struct value_jmespath_functions {
    enum plim_code (*call)(const struct value_jmespath_functions *functions,
                           struct plim_arena *arena, struct plim_str name,
                           const struct value *arguments, struct value *result_out,
                           struct plim_err *err);
};

/* The same with functions of the caller's; NULL: none. */
PLIM_NODISCARD enum plim_code value_jmespath_with(struct plim_arena *arena,
                                                  struct plim_str expression,
                                                  const struct value *root,
                                                  const struct value_jmespath_functions *functions,
                                                  struct value *found_out, struct plim_err *err);

/* A string as it is; of others the JSON as Go writes it: keys sorted, no blanks, '<', '>' and '&'
 * escaped, all numbers doubles. */
void value_jmespath_text(const struct value *value, struct plim_buf *buf);

#endif
