/* What one file declares. */
#ifndef PLIM_MANIFEST_PARSE_PRIV_H
#define PLIM_MANIFEST_PARSE_PRIV_H

#include "manifest/files.h"
#include "value/yaml.h"

/* An object of a file. */
struct manifest_item {
    struct value object;
    struct value_position position;
};

struct manifest_parsed {
    const struct manifest_file *file;
    struct manifest_item *items; /* in the arena */
    size_t len;
    size_t skipped;    /* documents that are no objects */
    const char *error; /* "" or why the file could not be parsed: "LINE:COLUMN: why" */
};

/* part  of the file's text, or all of it
 * Threads: any, each with an arena of its own. */
void manifest_parse_part(struct plim_arena *arena, const struct manifest_file *file,
                         const struct value_yaml_part *part, struct manifest_parsed *parsed_out);

/* What the parts of a file declare together; the first error counts. */
void manifest_parse_join(struct plim_arena *arena, const struct manifest_parsed *parts,
                         size_t count, struct manifest_parsed *parsed_out);

/* A reason without the "PATH:" or "PATH: " that it starts with. */
const char *manifest_reason_without_path(const char *reason, const char *path);

#endif
