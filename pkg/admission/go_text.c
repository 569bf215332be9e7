/* How Go reads and prints what conditions compare. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/defs.h"
#include "resource/image.h"

#include "precondition.h"

enum { NUMBER_BYTES = 40, DOUBLE_DIGITS = 17 };

/* Source: Go's time package, unitMap. */
static const struct {
    const char *name;
    double nanoseconds;
} units[] = {
    {"ns", 1},   {"us", 1e3}, {"\xC2\xB5s", 1e3}, {"\xCE\xBCs", 1e3},
    {"ms", 1e6}, {"s", 1e9},  {"m", 6e10},        {"h", 3.6e12},
};

/* "1.5", taken off the front. */
static bool take_amount(struct plim_str *rest, double *amount_out)
{
    char text[NUMBER_BYTES];
    size_t len = 0;
    size_t digits = 0;
    size_t points = 0;
    for (; len < rest->len; len++) {
        bool is_digit = rest->text[len] >= '0' && rest->text[len] <= '9';
        digits += is_digit;
        points += rest->text[len] == '.';
        if ((!is_digit && rest->text[len] != '.') || points > 1)
            break;
    }
    if (digits == 0 || len >= sizeof(text))
        return false;
    memcpy(text, rest->text, len);
    text[len] = '\0';
    *amount_out = strtod(text, NULL);
    *rest = (struct plim_str){rest->text + len, rest->len - len};
    return true;
}

static bool take_unit(struct plim_str *rest, double *nanoseconds_out)
{
    size_t len = 0;
    while (len < rest->len && rest->text[len] != '.' &&
           (rest->text[len] < '0' || rest->text[len] > '9'))
        len++;
    struct plim_str unit = {rest->text, len};
    *rest = (struct plim_str){rest->text + len, rest->len - len};
    for (size_t i = 0; i < PLIM_LEN(units); i++) {
        if (!plim_str_is(unit, units[i].name))
            continue;
        *nanoseconds_out = units[i].nanoseconds;
        return true;
    }
    return false;
}

bool admission_go_duration(struct plim_str text, int64_t *nanoseconds_out)
{
    struct plim_str rest = text;
    double total = 0;
    bool is_negative = rest.len > 0 && rest.text[0] == '-';
    if (rest.len > 0 && (rest.text[0] == '-' || rest.text[0] == '+'))
        rest = (struct plim_str){rest.text + 1, rest.len - 1};
    *nanoseconds_out = 0;
    if (plim_str_is(rest, "0"))
        return true;
    if (rest.len == 0)
        return false;
    while (rest.len > 0) {
        double amount = 0;
        double unit = 0;
        if (!take_amount(&rest, &amount) || !take_unit(&rest, &unit))
            return false;
        total += amount * unit;
    }
    if (total >= 9.2e18)
        return false;
    *nanoseconds_out = llround(is_negative ? -total : total);
    return true;
}

bool admission_go_float(struct plim_str text, double *number_out)
{
    char copy[NUMBER_BYTES];
    char *end = NULL;
    if (text.len == 0 || text.len >= sizeof(copy) || strchr(" \t\r\n\f\v", text.text[0]) != NULL)
        return false;
    memcpy(copy, text.text, text.len);
    copy[text.len] = '\0';
    *number_out = strtod(copy, &end);
    return *end == '\0' && strchr(copy, '(') == NULL;
}

bool admission_go_version(struct plim_str text, struct resource_version *version_out)
{
    return text.len > 0 && text.text[0] >= '0' && text.text[0] <= '9' &&
           resource_version_parse(text, version_out);
}

bool admission_go_number(const struct value *value, double *number_out)
{
    if (value_is(value, VALUE_INT))
        *number_out = (double)value->integer;
    else if (value_is(value, VALUE_UINT))
        *number_out = (double)value->unsigned_integer;
    else if (value_is(value, VALUE_DOUBLE))
        *number_out = value->real;
    else
        return false;
    return true;
}

/* Source: Go's strconv, FormatFloat(number, 'g', -1, 64). */
static void print_number(double number, struct plim_buf *buf)
{
    char text[NUMBER_BYTES];
    int digits = 1;
    if (!isfinite(number)) {
        plim_buf_append_c(buf, isnan(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf");
        return;
    }
    for (; digits <= DOUBLE_DIGITS; digits++) {
        (void)snprintf(text, sizeof(text), "%.*e", digits - 1, number);
        double back = strtod(text, NULL);
        if (!(back < number) && !(back > number))
            break;
    }
    int exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    if (exponent < -4 || exponent >= 6)
        plim_buf_append_c(buf, text);
    else
        plim_buf_printf(buf, "%.*f", digits - 1 > exponent ? digits - 1 - exponent : 0, number);
}

static void print(const struct value *value, struct plim_buf *buf);

static int by_key(const void *left, const void *right)
{
    const struct value_entry *const *one = left;
    const struct value_entry *const *other = right;
    return plim_str_compare(value_str(&(*one)->key), value_str(&(*other)->key));
}

static void print_map(const struct value *map, struct plim_buf *buf)
{
    size_t len = value_len(map);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    const struct value_entry **entries = plim_arena_array(buf->arena, len, sizeof(*entries));
    for (size_t i = 0; i < len; i++)
        entries[i] = &map->entries[i];
    if (len > 1) {
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
        qsort(entries, len, sizeof(*entries), by_key);
    }
    plim_buf_append_c(buf, "map[");
    for (size_t i = 0; i < len; i++) {
        if (i > 0)
            plim_buf_append_char(buf, ' ');
        plim_buf_append_str(buf, value_str(&entries[i]->key));
        plim_buf_append_char(buf, ':');
        print(&entries[i]->value, buf);
    }
    plim_buf_append_char(buf, ']');
}

static void print_list(const struct value *list, struct plim_buf *buf)
{
    plim_buf_append_char(buf, '[');
    for (size_t i = 0; i < value_len(list); i++) {
        if (i > 0)
            plim_buf_append_char(buf, ' ');
        print(value_at(list, i), buf);
    }
    plim_buf_append_char(buf, ']');
}

static void print(const struct value *value, struct plim_buf *buf)
{
    double number = 0;
    if (value_is(value, VALUE_STRING))
        plim_buf_append_str(buf, value_str(value));
    else if (value_is(value, VALUE_BOOL))
        plim_buf_append_c(buf, value->boolean ? "true" : "false");
    else if (value_is(value, VALUE_INT))
        plim_buf_append_int(buf, value->integer);
    else if (admission_go_number(value, &number))
        print_number(number, buf);
    else if (value_is(value, VALUE_LIST))
        print_list(value, buf);
    else if (value_is(value, VALUE_MAP))
        print_map(value, buf);
    else
        plim_buf_append_c(buf, "<nil>");
}

struct plim_str admission_go_print(const struct value *value, struct plim_arena *arena)
{
    struct plim_buf buf = {.arena = arena};
    if (value_is(value, VALUE_STRING))
        return value_str(value);
    print(value, &buf);
    return plim_buf_str(&buf);
}
