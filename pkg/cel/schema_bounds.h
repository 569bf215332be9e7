/*
 * How large values under a schema can be, for the static estimate of costs.
 * Source: k8s.io/apiserver pkg/cel/common/schemas.go, pkg/cel/limits.go.
 */
#ifndef PLIM_CEL_SCHEMA_BOUNDS_H
#define PLIM_CEL_SCHEMA_BOUNDS_H

#include "cel/type.h"
#include "value/value.h"

/* The least bytes of a value as JSON. */
enum {
    CEL_BYTES_NUMBER = 1,
    CEL_BYTES_CONTAINER = 2, /* {} or [] */
    CEL_BYTES_BOOL = 4,
};

/* Of a string in any format, or an int-or-string. */
struct cel_bounds cel_schema_text_bounds(const struct value *json);
/* Of a list or map whose items or values take at least item_bytes. */
struct cel_bounds cel_schema_list_bounds(const struct value *json, uint64_t item_bytes);
struct cel_bounds cel_schema_map_bounds(const struct value *json, uint64_t item_bytes);
/* What a required field adds to the least bytes of its object. */
uint64_t cel_schema_field_bytes(struct plim_str name, uint64_t item_bytes);

#endif
