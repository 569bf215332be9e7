/* What calls cost at least and at most, by the rule that their function names.
 * Source: cel-go checker/cost.go, functionCost; k8s.io/apiserver pkg/cel/library/cost.go. */
#include "appraisal.h"
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

static struct cel_span reading(const struct cel_appraisal *argument)
{
    return cel_span_scale(size(argument), tenth);
}

static struct cel_span one(const struct cel_call *call, struct cel_extent *result)
{
    (void)call;
    (void)result;
    return cel_span_of(1);
}

static struct cel_span read_first(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    return reading(&call->args[0]);
}

static struct cel_span read_second(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    return reading(&call->args[1]);
}

static struct cel_span read_twice(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    return cel_span_scale(size(&call->args[0]), 2 * tenth);
}

static struct cel_span copy(const struct cel_call *call, struct cel_extent *result)
{
    *result = cel_extent_of(size(&call->args[0]));
    return reading(&call->args[0]);
}

/* A code point is four bytes at most. Products wrap around as they do in Go. */
static struct cel_span encode(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span text = size(&call->args[0]);
    *result = cel_extent_of((struct cel_span){text.min, text.max * 4});
    return reading(&call->args[0]);
}

static struct cel_span decode(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span bytes = size(&call->args[0]);
    *result = cel_extent_of((struct cel_span){bytes.min / 4, bytes.max});
    return reading(&call->args[0]);
}

static struct cel_span quote(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span text = size(&call->args[0]);
    *result = cel_extent_of((struct cel_span){text.min + 2, text.max * 2 + 2});
    return reading(&call->args[0]);
}

static struct cel_span concat(const struct cel_call *call, struct cel_extent *result)
{
    *result = cel_extent_of(cel_span_add(size(&call->args[0]), size(&call->args[1])));
    return cel_span_of(1);
}

static struct cel_span join_texts(const struct cel_call *call, struct cel_extent *result)
{
    (void)concat(call, result);
    return cel_span_scale(result->span, tenth);
}

static struct cel_span membership(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    return cel_span_scale(size(&call->args[1]), 1);
}

static struct cel_span smaller(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    uint64_t left = size(&call->args[0]).max;
    uint64_t right = size(&call->args[1]).max;
    uint64_t max = left < right ? left : right;
    return cel_span_scale((struct cel_span){max > 0, max}, tenth);
}

/* Kubernetes' own types: single things but for formats and URLs, which are read. */
static struct cel_span equal(const struct cel_call *call, struct cel_extent *result)
{
    enum { FORMAT_MAX = 64 };
    const struct cel_type *type = call->args[0].type;
    if (type->kind != CEL_TYPE_OPAQUE || cel_type_is_optional(type) ||
        !cel_type_same(type, call->args[1].type))
        return smaller(call, result);
    if (plim_str_is(PLIM_STR("kubernetes.NamedFormat"), type->name))
        return cel_span_scale((struct cel_span){1, FORMAT_MAX}, tenth);
    if (plim_str_is(PLIM_STR("kubernetes.URL"), type->name) && call->args[1].extent.known)
        return cel_span_scale((struct cel_span){1, call->args[1].extent.span.max}, tenth);
    return cel_span_of(1);
}

static struct cel_span matching(struct cel_span text, struct cel_span pattern)
{
    return cel_span_times(cel_span_scale(plus(text, 1), tenth), cel_span_scale(pattern, 0.25));
}

static struct cel_span match(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    return matching(size(&call->args[0]), size(&call->args[1]));
}

static struct cel_span find(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span text = size(&call->args[0]);
    *result = cel_extent_of((struct cel_span){0, text.max});
    return matching(text, size(&call->args[1]));
}

static struct cel_span contains(const struct cel_call *call, struct cel_extent *result)
{
    (void)result;
    return cel_span_times(reading(&call->args[0]), reading(&call->args[1]));
}

static bool is_text(const struct cel_type *type)
{
    return type->kind == CEL_TYPE_STRING || type->kind == CEL_TYPE_BYTES;
}

/* Comparing the items of a list; reading a text. */
static struct cel_span scan(const struct cel_call *call, struct cel_extent *result)
{
    const struct cel_appraisal *target = &call->args[0];
    (void)result;
    if (target->type->len == 0)
        return reading(target);
    struct cel_span item = cel_span_of(1);
    if (is_text(target->type->params[0]))
        item = cel_span_add(
            item,
            cel_span_scale(cel_extent_or_any(cel_extent_of_type(cel_type_of_items(call->place))),
                           tenth));
    return cel_span_times(size(target), item);
}

static uint64_t divided(uint64_t size, uint64_t by)
{
    return cel_span_scale(cel_span_of(size), 1.0 / (double)by).max;
}

/* How often a text of `size` can have `from` replaced by `to`, and what of it stays then. At the
 * most, or else at the least, which is the same with all comparisons turned round. */
struct replacement {
    uint64_t count;
    uint64_t kept;
};

static struct replacement replacing(uint64_t size, uint64_t from, bool no_gain)
{
    if (from == 0) /* around each character */
        return (struct replacement){size < UINT64_MAX ? size + 1 : size, size};
    if (no_gain)
        return (struct replacement){0, size};
    return (struct replacement){divided(size, from), 0};
}

static struct cel_span replace(const struct cel_call *call, struct cel_extent *result)
{
    struct cel_span text = size(&call->args[0]);
    struct cel_span from = size(&call->args[1]);
    struct cel_span to = size(&call->args[2]);
    struct replacement most = replacing(text.max, from.min, to.max <= from.min);
    struct replacement least = replacing(text.min, from.max, from.max <= to.min);
    struct cel_span count = {least.count, most.count};
    struct cel_span kept = {least.kept, most.kept};
    *result = cel_extent_of(cel_span_add(cel_span_times(count, to), kept));
    return read_twice(call, &(struct cel_extent){0});
}

static struct cel_span split(const struct cel_call *call, struct cel_extent *result)
{
    uint64_t most = size(&call->args[0]).max;
    if (call->len > 2)
        most = cel_estimate_integer(&call->args[2], most);
    *result = cel_extent_of((struct cel_span){0, most});
    return read_twice(call, &(struct cel_extent){0});
}

static struct cel_span join(const struct cel_call *call, struct cel_extent *result)
{
    const struct cel_appraisal *list = &call->args[0];
    struct cel_span count = size(list);
    struct cel_span text = {0, 0};
    if (list->type->len > 0)
        text = cel_span_times(
            count, cel_extent_or_any(cel_extent_of_type(cel_type_of_items(call->place))));
    if (call->len > 1) {
        struct cel_span gaps = {count.min > 0 ? count.min - 1 : 0,
                                count.max > 0 ? count.max - 1 : 0};
        text = cel_span_add(text, cel_span_times(size(&call->args[1]), gaps));
    }
    *result = cel_extent_of(text);
    return cel_span_scale(text, tenth);
}

/* Comparing two addresses, of four bytes or sixteen. */
static const struct cel_span address = {4, 16};

static struct cel_span holds_ip(const struct cel_call *call, struct cel_extent *result)
{
    (void)call;
    (void)result;
    return cel_span_scale(cel_span_add(address, address), tenth);
}

static struct cel_span holds_ip_text(const struct cel_call *call, struct cel_extent *result)
{
    return cel_span_add(holds_ip(call, result), reading(&call->args[1]));
}

static struct cel_span holds_cidr(const struct cel_call *call, struct cel_extent *result)
{
    return cel_span_add(holds_ip(call, result), plus(cel_span_scale(address, tenth), 1));
}

static struct cel_span holds_cidr_text(const struct cel_call *call, struct cel_extent *result)
{
    return cel_span_add(holds_cidr(call, result), reading(&call->args[1]));
}

static struct cel_span validate(const struct cel_call *call, struct cel_extent *result)
{
    enum { PATTERN_MAX = 128 };
    (void)result;
    return cel_span_scale(reading(&call->args[1]), PATTERN_MAX * 0.25);
}

static struct cel_span authorization(const struct cel_call *call, struct cel_extent *result)
{
    enum { AUTHORIZATION = 350000 };
    (void)call;
    (void)result;
    return cel_span_of(AUTHORIZATION);
}

static struct cel_span selector(const struct cel_call *call, struct cel_extent *result)
{
    enum { REQUIREMENT = 50 };
    (void)result;
    struct cel_span text = size(&call->args[1]);
    struct cel_span requirements = cel_span_scale(cel_span_scale(text, 0.5), REQUIREMENT);
    return cel_span_add(plus(cel_span_scale(text, tenth), CEL_PRICE_LIST), requirements);
}

static const struct rule {
    cel_estimate_fn *kubernetes; /* of what Kubernetes does not have, the estimate in `cel` */
    cel_estimate_fn *cel;
} rules[CEL_COST_COUNT] = {
    [CEL_COST_ONE] = {one, one},
    [CEL_COST_ENCODE] = {encode, encode},
    [CEL_COST_DECODE] = {decode, decode},
    [CEL_COST_QUOTE] = {quote, quote},
    [CEL_COST_FORMAT] = {read_first, read_first},
    [CEL_COST_CONCAT] = {concat, concat},
    [CEL_COST_AFFIX] = {read_second, read_second},
    [CEL_COST_MEMBERSHIP] = {membership, membership},
    [CEL_COST_SMALLER] = {smaller, smaller},
    [CEL_COST_EQUAL] = {equal, smaller},
    [CEL_COST_JOINED] = {join_texts, join_texts},
    [CEL_COST_MATCH] = {match, match},
    [CEL_COST_MATCH_FUNCTION] = {one, match},
    [CEL_COST_FIND] = {find, one},
    [CEL_COST_CONTAINS] = {contains, contains},
    [CEL_COST_SCAN] = {scan, cel_estimate_search},
    [CEL_COST_CHAR_AT] = {one, cel_estimate_char_at},
    [CEL_COST_TRANSFORM] = {copy, cel_estimate_transform},
    [CEL_COST_TRIM] = {copy, cel_estimate_trim},
    [CEL_COST_SUBSTRING] = {copy, cel_estimate_substring},
    [CEL_COST_REPLACE] = {replace, cel_estimate_replace},
    [CEL_COST_SPLIT] = {split, cel_estimate_split},
    [CEL_COST_JOIN] = {join, cel_estimate_join},
    [CEL_COST_PARSE] = {read_first, one},
    [CEL_COST_COPY] = {copy, one},
    [CEL_COST_CANONICAL] = {read_twice, one},
    [CEL_COST_HOLDS_IP] = {holds_ip, one},
    [CEL_COST_HOLDS_IP_TEXT] = {holds_ip_text, one},
    [CEL_COST_HOLDS_CIDR] = {holds_cidr, one},
    [CEL_COST_HOLDS_CIDR_TEXT] = {holds_cidr_text, one},
    [CEL_COST_VALIDATE] = {validate, one},
    [CEL_COST_SLICE] = {cel_estimate_slice, cel_estimate_slice},
    [CEL_COST_RANGE] = {cel_estimate_range, cel_estimate_range},
    [CEL_COST_REVERSE] = {cel_estimate_reverse, cel_estimate_reverse},
    [CEL_COST_FLATTEN] = {cel_estimate_flatten, cel_estimate_flatten},
    [CEL_COST_DISTINCT] = {cel_estimate_distinct, cel_estimate_distinct},
    [CEL_COST_SORT] = {cel_estimate_sort, cel_estimate_sort},
    [CEL_COST_SET] = {cel_estimate_set, cel_estimate_set},
    [CEL_COST_SET_TWICE] = {cel_estimate_set_twice, cel_estimate_set_twice},
    [CEL_COST_EXTRACT] = {cel_estimate_extract, cel_estimate_extract},
    [CEL_COST_EXTRACT_ALL] = {cel_estimate_extract_all, cel_estimate_extract_all},
    [CEL_COST_SUBSTITUTE] = {cel_estimate_substitute, cel_estimate_substitute},
    [CEL_COST_AUTHORIZATION] = {authorization, authorization},
    [CEL_COST_SELECTOR] = {selector, selector},
};

struct cel_span cel_estimate_call(unsigned options, const struct cel_call *call,
                                  struct cel_extent *result_out)
{
    const struct cel_function *function = call->overload->function;
    const struct rule *rule = &rules[function ? function->cost : CEL_COST_ONE];
    cel_estimate_fn *estimate = options & CEL_OPTION_KUBERNETES_COST ? rule->kubernetes : rule->cel;
    return estimate ? estimate(call, result_out) : cel_span_of(1);
}
