/* Comprehensions and the other nodes that bring names of their own. */
#include "checker.h"

struct cel_scope {
    const struct cel_local *locals;
    uint32_t slots;
};

static struct cel_scope scope_of(const struct cel_checker *checker)
{
    return (struct cel_scope){checker->locals, checker->slots};
}

static void leave(struct cel_checker *checker, struct cel_scope scope)
{
    checker->locals = scope.locals;
    checker->slots = scope.slots;
}

/* The types of the variables: with one, a list's items or a map's keys; with two, index and item,
 * or key and value. */
static void variable_types(struct cel_checker *checker, const struct cel_ast *ast, bool two,
                           const struct cel_type *types[2])
{
    const struct cel_type *range = cel_types_resolve(&checker->types, ast->target->type, false);
    types[0] = types[1] = cel_type_dyn();
    if (range->kind == CEL_TYPE_LIST) {
        types[0] = two ? cel_type_int() : range->params[0];
        types[1] = range->params[0];
    } else if (range->kind == CEL_TYPE_MAP) {
        types[0] = range->params[0];
        types[1] = range->params[1];
    } else if (range->kind == CEL_TYPE_RECORD && !range->is_object) {
        types[0] = cel_type_string();
    } else if (range->kind == CEL_TYPE_PARAM) {
        (void)cel_check_assign(checker, cel_type_dyn(), range);
    } else if (!cel_type_is_dyn(range)) {
        cel_check_issue(checker, ast->target,
                        "expression of type '%s' cannot be range of a comprehension "
                        "(must be list, map, or dynamic)",
                        cel_check_type_text(checker, range));
    }
}

/* Of a map that grows by what each step makes. */
static const struct cel_type *entries_type(struct cel_checker *checker, const struct cel_ast *ast,
                                           const struct cel_type *made)
{
    const struct cel_type *key = cel_types_fresh(&checker->types);
    const struct cel_type *item = cel_types_fresh(&checker->types);
    const struct cel_type *map = cel_type_map(checker->source->arena, key, item);
    cel_check_expect(checker, ast->fold->transform, made, map);
    return cel_types_resolve(&checker->types, map, false);
}

static bool is_sortable(const struct cel_type *type)
{
    return cel_type_is_dyn(type) || type->kind == CEL_TYPE_NULL ||
           (type->kind >= CEL_TYPE_BOOL && type->kind <= CEL_TYPE_DURATION);
}

/* As the overloads of cel-go's sorting have it, list(T) and list(int) to list(T) and so on. */
static const struct cel_type *sorted_type(struct cel_checker *checker, const struct cel_ast *ast,
                                          const struct cel_type *key)
{
    const struct cel_type *item = cel_types_fresh(&checker->types);
    const struct cel_type *list = cel_type_list(checker->source->arena, item);
    const struct cel_type *resolved = cel_types_resolve(&checker->types, key, false);
    if (resolved->kind == CEL_TYPE_PARAM && cel_check_assign(checker, cel_type_int(), resolved))
        resolved = cel_type_int(); /* the first of the overloads of sorting */
    ast->fold->keys_known = resolved->kind >= CEL_TYPE_BOOL && resolved->kind <= CEL_TYPE_DURATION;
    if (!cel_check_assign(checker, ast->target->type, list))
        cel_check_issue(checker, ast, "sortBy can only be applied to a list, not to '%s'",
                        cel_check_type_text(checker, ast->target->type));
    if (!is_sortable(resolved))
        cel_check_issue(checker, ast, "values of type '%s' cannot be sorted by",
                        cel_check_type_text(checker, resolved));
    list = cel_types_resolve(&checker->types, list, false);
    bool ambiguous = !ast->fold->keys_known && list->params[0] == item;
    return ambiguous ? cel_type_dyn() : list;
}

static const struct cel_type *result_type(struct cel_checker *checker, struct cel_ast *ast,
                                          const struct cel_type *types[2])
{
    struct cel_fold *fold = ast->fold;
    const struct cel_type *made =
        fold->transform ? cel_check_node(checker, fold->transform) : cel_type_dyn();
    switch (fold->kind) {
    case CEL_FOLD_ALL:
    case CEL_FOLD_EXISTS:
    case CEL_FOLD_EXISTS_ONE:
        return cel_type_bool();
    case CEL_FOLD_FILTER:
        return cel_type_list(checker->source->arena, types[0]);
    case CEL_FOLD_MAP:
        return cel_type_list(checker->source->arena, made);
    case CEL_FOLD_MAP_VALUES:
        return cel_type_map(checker->source->arena, types[0], made);
    case CEL_FOLD_MAP_ENTRIES:
        return entries_type(checker, ast, made);
    case CEL_FOLD_SORT:
        return sorted_type(checker, ast, made);
    }
    return cel_type_dyn();
}

const struct cel_type *cel_check_fold(struct cel_checker *checker, struct cel_ast *ast)
{
    struct cel_fold *fold = ast->fold;
    bool two = fold->names[1].len > 0;
    const struct cel_type *types[2];
    (void)cel_check_node(checker, ast->target);
    if (++checker->folds > checker->limits->comprehension)
        cel_issue_limit(checker->source, ast->offset, "comprehensions are nested more than %u deep",
                        checker->limits->comprehension);
    variable_types(checker, ast, two, types);
    struct cel_scope before = scope_of(checker);
    fold->slots[0] = cel_check_enter(checker, fold->names[0], types[0]);
    if (two)
        fold->slots[1] = cel_check_enter(checker, fold->names[1], types[1]);
    if (fold->predicate)
        cel_check_expect(checker, fold->predicate, cel_check_node(checker, fold->predicate),
                         cel_type_bool());
    const struct cel_type *result = result_type(checker, ast, types);
    leave(checker, before);
    checker->folds--;
    return result;
}

const struct cel_type *cel_check_bind(struct cel_checker *checker, struct cel_ast *ast)
{
    const struct cel_type *type = cel_check_node(checker, ast->args[0]);
    struct cel_scope before = scope_of(checker);
    ast->slot = cel_check_enter(checker, ast->name, type);
    const struct cel_type *result = cel_check_node(checker, ast->args[1]);
    leave(checker, before);
    return result;
}

/* As cel-go checks what it makes of it: target.hasValue() ? optional.of(body) : optional.none(). */
const struct cel_type *cel_check_optional(struct cel_checker *checker, struct cel_ast *ast)
{
    struct plim_arena *arena = checker->source->arena;
    const struct cel_type *item = cel_types_fresh(&checker->types);
    const struct cel_type *result = cel_types_fresh(&checker->types);
    const struct cel_type *none = cel_type_optional(arena, cel_types_fresh(&checker->types));
    cel_check_expect(checker, ast, cel_check_node(checker, ast->target),
                     cel_type_optional(arena, item));
    struct cel_scope before = scope_of(checker);
    ast->slot =
        cel_check_enter(checker, ast->name, cel_types_resolve(&checker->types, item, false));
    const struct cel_type *body = cel_check_node(checker, ast->args[0]);
    leave(checker, before);
    if (!(ast->flags & CEL_AST_FLAT))
        body = cel_type_optional(arena, body);
    (void)cel_check_assign(checker, body, result);
    cel_check_expect(checker, ast->args[0], none, result);
    return cel_types_resolve(&checker->types, result, false);
}
