/* Values and types as the conformance suite writes them: proto JSON with field names as in the
 * proto. Source: cel-spec proto/cel/expr/value.proto, checked.proto. */
#ifndef PLIM_CONFORMANCE_CASE_VALUE_H
#define PLIM_CONFORMANCE_CASE_VALUE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "value/value.h"

/* False when the form is not known. */
bool case_value_read(struct plim_arena *arena, const struct value *json, struct value *value_out);

/* A type as a signature spells it: "map(string, list(int))". False when the form is not known. */
bool case_type_text(const struct value *json, struct plim_buf *buf);

/* The same kind and content; NaN is NaN; the order of maps does not matter. */
bool case_value_same(const struct value *left, const struct value *right);

/* For messages. */
void case_value_print(const struct value *value, struct plim_buf *buf);

#endif
