/* One kustomization file: what it refers to. */
#ifndef PLIM_MANIFEST_KUSTOMIZATION_PRIV_H
#define PLIM_MANIFEST_KUSTOMIZATION_PRIV_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

struct manifest_kustomization {
    const char *path;
    const char *dir;
    const char *
        *references; /* of resources, bases, components, generators, ...: files and directories */
    size_t reference_count;
    bool component;    /* only part of others */
    bool traces;       /* a line asking for origins can be added behind the text */
    const char *error; /* "", or why it cannot be rendered */
    struct plim_str text;
    bool generated; /* `text` is not what stands in the tree at `path`, if anything does */
    bool traced;    /* generated: it asks for origins already */
};

bool manifest_is_kustomization_name(const char *name);

/*
 * False when the document is something else of that name (Flux's Kustomization): a plain manifest.
 * A file that cannot be parsed is a kustomization with an `error`.
 */
bool manifest_kustomization_parse(struct plim_arena *arena, const char *path, struct plim_str text,
                                  struct manifest_kustomization *kustomization_out);

#endif
