/* What is left of a comprehension. */
#include "residual.h"

enum { STEPS_MAX = 16 }; /* that are written one by one */

static bool mentions_one_of(struct cel_ast *const *asts, size_t len, uint32_t from, uint32_t end)
{
    for (size_t i = 0; i < len; i++)
        if (asts[i] && cel_mentions_locals(asts[i], from, end))
            return true;
    return false;
}

bool cel_mentions_locals(const struct cel_ast *ast, uint32_t from, uint32_t end)
{
    if (ast->kind == CEL_AST_IDENT)
        return ast->ref == CEL_REF_LOCAL && ast->slot >= from && ast->slot < end;
    if (ast->target && cel_mentions_locals(ast->target, from, end))
        return true;
    if (ast->fold) {
        struct cel_ast *const parts[] = {ast->fold->predicate, ast->fold->transform};
        return mentions_one_of(parts, PLIM_LEN(parts), from, end);
    }
    return mentions_one_of(ast->args, ast->len, from, end);
}

static bool has_two(const struct cel_fold *fold)
{
    return fold->names[1].len > 0;
}

/* Slots of the variables: from the first up to this one. */
static uint32_t end_of(const struct cel_fold *fold)
{
    return fold->slots[has_two(fold) ? 1 : 0] + 1;
}

/* Set the variables as they are in the i-th step; without a range they are not known. */
static void bind_step(struct cel_pruner *pruner, const struct cel_fold *fold,
                      const struct value *range, size_t i)
{
    struct value first = value_unknown((struct plim_str){0});
    struct value second = first;
    if (range && range->kind == VALUE_MAP) {
        first = range->entries[i].key;
        second = range->entries[i].value;
    } else if (range) {
        first = has_two(fold) ? value_int((int64_t)i) : range->items[i];
        second = range->items[i];
    }
    cel_prune_bind(pruner, fold->slots[0], &first);
    if (has_two(fold))
        cel_prune_bind(pruner, fold->slots[1], &second);
}

/* The steps of a quantifier over a known range that are not decided. */
struct steps {
    struct cel_ast *items[STEPS_MAX]; /* what is left of each */
    struct value *values;             /* the range's items */
    size_t len;
    bool one_by_one; /* `items` are all of them, and need no variables */
};

static void look_at_steps(struct cel_pruner *pruner, const struct cel_fold *fold,
                          const struct value *range, struct steps *steps)
{
    for (size_t i = 0; i < range->len; i++) {
        bind_step(pruner, fold, range, i);
        struct value answer = cel_prune_evaluate(pruner, fold->predicate);
        if (answer.kind == VALUE_BOOL && answer.boolean == (fold->kind == CEL_FOLD_ALL))
            continue;
        steps->one_by_one = steps->one_by_one && steps->len < STEPS_MAX;
        if (steps->one_by_one) {
            struct cel_ast *left = cel_prune(pruner, fold->predicate);
            steps->items[steps->len] = left;
            steps->one_by_one = !cel_mentions_locals(left, fold->slots[0], end_of(fold));
        }
        if (range->kind == VALUE_LIST)
            steps->values[steps->len] = range->items[i];
        steps->len++;
    }
}

static struct cel_ast *chain(struct cel_pruner *pruner, const struct cel_ast *ast,
                             const struct steps *steps)
{
    if (steps->len == 1)
        return steps->items[0];
    struct cel_ast *copy = cel_prune_copy(pruner, ast);
    *copy = (struct cel_ast){.kind = ast->fold->kind == CEL_FOLD_ALL ? CEL_AST_AND : CEL_AST_OR,
                             .len = steps->len};
    copy->args = plim_arena_array(pruner->frame->arena, steps->len + 1, sizeof(struct cel_ast *));
    for (size_t i = 0; i < steps->len; i++)
        copy->args[i] = steps->items[i];
    return copy;
}

/* all() and exists() over what is known. NULL: nothing is gained; *range is what is left of it. */
static struct cel_ast *prune_quantifier(struct cel_pruner *pruner, const struct cel_ast *ast,
                                        struct value *range)
{
    size_t room = pruner->maker.room;
    struct steps steps = {.one_by_one = true};
    steps.values =
        plim_arena_take(pruner->frame->arena, ((size_t)range->len + 1) * sizeof *steps.values);
    look_at_steps(pruner, ast->fold, range, &steps);
    if (steps.one_by_one && steps.len > 0)
        return chain(pruner, ast, &steps);
    pruner->maker.room = room;
    if (range->kind == VALUE_LIST && range->flags == 0 && !has_two(ast->fold))
        *range = value_list(steps.values, steps.len);
    return NULL;
}

/* The fold over `range`, or over what is left of its target, with what is left of its parts. */
static struct cel_ast *prune_apart(struct cel_pruner *pruner, const struct cel_ast *ast,
                                   const struct value *range)
{
    struct cel_ast *copy = cel_prune_copy(pruner, ast);
    struct cel_fold *fold = plim_arena_take(pruner->frame->arena, sizeof *fold);
    *fold = *ast->fold;
    copy->fold = fold;
    copy->target = cel_prune_literal(pruner, ast->target, range);
    if (!copy->target)
        copy->target = cel_prune(pruner, ast->target);
    bind_step(pruner, fold, NULL, 0);
    if (fold->predicate)
        fold->predicate = cel_prune(pruner, fold->predicate);
    if (fold->transform)
        fold->transform = cel_prune(pruner, fold->transform);
    return copy;
}

struct cel_ast *cel_prune_fold(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    struct cel_ast *left = NULL;
    struct value range = cel_prune_evaluate(pruner, ast->target);
    bool known = range.kind == VALUE_LIST || range.kind == VALUE_MAP;
    bool quantifier = ast->fold->kind == CEL_FOLD_ALL || ast->fold->kind == CEL_FOLD_EXISTS;
    uint32_t outside = pruner->scope;
    pruner->scope = end_of(ast->fold);
    if (known && quantifier)
        left = prune_quantifier(pruner, ast, &range);
    if (!left)
        left = prune_apart(pruner, ast, &range);
    pruner->scope = outside;
    return left;
}
