/* Nodes of what brings names of its own: comprehensions, cel.bind, optMap. */
#include "cost.h"
#include "planner.h"

/* How each comprehension is run, and what cel-go's expansion of it costs: reading the accumulator
 * is a step, a list of one item a list. Source: cel-go parser/macro.go, ext/comprehensions.go,
 * ext/lists.go. */
static const struct {
    cel_run_fn *run;
    struct cel_fold_cost cost;
} folds[] = {
    [CEL_FOLD_ALL] = {cel_run_all, {.step = 3, .stop = 2, .end = 1}},
    [CEL_FOLD_EXISTS] = {cel_run_exists, {.step = 4, .stop = 3, .end = 1}},
    [CEL_FOLD_EXISTS_ONE] = {cel_run_exists_one, {.wanted = 2, .end = 2}},
    [CEL_FOLD_MAP] = {cel_run_fold_list, {.wanted = 2 + CEL_PRICE_LIST, .end = 1}},
    [CEL_FOLD_FILTER] = {cel_run_fold_list, {.wanted = 3 + CEL_PRICE_LIST, .end = 1}},
    [CEL_FOLD_MAP_VALUES] = {cel_run_fold_map, {.wanted = 3, .end = 1}},
    [CEL_FOLD_MAP_ENTRIES] = {cel_run_fold_map, {.wanted = 2, .end = 1}},
    [CEL_FOLD_SORT] = {cel_run_sort, {.step = 2 + CEL_PRICE_LIST, .end = 3}},
};

struct cel_node *cel_plan_fold(struct cel_planner *planner, const struct cel_ast *ast)
{
    const struct cel_fold *fold = ast->fold;
    struct cel_node *node = cel_plan_node(planner, ast, folds[fold->kind].run);
    node->price_of = folds[fold->kind].cost;
    cel_plan_args(planner, node, &ast->target, 1);
    planner->paths.loops++;
    node->predicate = fold->predicate ? cel_plan_part(planner, fold->predicate) : NULL;
    node->transform = fold->transform ? cel_plan_part(planner, fold->transform) : NULL;
    planner->paths.loops--;
    bool constant = node->transform && node->transform->is_constant;
    if (constant && fold->kind == CEL_FOLD_MAP)
        node->price_of.wanted = 2; /* a list of a constant is one */
    if (constant && fold->kind == CEL_FOLD_SORT)
        node->price_of.step = 2;
    if (fold->kind == CEL_FOLD_SORT)
        node->price = cel_cost_price(CEL_COST_SORT_BY, planner->options, fold->keys_known);
    return node;
}

static const struct cel_node *plan_bound(struct cel_planner *planner, uint32_t slot,
                                         const struct cel_ast *body)
{
    const struct cel_bound bound = {slot, planner->bound};
    planner->bound = &bound;
    const struct cel_node *node = cel_plan_part(planner, body);
    planner->bound = bound.outer;
    return node;
}

struct cel_node *cel_plan_bind(struct cel_planner *planner, const struct cel_ast *ast)
{
    struct cel_node *node = cel_plan_node(planner, ast, cel_run_bind);
    cel_plan_args(planner, node, ast->args, 1);
    node->transform = plan_bound(planner, ast->slot, ast->args[1]);
    return node;
}

struct cel_node *cel_plan_optional(struct cel_planner *planner, const struct cel_ast *ast)
{
    struct cel_node *node = cel_plan_node(planner, ast, cel_run_optional);
    cel_plan_args(planner, node, &ast->target, 1);
    node->transform = plan_bound(planner, ast->slot, ast->args[0]);
    return node;
}
