/*
 * YAML in, with the position of every node (libyaml's marks). Two dialects:
 *
 * manifests   as kubectl reads them: YAML 1.1 scalars (y, yes, no, on, off are booleans, as keys
 *             too; 0777 and 0o777 are octal; 1_000; 1e3), anchors, aliases and merge keys; of equal
 *             keys the last wins. Source: sigs.k8s.io/yaml and go-yaml v2's resolve table.
 * documents   ours: YAML 1.2 core scalars (only true/false are booleans), duplicate keys are
 *             errors, no anchors, aliases or tags.
 *
 * JSON is read too, being YAML.
 */
#ifndef PLIM_VALUE_YAML_H
#define PLIM_VALUE_YAML_H

#include "base/err.h"
#include "value/value.h"

enum value_yaml_dialect { VALUE_YAML_MANIFEST, VALUE_YAML_DOCUMENT };

enum {
    VALUE_YAML_DEPTH_MAX = 128,
    VALUE_YAML_NODES_MAX = 20000000, /* after aliases are expanded: refuses "billion laughs" */
};

struct value_yaml_document {
    struct value root;              /* containers carry positions */
    struct value_position position; /* of the root */
};

struct value_yaml_list {
    struct value_yaml_document *items; /* owned by the arena */
    size_t len;
};

/*
 * Read all documents of a stream; empty documents are left out. Values live in the arena and do not
 * borrow from the text.
 *
 * name  of the file, for messages: "name:LINE:COLUMN: what is wrong"
 * Fails with PLIM_INVALID or PLIM_LIMIT.
 */
PLIM_NODISCARD enum plim_code value_yaml_read(struct plim_arena *arena, const char *name,
                                              struct plim_str text, enum value_yaml_dialect dialect,
                                              struct value_yaml_list *list_out,
                                              struct plim_err *err);

/* Some of the documents of a file: positions are those in the file. */
struct value_yaml_part {
    struct plim_str text; /* begins where a document begins, ends where one ends */
    uint32_t lines_before;
};

/*
 * Cut a file at document markers ("---" at the start of a line; YAML has nothing else there) into
 * parts that several threads can read. A file with directives ("%YAML") is one part.
 *
 * part_bytes  a part ends at the first marker behind as many; greater than 0
 * parts_out   in the arena; at least one
 */
size_t value_yaml_split(struct plim_arena *arena, struct plim_str text, size_t part_bytes,
                        struct value_yaml_part **parts_out);

/* As value_yaml_read. */
PLIM_NODISCARD enum plim_code value_yaml_read_part(struct plim_arena *arena, const char *name,
                                                   const struct value_yaml_part *part,
                                                   enum value_yaml_dialect dialect,
                                                   struct value_yaml_list *list_out,
                                                   struct plim_err *err);

#endif
