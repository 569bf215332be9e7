/*
 * Macros: calls that the parser turns into something else than a call.
 * Source: cel-spec doc/langdef.md, "Macros"; the two-variable forms, bindings, optionals and sortBy
 * as cel-go's extension libraries define them.
 */
#include <limits.h>

#include "dialect.h"
#include "parser.h"

typedef struct cel_ast *macro_fn(struct cel_parser *parser, struct cel_ast *call, int detail);

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

/* math.greatest(a, b, ...) of a list. */
static struct cel_ast *expand_extreme(struct cel_parser *parser, struct cel_ast *call, int detail)
{
    if (call->len == 0)
        return fail(parser, call, "at least one argument is expected");
    struct cel_ast *arg = call->args[0];
    if (call->len > 1) {
        arg = cel_ast_make(parser, CEL_AST_LIST, call->offset);
        arg->flags = CEL_AST_FLAT; /* mixed numbers are fine here */
        if (!cel_ast_set_args(parser, arg, call->args, call->len))
            return NULL;
    }
    return cel_ast_call(parser, call->offset, detail ? "math.@min" : "math.@max", &arg, 1);
}

static const struct macro {
    const char *scope; /* NULL: a receiver is what the macro works on; "": none; else its name */
    const char *name;
    unsigned dialects;
    unsigned least; /* arguments */
    unsigned most;
    int detail;
    macro_fn *expand;
} macros[] = {
    {"", "has", CEL_DIALECT_ANY, 1, 1, 0, expand_has},
    {NULL, "all", CEL_DIALECT_ANY, 2, 3, CEL_FOLD_ALL, expand_predicate},
    {NULL, "exists", CEL_DIALECT_ANY, 2, 3, CEL_FOLD_EXISTS, expand_predicate},
    {NULL, "exists_one", CEL_DIALECT_ANY, 2, 2, CEL_FOLD_EXISTS_ONE, expand_predicate},
    {NULL, "existsOne", CEL_DIALECT_NOT_KUBERNETES, 2, 2, CEL_FOLD_EXISTS_ONE, expand_predicate},
    {NULL, "existsOne", CEL_DIALECT_ANY, 3, 3, CEL_FOLD_EXISTS_ONE, expand_predicate},
    {NULL, "filter", CEL_DIALECT_ANY, 2, 2, CEL_FOLD_FILTER, expand_predicate},
    {NULL, "map", CEL_DIALECT_ANY, 2, 3, CEL_FOLD_MAP, expand_map},
    {NULL, "sortBy", CEL_DIALECT_ANY, 2, 2, CEL_FOLD_SORT, expand_map},
    {NULL, "transformList", CEL_DIALECT_ANY, 3, 4, CEL_FOLD_MAP, expand_transform},
    {NULL, "transformMap", CEL_DIALECT_ANY, 3, 4, CEL_FOLD_MAP_VALUES, expand_transform},
    {NULL, "transformMapEntry", CEL_DIALECT_ANY, 3, 4, CEL_FOLD_MAP_ENTRIES, expand_transform},
    {NULL, "optMap", CEL_DIALECT_ANY, 2, 2, 0, expand_optional},
    {NULL, "optFlatMap", CEL_DIALECT_ANY, 2, 2, CEL_AST_FLAT, expand_optional},
    {"cel", "bind", CEL_DIALECT_NOT_KUBERNETES, 3, 3, 0, expand_bind},
    {"cel", "block", CEL_DIALECT_NOT_KUBERNETES, 2, 2, 0, expand_block},
    {"cel", "index", CEL_DIALECT_NOT_KUBERNETES, 1, 1, 0, expand_hidden_name},
    {"cel", "iterVar", CEL_DIALECT_NOT_KUBERNETES, 2, 2, 1, expand_hidden_name},
    {"cel", "accuVar", CEL_DIALECT_NOT_KUBERNETES, 2, 2, 2, expand_hidden_name},
    {"math", "greatest", CEL_DIALECT_NOT_KUBERNETES, 0, UINT_MAX, 0, expand_extreme},
    {"math", "least", CEL_DIALECT_NOT_KUBERNETES, 0, UINT_MAX, 1, expand_extreme},
};

static bool scope_fits(const char *scope, const struct cel_ast *target)
{
    if (!scope)
        return target != NULL;
    if (scope[0] == '\0')
        return target == NULL;
    return target && target->kind == CEL_AST_IDENT && plim_str_is(target->name, scope);
}

struct cel_ast *cel_macro_expand(struct cel_parser *parser, struct cel_ast *call)
{
    for (size_t i = 0; i < PLIM_LEN(macros); i++)
        if (plim_str_is(call->name, macros[i].name) && scope_fits(macros[i].scope, call->target) &&
            call->len >= macros[i].least && call->len <= macros[i].most &&
            (macros[i].dialects & parser->dialect))
            return macros[i].expand(parser, call, macros[i].detail);
    return call;
}

bool cel_macro_at(size_t i, struct cel_macro *macro_out)
{
    if (i >= PLIM_LEN(macros))
        return false;
    const struct macro *macro = &macros[i];
    *macro_out = (struct cel_macro){macro->scope ? macro->scope : "", macro->name, macro->dialects,
                                    macro->least, macro->most};
    return true;
}
