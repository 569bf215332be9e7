/* Lists as sets. Source: cel-go ext/sets.go. */
#include "compare.h"
#include "library.h"

static bool has(const struct value *list, const struct value *item)
{
    for (uint32_t i = 0; i < list->len; i++)
        if (cel_equal_surely(item, &list->items[i]))
            return true;
    return false;
}

static bool has_all(const struct value *list, const struct value *items)
{
    for (uint32_t i = 0; i < items->len; i++)
        if (!has(list, &items->items[i]))
            return false;
    return true;
}

static struct value contains(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(has_all(&args[0], &args[1]));
}

static struct value equivalent(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(has_all(&args[0], &args[1]) && has_all(&args[1], &args[0]));
}

static struct value intersects(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    for (uint32_t i = 0; i < args[0].len; i++)
        if (has(&args[1], &args[0].items[i]))
            return value_bool(true);
    return value_bool(false);
}

static const struct cel_function functions[] = {
    {"sets.contains", "(list(T), list(T)) -> bool", contains, CEL_COST_SET, 0, 0,
     "every item of the second is in the first"},
    {"sets.equivalent", "(list(T), list(T)) -> bool", equivalent, CEL_COST_SET_TWICE, 0, 0,
     "both have the same items, however often"},
    {"sets.intersects", "(list(T), list(T)) -> bool", intersects, CEL_COST_SET, 0, 0,
     "an item is in both"},
};

const struct cel_functions cel_functions_sets = {functions, PLIM_LEN(functions)};
