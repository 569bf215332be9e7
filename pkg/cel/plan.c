/* Tree to nodes. What depends on literals alone is evaluated here, once. */
#include "compare.h"
#include "pattern.h"
#include "planner.h"
#include "program_priv.h"

/* The API server evaluates conversions of literals when it builds the program, and fails then.
 * Source: cel-go interpreter/decorators.go, decOptimize, decRegexOptimizer. */
static const char *const conversions[] = {"bool", "bytes",  "double",    "duration", "dyn",
                                          "int",  "string", "timestamp", "type",     "uint"};

static bool is_among(struct plim_str name, const char *const *names, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (plim_str_is(name, names[i]))
            return true;
    return false;
}

static struct cel_node *plan_as(struct cel_planner *planner, const struct cel_ast *ast, bool inner);

/* Follow a path where there is one, unless every step is asked for. */
static struct cel_node *follow(struct cel_planner *planner, struct cel_node *node)
{
    return planner->parts ? node : cel_path_plan(&planner->paths, node);
}

struct cel_node *cel_plan_part(struct cel_planner *planner, const struct cel_ast *ast)
{
    return follow(planner, plan_as(planner, ast, false));
}

/* The same for what is paid for by what it stands in. */
static struct cel_node *plan_inner(struct cel_planner *planner, const struct cel_ast *ast)
{
    return follow(planner, plan_as(planner, ast, true));
}

struct cel_node *cel_plan_node(struct cel_planner *planner, const struct cel_ast *ast,
                               cel_run_fn *run)
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

static void set_planned(struct cel_planner *planner, struct cel_node *node,
                        struct cel_node *const *args, size_t len)
{
    const struct cel_node **planned =
        plim_arena_array(planner->arena, len + 1, sizeof(const struct cel_node *));
    for (size_t i = 0; i < len; i++)
        planned[i] = args[i];
    node->args = planned;
    node->len = (uint32_t)len;
}

void cel_plan_args(struct cel_planner *planner, struct cel_node *node, struct cel_ast *const *args,
                   size_t len)
{
    const struct cel_node **planned =
        plim_arena_array(planner->arena, len + 1, sizeof(const struct cel_node *));
    for (size_t i = 0; i < len; i++)
        planned[i] = cel_plan_part(planner, args[i]);
    node->args = planned;
    node->len = (uint32_t)len;
}

static struct cel_node *literal(struct cel_planner *planner, const struct cel_ast *ast,
                                struct value value)
{
    struct cel_node *node = cel_plan_node(planner, ast, cel_run_literal);
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

/* Is what a call made too large to be kept? Chains of calls would keep each step. */
static bool is_large(const struct cel_ast *ast, const struct value *value)
{
    enum { KEPT_MAX = 256 }; /* bytes or items */
    bool sized = value->kind == VALUE_STRING || value->kind == VALUE_BYTES ||
                 value->kind == VALUE_LIST || value->kind == VALUE_MAP;
    return ast->kind == CEL_AST_CALL && sized && value->len > KEPT_MAX;
}

/* Keep the value instead of the node when it needs nothing but literals and does not fail. */
static struct cel_node *fold_constant(struct cel_planner *planner, const struct cel_ast *ast,
                                      struct cel_node *node)
{
    enum { FOLD_COST_MAX = 1000, FOLD_BYTES_MAX = 1 << 20 };
    bool constant = all_constant(node) && (is_conversion(ast) || is_container(ast));
    bool early = constant && (planner->options & CEL_OPTION_EARLY);
    if (early && ast->kind == CEL_AST_MAP)
        node->flags |= CEL_AST_FLAT; /* its keys are not looked at */
    if (planner->parts)
        node->is_constant = constant;
    if (planner->parts || !all_literals(node))
        return node;
    struct cel_frame frame = {.arena = planner->arena,
                              .bytes_max = FOLD_BYTES_MAX,
                              .bytes_begin = plim_arena_bytes(planner->arena),
                              .options = planner->options,
                              .cost_max = FOLD_COST_MAX};
    struct value value = cel_run(node, &frame);
    if (early && value.kind == VALUE_ERROR)
        cel_issue_add(planner->source, ast->offset, "%.*s", (int)value.len, value.text);
    if (cel_is_failed(&value) || !cel_work(&frame, frame.cost) || frame.is_full ||
        is_large(ast, &value))
        return node;
    struct cel_node *folded = literal(planner, ast, value);
    folded->is_constant = constant;
    folded->cost = constant ? 0 : (uint32_t)frame.cost;
    return folded;
}

/* A constant pattern is compiled with the program, which owns it. The API server's must compile. */
static void plan_pattern(struct cel_planner *planner, const struct cel_ast *ast,
                         struct cel_node *node)
{
    char why[CEL_PATTERN_WHY_BYTES];
    const struct cel_function *function = ast->overloads[0]->function;
    if (!function || !(function->flags & CEL_FUNCTION_PATTERN) || node->len < 2 ||
        !node->args[1]->is_constant || node->args[1]->literal.kind != VALUE_STRING)
        return;
    const struct value *text = &node->args[1]->literal;
    node->thorough = false;
    struct cel_pattern *pattern = cel_pattern_new(text->text, text->len, why);
    if (pattern) {
        plim_arena_own(planner->arena, cel_pattern_free, pattern);
        node->pattern = pattern;
        node->run = cel_run_search;
    } else if (planner->options & CEL_OPTION_EARLY) {
        cel_issue_add(planner->source, ast->offset, "invalid regular expression: %s", why);
    }
}

static bool is_qualifier(const struct cel_node *node)
{
    return !node->is_constant || node->literal.kind == VALUE_BOOL ||
           node->literal.kind == VALUE_STRING || cel_is_number(&node->literal);
}

/* A constant that no list or map can be asked for fails whatever it is asked of; the API server
 * does not even build the program. */
static void check_index(struct cel_planner *planner, const struct cel_ast *ast,
                        struct cel_node *node)
{
    if (is_qualifier(node->args[1]))
        return;
    if (planner->options & CEL_OPTION_EARLY)
        cel_issue_add(planner->source, ast->offset, "invalid key type");
    else if (ast->args[1]->kind == CEL_AST_LITERAL || ast->args[1]->ref == CEL_REF_TYPE)
        node->run = cel_run_bad_index;
}

static bool is_bound(const struct cel_planner *planner, uint32_t slot)
{
    const struct cel_bound *bound = planner->bound;
    while (bound && bound->slot != slot)
        bound = bound->outer;
    return bound != NULL;
}

/* `inner`: the name is the beginning of something that pays for it. */
static struct cel_node *plan_name(struct cel_planner *planner, const struct cel_ast *ast,
                                  bool inner)
{
    if (ast->ref == CEL_REF_TYPE)
        return literal(planner, ast, ast->literal);
    struct cel_node *node = cel_plan_node(planner, ast, cel_run_unresolved);
    if (ast->ref == CEL_REF_VARIABLE)
        node->run = cel_run_variable;
    else if (ast->ref == CEL_REF_LOCAL)
        node->run = is_bound(planner, ast->slot) ? cel_run_bound : cel_run_local;
    node->literal = value_string(ast->name);
    node->cost = inner ? 0 : CEL_PRICE_STEP;
    return node;
}

/* What cel-go calls an attribute: a name, or what is reached from somewhere by steps. */
static bool is_attribute(const struct cel_ast *ast)
{
    switch (ast->kind) {
    case CEL_AST_IDENT:
    case CEL_AST_SELECT:
        return ast->ref != CEL_REF_TYPE;
    case CEL_AST_INDEX:
    case CEL_AST_CONDITION:
    case CEL_AST_OPTIONAL:
        return true;
    case CEL_AST_LITERAL:
    case CEL_AST_CALL:
    case CEL_AST_AND:
    case CEL_AST_OR:
    case CEL_AST_LIST:
    case CEL_AST_MAP:
    case CEL_AST_MESSAGE:
    case CEL_AST_FOLD:
    case CEL_AST_BIND:
        break;
    }
    return false;
}

/* What a step starts from. The attribute is paid for once, at its beginning. */
static struct cel_node *plan_target(struct cel_planner *planner, const struct cel_ast *ast,
                                    bool inner)
{
    struct cel_node *target = plan_as(planner, ast, inner);
    if (!is_attribute(ast) && !inner)
        target->cost += CEL_PRICE_STEP;
    return target;
}

static struct cel_node *plan_select(struct cel_planner *planner, const struct cel_ast *ast,
                                    bool inner)
{
    if (ast->ref != CEL_REF_NONE)
        return plan_name(planner, ast, inner);
    bool test = ast->flags & CEL_AST_TEST;
    struct cel_node *node = cel_plan_node(planner, ast, test ? cel_run_test : cel_run_select);
    node->literal = value_string(ast->name);
    node->cost = CEL_PRICE_STEP;
    /* The API server has has() for nothing. */
    if (test && !inner && !(planner->options & CEL_OPTION_KUBERNETES_COST))
        node->cost += CEL_PRICE_STEP;
    struct cel_node *target = plan_target(planner, ast->target, inner || test);
    if (ast->flags & CEL_AST_MAYBE)
        target = follow(planner, target);
    set_planned(planner, node, &target, 1);
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

/* Choose how the call is run, and what it costs. */
static void choose(struct cel_planner *planner, const struct cel_ast *ast, struct cel_node *node)
{
    const struct cel_function *first = ast->overloads[0]->function;
    bool certain = ast->overload_count == 1;
    if (!first)
        return;
    if (has_one_implementation(ast)) {
        node->run = cel_run_call;
        node->call = first->call;
    }
    node->price = cel_cost_price(first->cost, planner->options, certain);
    node->cost = node->price ? 0 : 1;
    node->thorough = node->len == 2 && (certain || first->name[0] == '_' || first->name[0] == '@');
}

/* Membership in a list of constants is looked up, which costs nothing. True: nothing is in it.
 * Source: cel-go interpreter/decorators.go, maybeOptimizeSetMembership. */
static bool simplify_membership(const struct cel_ast *ast, struct cel_node *node)
{
    const struct value *list = &node->args[1]->literal;
    if (ast->overload_count != 1 || !node->args[1]->is_constant || list->kind != VALUE_LIST)
        return false;
    for (uint32_t i = 0; i < list->len; i++)
        if (list->items[i].kind < VALUE_BOOL || list->items[i].kind > VALUE_STRING)
            return false;
    node->price = NULL;
    node->cost = 0;
    return list->len == 0;
}

static struct cel_node *plan_call(struct cel_planner *planner, const struct cel_ast *ast)
{
    struct cel_node *node = cel_plan_node(planner, ast, cel_run_dispatch);
    node->literal = value_string(ast->name);
    node->overloads = ast->overloads;
    node->overload_count = (uint32_t)ast->overload_count;
    if (ast->overload_count == 0) {
        node->run = cel_run_unresolved;
        node->flags |= CEL_AST_FLAT; /* a function, not a variable */
        return node;
    }
    cel_plan_args(planner, node, ast->args, ast->len);
    choose(planner, ast, node);
    plan_pattern(planner, ast, node);
    const struct cel_function *first = ast->overloads[0]->function;
    if (first && (first->flags & CEL_FUNCTION_LAZY)) {
        node->run = cel_run_or_else;
        node->call = first->call;
        node->cost = 0;
        return node;
    }
    if (plim_str_is(ast->name, "@in") && simplify_membership(ast, node) &&
        (planner->options & CEL_OPTION_EARLY))
        return literal(planner, ast, value_bool(false));
    return fold_constant(planner, ast, node);
}

static struct cel_node *plan_index(struct cel_planner *planner, const struct cel_ast *ast,
                                   bool inner)
{
    struct cel_node *node = cel_plan_node(planner, ast, cel_run_index);
    node->literal = ast->literal;
    node->overloads = ast->overloads;
    node->overload_count = (uint32_t)ast->overload_count;
    node->cost = CEL_PRICE_STEP;
    if (ast->overload_count == 0) {
        node->run = cel_run_unresolved;
        node->flags |= CEL_AST_FLAT;
        return node;
    }
    if (has_one_implementation(ast))
        node->call = ast->overloads[0]->function->call;
    struct cel_node *args[] = {plan_target(planner, ast->args[0], inner),
                               plan_inner(planner, ast->args[1])};
    /* Of a path, if it is one, the step is the last and its target no path of its own. */
    if ((ast->flags & CEL_AST_MAYBE) || args[1]->run != cel_run_literal)
        args[0] = follow(planner, args[0]);
    set_planned(planner, node, args, PLIM_LEN(args));
    check_index(planner, ast, node);
    return fold_constant(planner, ast, node);
}

static struct cel_node *plan_args(struct cel_planner *planner, const struct cel_ast *ast,
                                  cel_run_fn *run)
{
    struct cel_node *node = cel_plan_node(planner, ast, run);
    cel_plan_args(planner, node, ast->args, ast->len);
    node->cost = run == cel_run_list ? CEL_PRICE_LIST : run == cel_run_map ? CEL_PRICE_MAP : 0;
    return fold_constant(planner, ast, node);
}

static struct cel_node *plan_condition(struct cel_planner *planner, const struct cel_ast *ast)
{
    struct cel_node *node = cel_plan_node(planner, ast, cel_run_condition);
    struct cel_node *args[] = {cel_plan_part(planner, ast->args[0]),
                               plan_inner(planner, ast->args[1]),
                               plan_inner(planner, ast->args[2])};
    set_planned(planner, node, args, PLIM_LEN(args));
    return fold_constant(planner, ast, node);
}

static struct cel_node *plan_kind(struct cel_planner *planner, const struct cel_ast *ast,
                                  bool inner)
{
    switch (ast->kind) {
    case CEL_AST_LITERAL:
        return literal(planner, ast, ast->literal);
    case CEL_AST_IDENT:
    case CEL_AST_MESSAGE:
        return plan_name(planner, ast, inner);
    case CEL_AST_SELECT:
        return plan_select(planner, ast, inner);
    case CEL_AST_INDEX:
        return plan_index(planner, ast, inner);
    case CEL_AST_CALL:
        return plan_call(planner, ast);
    case CEL_AST_AND:
        return plan_args(planner, ast, cel_run_and);
    case CEL_AST_OR:
        return plan_args(planner, ast, cel_run_or);
    case CEL_AST_CONDITION:
        return plan_condition(planner, ast);
    case CEL_AST_LIST:
        return plan_args(planner, ast, cel_run_list);
    case CEL_AST_MAP:
        return plan_args(planner, ast, cel_run_map);
    case CEL_AST_FOLD:
        return cel_plan_fold(planner, ast);
    case CEL_AST_BIND:
        return cel_plan_bind(planner, ast);
    case CEL_AST_OPTIONAL:
        return cel_plan_optional(planner, ast);
    }
    return plan_name(planner, ast, inner);
}

static struct cel_node *plan_as(struct cel_planner *planner, const struct cel_ast *ast, bool inner)
{
    struct cel_node *node = plan_kind(planner, ast, inner);
    if (!planner->parts)
        return node;
    if (planner->watch && node->run != cel_run_literal) {
        struct cel_node *watch = cel_plan_node(planner, ast, cel_run_watch);
        watch->slot = ast->id;
        watch->is_constant = node->is_constant;
        set_planned(planner, watch, &node, 1);
        node = watch;
    }
    planner->parts[ast->id] = node;
    return node;
}

const struct cel_node *cel_plan_parts(struct plim_arena *arena, unsigned options,
                                      const struct cel_ast *ast, const struct cel_node **nodes_out,
                                      bool watch)
{
    struct cel_issues none = {.len = 0};
    struct cel_source source = {.arena = arena, .issues = &none};
    struct cel_planner planner = {.arena = arena,
                                  .source = &source,
                                  .options = options,
                                  .paths = {.arena = arena},
                                  .parts = nodes_out,
                                  .watch = watch};
    return plan_as(&planner, ast, false);
}

const struct cel_node *cel_plan(struct cel_source *source, unsigned options,
                                const struct cel_ast *ast, uint32_t *kept_count_out)
{
    struct cel_planner planner = {.arena = source->arena,
                                  .source = source,
                                  .options = options,
                                  .paths = {.arena = source->arena}};
    const struct cel_node *root = cel_plan_part(&planner, ast);
    cel_paths_finish(&planner.paths);
    *kept_count_out = planner.paths.kept_count;
    return root;
}
