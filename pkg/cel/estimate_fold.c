/* The static estimate of comprehensions: of the fold over an accumulator that cel-go makes of each.
 * Source: cel-go checker/cost.go, costComprehension, costBind; parser/macro.go. */
#include "appraisal.h"

static struct cel_span plus(struct cel_span span, uint64_t units)
{
    return cel_span_add(span, cel_span_of(units));
}

static struct cel_appraisal variable(struct cel_estimator *estimator,
                                     const struct cel_appraisal *range, const char *step,
                                     struct cel_span size)
{
    struct cel_appraisal local = {
        .origin = cel_origin_append(estimator->types.arena, range->origin, plim_str_from(step))};
    if (range->contents.known)
        local.extent = cel_extent_of(size);
    return local;
}

/* The variables take what is known of the range. */
static void enter(struct cel_estimator *estimator, const struct cel_fold *fold,
                  const struct cel_appraisal *range)
{
    const struct cel_contents *contents = &range->contents;
    bool is_list = contents->known ? contents->is_list : range->type->kind == CEL_TYPE_LIST;
    bool two = fold->names[1].len > 0;
    struct cel_appraisal *locals = estimator->locals;
    if (!two && is_list) {
        locals[fold->slots[0]] = variable(estimator, range, "@items", contents->item);
        return;
    }
    locals[fold->slots[0]] =
        variable(estimator, range, is_list ? "@indices" : "@keys", contents->key);
    if (two)
        locals[fold->slots[1]] =
            variable(estimator, range, is_list ? "@items" : "@values", contents->item);
}

static const struct cel_type *item_type(const struct cel_type *range)
{
    bool known = range->kind == CEL_TYPE_LIST || range->kind == CEL_TYPE_MAP;
    return known ? range->params[0] : cel_type_dyn();
}

/* A comprehension as cel-go has it, but for its range. */
struct loop {
    uint64_t init;
    struct cel_span step; /* with the condition */
    uint64_t result;
};

/* accumulator + [item], or the accumulator as it is. */
static struct cel_span collecting(const struct cel_appraisal *predicate, uint64_t units,
                                  struct cel_span made)
{
    struct cel_span step = plus(made, units);
    if (!predicate->type)
        return step;
    return cel_span_add(predicate->cost, cel_span_join(step, cel_span_of(CEL_PRICE_STEP)));
}

static struct loop loop_of(enum cel_fold_kind kind, const struct cel_appraisal *predicate,
                           const struct cel_appraisal *made)
{
    const struct cel_span maybe = {0, predicate->cost.max};
    switch (kind) {
    case CEL_FOLD_ALL:
        return (struct loop){0, plus(maybe, 3), 1};
    case CEL_FOLD_EXISTS:
        return (struct loop){0, plus(maybe, 4), 1};
    case CEL_FOLD_EXISTS_ONE:
        return (struct loop){0, cel_span_add(predicate->cost, (struct cel_span){1, 2}), 2};
    case CEL_FOLD_MAP:
    case CEL_FOLD_FILTER:
        return (struct loop){CEL_PRICE_LIST, collecting(predicate, CEL_PRICE_LIST + 2, made->cost),
                             1};
    case CEL_FOLD_MAP_VALUES:
        return (struct loop){CEL_PRICE_MAP, collecting(predicate, 3, made->cost), 1};
    case CEL_FOLD_MAP_ENTRIES:
        return (struct loop){CEL_PRICE_MAP, collecting(predicate, 2, made->cost), 1};
    case CEL_FOLD_SORT:
        break;
    }
    /* cel.bind(input, target, input.@sortByAssociatedKeys(input.map(item, key))) */
    return (struct loop){(uint64_t)2 * CEL_PRICE_LIST, plus(made->cost, CEL_PRICE_LIST + 2), 3};
}

/* Comparing all keys with one another. */
static struct cel_span sorting(const struct cel_fold *fold, const struct cel_type *key,
                               struct cel_span count)
{
    struct cel_span pairs = cel_span_times(count, count);
    struct cel_span numbers = cel_span_scale(pairs, 2.0);
    struct cel_span texts = cel_span_scale(pairs, 2.1);
    bool is_text = key->kind == CEL_TYPE_STRING || key->kind == CEL_TYPE_BYTES;
    struct cel_span cost = cel_span_join(numbers, texts);
    if (fold->keys_known)
        cost = is_text ? texts : numbers;
    return plus(cost, 1 + CEL_PRICE_LIST);
}

/* How large the result is, and what is in it. */
static void measure(const struct cel_fold *fold, struct cel_span count,
                    const struct cel_appraisal *made, struct cel_appraisal *appraisal)
{
    switch (fold->kind) {
    case CEL_FOLD_ALL:
    case CEL_FOLD_EXISTS:
    case CEL_FOLD_EXISTS_ONE:
        appraisal->extent = cel_extent_of(cel_span_of(1));
        return;
    case CEL_FOLD_MAP:
    case CEL_FOLD_FILTER:
        appraisal->contents = (struct cel_contents){
            .known = true,
            .is_list = true,
            .key = {1, 1},
            .item = cel_span_join((struct cel_span){0, 0}, cel_extent_or_any(made->extent))};
        appraisal->extent = cel_extent_of(count);
        return;
    case CEL_FOLD_MAP_VALUES:
    case CEL_FOLD_MAP_ENTRIES:
        appraisal->extent = cel_extent_of(count);
        return;
    case CEL_FOLD_SORT: /* as cel-go says */
        appraisal->extent = cel_extent_of(cel_span_times(count, count));
        return;
    }
}

struct cel_appraisal cel_appraise_fold(struct cel_estimator *estimator, const struct cel_ast *ast)
{
    const struct cel_fold *fold = ast->fold;
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    struct cel_appraisal range = cel_appraise(estimator, ast->target);
    struct cel_appraisal predicate = {0};
    struct cel_appraisal made = {.type = cel_type_dyn()};
    enter(estimator, fold, &range);
    if (fold->predicate)
        predicate = cel_appraise(estimator, fold->predicate);
    if (fold->transform) {
        made = cel_appraise(estimator, fold->transform);
    } else if (fold->kind == CEL_FOLD_FILTER) {
        made = estimator->locals[fold->slots[0]];
        made.cost = cel_span_of(CEL_PRICE_STEP);
        made.type = item_type(range.type);
        cel_appraisal_measure(estimator, &made);
    }
    if (ast->target->kind == CEL_AST_IDENT || ast->target->kind == CEL_AST_SELECT ||
        fold->kind == CEL_FOLD_SORT)
        cel_appraisal_measure(estimator, &range);
    struct cel_span count = cel_extent_or_any(range.extent);
    struct loop loop = loop_of(fold->kind, &predicate, &made);
    appraisal.cost = plus(range.cost, loop.init + loop.result);
    appraisal.cost = cel_span_add(appraisal.cost, cel_span_times(count, loop.step));
    if (fold->kind == CEL_FOLD_SORT)
        appraisal.cost = cel_span_add(appraisal.cost, sorting(fold, made.type, count));
    measure(fold, count, &made, &appraisal);
    return appraisal;
}

/* Its value is asked for when it is first needed, in a fold over an empty list. */
struct cel_appraisal cel_appraise_bind(struct cel_estimator *estimator, const struct cel_ast *ast)
{
    struct cel_appraisal value = cel_appraise(estimator, ast->args[0]);
    estimator->locals[ast->slot] = value;
    struct cel_appraisal appraisal = cel_appraise(estimator, ast->args[1]);
    appraisal.cost = cel_span_add(appraisal.cost, plus(value.cost, CEL_PRICE_LIST));
    appraisal.origin = (struct cel_origin){0};
    appraisal.ast = ast;
    return appraisal;
}

/* target.hasValue() ? optional.of(transform) : optional.none(), with target.value() bound. */
struct cel_appraisal cel_appraise_optional(struct cel_estimator *estimator,
                                           const struct cel_ast *ast)
{
    struct cel_appraisal appraisal = cel_appraisal_begin(estimator, ast);
    struct cel_appraisal none = appraisal;
    struct cel_appraisal target = cel_appraise(estimator, ast->target);
    estimator->locals[ast->slot] = (struct cel_appraisal){.ast = NULL};
    struct cel_appraisal made = cel_appraise(estimator, ast->args[0]);
    struct cel_span asked = plus(target.cost, 1);
    struct cel_span some = cel_span_add(plus(asked, CEL_PRICE_LIST), made.cost);
    cel_appraisal_settle(estimator, &none);
    if (!(ast->flags & CEL_AST_FLAT)) {
        some = plus(some, 1);
        made.extent = none.extent;
    }
    appraisal.cost = cel_span_add(asked, cel_span_join(some, cel_span_of(1)));
    appraisal.extent = cel_extent_of(
        cel_span_join(cel_extent_or_any(made.extent), cel_extent_or_any(none.extent)));
    return appraisal;
}
