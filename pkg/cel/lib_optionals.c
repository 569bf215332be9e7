/* Optional values. Source: cel-spec, proposal 246; cel-go cel/library.go. */
#include <string.h>

#include "library.h"

static struct value of(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return cel_optional_of(frame, &args[0]);
}

static struct value none(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_optional_none();
}

/* 0001-01-01T00:00:00Z: Go's zero time. */
static const int64_t year_one = -62135596800;

static bool is_zero(const struct value *value)
{
    switch (value->kind) {
    case VALUE_NULL:
        return true;
    case VALUE_BOOL:
        return !value->boolean;
    case VALUE_INT:
        return value->integer == 0;
    case VALUE_UINT:
        return value->unsigned_integer == 0;
    case VALUE_DOUBLE:
        return value->real <= 0 && value->real >= 0;
    case VALUE_DURATION:
        return value->integer == 0 && value->len == 0;
    case VALUE_TIMESTAMP:
        return value->integer == year_one && value->len == 0;
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_LIST:
    case VALUE_MAP:
        return value->len == 0;
    default:
        return false;
    }
}

static struct value of_non_zero(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return is_zero(&args[0]) ? cel_optional_none() : cel_optional_of(frame, &args[0]);
}

static struct value has_value(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(args[0].len > 0);
}

static struct value value_of(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return args[0].len > 0 ? args[0].items[0] : cel_fail(frame, "optional.none() dereference");
}

static struct value either(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return args[0].len > 0 ? args[0] : args[1];
}

static struct value or_value(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return args[0].len > 0 ? args[0].items[0] : args[1];
}

static struct value unwrap(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct value *items = cel_items_take(frame, args[0].len);
    if (!items)
        return cel_stop_failure(frame);
    size_t count = 0;
    for (uint32_t i = 0; i < args[0].len; i++) {
        const struct value *item = &args[0].items[i];
        if (item->kind != VALUE_OPTIONAL)
            return cel_no_overload();
        if (item->len > 0)
            items[count++] = item->items[0];
    }
    return value_list(items, count);
}

static struct value first(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return args[0].len > 0 ? cel_optional_of(frame, &args[0].items[0]) : cel_optional_none();
}

static struct value last(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return args[0].len > 0 ? cel_optional_of(frame, &args[0].items[args[0].len - 1])
                           : cel_optional_none();
}

static const struct cel_function functions[] = {
    {"optional.of", "(T) -> optional(T)", of, CEL_COST_ONE, 0, 0, "an optional with the value"},
    {"optional.none", "() -> optional(T)", none, CEL_COST_ONE, 0, 0, "an optional without a value"},
    {"optional.ofNonZeroValue", "(T) -> optional(T)", of_non_zero, CEL_COST_ONE, 0, 0,
     "one with the value, unless that is null, false, 0 or empty"},
    {"optional.unwrap", "(list(optional(T))) -> list(T)", unwrap, CEL_COST_ONE, 0, 2,
     "the values that are there"},
    {"unwrapOpt", "list(optional(T)).() -> list(T)", unwrap, CEL_COST_ONE, 0, 2, "the same"},
    {"hasValue", "optional(T).() -> bool", has_value, CEL_COST_ONE, 0, 0, "there is a value"},
    {"value", "optional(T).() -> T", value_of, CEL_COST_ONE, 0, 0,
     "the value; an error when there is none"},
    {"or", "optional(T).(optional(T)) -> optional(T)", either, CEL_COST_ONE, CEL_FUNCTION_LAZY, 0,
     "the first of the two that has a value"},
    {"orValue", "optional(T).(T) -> T", or_value, CEL_COST_ONE, CEL_FUNCTION_LAZY, 0,
     "the value, or the other"},
    {"first", "list(T).() -> optional(T)", first, CEL_COST_ONE, 0, 2,
     "the first item, when there is one"},
    {"last", "list(T).() -> optional(T)", last, CEL_COST_ONE, 0, 2,
     "the last item, when there is one"},
};

const struct cel_functions cel_functions_optionals = {functions, PLIM_LEN(functions)};
