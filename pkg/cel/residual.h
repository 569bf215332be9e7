/* Pruning a tree down to what is not known. */
#ifndef PLIM_CEL_RESIDUAL_PRIV_H
#define PLIM_CEL_RESIDUAL_PRIV_H

#include "node.h"
#include "value_ast.h"

struct cel_pruner {
    struct cel_frame *frame;       /* locals that are not known are VALUE_UNKNOWN in it */
    const struct cel_node **nodes; /* by the id of the tree's parts */
    struct cel_value_maker maker;  /* of the literals */
    uint32_t scope;                /* slots of the locals around */
};

/* The tree with what is known as literals: `ast` itself, or a new one that shares its parts. */
struct cel_ast *cel_prune(struct cel_pruner *pruner, struct cel_ast *ast);
struct cel_ast *cel_prune_fold(struct cel_pruner *pruner, const struct cel_ast *ast);

struct cel_ast *cel_prune_copy(struct cel_pruner *pruner, const struct cel_ast *ast);
struct value cel_prune_evaluate(struct cel_pruner *pruner, const struct cel_ast *ast);
void cel_prune_bind(struct cel_pruner *pruner, uint32_t slot, const struct value *value);
/* The value of `ast` as a literal; NULL when it fails or has none. */
struct cel_ast *cel_prune_literal(struct cel_pruner *pruner, const struct cel_ast *ast,
                                  const struct value *value);

/* Is there a local in it whose slot is in [from, end)? */
bool cel_mentions_locals(const struct cel_ast *ast, uint32_t from, uint32_t end);

#endif
