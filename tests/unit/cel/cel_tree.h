/* Trees of expressions: parsing them, and whether two are the same. */
#ifndef PLIM_TESTS_CEL_TREE_H
#define PLIM_TESTS_CEL_TREE_H

#include <string.h>

#include "base/arena.h"

#include "parser.h"

/* NULL when it does not parse. */
static inline struct cel_ast *cel_tree_parse(struct plim_arena *arena, const struct cel_env *env,
                                             struct plim_str text)
{
    struct cel_issues *issues = plim_arena_alloc(arena, sizeof *issues);
    struct cel_source *source = plim_arena_alloc(arena, sizeof *source);
    *source = (struct cel_source){
        .arena = arena, .text = plim_arena_copy_str(arena, text), .issues = issues};
    struct cel_parser parser = {
        .source = source, .limits = &cel_default_limits, .env = env, .macros = true};
    return cel_parse(&parser);
}

static inline bool cel_tree_same_literal(const struct value *left, const struct value *right)
{
    if (left->kind != right->kind || left->len != right->len)
        return false;
    if (left->kind == VALUE_STRING || left->kind == VALUE_BYTES)
        return left->len == 0 || memcmp(left->text, right->text, left->len) == 0;
    return left->kind == VALUE_BOOL ? left->boolean == right->boolean
                                    : left->integer == right->integer; /* bit by bit */
}

static inline bool cel_tree_same(const struct cel_ast *left, const struct cel_ast *right);

static inline bool cel_tree_same_fold(const struct cel_fold *left, const struct cel_fold *right)
{
    if (!left || !right)
        return left == right;
    return left->kind == right->kind && plim_str_equal(left->names[0], right->names[0]) &&
           plim_str_equal(left->names[1], right->names[1]) &&
           cel_tree_same(left->predicate, right->predicate) &&
           cel_tree_same(left->transform, right->transform);
}

static inline bool cel_tree_same(const struct cel_ast *left, const struct cel_ast *right)
{
    if (!left || !right)
        return left == right;
    if (left->kind != right->kind || left->flags != right->flags || left->len != right->len ||
        !plim_str_equal(left->name, right->name) ||
        !cel_tree_same_literal(&left->literal, &right->literal) ||
        !cel_tree_same(left->target, right->target) || !cel_tree_same_fold(left->fold, right->fold))
        return false;
    for (size_t i = 0; i < left->len; i++)
        if ((left->maybe && left->maybe[i]) != (right->maybe && right->maybe[i]) ||
            !cel_tree_same(left->args[i], right->args[i]))
            return false;
    return true;
}

#endif
