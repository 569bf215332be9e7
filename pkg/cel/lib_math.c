/* The math extension. Source: cel-go ext/math.go. */
#include <math.h>

#include "arithmetic.h"
#include "compare.h"
#include "library.h"

/* NaN is not ordered, so it is the extreme of itself alone. */
static struct value extreme(const struct value *items, size_t len, enum cel_order replaces)
{
    struct value best = items[0];
    for (size_t i = 0; i < len; i++) {
        enum cel_order order = cel_compare(&best, &items[i]);
        if (!cel_is_number(&items[i]) || (len > 1 && order == CEL_ORDER_NAN))
            return cel_no_overload();
        if (order == replaces)
            best = items[i];
    }
    return best;
}

static struct value greatest(struct cel_frame *frame, const struct value *args, size_t len)
{
    if (args[0].kind != VALUE_LIST)
        return extreme(args, len, CEL_ORDER_LESS);
    if (args[0].len == 0)
        return cel_fail(frame, "math.greatest(list) argument must not be empty");
    return extreme(args[0].items, args[0].len, CEL_ORDER_LESS);
}

static struct value least(struct cel_frame *frame, const struct value *args, size_t len)
{
    if (args[0].kind != VALUE_LIST)
        return extreme(args, len, CEL_ORDER_GREATER);
    if (args[0].len == 0)
        return cel_fail(frame, "math.least(list) argument must not be empty");
    return extreme(args[0].items, args[0].len, CEL_ORDER_GREATER);
}

static struct value round_up(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_double(ceil(args[0].real));
}

static struct value round_down(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_double(floor(args[0].real));
}

static struct value round_nearest(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_double(round(args[0].real));
}

static struct value truncate(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_double(trunc(args[0].real));
}

static struct value is_nan(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(isnan(args[0].real) != 0);
}

static struct value is_inf(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(isinf(args[0].real) != 0);
}

static struct value is_finite(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(isfinite(args[0].real) != 0);
}

static struct value magnitude(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (args[0].kind == VALUE_DOUBLE)
        return value_double(fabs(args[0].real));
    if (args[0].kind == VALUE_UINT || args[0].integer >= 0)
        return args[0];
    return args[0].integer == INT64_MIN ? cel_int_overflow(frame) : value_int(-args[0].integer);
}

static struct value sign(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    if (args[0].kind == VALUE_INT)
        return value_int((args[0].integer > 0) - (args[0].integer < 0));
    if (args[0].kind == VALUE_UINT)
        return value_uint(args[0].unsigned_integer > 0);
    if (isnan(args[0].real))
        return args[0];
    return value_double((args[0].real > 0) - (args[0].real < 0));
}

static struct value square_root(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    if (args[0].kind == VALUE_INT)
        return value_double(sqrt((double)args[0].integer));
    return value_double(
        sqrt(args[0].kind == VALUE_UINT ? (double)args[0].unsigned_integer : args[0].real));
}

/* int and uint share their bits: what holds for one holds for the other. */
static struct value like(const struct value *model, uint64_t bits)
{
    struct value value = *model;
    value.unsigned_integer = bits;
    return value;
}

static struct value bit_and(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return like(&args[0], args[0].unsigned_integer & args[1].unsigned_integer);
}

static struct value bit_or(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return like(&args[0], args[0].unsigned_integer | args[1].unsigned_integer);
}

static struct value bit_xor(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return like(&args[0], args[0].unsigned_integer ^ args[1].unsigned_integer);
}

static struct value bit_not(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return like(&args[0], ~args[0].unsigned_integer);
}

enum { WORD_BITS = 64 };

static struct value shift_left(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (args[1].integer < 0)
        return cel_fail(frame, "math.bitShiftLeft() negative offset: %lld",
                        (long long)args[1].integer);
    return like(&args[0],
                args[1].integer >= WORD_BITS ? 0 : args[0].unsigned_integer << args[1].integer);
}

/* Logical for ints too: no sign is drawn in. */
static struct value shift_right(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (args[1].integer < 0)
        return cel_fail(frame, "math.bitShiftRight() negative offset: %lld",
                        (long long)args[1].integer);
    return like(&args[0],
                args[1].integer >= WORD_BITS ? 0 : args[0].unsigned_integer >> args[1].integer);
}

static const struct cel_function functions[] = {
    {"math.@max", "(double) -> double", greatest, CEL_COST_ONE, 0, 0,
     "what math.greatest stands for"},
    {"math.@max", "(int) -> int", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(uint) -> uint", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(double, double) -> double", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(int, int) -> int", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(uint, uint) -> uint", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(int, uint) -> dyn", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(int, double) -> dyn", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(double, int) -> dyn", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(double, uint) -> dyn", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(uint, int) -> dyn", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(uint, double) -> dyn", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(list(double)) -> double", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(list(int)) -> int", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@max", "(list(uint)) -> uint", greatest, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(double) -> double", least, CEL_COST_ONE, 0, 0, "what math.least stands for"},
    {"math.@min", "(int) -> int", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(uint) -> uint", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(double, double) -> double", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(int, int) -> int", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(uint, uint) -> uint", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(int, uint) -> dyn", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(int, double) -> dyn", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(double, int) -> dyn", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(double, uint) -> dyn", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(uint, int) -> dyn", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(uint, double) -> dyn", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(list(double)) -> double", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(list(int)) -> int", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.@min", "(list(uint)) -> uint", least, CEL_COST_ONE, 0, 0, NULL},
    {"math.ceil", "(double) -> double", round_up, CEL_COST_ONE, 0, 1, "rounded up"},
    {"math.floor", "(double) -> double", round_down, CEL_COST_ONE, 0, 1, "rounded down"},
    {"math.round", "(double) -> double", round_nearest, CEL_COST_ONE, 0, 1,
     "rounded to the nearest, halves away from 0"},
    {"math.trunc", "(double) -> double", truncate, CEL_COST_ONE, 0, 1, "without its fraction"},
    {"math.isNaN", "(double) -> bool", is_nan, CEL_COST_ONE, 0, 1, "it is no number"},
    {"math.isInf", "(double) -> bool", is_inf, CEL_COST_ONE, 0, 1, "it is infinite"},
    {"math.isFinite", "(double) -> bool", is_finite, CEL_COST_ONE, 0, 1,
     "it is neither infinite nor NaN"},
    {"math.abs", "(double) -> double", magnitude, CEL_COST_ONE, 0, 1, "without its sign"},
    {"math.abs", "(int) -> int", magnitude, CEL_COST_ONE, 0, 1, NULL},
    {"math.abs", "(uint) -> uint", magnitude, CEL_COST_ONE, 0, 1, NULL},
    {"math.sign", "(double) -> double", sign, CEL_COST_ONE, 0, 1, "-1, 0 or 1"},
    {"math.sign", "(int) -> int", sign, CEL_COST_ONE, 0, 1, NULL},
    {"math.sign", "(uint) -> uint", sign, CEL_COST_ONE, 0, 1, NULL},
    {"math.sqrt", "(double) -> double", square_root, CEL_COST_ONE, 0, 2,
     "the square root; NaN of a negative number"},
    {"math.sqrt", "(int) -> double", square_root, CEL_COST_ONE, 0, 2, NULL},
    {"math.sqrt", "(uint) -> double", square_root, CEL_COST_ONE, 0, 2, NULL},
    {"math.bitAnd", "(int, int) -> int", bit_and, CEL_COST_ONE, 0, 1, "the bits of both"},
    {"math.bitAnd", "(uint, uint) -> uint", bit_and, CEL_COST_ONE, 0, 1, NULL},
    {"math.bitOr", "(int, int) -> int", bit_or, CEL_COST_ONE, 0, 1, "the bits of either"},
    {"math.bitOr", "(uint, uint) -> uint", bit_or, CEL_COST_ONE, 0, 1, NULL},
    {"math.bitXor", "(int, int) -> int", bit_xor, CEL_COST_ONE, 0, 1, "the bits of one of them"},
    {"math.bitXor", "(uint, uint) -> uint", bit_xor, CEL_COST_ONE, 0, 1, NULL},
    {"math.bitNot", "(int) -> int", bit_not, CEL_COST_ONE, 0, 1, "the other bits"},
    {"math.bitNot", "(uint) -> uint", bit_not, CEL_COST_ONE, 0, 1, NULL},
    {"math.bitShiftLeft", "(int, int) -> int", shift_left, CEL_COST_ONE, 0, 1, "the bits moved up"},
    {"math.bitShiftLeft", "(uint, int) -> uint", shift_left, CEL_COST_ONE, 0, 1, NULL},
    {"math.bitShiftRight", "(int, int) -> int", shift_right, CEL_COST_ONE, 0, 1,
     "the bits moved down, zeros drawn in"},
    {"math.bitShiftRight", "(uint, int) -> uint", shift_right, CEL_COST_ONE, 0, 1, NULL},
};

const struct cel_functions cel_functions_math = {functions, PLIM_LEN(functions)};
