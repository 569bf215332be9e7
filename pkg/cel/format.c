#include "format.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#include "number_text.h"
#include "quote.h"
#include "time_text.h"
#include "utf8.h"

enum { TEXT_MAX = 16 << 20, PRECISION_MAX = 100, DEPTH_MAX = 64, PRECISION_DEFAULT = 6 };

/* One clause under way. */
struct clause {
    struct cel_frame *frame;
    struct plim_buf *out;
    bool kubernetes;
    int precision; /* -1: none given */
    char letter;
    const struct value *value;
};

static struct value done(void)
{
    return value_null();
}

static struct value refuse(const struct clause *clause, const char *what)
{
    return cel_fail(clause->frame, "error during formatting: %s, was given %.*s", what,
                    PLIM_STR_ARG(cel_type_name_of(clause->value)));
}

static const char *special_number(const struct clause *clause, double number)
{
    if (isnan(number))
        return "NaN";
    if (!isinf(number))
        return NULL;
    if (clause->kubernetes)
        return number > 0 ? "\342\210\236" : "-\342\210\236";
    return number > 0 ? "Infinity" : "-Infinity";
}

static void add_double(const struct clause *clause, double number, bool nested)
{
    char text[CEL_NUMBER_TEXT_BYTES];
    const char *special = special_number(clause, number);
    if (special && clause->kubernetes) {
        const char *quote = nested ? "\"" : "";
        const char *go = isnan(number) ? special : number > 0 ? "+Inf" : "-Inf";
        plim_buf_printf(clause->out, "%s%s%s", quote, go, quote);
    } else if (special) {
        plim_buf_append_c(clause->out, special);
    } else if (clause->kubernetes && nested) {
        plim_buf_printf(clause->out, "%f", number);
    } else if (clause->kubernetes) {
        cel_number_print(number, text);
        plim_buf_append_c(clause->out, text);
    } else {
        cel_number_append_plain(number, clause->out);
    }
}

static struct value add_text(const struct clause *clause, const struct value *value,
                             unsigned depth);

static struct value add_list(const struct clause *clause, const struct value *list, unsigned depth)
{
    plim_buf_append_char(clause->out, '[');
    for (uint32_t i = 0; i < list->len; i++) {
        plim_buf_append_c(clause->out, i > 0 ? ", " : "");
        struct value failure = add_text(clause, &list->items[i], depth + 1);
        if (cel_is_failed(&failure))
            return failure;
    }
    plim_buf_append_char(clause->out, ']');
    return done();
}

struct entry_text {
    struct plim_str key;
    struct plim_str value;
};

static int by_key(const void *left, const void *right)
{
    const struct entry_text *a = left;
    const struct entry_text *b = right;
    size_t shared = a->key.len < b->key.len ? a->key.len : b->key.len;
    int order = shared > 0 ? memcmp(a->key.text, b->key.text, shared) : 0;
    return order != 0 ? order : (a->key.len > b->key.len) - (a->key.len < b->key.len);
}

/* A value as text of its own, in the arena. */
static struct value text_of(const struct clause *clause, const struct value *value, unsigned depth,
                            struct plim_str *text_out)
{
    struct plim_buf buf = {.max = TEXT_MAX, .arena = clause->frame->arena};
    struct clause inner = *clause;
    inner.out = &buf;
    struct value failure = add_text(&inner, value, depth);
    *text_out = plim_buf_str(&buf);
    return cel_room(clause->frame, 0) ? failure : cel_stop_failure(clause->frame);
}

/* Of what a format shows; a literal may have others. */
static bool is_key(const struct value *key)
{
    return key->kind == VALUE_STRING || key->kind == VALUE_BOOL || key->kind == VALUE_INT ||
           key->kind == VALUE_UINT;
}

static struct value add_map(const struct clause *clause, const struct value *map, unsigned depth)
{
    if (!cel_room(clause->frame, map->len * sizeof(struct entry_text)))
        return cel_stop_failure(clause->frame);
    struct entry_text *texts = plim_arena_array(clause->frame->arena, map->len + 1, sizeof *texts);
    for (uint32_t i = 0; i < map->len; i++) {
        if (!is_key(&map->entries[i].key))
            return refuse(clause, "map keys must be strings, booleans or integers");
        struct value failure = text_of(clause, &map->entries[i].key, depth + 1, &texts[i].key);
        if (!cel_is_failed(&failure))
            failure = text_of(clause, &map->entries[i].value, depth + 1, &texts[i].value);
        if (cel_is_failed(&failure))
            return failure;
    }
    qsort(texts, map->len, sizeof *texts, by_key);
    plim_buf_append_char(clause->out, '{');
    for (uint32_t i = 0; i < map->len; i++) {
        plim_buf_append_c(clause->out, i > 0 ? ", " : "");
        plim_buf_append_str(clause->out, texts[i].key);
        plim_buf_append_c(clause->out, clause->kubernetes ? ":" : ": ");
        plim_buf_append_str(clause->out, texts[i].value);
    }
    plim_buf_append_char(clause->out, '}');
    return done();
}

/* As a literal of CEL, where the API server shows it inside of a list. */
static void add_time_literal(const struct clause *clause, const struct value *value,
                             const char *text)
{
    plim_buf_printf(clause->out, "%s(\"%s\")",
                    value->kind == VALUE_TIMESTAMP ? "timestamp" : "duration", text);
}

static struct value add_number_or_time(const struct clause *clause, const struct value *value,
                                       bool nested)
{
    char text[CEL_NUMBER_TEXT_BYTES];
    struct value time = *value;
    switch (value->kind) {
    case VALUE_NULL:
        plim_buf_append_c(clause->out, "null");
        return done();
    case VALUE_BOOL:
        plim_buf_append_c(clause->out, value->boolean ? "true" : "false");
        return done();
    case VALUE_INT:
        plim_buf_append_int(clause->out, value->integer);
        return done();
    case VALUE_UINT:
        plim_buf_append_uint(clause->out, value->unsigned_integer);
        return done();
    case VALUE_TIMESTAMP:
        if (!clause->kubernetes)
            time.aux = 0; /* shown in UTC */
        cel_timestamp_print(&time, text);
        break;
    case VALUE_DURATION:
        cel_duration_print(value, text);
        break;
    default:
        return cel_fail(
            clause->frame,
            "error during formatting: string clause can only be used on strings, bools, "
            "bytes, ints, doubles, maps, lists, types, durations, and timestamps, was "
            "given %.*s",
            PLIM_STR_ARG(cel_type_name_of(value)));
    }
    if (nested && clause->kubernetes)
        add_time_literal(clause, value, text);
    else
        plim_buf_append_c(clause->out, text);
    return done();
}

static void add_quoted(const struct clause *clause, const struct value *value)
{
    plim_buf_append_c(clause->out, value->kind == VALUE_BYTES ? "b" : "");
    cel_quote_go((struct plim_str){value->text, value->len}, clause->out);
}

static struct value add_text(const struct clause *clause, const struct value *value, unsigned depth)
{
    bool quoted = clause->kubernetes && depth > 0;
    if (depth > DEPTH_MAX)
        return cel_fail(clause->frame, "error during formatting: value is nested too deeply");
    switch (value->kind) {
    case VALUE_STRING:
    case VALUE_TYPE:
    case VALUE_BYTES:
        if (value->kind == VALUE_BYTES &&
            !cel_utf8_is_valid((struct plim_str){value->text, value->len}))
            return cel_fail(clause->frame,
                            "error during formatting: invalid UTF-8 in bytes, cannot "
                            "convert to string");
        if (quoted && value->kind != VALUE_TYPE)
            add_quoted(clause, value);
        else
            plim_buf_append(clause->out, value->text, value->len);
        return done();
    case VALUE_DOUBLE:
        add_double(clause, value->real, depth > 0);
        return done();
    case VALUE_LIST:
        return add_list(clause, value, depth);
    case VALUE_MAP:
        return add_map(clause, value, depth);
    default:
        return add_number_or_time(clause, value, depth > 0);
    }
}

static struct value add_decimal(const struct clause *clause)
{
    const struct value *value = clause->value;
    const char *special = value->kind == VALUE_DOUBLE ? special_number(clause, value->real) : NULL;
    if (special && !clause->kubernetes) {
        plim_buf_append_c(clause->out, special);
        return done();
    }
    if (value->kind == VALUE_INT || value->kind == VALUE_UINT)
        return add_number_or_time(clause, value, false);
    if (value->kind == VALUE_DOUBLE && !clause->kubernetes) {
        add_double(clause, value->real, false);
        return done();
    }
    return refuse(clause, "decimal clause can only be used on integers");
}

/* Digits of a base that is a power of two. */
static void add_digits(const struct clause *clause, uint64_t number, unsigned bits)
{
    static const char lower[] = "0123456789abcdef";
    static const char upper[] = "0123456789ABCDEF";
    char text[65];
    size_t at = sizeof text;
    do {
        uint64_t digit = number & ((1U << bits) - 1);
        text[--at] = (clause->letter == 'X' ? upper : lower)[digit];
        number >>= bits;
    } while (number > 0);
    plim_buf_append(clause->out, text + at, sizeof text - at);
}

static struct value add_integer_digits(const struct clause *clause, unsigned bits, const char *what)
{
    const struct value *value = clause->value;
    if (value->kind == VALUE_BOOL && bits == 1) {
        plim_buf_append_char(clause->out, value->boolean ? '1' : '0');
        return done();
    }
    if (value->kind != VALUE_INT && value->kind != VALUE_UINT)
        return refuse(clause, what);
    bool negative = value->kind == VALUE_INT && value->integer < 0;
    if (negative)
        plim_buf_append_char(clause->out, '-');
    add_digits(clause, negative ? 0 - value->unsigned_integer : value->unsigned_integer, bits);
    return done();
}

static struct value add_hex(const struct clause *clause)
{
    const struct value *value = clause->value;
    if (value->kind != VALUE_STRING && value->kind != VALUE_BYTES)
        return add_integer_digits(
            clause, 4, "only integers, byte buffers, and strings can be formatted as hex");
    for (uint32_t i = 0; i < value->len; i++)
        plim_buf_printf(clause->out, clause->letter == 'X' ? "%02X" : "%02x",
                        (unsigned)(unsigned char)value->text[i]);
    return done();
}

/* Kubernetes writes 1.5e3 as 1.500000×10⁰³. */
static void add_superscript(const struct clause *clause, const char *text)
{
    static const char *const digits[] = {
        "\342\201\260", "\302\271",     "\302\262",     "\302\263",     "\342\201\264",
        "\342\201\265", "\342\201\266", "\342\201\267", "\342\201\270", "\342\201\271"};
    const char *exponent = strchr(text, 'e');
    plim_buf_append(clause->out, text, exponent ? (size_t)(exponent - text) : strlen(text));
    if (!exponent)
        return;
    plim_buf_append_c(clause->out, "\303\22710");
    for (const char *c = exponent + 1; *c; c++) {
        if (*c == '-')
            plim_buf_append_c(clause->out, "\342\201\273");
        else if (isdigit((unsigned char)*c))
            plim_buf_append_c(clause->out, digits[*c - '0']);
    }
}

/* The API server takes the names of what is no number, too. */
static bool as_double(const struct clause *clause, double *number_out)
{
    const struct value *value = clause->value;
    if (value->kind == VALUE_DOUBLE)
        *number_out = value->real;
    else if (clause->kubernetes && value_is_string(value, "NaN"))
        *number_out = (double)NAN;
    else if (clause->kubernetes && value_is_string(value, "Infinity"))
        *number_out = (double)INFINITY;
    else if (clause->kubernetes && value_is_string(value, "-Infinity"))
        *number_out = -(double)INFINITY;
    else if (value->kind == VALUE_INT && !clause->kubernetes)
        *number_out = (double)value->integer;
    else if (value->kind == VALUE_UINT && !clause->kubernetes)
        *number_out = (double)value->unsigned_integer;
    else
        return false;
    return true;
}

/* Digits in groups of three before the point, and no sign on zero, as Kubernetes writes %f. */
static void add_grouped(const struct clause *clause, const char *text)
{
    bool is_zero = strspn(text, "-0.") == strlen(text);
    if (*text == '-') {
        plim_buf_append_c(clause->out, is_zero ? "" : "-");
        text++;
    }
    size_t whole = strcspn(text, ".");
    for (size_t i = 0; i < whole; i++) {
        plim_buf_append_c(clause->out, i > 0 && (whole - i) % 3 == 0 ? "," : "");
        plim_buf_append_char(clause->out, text[i]);
    }
    plim_buf_append_c(clause->out, text + whole);
}

static void add_finite(const struct clause *clause, double number)
{
    enum { REAL_TEXT_BYTES = 512 };
    char text[REAL_TEXT_BYTES];
    int precision = clause->precision < 0 ? PRECISION_DEFAULT : clause->precision;
    (void)snprintf(text, sizeof text, clause->letter == 'e' ? "%.*e" : "%.*f", precision, number);
    if (clause->kubernetes)
        add_grouped(clause, text);
    else
        plim_buf_append_c(clause->out, text);
}

/* There the precision is the least width, and zero has no sign. */
static void add_scientific(const struct clause *clause, double number, const char *special)
{
    char text[CEL_NUMBER_TEXT_BYTES];
    struct plim_buf buf = {0};
    struct clause inner = *clause;
    size_t width = (size_t)(clause->precision < 0 ? PRECISION_DEFAULT : clause->precision);
    inner.out = &buf;
    (void)snprintf(text, sizeof text, "%.*e", PRECISION_DEFAULT, number + 0.0);
    if (special)
        plim_buf_append_c(&buf, special);
    else
        add_superscript(&inner, text);
    size_t len = cel_utf8_count(plim_buf_str(&buf));
    plim_buf_repeat(clause->out, " ", width > len ? width - len : 0);
    plim_buf_append_str(clause->out, plim_buf_str(&buf));
    plim_buf_release(&buf);
}

static struct value add_real(const struct clause *clause)
{
    double number = 0;
    bool scientific = clause->letter == 'e';
    if (!as_double(clause, &number))
        return refuse(clause, scientific ? "scientific clause can only be used on doubles"
                                         : "fixed-point clause can only be used on doubles");
    const char *special = special_number(clause, number);
    if (clause->kubernetes && scientific)
        add_scientific(clause, number, special);
    else if (special)
        plim_buf_append_c(clause->out, special);
    else
        add_finite(clause, number);
    return done();
}

static struct value run_clause(const struct clause *clause)
{
    switch (clause->letter) {
    case 's':
        return add_text(clause, clause->value, 0);
    case 'd':
        return add_decimal(clause);
    case 'f':
    case 'e':
        return add_real(clause);
    case 'b':
        return add_integer_digits(clause, 1, "only integers and bools can be formatted as binary");
    case 'o':
        return add_integer_digits(clause, 3, "octal clause can only be used on integers");
    case 'x':
    case 'X':
        return add_hex(clause);
    default:
        return cel_fail(clause->frame,
                        "could not parse formatting clause: unrecognized formatting clause \"%c\"",
                        clause->letter);
    }
}

/* Read ".3" of "%.3f" from rest[*at] on. False when the number is missing or too large. */
static bool read_precision(struct plim_str text, size_t *at, int *precision_out)
{
    *precision_out = -1;
    if (*at >= text.len || text.text[*at] != '.')
        return true;
    ++*at;
    int precision = 0;
    size_t begin = *at;
    for (; *at < text.len && isdigit((unsigned char)text.text[*at]); ++*at)
        if (precision <= PRECISION_MAX)
            precision = precision * 10 + (text.text[*at] - '0');
    *precision_out = precision;
    return *at > begin && precision <= PRECISION_MAX;
}

/* Up to the next clause; returns where that begins. */
static size_t add_verbatim(const struct clause *clause, struct plim_str text, size_t from)
{
    const char *next = memchr(text.text + from, '%', text.len - from);
    size_t end = next ? (size_t)(next - text.text) : text.len;
    plim_buf_append(clause->out, text.text + from, end - from);
    return end;
}

static struct value format_into(struct clause *clause, const struct value *args)
{
    struct plim_str text = value_str(&args[0]);
    uint32_t used = 0;
    for (size_t i = 0; i < text.len; i++) {
        i = add_verbatim(clause, text, i);
        if (i++ >= text.len)
            break;
        if (i < text.len && text.text[i] == '%') {
            plim_buf_append_char(clause->out, '%');
            continue;
        }
        if (used >= args[1].len)
            return cel_fail(clause->frame, "index %u out of range", (unsigned)used);
        clause->value = &args[1].items[used++];
        if (!read_precision(text, &i, &clause->precision) || i >= text.len)
            return cel_fail(clause->frame,
                            "could not parse formatting clause: unexpected end of string");
        clause->letter = text.text[i];
        struct value failure = run_clause(clause);
        if (cel_is_failed(&failure))
            return failure;
        if (!cel_room(clause->frame, 0))
            return cel_stop_failure(clause->frame);
    }
    if (clause->out->failed || !cel_work(clause->frame, clause->out->len / 10))
        return cel_fail(clause->frame, "text is too long");
    return value_string(plim_buf_str(clause->out));
}

static struct value format(struct cel_frame *frame, const struct value *args, bool kubernetes)
{
    struct plim_buf buf = {.max = TEXT_MAX, .arena = frame->arena};
    struct clause clause = {.frame = frame, .out = &buf, .kubernetes = kubernetes};
    struct value made = format_into(&clause, args);
    return cel_room(frame, 0) ? made : cel_stop_failure(frame);
}

struct value cel_format(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return format(frame, args, false);
}

struct value cel_format_first(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return format(frame, args, true);
}
