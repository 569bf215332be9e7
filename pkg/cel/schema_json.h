/* Reading the JSON of a schema. */
#ifndef PLIM_CEL_SCHEMA_JSON_H
#define PLIM_CEL_SCHEMA_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "value/value.h"

/* The text of "$ref", also where it is wrapped in allOf; empty without one. */
struct plim_str cel_schema_ref(const struct value *json);
/* What "#/components/schemas/X" leads to in the document, or NULL. */
const struct value *cel_schema_follow(const struct value *document, struct plim_str ref);

struct plim_str cel_schema_type_name(const struct value *json); /* of several, the first */
bool cel_schema_flag(const struct value *json, const char *name);
bool cel_schema_is_int_or_string(const struct value *json);
/* maxLength and the like; a negative one is 0. False when it is absent. */
bool cel_schema_limit(const struct value *json, const char *name, uint64_t *limit_out);

/* The schema with apiVersion, kind, metadata.name and metadata.generateName, which every resource
 * has; itself when it declares them. */
const struct value *cel_schema_with_meta(struct plim_arena *arena, const struct value *document,
                                         const struct value *json);

#endif
