/* Taking the texts of files as they may be kept: checked, and without the values of Secrets. */
#ifndef PLIM_MANIFEST_TAKE_PRIV_H
#define PLIM_MANIFEST_TAKE_PRIV_H

#include "manifest/files.h"

#include "tree_priv.h"

struct manifest_taken {
    struct manifest_file file;
    size_t bytes; /* of the text as it stands in the tree */
};

/* Sets file->text, or file->error when the text cannot be kept. `text` lives in the arena. */
void manifest_take_text(struct plim_arena *arena, struct plim_str text, struct manifest_file *file);

/* Reads the node as a plain file. */
void manifest_take_node(const struct manifest_tree *tree, const struct manifest_node *node,
                        struct manifest_taken *taken_out);

/* The same for many, by the threads of the pool where the tree can be read by several. What was
 * not read because all together is larger than MANIFEST_TOTAL_MAX still counts its bytes: the sum
 * tells. */
void manifest_take_all(const struct manifest_tree *tree, struct plim_pool *pool,
                       const struct manifest_node *const *nodes, size_t count,
                       struct manifest_taken *taken_out);

#endif
