#include "cost.h"

#include <math.h>

#include "base/defs.h"

#include "address.h"
#include "environment.h"
#include "named_format.h"
#include "opaque.h"
#include "utf8.h"

static uint64_t opaque_size(const struct value *value)
{
    if (value->aux == CEL_OPAQUE_IP)
        return ((const struct cel_address *)value->opaque)->is_v6 ? 16 : 4;
    if (value->aux == CEL_OPAQUE_CIDR)
        return (((const struct cel_network *)value->opaque)->bits + 7) / 8;
    return 1;
}

uint64_t cel_cost_size(const struct value *value)
{
    switch (value->kind) {
    case VALUE_STRING:
        return cel_utf8_count(value_str(value));
    case VALUE_BYTES:
    case VALUE_LIST:
    case VALUE_MAP:
        return value->len;
    case VALUE_OPAQUE:
        return opaque_size(value);
    default:
        return 1;
    }
}

/* Equality looks into optionals, the libraries do not. */
static const struct value *within(const struct value *value)
{
    while (value->kind == VALUE_OPTIONAL && value->len > 0)
        value = &value->items[0];
    return value;
}

static uint64_t size_within(const struct value *value)
{
    return cel_cost_size(within(value));
}

static uint64_t tenth(uint64_t size)
{
    return (size + 9) / 10;
}

/* A tenth of the size. A text of few bytes has few characters: they need not be counted. */
static uint64_t tenth_of(const struct value *value)
{
    if (value->kind == VALUE_STRING && value->len <= 10)
        return value->len > 0 ? 1 : 0;
    return tenth(cel_cost_size(value));
}

static uint64_t at_least_one(uint64_t size)
{
    return size > 0 ? size : 1;
}

static uint64_t first(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return tenth_of(&args[0]);
}

static uint64_t second(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return tenth_of(&args[1]);
}

static uint64_t first_twice(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return tenth(2 * cel_cost_size(&args[0]));
}

static uint64_t result_twice(const struct value *args, size_t len, const struct value *result)
{
    (void)args;
    (void)len;
    return tenth(2 * cel_cost_size(result));
}

static uint64_t items(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return size_within(&args[1]);
}

static uint64_t smaller(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    uint64_t left = tenth_of(within(&args[0]));
    uint64_t right = tenth_of(within(&args[1]));
    return left < right ? left : right;
}

/* To cel-go's own network library, addresses are single things. */
static uint64_t smaller_in_cel(const struct value *args, size_t len, const struct value *result)
{
    bool opaque = args[0].kind == VALUE_OPAQUE || args[1].kind == VALUE_OPAQUE;
    return opaque ? 1 : smaller(args, len, result);
}

static uint64_t equal(const struct value *args, size_t len, const struct value *result)
{
    return args[0].kind == VALUE_OPAQUE ? 1 : smaller(args, len, result);
}

static uint64_t both(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return tenth(size_within(&args[0]) + size_within(&args[1]));
}

/* The text is read for each fourth character of the pattern: a guess at its expressions. */
static uint64_t matching(uint64_t text, uint64_t pattern)
{
    return tenth(text + 1) * ((pattern + 3) / 4);
}

static uint64_t match(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return matching(cel_cost_size(&args[0]), cel_cost_size(&args[1]));
}

static uint64_t validate(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    if (args[0].kind != VALUE_OPAQUE || args[0].aux != CEL_OPAQUE_FORMAT)
        return 1;
    return matching(cel_cost_size(&args[1]), cel_named_format_weight(args[0].opaque));
}

static uint64_t contains(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return tenth(cel_cost_size(&args[0])) * tenth(cel_cost_size(&args[1]));
}

/* All that a value is made of: bytes of text, rounded down, and one for what has no parts. */
static uint64_t parts(const struct value *value)
{
    uint64_t units = 0;
    if (value->kind == VALUE_STRING || value->kind == VALUE_BYTES)
        return value->len / 10;
    if (value->kind == VALUE_LIST) {
        for (uint32_t i = 0; i < value->len; i++)
            units += parts(&value->items[i]);
        return units;
    }
    if (value->kind != VALUE_MAP)
        return 1;
    for (uint32_t i = 0; i < value->len; i++)
        units += parts(&value->entries[i].key) + parts(&value->entries[i].value);
    return units;
}

static uint64_t walk(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return parts(&args[0]);
}

static uint64_t holds_ip_text(const struct value *args, size_t len, const struct value *result)
{
    return first_twice(args, len, result) + second(args, len, result);
}

static uint64_t holds_cidr(const struct value *args, size_t len, const struct value *result)
{
    return first_twice(args, len, result) + first(args, len, result) + 1;
}

static uint64_t holds_cidr_text(const struct value *args, size_t len, const struct value *result)
{
    return holds_cidr(args, len, result) + second(args, len, result);
}

static uint64_t authorization(const struct value *args, size_t len, const struct value *result)
{
    enum { AUTHORIZATION = 350000 };
    (void)args;
    (void)len;
    (void)result;
    return AUTHORIZATION;
}

/* A list of requirements, of two characters at least, each a struct with a list of its own. */
static uint64_t selector(const struct value *args, size_t len, const struct value *result)
{
    enum { REQUIREMENT = 50 };
    (void)len;
    (void)result;
    uint64_t size = cel_cost_size(&args[1]);
    return CEL_PRICE_LIST + tenth(size) + (size + 1) / 2 * REQUIREMENT;
}

/* A call that makes a list. */
static uint64_t allocating(double factor, uint64_t size)
{
    /* A negative factor, of an error, wraps around as it does in Go. */
    double units = (double)size * factor;
    return 1 + CEL_PRICE_LIST + (units < 0 ? (uint64_t)(int64_t)units : (uint64_t)units);
}

static uint64_t output(const struct value *args, size_t len, const struct value *result)
{
    (void)args;
    (void)len;
    return allocating(1, cel_cost_size(result));
}

static uint64_t flatten(const struct value *args, size_t len, const struct value *result)
{
    (void)result;
    double depth = len == 2 && args[1].kind == VALUE_INT ? (double)args[1].integer : 1;
    return allocating(depth, cel_cost_size(&args[0]));
}

/* A list's items are compared with one another. */
static uint64_t self(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    if (args[0].kind != VALUE_LIST)
        return 0;
    if (args[0].len == 0)
        return allocating(2, 0);
    uint8_t kind = args[0].items[0].kind;
    double factor = kind == VALUE_STRING || kind == VALUE_BYTES ? 2.1 : 2;
    return allocating(factor, (uint64_t)args[0].len * args[0].len);
}

static uint64_t self_second(const struct value *args, size_t len, const struct value *result)
{
    return self(&args[1], len, result);
}

static uint64_t set(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return 1 + cel_cost_size(&args[0]) * cel_cost_size(&args[1]);
}

static uint64_t set_twice(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return 1 + 2 * cel_cost_size(&args[0]) * cel_cost_size(&args[1]);
}

/* ---- The extensions of cel-go 0.29, which count the result too. */

static uint64_t char_at(const struct value *args, size_t len, const struct value *result)
{
    return 2 + first(args, len, result);
}

static uint64_t search(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    (void)result;
    return 1 + tenth(cel_cost_size(&args[0]) * cel_cost_size(&args[1]));
}

static uint64_t transform(const struct value *args, size_t len, const struct value *result)
{
    return 1 + first(args, len, result) + cel_cost_size(result);
}

static uint64_t replace(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    uint64_t steps = at_least_one(cel_cost_size(&args[0])) * at_least_one(cel_cost_size(&args[1]));
    return 1 + tenth(steps) + cel_cost_size(result);
}

static uint64_t join(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    return 1 + tenth(cel_cost_size(&args[0]) + 1) + cel_cost_size(result);
}

static uint64_t split(const struct value *args, size_t len, const struct value *result)
{
    return CEL_PRICE_LIST + join(args, len, result);
}

/* The regex extension rounds once, at the end. */
static double search_exactly(const struct value *args)
{
    double text = (double)(cel_cost_size(&args[0]) + 1) * 0.1;
    return text * ((double)(cel_cost_size(&args[1]) + 1) * 0.25);
}

static uint64_t extract(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    return (uint64_t)ceil(1 + search_exactly(args) + (double)cel_cost_size(result));
}

static uint64_t extract_all(const struct value *args, size_t len, const struct value *result)
{
    return CEL_PRICE_LIST + extract(args, len, result);
}

static uint64_t substitute(const struct value *args, size_t len, const struct value *result)
{
    (void)len;
    return (uint64_t)(1 + search_exactly(args) + (double)cel_cost_size(result));
}

static const struct rule {
    cel_price_fn *kubernetes; /* of what Kubernetes does not have, the price in `cel` */
    cel_price_fn *cel;
    bool by_name; /* in Kubernetes, even when several overloads may be meant */
} rules[CEL_COST_COUNT] = {
    [CEL_COST_ONE] = {NULL, NULL, false},
    [CEL_COST_ENCODE] = {first, first, false},
    [CEL_COST_DECODE] = {first, first, false},
    [CEL_COST_QUOTE] = {first, first, false},
    [CEL_COST_FORMAT] = {first, first, false},
    [CEL_COST_CONCAT] = {NULL, NULL, false},
    [CEL_COST_AFFIX] = {first, second, false},
    [CEL_COST_MEMBERSHIP] = {items, items, false},
    [CEL_COST_SMALLER] = {smaller, smaller_in_cel, false},
    [CEL_COST_EQUAL] = {equal, smaller_in_cel, false},
    [CEL_COST_JOINED] = {both, both, false},
    [CEL_COST_MATCH] = {match, match, false},
    [CEL_COST_MATCH_FUNCTION] = {NULL, match, false},
    [CEL_COST_FIND] = {match, NULL, true},
    [CEL_COST_CONTAINS] = {contains, contains, false},
    [CEL_COST_SCAN] = {walk, search, true},
    [CEL_COST_CHAR_AT] = {NULL, char_at, false},
    [CEL_COST_TRANSFORM] = {first, transform, true},
    [CEL_COST_TRIM] = {first, transform, true},
    [CEL_COST_SUBSTRING] = {first, transform, true},
    [CEL_COST_REPLACE] = {first_twice, replace, true},
    [CEL_COST_SPLIT] = {first_twice, split, true},
    [CEL_COST_JOIN] = {result_twice, join, true},
    [CEL_COST_PARSE] = {first, NULL, true},
    [CEL_COST_COPY] = {first, NULL, true},
    [CEL_COST_CANONICAL] = {first_twice, NULL, true},
    [CEL_COST_HOLDS_IP] = {first_twice, NULL, true},
    [CEL_COST_HOLDS_IP_TEXT] = {holds_ip_text, NULL, true},
    [CEL_COST_HOLDS_CIDR] = {holds_cidr, NULL, true},
    [CEL_COST_HOLDS_CIDR_TEXT] = {holds_cidr_text, NULL, true},
    [CEL_COST_VALIDATE] = {validate, NULL, true},
    [CEL_COST_SLICE] = {output, output, false},
    [CEL_COST_RANGE] = {output, output, false},
    [CEL_COST_REVERSE] = {output, output, false},
    [CEL_COST_FLATTEN] = {flatten, flatten, false},
    [CEL_COST_DISTINCT] = {self, self, false},
    [CEL_COST_SORT] = {self, self, false},
    [CEL_COST_SORT_BY] = {self_second, self_second, false},
    [CEL_COST_SET] = {set, set, false},
    [CEL_COST_SET_TWICE] = {set_twice, set_twice, false},
    [CEL_COST_EXTRACT] = {extract, extract, false},
    [CEL_COST_EXTRACT_ALL] = {extract_all, extract_all, false},
    [CEL_COST_SUBSTITUTE] = {substitute, substitute, false},
    [CEL_COST_AUTHORIZATION] = {authorization, authorization, true},
    [CEL_COST_SELECTOR] = {selector, selector, true},
};

cel_price_fn *cel_cost_price(uint8_t cost, unsigned options, bool certain)
{
    const struct rule *rule = &rules[cost];
    if (!(options & CEL_OPTION_KUBERNETES_COST))
        return certain ? rule->cel : NULL;
    return certain || rule->by_name ? rule->kubernetes : NULL;
}
