/*
 * Macros: calls that the parser turns into something else than a call.
 * Source: cel-spec doc/langdef.md, "Macros"; the two-variable forms, bindings, optionals and sortBy
 * as cel-go's extension libraries define them.
 */
#include "macro.h"

#include "parser.h"

static struct cel_ast *fail(struct cel_parser *parser, const struct cel_ast *at, const char *what)
{
    cel_issue_add(parser->source, at->offset, "%s", what);
    return NULL;
}

static struct cel_ast *expand_has(struct cel_parser *parser, struct cel_ast *call, int detail)
{
    (void)detail;
    struct cel_ast *select = call->args[0];
    if (select->kind != CEL_AST_SELECT || (select->flags & CEL_AST_TEST))
        return fail(parser, select,
                    "invalid argument to has() macro: a field selection is expected");
    select->flags |= CEL_AST_TEST;
    return select;
}

static bool is_simple_name(const struct cel_ast *ast)
{
    return ast->kind == CEL_AST_IDENT && !(ast->flags & CEL_AST_ROOT);
}

/* The fold that `call` stands for, its variables taken from the front of the arguments. */
static struct cel_ast *make_fold(struct cel_parser *parser, struct cel_ast *call,
                                 enum cel_fold_kind kind, size_t variables)
{
    struct cel_ast *ast = cel_ast_make(parser, CEL_AST_FOLD, call->offset);
    struct cel_fold *fold = plim_arena_alloc(parser->source->arena, sizeof *fold);
    ast->name = call->name;
    ast->fold = fold;
    fold->kind = kind;
    for (size_t i = 0; i < variables; i++) {
        if (!is_simple_name(call->args[i]))
            return fail(parser, call->args[i], "argument must be a simple name");
        fold->names[i] = call->args[i]->name;
    }
    if (variables == 2 && plim_str_equal(fold->names[0], fold->names[1]))
        return fail(parser, call->args[1], "the two variables must have different names");
    return ast;
}

/* Set the parts, so that they count for the depth: a fold nests as its deepest part does. */
static struct cel_ast *finish_fold(struct cel_parser *parser, const struct cel_ast *call,
                                   struct cel_ast *ast, struct cel_ast *predicate,
                                   struct cel_ast *transform)
{
    struct cel_ast *parts[2];
    size_t len = 0;
    if (predicate)
        parts[len++] = predicate;
    if (transform)
        parts[len++] = transform;
    ast->fold->predicate = predicate;
    ast->fold->transform = transform;
    return cel_ast_set_target(parser, ast, call->target) &&
                   cel_ast_set_args(parser, ast, parts, len)
               ? ast
               : NULL;
}

/* all, exists, exists_one, filter: (v, predicate) or (i, v, predicate). */
static struct cel_ast *expand_predicate(struct cel_parser *parser, struct cel_ast *call, int detail)
{
    struct cel_ast *ast = make_fold(parser, call, (enum cel_fold_kind)detail, call->len - 1);
    return ast ? finish_fold(parser, call, ast, call->args[call->len - 1], NULL) : NULL;
}

/* map(v, transform) and map(v, predicate, transform). */
static struct cel_ast *expand_map(struct cel_parser *parser, struct cel_ast *call, int detail)
{
    struct cel_ast *ast = make_fold(parser, call, (enum cel_fold_kind)detail, 1);
    struct cel_ast *predicate = call->len == 3 ? call->args[1] : NULL;
    return ast ? finish_fold(parser, call, ast, predicate, call->args[call->len - 1]) : NULL;
}

/* transformList and its kin: (k, v, transform) and (k, v, predicate, transform). */
static struct cel_ast *expand_transform(struct cel_parser *parser, struct cel_ast *call, int detail)
{
    struct cel_ast *ast = make_fold(parser, call, (enum cel_fold_kind)detail, 2);
    struct cel_ast *predicate = call->len == 4 ? call->args[2] : NULL;
    return ast ? finish_fold(parser, call, ast, predicate, call->args[call->len - 1]) : NULL;
}

static struct cel_ast *expand_optional(struct cel_parser *parser, struct cel_ast *call, int detail)
{
    if (!is_simple_name(call->args[0]))
        return fail(parser, call->args[0], "argument must be a simple name");
    struct cel_ast *ast = cel_ast_make(parser, CEL_AST_OPTIONAL, call->offset);
    ast->name = call->args[0]->name;
    ast->flags = (uint8_t)detail;
    return cel_ast_set_target(parser, ast, call->target) &&
                   cel_ast_set_args(parser, ast, &call->args[1], 1)
               ? ast
               : NULL;
}

static struct cel_ast *make_bind(struct cel_parser *parser, uint32_t offset, struct plim_str name,
                                 struct cel_ast *value, struct cel_ast *body)
{
    struct cel_ast *ast = cel_ast_make(parser, CEL_AST_BIND, offset);
    struct cel_ast *args[] = {value, body};
    ast->name = name;
    return cel_ast_set_args(parser, ast, args, 2) ? ast : NULL;
}

static struct cel_ast *expand_bind(struct cel_parser *parser, struct cel_ast *call, int detail)
{
    (void)detail;
    if (!is_simple_name(call->args[0]))
        return fail(parser, call->args[0], "argument must be a simple name");
    return make_bind(parser, call->offset, call->args[0]->name, call->args[1], call->args[2]);
}

/* cel.block([a, b], body): names "@index0", "@index1", each seen by what follows. */
static struct cel_ast *expand_block(struct cel_parser *parser, struct cel_ast *call, int detail)
{
    (void)detail;
    const struct cel_ast *list = call->args[0];
    if (list->kind != CEL_AST_LIST || list->maybe)
        return fail(parser, list, "cel.block takes a list literal");
    struct cel_ast *body = call->args[1];
    for (size_t i = list->len; body && i-- > 0;) {
        const char *name = plim_arena_printf(parser->source->arena, "@index%zu", i);
        body = make_bind(parser, call->offset, plim_str_from(name), list->args[i], body);
    }
    return body;
}

/* cel.index(0), cel.iterVar(0, 1): names that no source can spell. */
static struct cel_ast *expand_hidden_name(struct cel_parser *parser, struct cel_ast *call,
                                          int detail)
{
    static const char *const names[] = {"index", "it", "ac"};
    long long numbers[2] = {0, 0};
    for (size_t i = 0; i < call->len; i++) {
        if (call->args[i]->kind != CEL_AST_LITERAL || call->args[i]->literal.kind != VALUE_INT)
            return fail(parser, call->args[i], "argument must be an int literal");
        numbers[i] = call->args[i]->literal.integer;
    }
    struct cel_ast *ast = cel_ast_make(parser, CEL_AST_IDENT, call->offset);
    const char *name = call->len == 1 ? plim_arena_printf(parser->source->arena, "@%s%lld",
                                                          names[detail], numbers[0])
                                      : plim_arena_printf(parser->source->arena, "@%s:%lld:%lld",
                                                          names[detail], numbers[0], numbers[1]);
    ast->name = plim_str_from(name);
    return ast;
}

/* No literal but a number; of what is no literal the checker knows. */
static bool may_be_number(const struct cel_ast *ast)
{
    if (ast->kind == CEL_AST_LITERAL)
        return ast->literal.kind == VALUE_INT || ast->literal.kind == VALUE_UINT ||
               ast->literal.kind == VALUE_DOUBLE;
    return ast->kind != CEL_AST_LIST && ast->kind != CEL_AST_MAP && ast->kind != CEL_AST_MESSAGE;
}

static const struct cel_ast *find_no_number(struct cel_ast *const *args, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!may_be_number(args[i]))
            return args[i];
    return NULL;
}

/* math.greatest(a), of a list, of two, or of more: those become a list. */
static struct cel_ast *expand_extreme(struct cel_parser *parser, struct cel_ast *call, int detail)
{
    struct cel_ast *const *args = call->args;
    size_t len = call->len;
    if (len == 0)
        return fail(parser, call, "at least one argument is expected");
    if (len == 1 && args[0]->kind == CEL_AST_LIST && args[0]->len > 0) {
        args = call->args[0]->args;
        len = call->args[0]->len;
    }
    const struct cel_ast *wrong = find_no_number(args, len);
    if (wrong)
        return fail(parser, wrong, "a number is expected");
    struct cel_ast *list = NULL;
    if (call->len > 2) {
        list = cel_ast_make(parser, CEL_AST_LIST, call->offset);
        list->flags = CEL_AST_FLAT; /* mixed numbers are fine here */
        if (!cel_ast_set_args(parser, list, call->args, call->len))
            return NULL;
    }
    return cel_ast_call(parser, call->offset, detail ? "math.@min" : "math.@max",
                        list ? &list : call->args, list ? 1 : call->len);
}

static const struct cel_macro macros[] = {
    {"standard", "", "has", 0, 1, 1, 0, expand_has, "has(e.f) -> bool", "the field is there"},
    {"standard", NULL, "all", 0, 2, 2, CEL_FOLD_ALL, expand_predicate,
     "list.all(x, predicate) -> bool", "the predicate holds for every item, or key of a map"},
    {"standard", NULL, "exists", 0, 2, 2, CEL_FOLD_EXISTS, expand_predicate,
     "list.exists(x, predicate) -> bool", "it holds for one at least"},
    {"standard", NULL, "exists_one", 0, 2, 2, CEL_FOLD_EXISTS_ONE, expand_predicate,
     "list.exists_one(x, predicate) -> bool", "it holds for exactly one"},
    {"standard", NULL, "existsOne", 1, 2, 2, CEL_FOLD_EXISTS_ONE, expand_predicate,
     "list.existsOne(x, predicate) -> bool", "the same"},
    {"standard", NULL, "filter", 0, 2, 2, CEL_FOLD_FILTER, expand_predicate,
     "list.filter(x, predicate) -> list", "the items for which it holds"},
    {"standard", NULL, "map", 0, 2, 3, CEL_FOLD_MAP, expand_map,
     "list.map(x, [predicate,] e) -> list",
     "the expression for every item, or those for which it holds"},
    {"lists", NULL, "sortBy", 2, 2, 2, CEL_FOLD_SORT, expand_map, "list.sortBy(x, key) -> list",
     "in the order of the keys"},
    {"two-var-comprehensions", NULL, "all", 0, 3, 3, CEL_FOLD_ALL, expand_predicate,
     "list.all(i, x, predicate) -> bool",
     "the predicate holds for every index and item, or key and value"},
    {"two-var-comprehensions", NULL, "exists", 0, 3, 3, CEL_FOLD_EXISTS, expand_predicate,
     "list.exists(i, x, predicate) -> bool", "it holds for one at least"},
    {"two-var-comprehensions", NULL, "existsOne", 0, 3, 3, CEL_FOLD_EXISTS_ONE, expand_predicate,
     "list.existsOne(i, x, predicate) -> bool", "it holds for exactly one"},
    {"two-var-comprehensions", NULL, "exists_one", 0, 3, 3, CEL_FOLD_EXISTS_ONE, expand_predicate,
     "list.exists_one(i, x, predicate) -> bool", "the same"},
    {"two-var-comprehensions", NULL, "transformList", 0, 3, 4, CEL_FOLD_MAP, expand_transform,
     "list.transformList(i, x, [predicate,] e) -> list",
     "the expression for every one, or those for which it holds"},
    {"two-var-comprehensions", NULL, "transformMap", 0, 3, 4, CEL_FOLD_MAP_VALUES, expand_transform,
     "list.transformMap(k, v, [predicate,] e) -> map",
     "the same keys with the expression for values"},
    {"two-var-comprehensions", NULL, "transformMapEntry", 0, 3, 4, CEL_FOLD_MAP_ENTRIES,
     expand_transform, "list.transformMapEntry(k, v, [predicate,] {key: e}) -> map",
     "the entries that the expression gives"},
    {"optional", NULL, "optMap", 0, 2, 2, 0, expand_optional, "optional.optMap(x, e) -> optional",
     "the expression for the value, when there is one"},
    {"optional", NULL, "optFlatMap", 1, 2, 2, CEL_AST_FLAT, expand_optional,
     "optional.optFlatMap(x, e) -> optional",
     "the same of an expression that is an optional itself"},
    {"bindings", "cel", "bind", 0, 3, 3, 0, expand_bind, "cel.bind(x, init, e) -> T",
     "the expression, in which the name stands for what it is set to"},
    {"blocks", "cel", "block", 0, 2, 2, 0, expand_block, "cel.block([a, b], e) -> T",
     "the expression, in which cel.index(0) stands for the first of the list"},
    {"blocks", "cel", "index", 0, 1, 1, 0, expand_hidden_name, "cel.index(i) -> T",
     "one of the list of cel.block"},
    {"blocks", "cel", "iterVar", 0, 2, 2, 1, expand_hidden_name, "cel.iterVar(depth, i) -> T",
     "a name for the variable of a comprehension"},
    {"blocks", "cel", "accuVar", 0, 2, 2, 2, expand_hidden_name, "cel.accuVar(depth, i) -> T",
     "a name that no other has"},
    {"math", "math", "greatest", 0, 0, UINT8_MAX, 0, expand_extreme,
     "math.greatest(a, b, ...) -> number", "the greatest of numbers, or of a list of them"},
    {"math", "math", "least", 0, 0, UINT8_MAX, 1, expand_extreme, "math.least(a, b, ...) -> number",
     "the least of them"},
};

_Static_assert(PLIM_LEN(macros) <= CEL_MACROS_MAX, "a set of macros is a word of bits");

const struct cel_macro *cel_macro_at(size_t i)
{
    return i < PLIM_LEN(macros) ? &macros[i] : NULL;
}

static bool scope_fits(const char *scope, const struct cel_ast *target)
{
    if (!scope)
        return target != NULL;
    if (scope[0] == '\0')
        return target == NULL;
    return target && target->kind == CEL_AST_IDENT && plim_str_is(target->name, scope);
}

static bool fits(const struct cel_macro *macro, const struct cel_ast *call)
{
    bool enough =
        call->len >= macro->least && (call->len <= macro->most || macro->most == UINT8_MAX);
    return enough && plim_str_is(call->name, macro->name) && scope_fits(macro->scope, call->target);
}

struct cel_ast *cel_macro_expand(struct cel_parser *parser, struct cel_ast *call)
{
    const struct cel_name *name = cel_index_find(parser->env->index, call->name);
    for (size_t i = 0; name && name->is_macro && i < PLIM_LEN(macros); i++)
        if (cel_index_has_macro(parser->env->index, i) && fits(&macros[i], call))
            return macros[i].expand(parser, call, macros[i].detail);
    return call;
}
