/* Conversions between types. Source: cel-spec doc/langdef.md, "Type Conversions". */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "base/buf.h"

#include "library.h"
#include "number_text.h"
#include "time_text.h"
#include "utf8.h"

static struct value identity(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return args[0];
}

static struct value type_of(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    struct value value = value_string(cel_type_name_of(&args[0]));
    value.kind = VALUE_TYPE;
    return value;
}

static struct value range_failure(struct cel_frame *frame, const char *type)
{
    return cel_fail(frame, "%s overflow: value is out of range", type);
}

static struct value text_failure(struct cel_frame *frame, const char *type)
{
    return cel_fail(frame, "type conversion error from 'string' to '%s'", type);
}

static struct value int_of_uint(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (args[0].unsigned_integer > INT64_MAX)
        return range_failure(frame, "integer");
    return value_int((int64_t)args[0].unsigned_integer);
}

static struct value int_of_double(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    /* The limits are 2^63 on both sides, exclusive as in the reference implementation. */
    if (!(args[0].real > -9223372036854775808.0 && args[0].real < 9223372036854775808.0))
        return range_failure(frame, "integer");
    return value_int((int64_t)args[0].real);
}

/* Digits with an optional sign, nothing else. */
static bool is_decimal(struct plim_str text, bool sign)
{
    if (sign && text.len > 1 && (text.text[0] == '-' || text.text[0] == '+'))
        text = (struct plim_str){text.text + 1, text.len - 1};
    for (size_t i = 0; i < text.len; i++)
        if (!isdigit((unsigned char)text.text[i]))
            return false;
    return text.len > 0;
}

static struct value int_of_string(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct plim_str text = value_str(&args[0]);
    errno = 0;
    if (!is_decimal(text, true))
        return text_failure(frame, "int");
    long long number = strtoll(plim_arena_copy(frame->arena, text.text, text.len), NULL, 10);
    return errno ? range_failure(frame, "integer") : value_int(number);
}

static struct value int_of_timestamp(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int(args[0].integer);
}

static struct value int_of_duration(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    int64_t nanos = 0;
    if (__builtin_mul_overflow(args[0].integer, (int64_t)1000000000, &nanos) ||
        __builtin_add_overflow(nanos, (int32_t)args[0].len, &nanos))
        return range_failure(frame, "integer");
    return value_int(nanos);
}

static struct value uint_of_int(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return args[0].integer < 0 ? range_failure(frame, "unsigned integer")
                               : value_uint((uint64_t)args[0].integer);
}

static struct value uint_of_double(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (!(args[0].real >= 0 && args[0].real < 18446744073709551616.0))
        return range_failure(frame, "unsigned integer");
    return value_uint((uint64_t)args[0].real);
}

static struct value uint_of_string(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct plim_str text = value_str(&args[0]);
    errno = 0;
    if (!is_decimal(text, false))
        return text_failure(frame, "uint");
    unsigned long long number =
        strtoull(plim_arena_copy(frame->arena, text.text, text.len), NULL, 10);
    return errno ? range_failure(frame, "unsigned integer") : value_uint(number);
}

static struct value double_of_int(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_double((double)args[0].integer);
}

static struct value double_of_uint(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_double((double)args[0].unsigned_integer);
}

static struct value double_of_string(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    double number = 0;
    if (!cel_number_parse(frame->arena, value_str(&args[0]), &number))
        return text_failure(frame, "double");
    return value_double(number);
}

static struct value string_of_any(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    char text[CEL_NUMBER_TEXT_BYTES];
    struct plim_buf digits = {.arena = frame->arena};
    switch (args[0].kind) {
    case VALUE_INT:
        plim_buf_append_int(&digits, args[0].integer);
        return value_string(plim_buf_str(&digits));
    case VALUE_UINT:
        plim_buf_append_uint(&digits, args[0].unsigned_integer);
        return value_string(plim_buf_str(&digits));
    case VALUE_DOUBLE:
        cel_number_print(args[0].real, text);
        break;
    case VALUE_BOOL:
        return value_string(args[0].boolean ? PLIM_STR("true") : PLIM_STR("false"));
    case VALUE_TIMESTAMP:
        cel_timestamp_print(&args[0], text);
        break;
    case VALUE_DURATION:
        cel_duration_print(&args[0], text);
        break;
    default:
        return cel_no_overload();
    }
    return cel_text(frame, plim_str_from(text));
}

static struct value string_of_bytes(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct plim_str text = {args[0].text, args[0].len};
    if (!cel_utf8_is_valid(text))
        return cel_fail(frame, "invalid UTF-8 in bytes, cannot convert to string");
    return value_string(text);
}

static struct value bytes_of_string(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    struct value value = args[0];
    value.kind = VALUE_BYTES;
    return value;
}

static struct value bool_of_string(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    static const struct {
        const char *text;
        bool meaning;
    } words[] = {{"true", true},   {"True", true}, {"TRUE", true},   {"t", true},
                 {"T", true},      {"1", true},    {"false", false}, {"False", false},
                 {"FALSE", false}, {"f", false},   {"F", false},     {"0", false}};
    for (size_t i = 0; i < PLIM_LEN(words); i++)
        if (value_is_string(&args[0], words[i].text))
            return value_bool(words[i].meaning);
    return text_failure(frame, "bool");
}

static const struct cel_function functions[] = {
    {"type", "(T) -> type(T)", type_of, CEL_COST_ONE, 0, 0, "the type of a value"},
    {"dyn", "(T) -> dyn", identity, CEL_COST_ONE, 0, 0,
     "the value itself, its type not checked any more"},
    {"int", "(int) -> int", identity, CEL_COST_ONE, 0, 0,
     "as an int; an error when it does not fit"},
    {"int", "(double) -> int", int_of_double, CEL_COST_ONE, 0, 0, NULL},
    {"int", "(duration) -> int", int_of_duration, CEL_COST_ONE, 0, 0, NULL},
    {"int", "(string) -> int", int_of_string, CEL_COST_ONE, 0, 0, NULL},
    {"int", "(timestamp) -> int", int_of_timestamp, CEL_COST_ONE, 0, 0, NULL},
    {"int", "(uint) -> int", int_of_uint, CEL_COST_ONE, 0, 0, NULL},
    {"uint", "(uint) -> uint", identity, CEL_COST_ONE, 0, 0,
     "as a uint; an error when it does not fit"},
    {"uint", "(double) -> uint", uint_of_double, CEL_COST_ONE, 0, 0, NULL},
    {"uint", "(int) -> uint", uint_of_int, CEL_COST_ONE, 0, 0, NULL},
    {"uint", "(string) -> uint", uint_of_string, CEL_COST_ONE, 0, 0, NULL},
    {"double", "(double) -> double", identity, CEL_COST_ONE, 0, 0, "as a double"},
    {"double", "(int) -> double", double_of_int, CEL_COST_ONE, 0, 0, NULL},
    {"double", "(string) -> double", double_of_string, CEL_COST_ONE, 0, 0, NULL},
    {"double", "(uint) -> double", double_of_uint, CEL_COST_ONE, 0, 0, NULL},
    {"string", "(string) -> string", identity, CEL_COST_ONE, 0, 0, "as text"},
    {"string", "(bool) -> string", string_of_any, CEL_COST_ONE, 0, 0, NULL},
    {"string", "(bytes) -> string", string_of_bytes, CEL_COST_DECODE, 0, 0, NULL},
    {"string", "(double) -> string", string_of_any, CEL_COST_ONE, 0, 0, NULL},
    {"string", "(duration) -> string", string_of_any, CEL_COST_ONE, 0, 0, NULL},
    {"string", "(int) -> string", string_of_any, CEL_COST_ONE, 0, 0, NULL},
    {"string", "(timestamp) -> string", string_of_any, CEL_COST_ONE, 0, 0, NULL},
    {"string", "(uint) -> string", string_of_any, CEL_COST_ONE, 0, 0, NULL},
    {"bytes", "(bytes) -> bytes", identity, CEL_COST_ONE, 0, 0, "as bytes, a text's being UTF-8"},
    {"bytes", "(string) -> bytes", bytes_of_string, CEL_COST_ENCODE, 0, 0, NULL},
    {"bool", "(bool) -> bool", identity, CEL_COST_ONE, 0, 0,
     "as a bool, from \"true\", \"false\" and their short forms"},
    {"bool", "(string) -> bool", bool_of_string, CEL_COST_ONE, 0, 0, NULL},
};

const struct cel_functions cel_functions_conversions = {functions, PLIM_LEN(functions)};
