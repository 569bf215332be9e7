/* Everything that one kustomization is made of: itself and the directories that it refers to. */
#ifndef PLIM_MANIFEST_CLOSURE_PRIV_H
#define PLIM_MANIFEST_CLOSURE_PRIV_H

#include "kustomization_priv.h"
#include "tree_priv.h"

struct plim_map;

enum { MANIFEST_CLOSURE_MAX = 1000 /* directories of one kustomization */ };

/* A reference that passes through a symbolic link to a directory. */
struct manifest_alias {
    const char *path;
    const char *target; /* free of links */
};

struct manifest_closure {
    const struct manifest_kustomization *root;
    struct manifest_listing *dirs; /* that of the root first */
    size_t dir_count;
    const char **files; /* named as resources one by one: where objects come from; free of links */
    size_t file_count;
    struct manifest_alias *aliases;
    size_t alias_count;
};

/* Parses each kustomization of a run once. */
struct manifest_reader {
    const struct manifest_tree *tree;
    struct plim_map *parsed; /* directory to struct manifest_kustomization */
};

/* The kustomization of the directory of `listing`, or NULL. */
const struct manifest_kustomization *manifest_reader_find(struct manifest_reader *reader,
                                                          const struct manifest_listing *listing);

/* Fails with PLIM_INVALID (something is remote, outside of the tree, or not rendered),
 * PLIM_NOT_FOUND (a reference leads nowhere), PLIM_LIMIT or PLIM_IO. */
PLIM_NODISCARD enum plim_code manifest_closure_find(struct manifest_reader *reader,
                                                    const struct manifest_kustomization *root,
                                                    struct manifest_closure *closure_out,
                                                    struct plim_err *err);

#endif
