/* The tree of an expression, appraised from the leaves up. */
#include "cel/estimate.h"

#include <string.h>

#include "appraisal.h"
#include "program_priv.h"
#include "utf8.h"

static struct cel_span price(uint64_t units)
{
    return cel_span_of(units);
}

struct cel_extent cel_extent_of(struct cel_span span)
{
    return (struct cel_extent){true, span};
}

struct cel_extent cel_extent_of_type(const struct cel_type *type)
{
    struct cel_bounds bounds;
    if (!type || !cel_type_bounds(type, &bounds))
        return (struct cel_extent){0};
    return cel_extent_of((struct cel_span){0, bounds.elements_max});
}

struct cel_span cel_extent_or_any(struct cel_extent extent)
{
    return extent.known ? extent.span : cel_span_any();
}

struct cel_contents cel_contents_join(const struct cel_contents *left,
                                      const struct cel_contents *right)
{
    if (!left->known || !right->known)
        return (struct cel_contents){0};
    return (struct cel_contents){
        .known = true,
        .is_list = left->is_list,
        .key = cel_span_join(left->key, right->key),
        .item = cel_span_join(left->item, right->item),
    };
}

/* Its values are all of one size. */
static bool is_scalar(const struct cel_type *type)
{
    switch (type->kind) {
    case CEL_TYPE_BOOL:
    case CEL_TYPE_INT:
    case CEL_TYPE_UINT:
    case CEL_TYPE_DOUBLE:
    case CEL_TYPE_TIMESTAMP:
    case CEL_TYPE_DURATION:
        return true;
    case CEL_TYPE_OPAQUE:
        return cel_type_is_optional(type) && is_scalar(type->params[0]);
    case CEL_TYPE_DYN:
    case CEL_TYPE_FAILED:
    case CEL_TYPE_NULL:
    case CEL_TYPE_STRING:
    case CEL_TYPE_BYTES:
    case CEL_TYPE_LIST:
    case CEL_TYPE_MAP:
    case CEL_TYPE_TYPE:
    case CEL_TYPE_WRAPPER:
    case CEL_TYPE_RECORD:
    case CEL_TYPE_PARAM:
        break;
    }
    return false;
}

static const struct cel_type *resolved(struct cel_estimator *estimator, const struct cel_type *type)
{
    return cel_types_resolve(&estimator->types, type, true);
}

struct cel_appraisal cel_appraisal_begin(struct cel_estimator *estimator, const struct cel_ast *ast)
{
    return (struct cel_appraisal){.ast = ast, .type = resolved(estimator, ast->type)};
}

void cel_appraisal_settle(const struct cel_estimator *estimator, struct cel_appraisal *appraisal)
{
    if (!appraisal->extent.known)
        cel_appraisal_measure(estimator, appraisal);
}

void cel_appraisal_measure(const struct cel_estimator *estimator, struct cel_appraisal *appraisal)
{
    struct cel_extent extent =
        cel_extent_of_type(cel_origin_type(appraisal->origin, estimator->env));
    if (!extent.known && is_scalar(appraisal->type))
        extent = cel_extent_of(cel_span_of(1));
    if (extent.known)
        appraisal->extent = extent;
}

static struct cel_appraisal appraise_literal(struct cel_estimator *estimator,
                                             const struct cel_ast *ast)
{
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    uint64_t size = 1;
    if (ast->literal.kind == VALUE_STRING)
        size = cel_utf8_count(value_str(&ast->literal));
    else if (ast->literal.kind == VALUE_BYTES)
        size = ast->literal.len;
    appraisal.extent = cel_extent_of(cel_span_of(size));
    return appraisal;
}

static struct cel_appraisal appraise_name(struct cel_estimator *estimator,
                                          const struct cel_ast *ast)
{
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    appraisal.cost = price(CEL_PRICE_STEP);
    if (ast->ref == CEL_REF_LOCAL) {
        const struct cel_appraisal *local = &estimator->locals[ast->slot];
        appraisal.origin = local->origin;
        appraisal.contents = local->contents;
        appraisal.extent = local->extent;
        cel_appraisal_measure(estimator, &appraisal);
    } else if (ast->ref == CEL_REF_VARIABLE) {
        struct plim_str name = plim_str_from(estimator->env->variables[ast->slot].name);
        appraisal.origin = cel_origin_append(estimator->types.arena, appraisal.origin, name);
    }
    cel_appraisal_settle(estimator, &appraisal);
    return appraisal;
}

static struct cel_appraisal appraise_select(struct cel_estimator *estimator,
                                            const struct cel_ast *ast)
{
    if (ast->ref != CEL_REF_NONE)
        return appraise_name(estimator, ast);
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    struct cel_appraisal target = cel_appraise(estimator, ast->target);
    bool priced = target.type->kind == CEL_TYPE_MAP || target.type->kind == CEL_TYPE_RECORD;
    if (ast->flags & CEL_AST_TEST)
        priced = !(estimator->env->options & CEL_OPTION_KUBERNETES_COST);
    else if (ast->flags & CEL_AST_MAYBE)
        priced = true; /* a call */
    else
        appraisal.origin = cel_origin_append(estimator->types.arena, target.origin, ast->name);
    appraisal.cost = cel_span_add(target.cost, price(priced ? CEL_PRICE_STEP : 0));
    cel_appraisal_settle(estimator, &appraisal);
    return appraisal;
}

static struct cel_appraisal appraise_index(struct cel_estimator *estimator,
                                           const struct cel_ast *ast)
{
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    struct cel_appraisal target = cel_appraise(estimator, ast->args[0]);
    struct cel_appraisal key = cel_appraise(estimator, ast->args[1]);
    appraisal.cost = cel_span_add(price(CEL_PRICE_STEP), cel_span_add(target.cost, key.cost));
    if (!(ast->flags & CEL_AST_MAYBE) && !cel_type_is_optional(target.type)) {
        appraisal.origin =
            cel_origin_append(estimator->types.arena, target.origin, PLIM_STR("@items"));
        if (target.contents.known)
            appraisal.extent = cel_extent_of(target.contents.item);
    }
    cel_appraisal_settle(estimator, &appraisal);
    return appraisal;
}

static struct cel_appraisal appraise_logic(struct cel_estimator *estimator,
                                           const struct cel_ast *ast)
{
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    for (size_t i = 0; i < ast->len; i++) {
        struct cel_span operand = cel_appraise(estimator, ast->args[i]).cost;
        /* The least: the first operand decides. */
        if (i > 0)
            operand.min = 0;
        appraisal.cost = cel_span_add(appraisal.cost, operand);
    }
    cel_appraisal_settle(estimator, &appraisal);
    return appraisal;
}

static struct cel_appraisal appraise_condition(struct cel_estimator *estimator,
                                               const struct cel_ast *ast)
{
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    struct cel_appraisal condition = cel_appraise(estimator, ast->args[0]);
    struct cel_appraisal yes = cel_appraise(estimator, ast->args[1]);
    struct cel_appraisal no = cel_appraise(estimator, ast->args[2]);
    appraisal.cost = cel_span_add(condition.cost, cel_span_join(yes.cost, no.cost));
    appraisal.extent =
        cel_extent_of(cel_span_join(cel_extent_or_any(yes.extent), cel_extent_or_any(no.extent)));
    appraisal.contents = cel_contents_join(&yes.contents, &no.contents);
    return appraisal;
}

static void widen(struct cel_span *span, struct cel_extent extent, bool first)
{
    struct cel_span size = cel_extent_or_any(extent);
    *span = first ? size : cel_span_join(*span, size);
}

static struct cel_appraisal appraise_list(struct cel_estimator *estimator,
                                          const struct cel_ast *ast)
{
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    appraisal.cost = price(CEL_PRICE_LIST);
    appraisal.contents = (struct cel_contents){.known = true, .is_list = true, .key = {1, 1}};
    for (size_t i = 0; i < ast->len; i++) {
        struct cel_appraisal item = cel_appraise(estimator, ast->args[i]);
        appraisal.cost = cel_span_add(appraisal.cost, item.cost);
        widen(&appraisal.contents.item, item.extent, i == 0);
    }
    appraisal.extent = cel_extent_of(cel_span_of(ast->len));
    return appraisal;
}

static struct cel_appraisal appraise_map(struct cel_estimator *estimator, const struct cel_ast *ast)
{
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    appraisal.cost = price(CEL_PRICE_MAP);
    appraisal.contents.known = true;
    for (size_t i = 0; i + 1 < ast->len; i += 2) {
        struct cel_appraisal key = cel_appraise(estimator, ast->args[i]);
        struct cel_appraisal item = cel_appraise(estimator, ast->args[i + 1]);
        appraisal.cost = cel_span_add(appraisal.cost, cel_span_add(key.cost, item.cost));
        widen(&appraisal.contents.key, key.extent, i == 0);
        widen(&appraisal.contents.item, item.extent, i == 0);
    }
    appraisal.extent = cel_extent_of(cel_span_of(ast->len / 2));
    return appraisal;
}

/* What disables checking has the size of what it is given. */
static struct cel_appraisal appraise_dyn(struct cel_estimator *estimator, const struct cel_ast *ast)
{
    struct cel_appraisal appraisal = cel_appraise(estimator, ast->args[0]);
    appraisal.cost = cel_span_add(appraisal.cost, price(1));
    appraisal.ast = ast; /* what was a literal is none any more */
    appraisal.type = cel_type_dyn();
    appraisal.origin = (struct cel_origin){0};
    return appraisal;
}

/* Whatever overload is meant. */
static void appraise_overloads(const struct cel_estimator *estimator, const struct cel_ast *ast,
                               const struct cel_appraisal *args, struct cel_appraisal *appraisal)
{
    struct cel_span cost = {UINT64_MAX, 0};
    const struct cel_type *place = cel_origin_type(args[0].origin, estimator->env);
    for (size_t i = 0; i < ast->overload_count; i++) {
        const struct cel_call call = {ast->overloads[i], args, ast->len, place};
        struct cel_extent extent = {0};
        cost = cel_span_join(cost, cel_estimate_call(estimator->env->options, &call, &extent));
        if (extent.known && appraisal->extent.known)
            extent.span = cel_span_join(extent.span, appraisal->extent.span);
        if (extent.known)
            appraisal->extent = extent;
        cel_appraisal_settle(estimator, appraisal);
    }
    appraisal->cost = cel_span_add(appraisal->cost, cost);
}

static struct cel_appraisal appraise_call(struct cel_estimator *estimator,
                                          const struct cel_ast *ast)
{
    if (ast->overload_count == 0)
        return cel_appraisal_begin(estimator, ast);
    if (plim_str_is(ast->name, "dyn"))
        return appraise_dyn(estimator, ast);
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    struct cel_appraisal args[CEL_ARGS_MAX] = {{.ast = NULL}};
    for (size_t i = 0; i < ast->len; i++) {
        args[i] = cel_appraise(estimator, ast->args[i]);
        appraisal.cost = cel_span_add(appraisal.cost, args[i].cost);
    }
    appraise_overloads(estimator, ast, args, &appraisal);
    if (plim_str_is(ast->name, "_+_"))
        appraisal.contents = cel_contents_join(&args[0].contents, &args[1].contents);
    return appraisal;
}

struct cel_appraisal cel_appraise(struct cel_estimator *estimator, const struct cel_ast *ast)
{
    switch (ast->kind) {
    case CEL_AST_LITERAL:
        return appraise_literal(estimator, ast);
    case CEL_AST_IDENT:
    case CEL_AST_MESSAGE:
        return appraise_name(estimator, ast);
    case CEL_AST_SELECT:
        return appraise_select(estimator, ast);
    case CEL_AST_INDEX:
        return appraise_index(estimator, ast);
    case CEL_AST_CALL:
        return appraise_call(estimator, ast);
    case CEL_AST_AND:
    case CEL_AST_OR:
        return appraise_logic(estimator, ast);
    case CEL_AST_CONDITION:
        return appraise_condition(estimator, ast);
    case CEL_AST_LIST:
        return appraise_list(estimator, ast);
    case CEL_AST_MAP:
        return appraise_map(estimator, ast);
    case CEL_AST_FOLD:
        return cel_appraise_fold(estimator, ast);
    case CEL_AST_BIND:
        return cel_appraise_bind(estimator, ast);
    case CEL_AST_OPTIONAL:
        return cel_appraise_optional(estimator, ast);
    }
    return appraise_name(estimator, ast);
}

struct cel_estimate cel_estimate(const struct cel_program *program)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_estimator estimator = {.types = program->types, .env = program->env};
    estimator.types.arena = arena; /* of the program's nothing is changed */
    estimator.locals = plim_arena_array(arena, program->slots + 1, sizeof *estimator.locals);
    struct cel_span cost = cel_appraise(&estimator, program->ast).cost;
    return (struct cel_estimate){cost.min, cost.max};
}
