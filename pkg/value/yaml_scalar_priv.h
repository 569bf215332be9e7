/* What a plain scalar of YAML means. */
#ifndef PLIM_VALUE_YAML_SCALAR_PRIV_H
#define PLIM_VALUE_YAML_SCALAR_PRIV_H

#include "value/value.h"
#include "value/yaml.h"

struct plim_arena;

/* The value of an untagged plain scalar. A string borrows the text. */
struct value value_yaml_resolve(struct plim_str text, enum value_yaml_dialect dialect);

/* The value of a scalar of a manifest with a tag ("tag:yaml.org,2002:int"); false when the text
 * cannot be that. Tags that YAML does not define leave a string. */
bool value_yaml_resolve_tagged(struct plim_arena *arena, const char *tag, struct plim_str text,
                               struct value *value_out);

/* Whole doubles that fit become integers, as they do on their way through JSON to the API server;
 * false when there is no JSON for the value. */
bool value_yaml_make_json(struct value *value);

/* The key as the string that kubectl makes of it; false when it refuses it. */
bool value_yaml_make_key(struct plim_arena *arena, struct value *key);

#endif
