/* Files as they are collected. */
#ifndef PLIM_MANIFEST_COLLECTOR_PRIV_H
#define PLIM_MANIFEST_COLLECTOR_PRIV_H

#include "manifest/files.h"

#include "closure_priv.h"
#include "take_priv.h"

struct manifest_collected {
    struct manifest_file file;
    const char *tree_path; /* in the tree, where file.path is as reports show it */
    bool dropped;          /* an agent makes something else of it */
};

struct manifest_collector {
    const struct manifest_tree *tree;
    const struct manifest_options *options;
    struct manifest_collected *items; /* owned */
    size_t len;
    size_t cap;
    size_t bytes;
    struct plim_map *sources; /* paths that are kept as sources */
};

void manifest_collector_release(struct manifest_collector *collector);

/* A text that was taken from `tree_path`. Fails with PLIM_LIMIT (MANIFEST_TOTAL_MAX). */
PLIM_NODISCARD enum plim_code manifest_collector_add(struct manifest_collector *collector,
                                                     const struct manifest_taken *taken,
                                                     const char *tree_path, struct plim_err *err);

/* An item without a text. `reason` is borrowed. */
void manifest_collector_add_error(struct manifest_collector *collector, struct manifest_file file,
                                  const char *tree_path, const char *reason);

/* The files that the closure names, to tell where objects come from; each once. */
PLIM_NODISCARD enum plim_code manifest_collector_add_sources(struct manifest_collector *collector,
                                                             const struct manifest_closure *closure,
                                                             struct plim_err *err);

/* A directory as reports show it: "." is the top. */
const char *manifest_show_dir(const struct manifest_tree *tree, const char *dir);

#endif
