/* Source: cel-go ext/lists.go, ext/sets.go, ext/strings.go, ext/regex.go, ext/costs.go. */
#include "estimate_rule.h"

static const double tenth = 0.1;

static struct cel_span size(const struct cel_appraisal *argument)
{
    return cel_extent_or_any(argument->extent);
}

static struct cel_span plus(struct cel_span span, uint64_t units)
{
    return cel_span_add(span, cel_span_of(units));
}

uint64_t cel_estimate_integer(const struct cel_appraisal *argument, uint64_t otherwise)
{
    const struct cel_ast *ast = argument->ast;
    if (!ast || ast->kind != CEL_AST_LITERAL || ast->literal.kind != VALUE_INT)
        return otherwise;
    return ast->literal.integer < 0 ? 0 : (uint64_t)ast->literal.integer;
}

/* A call that makes a list of that many items. */
static struct cel_span allocating(double factor, struct cel_span count, struct cel_extent *result)
{
    *result = cel_extent_of(count);
    return plus(cel_span_scale(count, factor), 1 + CEL_PRICE_LIST);
}

struct cel_span cel_estimate_slice(const struct cel_call *call, struct cel_extent *result)
{
    uint64_t begin = cel_estimate_integer(&call->args[1], 0);
    uint64_t end = cel_estimate_integer(&call->args[2], size(&call->args[0]).max);
    return allocating(1, cel_span_of(end - begin), result);
}

struct cel_span cel_estimate_range(const struct cel_call *call, struct cel_extent *result)
{
    return allocating(1, cel_span_of(cel_estimate_integer(&call->args[0], UINT64_MAX)), result);
}

struct cel_span cel_estimate_reverse(const struct cel_call *call, struct cel_extent *result)
{
    return allocating(1, size(&call->args[0]), result);
}

struct cel_span cel_estimate_flatten(const struct cel_call *call, struct cel_extent *result)
{
    uint64_t depth = call->len > 1 ? cel_estimate_integer(&call->args[1], UINT64_MAX) : 1;
    return allocating((double)depth, size(&call->args[0]), result);
}

static struct cel_span pairs(const struct cel_appraisal *list)
{
    return cel_span_times(size(list), size(list));
}

struct cel_span cel_estimate_distinct(const struct cel_call *call, struct cel_extent *result)
{
    return allocating(2, pairs(&call->args[0]), result);
}

struct cel_span cel_estimate_sort(const struct cel_call *call, struct cel_extent *result)
{
    enum cel_type_kind item = call->overload->args[0]->params[0]->kind;
    double factor = item == CEL_TYPE_STRING || item == CEL_TYPE_BYTES ? 2.1 : 2;
    return allocating(factor, pairs(&call->args[0]), result);
}

static struct cel_span comparing_sets(const struct cel_call *call, double factor)
{
    struct cel_span steps = cel_span_times(size(&call->args[0]), size(&call->args[1]));
    return plus(cel_span_scale(steps, factor), 1);
}

struct cel_span cel_estimate_set(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    return comparing_sets(call, 1);
}

struct cel_span cel_estimate_set_twice(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    return comparing_sets(call, 2);
}

/* ---- Texts. The result is counted too. */

static struct cel_span making(struct cel_span read, struct cel_span made, struct cel_extent *result)
{
    *result = cel_extent_of(made);
    return plus(cel_span_add(read, cel_span_scale(made, 1)), 1);
}

struct cel_span cel_estimate_search(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    struct cel_span steps = cel_span_times(size(&call->args[0]), size(&call->args[1]));
    return plus(cel_span_scale(steps, tenth), 1);
}

struct cel_span cel_estimate_char_at(const struct cel_call *call, struct cel_extent *result)
{
    *result = cel_extent_of((struct cel_span){0, 1});
    return plus(cel_span_scale(size(&call->args[0]), tenth), 2);
}

struct cel_span cel_estimate_transform(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span text = size(&call->args[0]);
    return making(cel_span_scale(text, tenth), text, result);
}

struct cel_span cel_estimate_trim(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span text = size(&call->args[0]);
    return making(cel_span_scale(text, tenth), (struct cel_span){0, text.max}, result);
}

struct cel_span cel_estimate_substring(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span text = size(&call->args[0]);
    uint64_t begin = cel_estimate_integer(&call->args[1], 0);
    uint64_t end = call->len > 2 ? cel_estimate_integer(&call->args[2], text.max) : text.max;
    return making(cel_span_scale(text, tenth), cel_span_of(end - begin), result);
}

static struct cel_span at_least_one(struct cel_span span)
{
    return (struct cel_span){span.min > 0 ? span.min : 1, span.max > 0 ? span.max : 1};
}

struct cel_span cel_estimate_replace(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span text = size(&call->args[0]);
    struct cel_span steps = cel_span_times(at_least_one(text), at_least_one(size(&call->args[1])));
    struct cel_span to = plus(size(&call->args[2]), 1);
    struct cel_span all = cel_span_times(plus(text, 1), to);
    struct cel_span made = {text.min < to.min ? text.min : to.min, all.max};
    return making(cel_span_scale(steps, tenth), made, result);
}

struct cel_span cel_estimate_split(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span text = size(&call->args[0]);
    struct cel_span read = plus(cel_span_scale(plus(text, 1), tenth), CEL_PRICE_LIST);
    return making(read, (struct cel_span){0, text.max}, result);
}

struct cel_span cel_estimate_join(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span count = size(&call->args[0]);
    struct cel_span gap = call->len > 1 ? size(&call->args[1]) : cel_span_of(0);
    struct cel_span made = cel_span_add(cel_span_times(count, plus(gap, 1)), gap);
    return making(cel_span_scale(plus(count, 1), tenth), (struct cel_span){0, made.max}, result);
}

/* ---- regex. */

static struct cel_span search(const struct cel_call *call)
{
    return cel_span_times(cel_span_scale(plus(size(&call->args[0]), 1), tenth),
                          cel_span_scale(plus(size(&call->args[1]), 1), 0.25));
}

struct cel_span cel_estimate_extract(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span made = {0, size(&call->args[0]).max};
    *result = cel_extent_of(made);
    return cel_span_add(search(call), made);
}

struct cel_span cel_estimate_extract_all(const struct cel_call *call, struct cel_extent *result)
{
    return plus(cel_estimate_extract(call, result), CEL_PRICE_LIST);
}

/* The product wraps around as it does in Go. */
struct cel_span cel_estimate_substitute(const struct cel_call *call, struct cel_extent *result)
{
    uint64_t none = size(&call->args[0]).max;
    uint64_t to = size(&call->args[2]).max;
    struct cel_span made =
        to == 0 ? (struct cel_span){none * to, none} : (struct cel_span){none, none * to};
    *result = cel_extent_of(made);
    return cel_span_add(search(call), cel_span_scale(made, 1));
}
