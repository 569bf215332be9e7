/* Values that say nothing, or that only seem to: which zeroes of the built-in types are kept. */
#ifndef PLIM_DRIFT_ZERO_PRIV_H
#define PLIM_DRIFT_ZERO_PRIV_H

#include "schema_priv.h"

/* false, 0 or "". */
bool drift_zero_is(const struct value *value);

/* The server keeps such a zero, or empty map, where it is stated. */
bool drift_zero_is_kept(const struct drift_schema *schema, const struct drift_step *step,
                        const struct value *value);

/* To state it is the same as to state nothing. */
bool drift_zero_says_nothing(const struct drift_schema *schema, const struct drift_step *step,
                             const struct value *value);

#endif
