/* Which line of Git a rendered object comes from. */
#ifndef PLIM_MANIFEST_ORIGIN_PRIV_H
#define PLIM_MANIFEST_ORIGIN_PRIV_H

#include "manifest/set.h"

#include "parse_priv.h"

struct plim_map;

struct manifest_origins {
    struct plim_arena *arena;
    struct plim_map *by_path; /* of source files, to struct manifest_parsed */
    struct plim_map
        *by_name; /* "kind/name" to struct manifest_origin; ambiguous ones have no item */
};

struct manifest_origin {
    const struct manifest_parsed *file;
    const struct manifest_item *item; /* NULL when it is not the only one */
};

void manifest_origins_build(struct manifest_origins *origins, struct plim_arena *arena,
                            const struct manifest_parsed *parsed, size_t count);
void manifest_origins_release(struct manifest_origins *origins);

/* The object without an annotation. */
void manifest_drop_annotation(struct plim_arena *arena, struct value *object, const char *name);

/* Fills path, line, column and source of an object that `file` rendered, and takes our own
 * annotation out of it. */
void manifest_origins_apply(const struct manifest_origins *origins,
                            const struct manifest_file *file, struct manifest_object *object);

#endif
