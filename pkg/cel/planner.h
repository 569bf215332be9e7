/* Planning under way: a tree becomes nodes. */
#ifndef PLIM_CEL_PLANNER_H
#define PLIM_CEL_PLANNER_H

#include "issues.h"
#include "path.h"

/* A local that is paid for by the first who asks. */
struct cel_bound {
    uint32_t slot;
    const struct cel_bound *outer;
};

struct cel_planner {
    struct plim_arena *arena;
    struct cel_source *source;
    unsigned options;              /* enum cel_option */
    const struct cel_bound *bound; /* the innermost */
    struct cel_paths paths;
    const struct cel_node **parts; /* by id of the tree's parts, or NULL; see cel_plan_parts */
    bool watch;
};

/* ---- For the files of the planner. */

/* The node for a part of the tree. */
struct cel_node *cel_plan_part(struct cel_planner *planner, const struct cel_ast *ast);
/* An empty node that stands where `ast` does. */
struct cel_node *cel_plan_node(struct cel_planner *planner, const struct cel_ast *ast,
                               cel_run_fn *run);
void cel_plan_args(struct cel_planner *planner, struct cel_node *node, struct cel_ast *const *args,
                   size_t len);

struct cel_node *cel_plan_fold(struct cel_planner *planner, const struct cel_ast *ast);
struct cel_node *cel_plan_bind(struct cel_planner *planner, const struct cel_ast *ast);
struct cel_node *cel_plan_optional(struct cel_planner *planner, const struct cel_ast *ast);

#endif
