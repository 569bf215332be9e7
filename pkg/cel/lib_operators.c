/* The operators. Source: cel-spec doc/langdef.md, "Standard Definitions". */
#include <math.h>
#include <string.h>

#include "arithmetic.h"
#include "compare.h"
#include "library.h"
#include "opaque.h"
#include "refusal.h"
#include "typed_list.h"

struct value cel_int_overflow(struct cel_frame *frame)
{
    return cel_fail(frame, "integer overflow");
}

static struct value unsigned_overflow(struct cel_frame *frame)
{
    return cel_fail(frame, "unsigned integer overflow");
}

static struct value join_texts(struct cel_frame *frame, const struct value *args)
{
    size_t len = (size_t)args[0].len + args[1].len;
    if (len > UINT32_MAX)
        return cel_fail(frame, "text is too long");
    char *text = cel_text_take(frame, len);
    if (!text)
        return cel_stop_failure(frame);
    if (args[0].len > 0)
        memcpy(text, args[0].text, args[0].len);
    if (args[1].len > 0)
        memcpy(text + args[0].len, args[1].text, args[1].len);
    struct value value = value_string((struct plim_str){text, len});
    value.kind = args[0].kind;
    return value;
}

static struct value join_lists(struct cel_frame *frame, const struct value *args)
{
    size_t len = (size_t)args[0].len + args[1].len;
    if (args[0].flags & CEL_FLAG_TYPED)
        return cel_typed_list_add(frame, &args[0], &args[1]);
    if (args[1].len == 0)
        return args[0];
    if (args[0].len == 0 && !(args[1].flags & CEL_FLAG_TYPED))
        return args[1];
    if (len > UINT32_MAX)
        return cel_fail(frame, "list is too long");
    struct value *items = cel_items_take(frame, len);
    if (!items)
        return cel_stop_failure(frame);
    if (args[0].len > 0)
        memcpy(items, args[0].items, args[0].len * sizeof *items);
    memcpy(items + args[0].len, args[1].items, args[1].len * sizeof *items);
    struct value list = value_list(items, len);
    list.flags |= (args[0].flags | args[1].flags) & CEL_FLAG_FLAWED;
    return list;
}

static bool is_time(const struct value *value)
{
    return value->kind == VALUE_TIMESTAMP || value->kind == VALUE_DURATION;
}

struct value cel_add(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    int64_t integer = 0;
    uint64_t natural = 0;
    if (is_time(&args[0]) && is_time(&args[1]))
        return cel_time_add(frame, &args[0], &args[1]);
    if (args[0].kind != args[1].kind)
        return cel_no_overload();
    switch (args[0].kind) {
    case VALUE_INT:
        if (__builtin_add_overflow(args[0].integer, args[1].integer, &integer))
            return cel_int_overflow(frame);
        return value_int(integer);
    case VALUE_UINT:
        if (__builtin_add_overflow(args[0].unsigned_integer, args[1].unsigned_integer, &natural))
            return unsigned_overflow(frame);
        return value_uint(natural);
    case VALUE_DOUBLE:
        return value_double(args[0].real + args[1].real);
    case VALUE_STRING:
    case VALUE_BYTES:
        return join_texts(frame, args);
    case VALUE_LIST:
        return join_lists(frame, args);
    default:
        return cel_no_overload();
    }
}

static struct value subtract(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    int64_t integer = 0;
    uint64_t natural = 0;
    if (is_time(&args[0]) && is_time(&args[1]))
        return cel_time_subtract(frame, &args[0], &args[1]);
    if (args[0].kind != args[1].kind)
        return cel_no_overload();
    switch (args[0].kind) {
    case VALUE_INT:
        if (__builtin_sub_overflow(args[0].integer, args[1].integer, &integer))
            return cel_int_overflow(frame);
        return value_int(integer);
    case VALUE_UINT:
        if (__builtin_sub_overflow(args[0].unsigned_integer, args[1].unsigned_integer, &natural))
            return unsigned_overflow(frame);
        return value_uint(natural);
    case VALUE_DOUBLE:
        return value_double(args[0].real - args[1].real);
    default:
        return cel_no_overload();
    }
}

static struct value multiply(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    int64_t integer = 0;
    uint64_t natural = 0;
    if (args[0].kind != args[1].kind)
        return cel_no_overload();
    switch (args[0].kind) {
    case VALUE_INT:
        if (__builtin_mul_overflow(args[0].integer, args[1].integer, &integer))
            return cel_int_overflow(frame);
        return value_int(integer);
    case VALUE_UINT:
        if (__builtin_mul_overflow(args[0].unsigned_integer, args[1].unsigned_integer, &natural))
            return unsigned_overflow(frame);
        return value_uint(natural);
    case VALUE_DOUBLE:
        return value_double(args[0].real * args[1].real);
    default:
        return cel_no_overload();
    }
}

static struct value divide(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (args[0].kind != args[1].kind)
        return cel_no_overload();
    switch (args[0].kind) {
    case VALUE_INT:
        if (args[1].integer == 0)
            return cel_fail(frame, "division by zero");
        if (args[0].integer == INT64_MIN && args[1].integer == -1)
            return cel_int_overflow(frame);
        return value_int(args[0].integer / args[1].integer);
    case VALUE_UINT:
        if (args[1].unsigned_integer == 0)
            return cel_fail(frame, "division by zero");
        return value_uint(args[0].unsigned_integer / args[1].unsigned_integer);
    case VALUE_DOUBLE:
        return value_double(args[0].real / args[1].real);
    default:
        return cel_no_overload();
    }
}

static struct value modulo(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (args[0].kind != args[1].kind)
        return cel_no_overload();
    if (args[0].kind == VALUE_INT) {
        if (args[1].integer == 0)
            return cel_fail(frame, "modulus by zero");
        if (args[0].integer == INT64_MIN && args[1].integer == -1)
            return cel_int_overflow(frame);
        return value_int(args[0].integer % args[1].integer);
    }
    if (args[0].kind != VALUE_UINT)
        return cel_no_overload();
    if (args[1].unsigned_integer == 0)
        return cel_fail(frame, "modulus by zero");
    return value_uint(args[0].unsigned_integer % args[1].unsigned_integer);
}

static struct value negate(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (args[0].kind == VALUE_DOUBLE)
        return value_double(-args[0].real);
    if (args[0].kind == VALUE_DURATION) /* which no checked expression asks for */
        return cel_duration(frame, -args[0].integer, -(int64_t)(int32_t)args[0].len);
    if (args[0].kind != VALUE_INT)
        return cel_no_overload();
    return args[0].integer == INT64_MIN ? cel_int_overflow(frame) : value_int(-args[0].integer);
}

static struct value complement(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return args[0].kind == VALUE_BOOL ? value_bool(!args[0].boolean) : cel_no_overload();
}

/* Of containers that hold an error nobody can say that they differ. */
static struct value compare(const struct value *args, bool yes)
{
    if (cel_equal_is_refused(&args[0], &args[1]))
        return yes ? cel_no_overload() : value_bool(true);
    if (cel_equal(&args[0], &args[1]))
        return value_bool(yes);
    const struct value *flaw = cel_flaw_in(&args[0]);
    if (!flaw)
        flaw = cel_flaw_in(&args[1]);
    return flaw ? *flaw : value_bool(!yes);
}

static struct value equals(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return compare(args, true);
}

static struct value differs(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return compare(args, false);
}

/* One of the four order relations: `wanted` is the order that answers `yes`, its opposite `!yes`.
 */
static struct value relate(struct cel_frame *frame, const struct value *args, enum cel_order wanted,
                           bool yes)
{
    enum cel_order order = cel_compare(&args[0], &args[1]);
    if (order == CEL_ORDER_NONE)
        return cel_no_overload();
    if (order == CEL_ORDER_NAN)
        return cel_fail(frame, "NaN values cannot be ordered");
    return value_bool((order == wanted) == yes);
}

static struct value less(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return relate(frame, args, CEL_ORDER_LESS, true);
}

static struct value less_or_equal(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return relate(frame, args, CEL_ORDER_GREATER, false);
}

static struct value greater(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return relate(frame, args, CEL_ORDER_GREATER, true);
}

static struct value greater_or_equal(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return relate(frame, args, CEL_ORDER_LESS, false);
}

static struct value contains(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    if (args[1].kind == VALUE_MAP)
        return value_bool(cel_map_find(&args[1], &args[0]) != NULL);
    if (args[1].kind != VALUE_LIST)
        return cel_no_overload();
    for (uint32_t i = 0; i < args[1].len; i++) {
        const struct value *item = &args[1].items[i];
        bool typed = item->flags & CEL_FLAG_TYPED; /* decides, whichever side it is on */
        if (typed ? cel_equal(item, &args[0]) : cel_equal_surely(&args[0], item))
            return value_bool(true);
    }
    const struct value *flaw = cel_flaw_in(&args[1]);
    return flaw ? *flaw : value_bool(false);
}

/* A number that is a whole one as an index; false when it is none. */
static bool index_of(const struct value *number, int64_t *index_out)
{
    *index_out = number->integer;
    if (number->kind == VALUE_UINT)
        return number->unsigned_integer <= INT64_MAX;
    if (number->kind != VALUE_DOUBLE)
        return number->kind == VALUE_INT;
    if (!(fabs(number->real) < UINT32_MAX))
        return false;
    *index_out = (int64_t)number->real;
    return cel_same_double((double)*index_out, number->real);
}

static struct value at(struct cel_frame *frame, const struct value *container,
                       const struct value *key, bool maybe)
{
    const struct value *found = NULL;
    if (key->kind != VALUE_STRING && key->kind != VALUE_BOOL && !cel_is_number(key))
        return cel_fail(frame, "unsupported key type");
    if (container->kind == VALUE_MAP) {
        found = cel_map_find(container, key);
        if (!found && !maybe)
            return cel_no_such_key(frame, key);
    } else if (container->kind == VALUE_LIST) {
        int64_t i = 0;
        if (!cel_is_number(key))
            return cel_no_such_index(frame, key);
        if (!index_of(key, &i))
            return cel_fail(frame, "unsupported index value");
        found = i >= 0 && i < (int64_t)container->len ? &container->items[i] : NULL;
        if (!found && !maybe)
            return cel_fail(frame, "index out of bounds: %lld", (long long)i);
    } else if (!maybe) {
        return cel_no_such_key(frame, key);
    }
    if (!maybe)
        return *found;
    return found ? cel_optional_of(frame, found) : cel_optional_none();
}

static struct value index_any(struct cel_frame *frame, const struct value *args, bool maybe)
{
    if (args[0].kind != VALUE_OPTIONAL)
        return at(frame, &args[0], &args[1], maybe);
    return args[0].len > 0 ? at(frame, &args[0].items[0], &args[1], true) : args[0];
}

static struct value index_value(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return index_any(frame, args, false);
}

static struct value index_maybe(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return index_any(frame, args, true);
}

#define CHECKS CEL_FUNCTION_CHECKS

static const struct cel_function functions[] = {
    {"_+_", "(bytes, bytes) -> bytes", cel_add, CEL_COST_JOINED, CHECKS, 0,
     "sum; texts, bytes and lists joined"},
    {"_+_", "(double, double) -> double", cel_add, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_+_", "(duration, duration) -> duration", cel_add, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_+_", "(duration, timestamp) -> timestamp", cel_add, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_+_", "(timestamp, duration) -> timestamp", cel_add, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_+_", "(int, int) -> int", cel_add, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_+_", "(list(T), list(T)) -> list(T)", cel_add, CEL_COST_CONCAT, CHECKS, 0, NULL},
    {"_+_", "(string, string) -> string", cel_add, CEL_COST_JOINED, CHECKS, 0, NULL},
    {"_+_", "(uint, uint) -> uint", cel_add, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_-_", "(double, double) -> double", subtract, CEL_COST_ONE, CHECKS, 0, "difference"},
    {"_-_", "(duration, duration) -> duration", subtract, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_-_", "(int, int) -> int", subtract, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_-_", "(timestamp, duration) -> timestamp", subtract, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_-_", "(timestamp, timestamp) -> duration", subtract, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_-_", "(uint, uint) -> uint", subtract, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_*_", "(double, double) -> double", multiply, CEL_COST_ONE, CHECKS, 0, "product"},
    {"_*_", "(int, int) -> int", multiply, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_*_", "(uint, uint) -> uint", multiply, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_/_", "(double, double) -> double", divide, CEL_COST_ONE, CHECKS, 0,
     "quotient, ints rounded to 0; an error by 0"},
    {"_/_", "(int, int) -> int", divide, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_/_", "(uint, uint) -> uint", divide, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_%_", "(int, int) -> int", modulo, CEL_COST_ONE, CHECKS, 0,
     "remainder, with the sign of the left"},
    {"_%_", "(uint, uint) -> uint", modulo, CEL_COST_ONE, CHECKS, 0, NULL},
    {"-_", "(double) -> double", negate, CEL_COST_ONE, CHECKS, 0, "negated"},
    {"-_", "(int) -> int", negate, CEL_COST_ONE, CHECKS, 0, NULL},
    {"!_", "(bool) -> bool", complement, CEL_COST_ONE, CHECKS, 0, "not"},
    {"_==_", "(T, T) -> bool", equals, CEL_COST_EQUAL, CHECKS, 0, "equal; numbers by value"},
    {"_!=_", "(T, T) -> bool", differs, CEL_COST_SMALLER, CHECKS, 0, "not equal"},
    {"@in", "(T, list(T)) -> bool", contains, CEL_COST_MEMBERSHIP, CHECKS, 0,
     "item of the list, or key of the map"},
    {"@in", "(K, map(K, V)) -> bool", contains, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_[_]", "(list(T), int) -> T", index_value, CEL_COST_ONE, CHECKS, 0,
     "the item, or the value of the key; an error when there is none"},
    {"_[_]", "(map(K, V), K) -> V", index_value, CEL_COST_ONE, CHECKS, 0, NULL},
#define RELATION(name, call, summary)                                                  \
    {name, "(bool, bool) -> bool", call, CEL_COST_ONE, CHECKS, 0, summary},            \
        {name, "(int, int) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL},             \
        {name, "(int, double) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL},          \
        {name, "(int, uint) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL},            \
        {name, "(uint, uint) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL},           \
        {name, "(uint, double) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL},         \
        {name, "(uint, int) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL},            \
        {name, "(double, double) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL},       \
        {name, "(double, int) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL},          \
        {name, "(double, uint) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL},         \
        {name, "(string, string) -> bool", call, CEL_COST_SMALLER, CHECKS, 0, NULL},   \
        {name, "(bytes, bytes) -> bool", call, CEL_COST_SMALLER, CHECKS, 0, NULL},     \
        {name, "(timestamp, timestamp) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL}, \
    {                                                                                  \
        name, "(duration, duration) -> bool", call, CEL_COST_ONE, CHECKS, 0, NULL      \
    }
    RELATION("_<_", less, "less"),
    RELATION("_<=_", less_or_equal, "less or equal"),
    RELATION("_>_", greater, "greater"),
    RELATION("_>=_", greater_or_equal, "greater or equal"),
};

const struct cel_functions cel_functions_operators = {functions, PLIM_LEN(functions)};

static const struct cel_function optional_functions[] = {
    {"_[_]", "(optional(list(T)), int) -> optional(T)", index_value, CEL_COST_ONE, CHECKS, 0,
     "the item, or the value of the key, when all is there"},
    {"_[_]", "(optional(map(K, V)), K) -> optional(V)", index_value, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_[?_]", "(list(T), int) -> optional(T)", index_maybe, CEL_COST_ONE, CHECKS, 0,
     "the item, or the value of the key, when there is one"},
    {"_[?_]", "(optional(list(T)), int) -> optional(T)", index_maybe, CEL_COST_ONE, CHECKS, 0,
     NULL},
    {"_[?_]", "(map(K, V), K) -> optional(V)", index_maybe, CEL_COST_ONE, CHECKS, 0, NULL},
    {"_[?_]", "(optional(map(K, V)), K) -> optional(V)", index_maybe, CEL_COST_ONE, CHECKS, 0,
     NULL},
};

const struct cel_functions cel_functions_optional_operators = {optional_functions,
                                                               PLIM_LEN(optional_functions)};
