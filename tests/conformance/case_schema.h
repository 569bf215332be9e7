/* Variables that a case types by a schema: "schemas": {NAME: SCHEMA, NAME: "the NAME of another
 * with the same type"}. */
#ifndef PLIM_CONFORMANCE_CASE_SCHEMA_H
#define PLIM_CONFORMANCE_CASE_SCHEMA_H

#include "base/arena.h"
#include "base/buf.h"
#include "cel/schema.h"

/* The schema of a variable; NULL without one, or when it is refused: then `why` says so. */
const struct cel_schema *case_schema_find(struct plim_arena *arena, const struct value *schemas,
                                          const char *name, struct plim_buf *why);

#endif
