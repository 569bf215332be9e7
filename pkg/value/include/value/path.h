/*
 * Field paths as people write them:
 * "spec.template.spec.containers[name=cart].env[name=DEBUG].value",
 * "metadata.labels['app.kubernetes.io/name']", "args[2]".
 */
#ifndef PLIM_VALUE_PATH_H
#define PLIM_VALUE_PATH_H

#include "base/buf.h"
#include "value/value.h"

/* Append ".key", or "['odd.key']" when the key is not an identifier; no dot at the beginning. */
void value_path_add_key(struct plim_buf *path, struct plim_str key);
void value_path_add_index(struct plim_buf *path, size_t index);
/* Append "[field=text]". */
void value_path_add_match(struct plim_buf *path, const char *field, struct plim_str text);

/*
 * Follow `path` from `root` as far as it goes.
 *
 * position_out  of the deepest step that exists, the key where it is a map's; line 0 without
 *               positions
 * Returns the value, or NULL when the path does not lead to the end or is malformed.
 */
const struct value *value_path_find(const struct value *root, struct plim_str path,
                                    struct value_position *position_out);

#endif
