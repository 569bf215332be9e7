/* Which parts of a tree are kustomizations, charts, plain files. */
#ifndef PLIM_MANIFEST_LAYOUT_PRIV_H
#define PLIM_MANIFEST_LAYOUT_PRIV_H

#include "closure_priv.h"

struct manifest_layout {
    const struct manifest_kustomization **kustomizations; /* all that were met, by path */
    size_t kustomization_count;
    const struct manifest_kustomization **roots; /* the ones to be rendered */
    size_t root_count;
    const struct manifest_node *
        *charts; /* Chart.yaml files, not within another chart or a kustomization */
    size_t chart_count;
    const struct manifest_node **plain; /* read as they are; unreadable ones too */
    size_t plain_count;
};

/*
 * A kustomization in the directory asked for is the only root. Otherwise each top-most directory
 * with one is, unless it is a component or another root refers to it.
 */
void manifest_layout_find(struct manifest_reader *reader, const struct manifest_listing *listing,
                          struct manifest_layout *layout_out);

#endif
