/*
 * OpenAPI v3 structural schemas: the types they give expressions, and the values they make of
 * objects, as for CRD validation rules and the type checking of ValidatingAdmissionPolicy.
 *
 * Types: an object is a record whose fields stand under their escaped names (cel_field_escape);
 * what the API server does not expose is left out; int-or-string is dyn; the formats date,
 * date-time, duration and byte are timestamps, durations and bytes. What a $ref leads back to is
 * dyn.
 *
 * Source:  k8s.io/apiserver pkg/cel/common/schemas.go, valuesunstructured.go
 * Threads: immutable once made.
 */
#ifndef PLIM_CEL_SCHEMA_H
#define PLIM_CEL_SCHEMA_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "value/value.h"

struct cel_schema;
struct cel_type;

enum {
    CEL_SCHEMA_DEPTH_MAX = 100,      /* schemas inside each other */
    CEL_SCHEMA_NODES_MAX = 1U << 17, /* schemas altogether, each $ref counted as what it leads to */
};

struct cel_schema_spec {
    const struct value *schema;   /* with type, properties, items, ...; borrowed by the result */
    const struct value *document; /* what "$ref": "#/..." is looked up in, or NULL; borrowed */
    const char *name;             /* of the type in issues: "Pod"; NULL means "object" */
    bool is_resource; /* apiVersion, kind, metadata.name and metadata.generateName always exist */
};

/* In the arena. Fails with PLIM_INVALID when the schema has no sense or a $ref leads nowhere, with
 * PLIM_LIMIT when it is too deep or too large; the message names the place. */
PLIM_NODISCARD enum plim_code cel_schema_make(struct plim_arena *arena,
                                              const struct cel_schema_spec *spec,
                                              const struct cel_schema **schema_out,
                                              struct plim_err *err);

/* The type of values under the schema; dyn when the API server would not expose it. */
const struct cel_type *cel_schema_type(const struct cel_schema *schema);

/*
 * The value as expressions see it: fields under their escaped names, nulls of objects and unknown
 * fields out of sight (though they count for equality), formats read, lists of type set and map
 * marked for `==`, `+` and `in`. What does not fit the schema is a VALUE_ERROR in its place, so
 * that only expressions that touch it fail.
 *
 * value  as read from JSON or YAML; the result borrows from it, from the schema and the arena
 */
struct value cel_schema_value(const struct cel_schema *schema, const struct value *value,
                              struct plim_arena *arena);

/* A field's name as expressions spell it: "a-b" is a__dash__b, "namespace" is __namespace__. False
 * when it cannot be spelt. Source: k8s.io/apiserver pkg/cel/escaping.go. */
bool cel_field_escape(struct plim_arena *arena, struct plim_str name, struct plim_str *escaped_out);

#endif
