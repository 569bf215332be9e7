/* Kubernetes manifests of a repository that no declared path covers. */
#ifndef PLIM_MANIFEST_UNDECLARED_H
#define PLIM_MANIFEST_UNDECLARED_H

#include <stddef.h>

#include "base/arena.h"
#include "manifest/set.h"

struct gitrepo;
struct gitrepo_tree;

enum {
    MANIFEST_UNDECLARED_FILES_MAX = 5000, /* that are looked into */
    MANIFEST_UNDECLARED_BYTES_MAX = 64 << 20,
};

struct manifest_undeclared {
    const char **paths; /* sorted; borrowed from the tree */
    size_t count;
    const char *unknown; /* why that could not be told; NULL: it could */
};

/* Where to look, and what is covered already. All borrowed. */
struct manifest_coverage {
    struct gitrepo *repo;
    const struct gitrepo_tree *tree; /* the whole commit */
    const char *const *subpaths;     /* that were declared, from the top; "" is everything */
    size_t subpath_count;
    const struct manifest_set *const *sets; /* that were read from this repository */
    size_t set_count;
};

/*
 * YAML files with a document that has apiVersion, kind and metadata at its left edge, as manifests
 * are written. Left out: what is below a sub-path or was read from elsewhere for one; hidden files;
 * directories of charts and kustomizations, which other files refer to.
 */
struct manifest_undeclared manifest_undeclared_find(struct plim_arena *arena,
                                                    const struct manifest_coverage *coverage);

#endif
