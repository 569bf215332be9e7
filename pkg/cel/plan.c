/* Tree to nodes. What depends on literals alone is evaluated here, once. */
#include "pattern.h"
#include "program_priv.h"

struct planner {
    struct plim_arena *arena;
    struct cel_source *source;
    unsigned dialect;
};

/* The API server evaluates conversions of literals when it builds the program, and fails then.
 * Source: cel-go interpreter/decorators.go, decOptimize, decRegexOptimizer. */
static const char *const conversions[] = {"bool", "bytes",  "double",    "duration", "dyn",
                                          "int",  "string", "timestamp", "uint"};
static const char *const searches[] = {"matches", "find", "findAll"};

static bool is_among(struct plim_str name, const char *const *names, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (plim_str_is(name, names[i]))
            return true;
    return false;
}

static const struct cel_node *plan(struct planner *planner, const struct cel_ast *ast);

static struct cel_node *make(struct planner *planner, const struct cel_ast *ast, cel_run_fn *run)
{
    struct cel_node *node = plim_arena_alloc(planner->arena, sizeof *node);
    node->run = run;
    node->offset = ast->offset;
    node->flags = ast->flags;
    node->slot = ast->slot;
    node->maybe = ast->maybe;
    node->fold = ast->fold;
    return node;
}

static void set_args(struct planner *planner, struct cel_node *node, struct cel_ast *const *args,
                     size_t len)
{
    const struct cel_node **planned =
        plim_arena_array(planner->arena, len + 1, sizeof(const struct cel_node *));
    for (size_t i = 0; i < len; i++)
        planned[i] = plan(planner, args[i]);
    node->args = planned;
    node->len = (uint32_t)len;
}

static struct cel_node *literal(struct planner *planner, const struct cel_ast *ast,
                                struct value value)
{
    struct cel_node *node = make(planner, ast, cel_run_literal);
    node->literal = value;
    node->is_constant = true;
    return node;
}

static bool all_literals(const struct cel_node *node)
{
    for (uint32_t i = 0; i < node->len; i++)
        if (node->args[i]->run != cel_run_literal)
            return false;
    return true;
}

/* All arguments are what the API server calls constant. */
static bool all_constant(const struct cel_node *node)
{
    for (uint32_t i = 0; i < node->len; i++)
        if (!node->args[i]->is_constant)
            return false;
    return true;
}

static bool is_conversion(const struct cel_ast *ast)
{
    return ast->kind == CEL_AST_CALL && ast->len == 1 && !(ast->flags & CEL_AST_MEMBER) &&
           is_among(ast->name, conversions, PLIM_LEN(conversions));
}

static bool is_container(const struct cel_ast *ast)
{
    return ast->kind == CEL_AST_LIST || ast->kind == CEL_AST_MAP;
}

/* Keep the value instead of the node when it needs nothing but literals and does not fail. */
static const struct cel_node *fold_constant(struct planner *planner, const struct cel_ast *ast,
                                            struct cel_node *node)
{
    enum { FOLD_COST_MAX = 1000 };
    bool constant = all_constant(node) && (is_conversion(ast) || is_container(ast));
    bool early = constant && planner->dialect == CEL_DIALECT_KUBERNETES;
    if (!all_literals(node))
        return node;
    if (early && ast->kind == CEL_AST_MAP)
        node->flags |= CEL_AST_FLAT; /* its keys are not looked at */
    struct cel_frame frame = {
        .arena = planner->arena, .dialect = planner->dialect, .cost_max = FOLD_COST_MAX};
    struct value value = cel_run(node, &frame);
    if (early && value.kind == VALUE_ERROR)
        cel_issue_add(planner->source, ast->offset, "%.*s", (int)value.len, value.text);
    if (cel_is_failed(&value) || !cel_spend(&frame, 0))
        return node;
    struct cel_node *folded = literal(planner, ast, value);
    folded->is_constant = constant;
    return folded;
}

/* A constant pattern is compiled when the program is built, and must compile. */
static void check_pattern(struct planner *planner, const struct cel_ast *ast,
                          const struct cel_node *node)
{
    char why[CEL_REGEX_WHY_BYTES];
    struct cel_regex_match match = {.text = "", .len = 0};
    if (planner->dialect != CEL_DIALECT_KUBERNETES || node->len < 2 ||
        !node->args[1]->is_constant || node->args[1]->literal.kind != VALUE_STRING ||
        !is_among(ast->name, searches, PLIM_LEN(searches)))
        return;
    const struct value *pattern = &node->args[1]->literal;
    if (cel_regex_find(pattern->text, pattern->len, &match, why) < 0)
        cel_issue_add(planner->source, ast->offset, "invalid regular expression: %s", why);
}

static const struct cel_node *plan_name(struct planner *planner, const struct cel_ast *ast)
{
    switch (ast->ref) {
    case CEL_REF_VARIABLE: {
        struct cel_node *node = make(planner, ast, cel_run_variable);
        node->literal = value_string(ast->name);
        return node;
    }
    case CEL_REF_LOCAL:
        return make(planner, ast, cel_run_local);
    case CEL_REF_TYPE:
        return literal(planner, ast, ast->literal);
    case CEL_REF_NONE:
        break;
    }
    struct cel_node *node = make(planner, ast, cel_run_unresolved);
    node->literal = value_string(ast->name);
    return node;
}

static const struct cel_node *plan_select(struct planner *planner, const struct cel_ast *ast)
{
    if (ast->ref != CEL_REF_NONE)
        return plan_name(planner, ast);
    struct cel_node *node =
        make(planner, ast, (ast->flags & CEL_AST_TEST) ? cel_run_test : cel_run_select);
    node->literal = value_string(ast->name);
    set_args(planner, node, &ast->target, 1);
    return fold_constant(planner, ast, node);
}

/* All overloads share one implementation that looks at its arguments itself. */
static bool has_one_implementation(const struct cel_ast *ast)
{
    for (size_t i = 0; i < ast->overload_count; i++) {
        const struct cel_function *function = ast->overloads[i]->function;
        if (!function || !(function->flags & CEL_FUNCTION_CHECKS) ||
            function->call != ast->overloads[0]->function->call)
            return false;
    }
    return true;
}

static const struct cel_node *plan_call(struct planner *planner, const struct cel_ast *ast)
{
    struct cel_node *node = make(planner, ast, cel_run_dispatch);
    node->literal = ast->kind == CEL_AST_CALL ? value_string(ast->name) : ast->literal;
    node->overloads = ast->overloads;
    node->overload_count = (uint32_t)ast->overload_count;
    if (ast->overload_count == 0) {
        node->run = cel_run_unresolved;
        node->flags |= CEL_AST_FLAT; /* a function, not a variable */
        return node;
    }
    set_args(planner, node, ast->args, ast->len);
    check_pattern(planner, ast, node);
    const struct cel_function *first = ast->overloads[0]->function;
    if (first && (first->flags & CEL_FUNCTION_LAZY)) {
        node->run = cel_run_or_else;
        node->call = first->call;
        return node;
    }
    if (first && has_one_implementation(ast)) {
        node->run = cel_run_call;
        node->call = first->call;
        node->cost = first->cost;
    }
    return fold_constant(planner, ast, node);
}

static const struct cel_node *plan_args(struct planner *planner, const struct cel_ast *ast,
                                        cel_run_fn *run)
{
    struct cel_node *node = make(planner, ast, run);
    set_args(planner, node, ast->args, ast->len);
    return fold_constant(planner, ast, node);
}

static const struct cel_node *plan_fold(struct planner *planner, const struct cel_ast *ast)
{
    static cel_run_fn *const runs[] = {
        [CEL_FOLD_ALL] = cel_run_all,
        [CEL_FOLD_EXISTS] = cel_run_exists,
        [CEL_FOLD_EXISTS_ONE] = cel_run_exists_one,
        [CEL_FOLD_MAP] = cel_run_fold_list,
        [CEL_FOLD_FILTER] = cel_run_fold_list,
        [CEL_FOLD_MAP_VALUES] = cel_run_fold_map,
        [CEL_FOLD_MAP_ENTRIES] = cel_run_fold_map,
        [CEL_FOLD_SORT] = cel_run_sort,
    };
    struct cel_node *node = make(planner, ast, runs[ast->fold->kind]);
    set_args(planner, node, &ast->target, 1);
    node->predicate = ast->fold->predicate ? plan(planner, ast->fold->predicate) : NULL;
    node->transform = ast->fold->transform ? plan(planner, ast->fold->transform) : NULL;
    return node;
}

static const struct cel_node *plan_bind(struct planner *planner, const struct cel_ast *ast)
{
    struct cel_node *node = make(planner, ast, cel_run_bind);
    set_args(planner, node, ast->args, ast->len);
    return node;
}

static const struct cel_node *plan_optional(struct planner *planner, const struct cel_ast *ast)
{
    struct cel_node *node = make(planner, ast, cel_run_optional);
    set_args(planner, node, &ast->target, 1);
    node->transform = plan(planner, ast->args[0]);
    return node;
}

static const struct cel_node *plan(struct planner *planner, const struct cel_ast *ast)
{
    switch (ast->kind) {
    case CEL_AST_LITERAL:
        return literal(planner, ast, ast->literal);
    case CEL_AST_IDENT:
    case CEL_AST_MESSAGE:
        return plan_name(planner, ast);
    case CEL_AST_SELECT:
        return plan_select(planner, ast);
    case CEL_AST_INDEX:
    case CEL_AST_CALL:
        return plan_call(planner, ast);
    case CEL_AST_AND:
        return plan_args(planner, ast, cel_run_and);
    case CEL_AST_OR:
        return plan_args(planner, ast, cel_run_or);
    case CEL_AST_CONDITION:
        return plan_args(planner, ast, cel_run_condition);
    case CEL_AST_LIST:
        return plan_args(planner, ast, cel_run_list);
    case CEL_AST_MAP:
        return plan_args(planner, ast, cel_run_map);
    case CEL_AST_FOLD:
        return plan_fold(planner, ast);
    case CEL_AST_BIND:
        return plan_bind(planner, ast);
    case CEL_AST_OPTIONAL:
        return plan_optional(planner, ast);
    }
    return plan_name(planner, ast);
}

const struct cel_node *cel_plan(struct cel_source *source, unsigned dialect,
                                const struct cel_ast *ast)
{
    struct planner planner = {.arena = source->arena, .source = source, .dialect = dialect};
    return plan(&planner, ast);
}
