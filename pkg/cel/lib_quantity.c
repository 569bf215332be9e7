/* Kubernetes quantities. Source: k8s.io/apiserver/pkg/cel/library/quantity.go. */
#include "environment.h"
#include "library.h"
#include "opaque.h"
#include "quantity.h"

static const struct cel_quantity *quantity_of(const struct value *value)
{
    return value->opaque;
}

static struct value make(struct cel_frame *frame, const struct cel_quantity *quantity)
{
    struct cel_quantity *copy = plim_arena_take(frame->arena, sizeof *copy);
    *copy = *quantity;
    return cel_opaque_value(CEL_OPAQUE_QUANTITY, copy);
}

static struct value quantity(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_quantity parsed;
    const char *why = cel_quantity_parse(frame->arena, value_str(&args[0]), &parsed);
    return why ? cel_fail(frame, "%s", why) : make(frame, &parsed);
}

static struct value is_quantity(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_quantity parsed;
    return value_bool(cel_quantity_parse(frame->arena, value_str(&args[0]), &parsed) == NULL);
}

static struct value sign(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int(cel_quantity_sign(quantity_of(&args[0])));
}

static struct value is_integer(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    int64_t integer = 0;
    return value_bool(cel_quantity_int(quantity_of(&args[0]), &integer));
}

static struct value as_integer(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    int64_t integer = 0;
    return cel_quantity_int(quantity_of(&args[0]), &integer)
               ? value_int(integer)
               : cel_fail(frame, "cannot convert value to integer");
}

static struct value as_double(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return value_double(cel_quantity_double(frame->arena, quantity_of(&args[0])));
}

/* The quantity that an argument is, or the int that it is. */
static struct cel_quantity operand(const struct value *value)
{
    if (value->kind == VALUE_INT)
        return (struct cel_quantity){.is_small = true, .integer = value->integer};
    return *quantity_of(value);
}

static struct value sum(struct cel_frame *frame, const struct value *left,
                        const struct cel_quantity *right)
{
    struct cel_quantity result;
    if (!cel_quantity_add(frame->arena, quantity_of(left), right, &result))
        return cel_fail(frame, "quantity is too large");
    struct value value = make(frame, &result);
    /* The API server's own Equal does not know the results of its arithmetic again. */
    if (frame->options & CEL_OPTION_DERIVED_QUANTITY)
        value.flags = CEL_OPAQUE_DERIVED;
    return value;
}

static struct value add(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_quantity right = operand(&args[1]);
    return sum(frame, &args[0], &right);
}

static struct value sub(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_quantity right = operand(&args[1]);
    right = cel_quantity_negate(&right);
    return sum(frame, &args[0], &right);
}

static int order(struct cel_frame *frame, const struct value *args)
{
    return cel_quantity_compare(frame->arena, quantity_of(&args[0]), quantity_of(&args[1]));
}

static struct value compare_to(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return value_int(order(frame, args));
}

static struct value is_less(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return value_bool(order(frame, args) < 0);
}

static struct value is_greater(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return value_bool(order(frame, args) > 0);
}

#define Q "kubernetes.Quantity"

static const struct cel_function functions[] = {
    {"quantity", "(string) -> " Q, quantity, CEL_COST_PARSE, 0, 0,
     "a quantity from its text: \"1Gi\", \"500m\""},
    {"isQuantity", "(string) -> bool", is_quantity, CEL_COST_PARSE, 0, 0, "the text is a quantity"},
    {"sign", "(" Q ") -> int", sign, CEL_COST_ONE, 0, 0, "-1, 0 or 1"},
    {"isInteger", Q ".() -> bool", is_integer, CEL_COST_ONE, 0, 0,
     "it is written as an int64 without a fraction"},
    {"asInteger", Q ".() -> int", as_integer, CEL_COST_ONE, 0, 0,
     "as an int; an error when isInteger is false"},
    {"asApproximateFloat", Q ".() -> double", as_double, CEL_COST_ONE, 0, 0, "as a double"},
    {"add", Q ".(" Q ") -> " Q, add, CEL_COST_ONE, 0, 0, "sum"},
    {"add", Q ".(int) -> " Q, add, CEL_COST_ONE, 0, 0, NULL},
    {"sub", Q ".(" Q ") -> " Q, sub, CEL_COST_ONE, 0, 0, "difference"},
    {"sub", Q ".(int) -> " Q, sub, CEL_COST_ONE, 0, 0, NULL},
    {"compareTo", Q ".(" Q ") -> int", compare_to, CEL_COST_ONE, 0, 0, "-1, 0 or 1"},
    {"isLessThan", Q ".(" Q ") -> bool", is_less, CEL_COST_ONE, 0, 0, "less"},
    {"isGreaterThan", Q ".(" Q ") -> bool", is_greater, CEL_COST_ONE, 0, 0, "greater"},
};

const struct cel_functions cel_functions_quantity = {functions, PLIM_LEN(functions)};
