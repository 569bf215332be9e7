/* List functions of the lists extension and of Kubernetes.
 * Source: cel-go ext/lists.go; k8s.io/apiserver/pkg/cel/library/lists.go. */
#include "arithmetic.h"
#include "compare.h"
#include "environment.h"
#include "library.h"
#include "sort.h"

static struct value slice(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    int64_t begin = args[1].integer;
    int64_t end = args[2].integer;
    if (begin < 0 || end < 0)
        return cel_fail(frame, "cannot slice(%lld, %lld), negative indexes not supported",
                        (long long)begin, (long long)end);
    if (begin > end)
        return cel_fail(
            frame, "cannot slice(%lld, %lld), start index must be less than or equal to end index",
            (long long)begin, (long long)end);
    if (end > (int64_t)args[0].len)
        return cel_fail(frame, "cannot slice(%lld, %lld), list is length %u", (long long)begin,
                        (long long)end, (unsigned)args[0].len);
    return value_list(args[0].items + begin, (size_t)(end - begin));
}

enum { FLATTEN_DEPTH_MAX = 64 };

/* Items after flattening so many levels; written behind *items unless that is NULL. */
static size_t flatten_into(const struct value *list, int64_t depth, struct value **items)
{
    size_t len = 0;
    for (uint32_t i = 0; i < list->len; i++) {
        const struct value *item = &list->items[i];
        if (item->kind == VALUE_LIST && depth > 0) {
            len += flatten_into(item, depth - 1, items);
            continue;
        }
        if (*items)
            *(*items)++ = *item;
        len++;
    }
    return len;
}

static struct value flatten(struct cel_frame *frame, const struct value *args, size_t len)
{
    int64_t depth = len > 1 ? args[1].integer : 1;
    if (args[0].kind != VALUE_LIST)
        return cel_no_overload();
    if (depth < 0)
        return cel_fail(frame, "level must be non-negative");
    depth = depth < FLATTEN_DEPTH_MAX ? depth : FLATTEN_DEPTH_MAX;
    struct value *none = NULL;
    size_t count = flatten_into(&args[0], depth, &none);
    if (!cel_work(frame, count))
        return cel_fail(frame, "list is too long");
    struct value *items = cel_items_take(frame, count);
    if (!items)
        return cel_stop_failure(frame);
    struct value *end = items;
    (void)flatten_into(&args[0], depth, &end);
    return value_list(items, count);
}

static struct value sort(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (args[0].kind != VALUE_LIST)
        return cel_no_overload();
    return cel_sort(frame, &args[0], args[0].items);
}

static struct value reverse(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct value *items = cel_items_take(frame, args[0].len);
    if (!items)
        return cel_stop_failure(frame);
    for (uint32_t i = 0; i < args[0].len; i++)
        items[i] = args[0].items[args[0].len - 1 - i];
    return value_list(items, args[0].len);
}

static struct value distinct(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct value *items = cel_items_take(frame, args[0].len);
    if (!items)
        return cel_stop_failure(frame);
    size_t count = 0;
    for (uint32_t i = 0; i < args[0].len; i++) {
        bool seen = false;
        for (size_t k = 0; k < count && !seen; k++)
            seen = cel_equal_surely(&args[0].items[i], &items[k]);
        if (!cel_work(frame, count / 10))
            return cel_fail(frame, "list is too long");
        if (!seen)
            items[count++] = args[0].items[i];
    }
    return value_list(items, count);
}

static struct value range(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    int64_t count = args[0].integer > 0 ? args[0].integer : 0;
    if (args[0].integer < 0 && !(frame->options & CEL_OPTION_GO_VALUES))
        return cel_fail(frame, "lists.range: size must be non-negative");
    if (count > UINT32_MAX || !cel_work(frame, (uint64_t)count))
        return cel_fail(frame, "list is too long");
    struct value *items = cel_items_take(frame, (size_t)count);
    if (!items)
        return cel_stop_failure(frame);
    for (int64_t i = 0; i < count; i++)
        items[i] = value_int(i);
    return value_list(items, (size_t)count);
}

static bool is_ordered(const struct value *value)
{
    return (value->kind >= VALUE_BOOL && value->kind <= VALUE_BYTES) ||
           value->kind == VALUE_TIMESTAMP || value->kind == VALUE_DURATION;
}

static bool all_ordered(const struct value *list)
{
    for (uint32_t i = 0; i < list->len; i++)
        if (!is_ordered(&list->items[i]))
            return false;
    return true;
}

static struct value is_sorted(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    for (uint32_t i = 0; i < args[0].len; i++) {
        if (!is_ordered(&args[0].items[i]))
            return cel_no_overload();
        if (i > 0 && cel_compare(&args[0].items[i - 1], &args[0].items[i]) == CEL_ORDER_GREATER)
            return value_bool(false);
    }
    return value_bool(true);
}

static struct value add_all(struct cel_frame *frame, const struct value *list, struct value total)
{
    for (uint32_t i = 0; i < list->len && !cel_is_failed(&total); i++) {
        const struct value pair[] = {total, list->items[i]};
        total = cel_add(frame, pair, 2);
    }
    return total;
}

static struct value sum_ints(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return add_all(frame, &args[0], value_int(0));
}

static struct value sum_uints(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return add_all(frame, &args[0], value_uint(0));
}

static struct value sum_doubles(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return add_all(frame, &args[0], value_double(0));
}

static struct value sum_durations(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return add_all(frame, &args[0], (struct value){.kind = VALUE_DURATION});
}

static struct value extreme(struct cel_frame *frame, const struct value *list, const char *name,
                            enum cel_order replaces)
{
    if (list->len == 0)
        return cel_fail(frame, "%s called on empty list", name);
    if (!all_ordered(list))
        return cel_no_overload();
    struct value best = list->items[0];
    for (uint32_t i = 1; i < list->len; i++)
        if (cel_compare(&best, &list->items[i]) == replaces)
            best = list->items[i];
    return best;
}

static struct value min(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return extreme(frame, &args[0], "min", CEL_ORDER_GREATER);
}

static struct value max(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return extreme(frame, &args[0], "max", CEL_ORDER_LESS);
}

static struct value index_of(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    for (uint32_t i = 0; i < args[0].len; i++)
        if (cel_equal_surely(&args[0].items[i], &args[1]))
            return value_int(i);
    return value_int(-1);
}

static struct value last_index_of(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    for (uint32_t i = args[0].len; i > 0; i--)
        if (cel_equal_surely(&args[0].items[i - 1], &args[1]))
            return value_int((int64_t)i - 1);
    return value_int(-1);
}

/* Of the types that have an order. */
#define OVER_ORDERED(name, result, call, summary)                                              \
    {name, "list(int).() -> " result("int"), call, CEL_COST_SCAN, 0, 0, summary},              \
        {name, "list(uint).() -> " result("uint"), call, CEL_COST_SCAN, 0, 0, NULL},           \
        {name, "list(double).() -> " result("double"), call, CEL_COST_SCAN, 0, 0, NULL},       \
        {name, "list(bool).() -> " result("bool"), call, CEL_COST_SCAN, 0, 0, NULL},           \
        {name, "list(duration).() -> " result("duration"), call, CEL_COST_SCAN, 0, 0, NULL},   \
        {name, "list(timestamp).() -> " result("timestamp"), call, CEL_COST_SCAN, 0, 0, NULL}, \
        {name, "list(string).() -> " result("string"), call, CEL_COST_SCAN, 0, 0, NULL},       \
    {                                                                                          \
        name, "list(bytes).() -> " result("bytes"), call, CEL_COST_SCAN, 0, 0, NULL            \
    }
#define ITSELF(type)      type
#define ALWAYS_BOOL(type) "bool"
#define SUM(type, call, summary)                                                \
    {                                                                           \
        "sum", "list(" type ").() -> " type, call, CEL_COST_SCAN, 0, 0, summary \
    }

static const struct cel_function functions[] = {
    {"slice", "list(T).(int, int) -> list(T)", slice, CEL_COST_SLICE, 0, 0,
     "the items from an index up to another"},
    {"flatten", "list(list(T)).() -> list(T)", flatten, CEL_COST_FLATTEN, CEL_FUNCTION_CHECKS, 1,
     "the items of the lists in the list, one level deep or so many"},
    {"flatten", "list(dyn).(int) -> list(dyn)", flatten, CEL_COST_FLATTEN, 0, 1, NULL},
    {"sort", "list(int).() -> list(int)", sort, CEL_COST_SORT, CEL_FUNCTION_CHECKS, 2, "in order"},
    {"sort", "list(uint).() -> list(uint)", sort, CEL_COST_SORT, CEL_FUNCTION_CHECKS, 2, NULL},
    {"sort", "list(double).() -> list(double)", sort, CEL_COST_SORT, CEL_FUNCTION_CHECKS, 2, NULL},
    {"sort", "list(bool).() -> list(bool)", sort, CEL_COST_SORT, CEL_FUNCTION_CHECKS, 2, NULL},
    {"sort", "list(duration).() -> list(duration)", sort, CEL_COST_SORT, CEL_FUNCTION_CHECKS, 2,
     NULL},
    {"sort", "list(timestamp).() -> list(timestamp)", sort, CEL_COST_SORT, CEL_FUNCTION_CHECKS, 2,
     NULL},
    {"sort", "list(string).() -> list(string)", sort, CEL_COST_SORT, CEL_FUNCTION_CHECKS, 2, NULL},
    {"sort", "list(bytes).() -> list(bytes)", sort, CEL_COST_SORT, CEL_FUNCTION_CHECKS, 2, NULL},
    {"reverse", "list(T).() -> list(T)", reverse, CEL_COST_REVERSE, 0, 2, "backwards"},
    {"distinct", "list(T).() -> list(T)", distinct, CEL_COST_DISTINCT, 0, 2, "without repetitions"},
    {"lists.range", "(int) -> list(int)", range, CEL_COST_RANGE, 0, 2,
     "0, 1, ... up to a number, without it"},
};

const struct cel_functions cel_functions_lists = {functions, PLIM_LEN(functions)};

static const struct cel_function kubernetes_functions[] = {
    OVER_ORDERED("isSorted", ALWAYS_BOOL, is_sorted, "no item is less than the one before it"),
    OVER_ORDERED("min", ITSELF, min, "the least item; an error when there is none"),
    OVER_ORDERED("max", ITSELF, max, "the greatest item; an error when there is none"),
    SUM("int", sum_ints, "all items added; 0 of none"),
    SUM("uint", sum_uints, NULL),
    SUM("double", sum_doubles, NULL),
    SUM("duration", sum_durations, NULL),
    {"indexOf", "list(T).(T) -> int", index_of, CEL_COST_SCAN, 0, 0,
     "where the item is first, or -1"},
    {"lastIndexOf", "list(T).(T) -> int", last_index_of, CEL_COST_SCAN, 0, 0,
     "where the item is last, or -1"},
};

const struct cel_functions cel_functions_kubernetes_lists = {kubernetes_functions,
                                                             PLIM_LEN(kubernetes_functions)};
