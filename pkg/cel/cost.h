/*
 * Cost units of an evaluation, as cel-go and the API server count them: each row of a library's
 * table names a rule, and the rule says what a call costs under either model.
 *
 * Source: cel-go interpreter/runtimecost.go, common/cost.go, ext (v0.26 for Kubernetes, v0.29 for
 * `cel`); k8s.io/apiserver 1.36 pkg/cel/library/cost.go, CallCost.
 */
#ifndef PLIM_CEL_COST_H
#define PLIM_CEL_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/value.h"

/* What a table names. A tenth of a text's code points, rounded up, is what reading it costs. */
enum cel_cost {
    CEL_COST_ONE,
    CEL_COST_ENCODE, /* a text as bytes: reads it */
    CEL_COST_DECODE, /* bytes as a text: reads them */
    CEL_COST_QUOTE,
    CEL_COST_FORMAT,
    CEL_COST_CONCAT,     /* of lists */
    CEL_COST_AFFIX,      /* startsWith, endsWith */
    CEL_COST_MEMBERSHIP, /* the list's items */
    CEL_COST_SMALLER,    /* reads the smaller of two: order, != */
    CEL_COST_EQUAL,      /* the same, but for Kubernetes' own types */
    CEL_COST_JOINED,     /* reads both: text + text */
    CEL_COST_MATCH,      /* reads the text for each fourth character of the pattern */
    CEL_COST_MATCH_FUNCTION,
    CEL_COST_FIND,
    CEL_COST_CONTAINS,
    CEL_COST_SCAN, /* walks through all the first argument is made of; of a text, a search */
    CEL_COST_CHAR_AT,
    CEL_COST_TRANSFORM, /* a text of the same size */
    CEL_COST_TRIM,      /* a text of at most the same size */
    CEL_COST_SUBSTRING,
    CEL_COST_REPLACE,
    CEL_COST_SPLIT,
    CEL_COST_JOIN,
    CEL_COST_PARSE, /* Kubernetes' readers of text: quantity, semver, ip, cidr */
    CEL_COST_COPY,  /* those whose result is as long */
    CEL_COST_CANONICAL,
    CEL_COST_HOLDS_IP,
    CEL_COST_HOLDS_IP_TEXT,
    CEL_COST_HOLDS_CIDR,
    CEL_COST_HOLDS_CIDR_TEXT,
    CEL_COST_VALIDATE,
    CEL_COST_SLICE,
    CEL_COST_RANGE,
    CEL_COST_REVERSE,
    CEL_COST_FLATTEN,
    CEL_COST_DISTINCT,
    CEL_COST_SORT,
    CEL_COST_SORT_BY, /* the keys are the second argument */
    CEL_COST_SET,
    CEL_COST_SET_TWICE,
    CEL_COST_EXTRACT,
    CEL_COST_EXTRACT_ALL,
    CEL_COST_SUBSTITUTE,    /* regex.replace */
    CEL_COST_AUTHORIZATION, /* a question to the authorizer */
    CEL_COST_SELECTOR,      /* reads a field or label selector */
    CEL_COST_COUNT
};

/* Units of a call whose price depends on its arguments. Those that failed count as one. */
typedef uint64_t cel_price_fn(const struct value *args, size_t len, const struct value *result);

/* Prices that are no function's. Source: cel-go common/cost.go. */
enum {
    CEL_PRICE_STEP = 1, /* a name, a selection, an index */
    CEL_PRICE_LIST = 10,
    CEL_PRICE_MAP = 30,
};

/* NULL: one unit, whatever the arguments. `options` (enum cel_option) choose the model; `certain`:
 * the checker left one overload only. */
cel_price_fn *cel_cost_price(uint8_t cost, unsigned options, bool certain);

/* What size() would say; 1 of all that has none. */
uint64_t cel_cost_size(const struct value *value);

#endif
