/*
 * Parameters of policies: their schema, stated or inferred from the defaults, and values checked
 * against it.
 *
 * A schema is the subset of OpenAPI v3 that CustomResourceDefinitions use most: type (object,
 * array, string, integer, number, boolean), properties, additionalProperties, required, items,
 * enum, minimum, maximum, minLength, maxLength, minItems, maxItems, description. What is left out
 * is not restricted, but for the fields of an object with `properties`: those are all.
 */
#ifndef PLIM_POLICY_PARAMS_H
#define PLIM_POLICY_PARAMS_H

#include "base/arena.h"
#include "value/decode.h"

enum { POLICY_SCHEMA_DEPTH_MAX = 16 };

/* Fails with PLIM_INVALID: a keyword or type that is none, with its place. */
PLIM_NODISCARD enum plim_code policy_schema_read(const struct value_node *schema,
                                                 struct plim_err *err);

/*
 * The schema of what the defaults are like: these fields and no others, of these types. The fields
 * of maps further inside are anybody's, as are the types of items in empty lists.
 */
struct value policy_schema_infer(struct plim_arena *arena, const struct value *defaults);

/* Fails with PLIM_INVALID: "FILE:LINE:COLUMN: parameter 'limit': expected integer, found string";
 * "FILE:LINE:COLUMN: unknown parameter 'lmit'; did you mean 'limit'?". A parameter that is not
 * there is no mistake unless `required` names it. */
PLIM_NODISCARD enum plim_code policy_schema_check(const struct value *schema,
                                                  const struct value_node *params,
                                                  struct plim_err *err);

#endif
