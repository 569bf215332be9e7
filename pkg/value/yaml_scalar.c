#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/base64.h"
#include "value/utf8.h"

#include "number_priv.h"
#include "yaml_scalar_priv.h"

/* Longer texts are never numbers: 300 digits overflow a double. */
enum { NUMBER_MAX = 400 };

struct word {
    struct plim_str text;
    enum value_kind kind;
    bool boolean;
    double real;
};

/* A constant, which PLIM_STR() is not. */
#define WORD(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

/* Source: go-yaml v2, resolve.go, resolveMapList. */
static const struct word manifest_words[] = {
    {WORD("y"), VALUE_BOOL, true, 0},    {WORD("Y"), VALUE_BOOL, true, 0},
    {WORD("yes"), VALUE_BOOL, true, 0},  {WORD("Yes"), VALUE_BOOL, true, 0},
    {WORD("YES"), VALUE_BOOL, true, 0},  {WORD("on"), VALUE_BOOL, true, 0},
    {WORD("On"), VALUE_BOOL, true, 0},   {WORD("ON"), VALUE_BOOL, true, 0},
    {WORD("n"), VALUE_BOOL, false, 0},   {WORD("N"), VALUE_BOOL, false, 0},
    {WORD("no"), VALUE_BOOL, false, 0},  {WORD("No"), VALUE_BOOL, false, 0},
    {WORD("NO"), VALUE_BOOL, false, 0},  {WORD("off"), VALUE_BOOL, false, 0},
    {WORD("Off"), VALUE_BOOL, false, 0}, {WORD("OFF"), VALUE_BOOL, false, 0},
};

/* Source: YAML 1.2.2, section 10.3.2. */
static const struct word core_words[] = {
    {WORD(""), VALUE_NULL, false, 0},
    {WORD("~"), VALUE_NULL, false, 0},
    {WORD("null"), VALUE_NULL, false, 0},
    {WORD("Null"), VALUE_NULL, false, 0},
    {WORD("NULL"), VALUE_NULL, false, 0},
    {WORD("true"), VALUE_BOOL, true, 0},
    {WORD("True"), VALUE_BOOL, true, 0},
    {WORD("TRUE"), VALUE_BOOL, true, 0},
    {WORD("false"), VALUE_BOOL, false, 0},
    {WORD("False"), VALUE_BOOL, false, 0},
    {WORD("FALSE"), VALUE_BOOL, false, 0},
    {WORD(".nan"), VALUE_DOUBLE, false, (double)NAN},
    {WORD(".NaN"), VALUE_DOUBLE, false, (double)NAN},
    {WORD(".NAN"), VALUE_DOUBLE, false, (double)NAN},
    {WORD(".inf"), VALUE_DOUBLE, false, HUGE_VAL},
    {WORD(".Inf"), VALUE_DOUBLE, false, HUGE_VAL},
    {WORD(".INF"), VALUE_DOUBLE, false, HUGE_VAL},
    {WORD("+.inf"), VALUE_DOUBLE, false, HUGE_VAL},
    {WORD("+.Inf"), VALUE_DOUBLE, false, HUGE_VAL},
    {WORD("+.INF"), VALUE_DOUBLE, false, HUGE_VAL},
    {WORD("-.inf"), VALUE_DOUBLE, false, -HUGE_VAL},
    {WORD("-.Inf"), VALUE_DOUBLE, false, -HUGE_VAL},
    {WORD("-.INF"), VALUE_DOUBLE, false, -HUGE_VAL},
};

static bool find_word(const struct word *words, size_t count, struct plim_str text,
                      struct value *value_out)
{
    for (size_t i = 0; i < count; i++) {
        /* The first byte tells most of them apart. */
        if (words[i].text.len != text.len || words[i].text.text[0] != text.text[0] ||
            !plim_str_equal(text, words[i].text))
            continue;
        *value_out = words[i].kind == VALUE_BOOL   ? value_bool(words[i].boolean)
                     : words[i].kind == VALUE_NULL ? value_null()
                                                   : value_double(words[i].real);
        return true;
    }
    return false;
}

/* The digit's worth, or 99. */
static unsigned digit_worth(char byte)
{
    if (byte >= '0' && byte <= '9')
        return (unsigned)(byte - '0');
    if (byte >= 'a' && byte <= 'f')
        return (unsigned)(byte - 'a') + 10;
    if (byte >= 'A' && byte <= 'F')
        return (unsigned)(byte - 'A') + 10;
    return 99;
}

/* All of the text as digits of the base; false too when 64 bits do not hold it. */
static bool read_digits(struct plim_str digits, unsigned base, uint64_t *size_out)
{
    uint64_t size = 0;
    for (size_t i = 0; i < digits.len; i++) {
        unsigned worth = digit_worth(digits.text[i]);
        if (worth >= base || __builtin_mul_overflow(size, (uint64_t)base, &size) ||
            __builtin_add_overflow(size, (uint64_t)worth, &size))
            return false;
    }
    *size_out = size;
    return digits.len > 0;
}

static struct plim_str without(struct plim_str text, size_t front)
{
    return (struct plim_str){text.text + front, text.len - front};
}

/* Takes the prefix of the base off the digits. Manifests: 0x, 0o, 0b and 0 in either case, as Go's
 * ParseInt with base 0; documents: 0x and 0o alone. */
static unsigned take_base(struct plim_str *digits, enum value_yaml_dialect dialect)
{
    if (digits->len < 2 || digits->text[0] != '0')
        return 10;
    bool is_manifest = dialect == VALUE_YAML_MANIFEST;
    char mark = digits->text[1];
    unsigned base = 0;
    if (mark == 'x' || (is_manifest && mark == 'X'))
        base = 16;
    else if (mark == 'o' || (is_manifest && mark == 'O'))
        base = 8;
    else if (is_manifest && (mark == 'b' || mark == 'B'))
        base = 2;
    if (base == 0) {
        *digits = is_manifest ? without(*digits, 1) : *digits;
        return is_manifest ? 8 : 10;
    }
    *digits = without(*digits, 2);
    return base;
}

static bool read_integer(struct plim_str text, enum value_yaml_dialect dialect,
                         struct value *value_out)
{
    bool is_signed = text.len > 0 && (text.text[0] == '-' || text.text[0] == '+');
    bool is_negative = is_signed && text.text[0] == '-';
    struct plim_str digits = without(text, is_signed ? 1 : 0);
    unsigned base = take_base(&digits, dialect);
    uint64_t size = 0;
    if ((is_signed && base != 10 && dialect == VALUE_YAML_DOCUMENT) ||
        !read_digits(digits, base, &size))
        return false;
    const uint64_t lowest = (uint64_t)INT64_MAX + 1;
    if (is_negative && size > lowest)
        return false;
    if (is_negative)
        *value_out = value_int(size == lowest ? INT64_MIN : -(int64_t)size);
    else if (size > INT64_MAX && is_signed && dialect == VALUE_YAML_MANIFEST)
        return false; /* ParseUint takes no sign */
    else
        *value_out = size > INT64_MAX ? value_uint(size) : value_int((int64_t)size);
    return true;
}

static size_t skip_digits(struct plim_str text, size_t i)
{
    while (i < text.len && text.text[i] >= '0' && text.text[i] <= '9')
        i++;
    return i;
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? in both dialects. */
static bool is_float(struct plim_str text)
{
    size_t i = text.len > 0 && (text.text[0] == '-' || text.text[0] == '+') ? 1 : 0;
    size_t whole = skip_digits(text, i);
    bool has_whole = whole > i;
    i = whole;
    if (i < text.len && text.text[i] == '.') {
        size_t end = skip_digits(text, i + 1);
        if (!has_whole && end == i + 1)
            return false;
        i = end;
    } else if (!has_whole) {
        return false;
    }
    if (i < text.len && (text.text[i] == 'e' || text.text[i] == 'E')) {
        i++;
        i += i < text.len && (text.text[i] == '-' || text.text[i] == '+') ? 1 : 0;
        size_t end = skip_digits(text, i);
        if (end == i)
            return false;
        i = end;
    }
    return i == text.len;
}

static bool read_float(struct plim_str text, struct value *value_out)
{
    char copy[NUMBER_MAX + 1];
    if (!is_float(text) || text.len > NUMBER_MAX)
        return false;
    memcpy(copy, text.text, text.len);
    copy[text.len] = '\0';
    double real = strtod(copy, NULL);
    if (isinf(real))
        return false; /* stays a string, as in Go */
    *value_out = value_double(real);
    return true;
}

static bool read_number(struct plim_str text, enum value_yaml_dialect dialect,
                        struct value *value_out)
{
    return read_integer(text, dialect, value_out) || read_float(text, value_out);
}

/* Manifests may group digits with '_' anywhere behind the first byte, but where that is a point
 * only between digits: Go's ParseFloat reads those. */
static bool may_group(struct plim_str text, size_t i)
{
    return text.text[0] != '.' || (i + 1 < text.len && digit_worth(text.text[i - 1]) < 10 &&
                                   digit_worth(text.text[i + 1]) < 10);
}

static struct value resolve_manifest_number(struct plim_str text)
{
    char digits[NUMBER_MAX];
    struct value value;
    size_t len = 0;
    if (text.len > NUMBER_MAX)
        return value_string(text);
    for (size_t i = 0; i < text.len; i++)
        if (text.text[i] != '_' || !may_group(text, i))
            digits[len++] = text.text[i];
    if (read_number((struct plim_str){digits, len}, VALUE_YAML_MANIFEST, &value))
        return value;
    return value_string(text);
}

static bool may_begin_number(char first)
{
    return (first >= '0' && first <= '9') || first == '+' || first == '-' || first == '.';
}

static bool may_begin_word(char first)
{
    char lower = (char)(first | 0x20);
    return lower == 'y' || lower == 'n' || lower == 't' || lower == 'f' || lower == 'o' ||
           first == '~';
}

struct value value_yaml_resolve(struct plim_str text, enum value_yaml_dialect dialect)
{
    struct value value;
    if (text.len == 0)
        return value_null();
    bool may_be_number = may_begin_number(text.text[0]);
    /* Nearly all scalars are names: their first byte tells. */
    if (!may_be_number && !may_begin_word(text.text[0]))
        return value_string(text);
    if (text.len <= 5 && find_word(core_words, PLIM_LEN(core_words), text, &value))
        return value;
    if (dialect == VALUE_YAML_DOCUMENT)
        return may_be_number && read_number(text, dialect, &value) ? value : value_string(text);
    if (text.len <= 3 && find_word(manifest_words, PLIM_LEN(manifest_words), text, &value))
        return value;
    return may_be_number ? resolve_manifest_number(text) : value_string(text);
}

static bool decode_binary(struct plim_arena *arena, struct plim_str text, struct value *value_out)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    struct plim_err ignored = {0}; /* the caller's message names the tag */
    if (plim_base64_decode(text, &bytes, &ignored) != PLIM_OK ||
        !value_utf8_is_valid(plim_buf_str(&bytes)))
        return false;
    *value_out = value_string(plim_arena_copy_str(arena, plim_buf_str(&bytes)));
    return true;
}

static double to_double(const struct value *integer)
{
    return integer->kind == VALUE_INT ? (double)integer->integer
                                      : (double)integer->unsigned_integer;
}

bool value_yaml_resolve_tagged(struct plim_arena *arena, const char *tag, struct plim_str text,
                               struct value *value_out)
{
    static const struct {
        const char *name;
        enum value_kind kind;
    } kinds[] = {
        {"bool", VALUE_BOOL}, {"int", VALUE_INT}, {"float", VALUE_DOUBLE}, {"null", VALUE_NULL}};
    struct plim_str name = plim_str_from(tag);
    struct plim_str prefix = PLIM_STR("tag:yaml.org,2002:");
    *value_out = value_string(text);
    if (!plim_str_starts(name, prefix))
        return true;
    name = without(name, prefix.len);
    if (plim_str_is(name, "binary"))
        return decode_binary(arena, text, value_out);
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (!plim_str_is(name, kinds[i].name))
            continue;
        struct value value = value_yaml_resolve(text, VALUE_YAML_MANIFEST);
        bool is_integer = value.kind == VALUE_INT || value.kind == VALUE_UINT;
        if (kinds[i].kind == VALUE_DOUBLE && is_integer)
            value = value_double(to_double(&value));
        *value_out = value;
        return value.kind == kinds[i].kind || (kinds[i].kind == VALUE_INT && is_integer);
    }
    return true;
}

bool value_yaml_make_json(struct value *value)
{
    if (value->kind != VALUE_DOUBLE)
        return true;
    double real = value->real;
    if (!isfinite(real))
        return false;
    if (fabs(real) >= 1e21 || trunc(real) < real || trunc(real) > real)
        return true;
    /* By way of the text, as there: above 2^53 its shortest digits are another integer. */
    char text[VALUE_NUMBER_TEXT_BYTES];
    value_number_format(real, text);
    errno = 0;
    long long integer = strtoll(text, NULL, 10);
    if (errno == 0)
        *value = value_int(integer);
    return true;
}

bool value_yaml_make_key(struct plim_arena *arena, struct value *key)
{
    char number[VALUE_NUMBER_TEXT_BYTES];
    if (key->kind == VALUE_STRING)
        return true;
    if (key->kind == VALUE_BOOL) {
        *key = value_string_c(key->boolean ? "true" : "false");
    } else if (key->kind == VALUE_INT) {
        *key = value_string_c(plim_arena_printf(arena, "%" PRId64, key->integer));
    } else if (key->kind == VALUE_DOUBLE) {
        value_number_format_key(key->real, number);
        *key = value_string_c(plim_arena_copy_c(arena, number));
    }
    return key->kind == VALUE_STRING;
}
