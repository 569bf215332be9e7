#include "resource/quantity.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    NANO_DIGITS = 9,
    EXPONENT_MAX = 100, /* beyond it every amount is capped or rounds to one nano */
    DIGITS_CAP = 128,   /* RESOURCE_QUANTITY_MAX, and four more for each of six factors of 1024 */
};

/* digits[0..len) * 10^-point, the most significant digit first. */
struct amount {
    uint8_t digits[DIGITS_CAP];
    size_t len;
    int point;
    bool negative;
};

static const struct suffix {
    const char *text;
    int exponent; /* of ten */
    int kibis;    /* factors of 1024 */
} suffixes[] = {
    {"", 0, 0},   {"Ki", 0, 1}, {"Mi", 0, 2}, {"Gi", 0, 3}, {"Ti", 0, 4}, {"Pi", 0, 5},
    {"Ei", 0, 6}, {"n", -9, 0}, {"u", -6, 0}, {"m", -3, 0}, {"k", 3, 0},  {"M", 6, 0},
    {"G", 9, 0},  {"T", 12, 0}, {"P", 15, 0}, {"E", 18, 0},
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Bytes taken by sign, digits and point; 0 when there is no digit. */
static size_t read_digits(struct plim_str text, struct amount *amount)
{
    size_t at = 0;
    bool pointed = false;
    if (at < text.len && (text.text[at] == '-' || text.text[at] == '+'))
        amount->negative = text.text[at++] == '-';
    for (; at < text.len; at++) {
        if (text.text[at] == '.' && !pointed) {
            pointed = true;
            continue;
        }
        if (!is_digit(text.text[at]))
            break;
        amount->digits[amount->len++] = (uint8_t)(text.text[at] - '0');
        amount->point += pointed ? 1 : 0;
    }
    return amount->len > 0 ? at : 0;
}

static bool parse_exponent(struct plim_str text, int *exponent_out)
{
    if (text.len < 2 || (text.text[0] != 'e' && text.text[0] != 'E'))
        return false;
    bool negative = text.text[1] == '-';
    size_t at = negative || text.text[1] == '+' ? 2 : 1;
    if (at == text.len)
        return false;
    int exponent = 0;
    for (; at < text.len; at++) {
        if (!is_digit(text.text[at]))
            return false;
        if (exponent <= EXPONENT_MAX)
            exponent = exponent * 10 + (text.text[at] - '0');
    }
    if (exponent > EXPONENT_MAX)
        exponent = EXPONENT_MAX;
    *exponent_out = negative ? -exponent : exponent;
    return true;
}

static void multiply_1024(struct amount *amount)
{
    unsigned carry = 0;
    for (size_t i = amount->len; i > 0; i--) {
        unsigned product = amount->digits[i - 1] * 1024U + carry;
        amount->digits[i - 1] = (uint8_t)(product % 10);
        carry = product / 10;
    }
    uint8_t front[4] = {0};
    size_t count = 0;
    for (; carry > 0; carry /= 10)
        front[count++] = (uint8_t)(carry % 10);
    memmove(amount->digits + count, amount->digits, amount->len);
    for (size_t i = 0; i < count; i++)
        amount->digits[i] = front[count - 1 - i];
    amount->len += count;
}

static bool apply_suffix(struct amount *amount, struct plim_str text)
{
    int exponent = 0;
    if (parse_exponent(text, &exponent)) {
        amount->point -= exponent;
        return true;
    }
    for (size_t i = 0; i < PLIM_LEN(suffixes); i++) {
        if (!plim_str_is(text, suffixes[i].text))
            continue;
        amount->point -= suffixes[i].exponent;
        for (int times = 0; times < suffixes[i].kibis; times++)
            multiply_1024(amount);
        return true;
    }
    return false;
}

/* The digit of 10^place. */
static uint8_t digit_at(const struct amount *amount, int place)
{
    int index = (int)amount->len - amount->point - 1 - place;
    return index >= 0 && index < (int)amount->len ? amount->digits[index] : 0;
}

static bool has_digits_below(const struct amount *amount, int place)
{
    for (size_t i = 0; i < amount->len; i++) {
        int of_digit = (int)amount->len - amount->point - 1 - (int)i;
        if (of_digit < place && amount->digits[i] > 0)
            return true;
    }
    return false;
}

static struct resource_quantity round_amount(const struct amount *amount)
{
    static const struct resource_quantity most = {INT64_MAX, 0};
    int64_t units = 0;
    for (int place = (int)amount->len - amount->point - 1; place >= 0; place--) {
        if (__builtin_mul_overflow(units, (int64_t)10, &units) ||
            __builtin_add_overflow(units, (int64_t)digit_at(amount, place), &units))
            return most;
    }
    int32_t nanos = 0;
    for (int place = -1; place >= -NANO_DIGITS; place--)
        nanos = nanos * 10 + digit_at(amount, place);
    if (has_digits_below(amount, -NANO_DIGITS))
        nanos++;
    if (nanos == 1000000000) {
        nanos = 0;
        if (__builtin_add_overflow(units, (int64_t)1, &units))
            return most;
    }
    return units == INT64_MAX ? most : (struct resource_quantity){units, nanos};
}

enum plim_code resource_quantity_parse(struct plim_str text, struct resource_quantity *quantity_out,
                                       struct plim_err *err)
{
    struct plim_str shown = text;
    if (shown.len > RESOURCE_QUANTITY_MAX)
        shown.len = RESOURCE_QUANTITY_MAX;
    struct amount amount = {0};
    size_t used = text.len <= RESOURCE_QUANTITY_MAX ? read_digits(text, &amount) : 0;
    struct plim_str rest = {text.text + used, text.len - used};
    if (used == 0 || !apply_suffix(&amount, rest))
        return plim_err_set(err, PLIM_INVALID, "not a quantity: '%.*s'", PLIM_STR_ARG(shown));
    struct resource_quantity quantity = round_amount(&amount);
    if (amount.negative) {
        quantity.units = -quantity.units;
        quantity.nanos = -quantity.nanos;
    }
    *quantity_out = quantity;
    return PLIM_OK;
}

bool resource_quantity_read(const struct value *value, struct resource_quantity *quantity_out)
{
    struct plim_err err = {0};
    char digits[64];
    if (value_is(value, VALUE_STRING))
        return resource_quantity_parse(value_str(value), quantity_out, &err) == PLIM_OK;
    if (value_is(value, VALUE_INT))
        (void)snprintf(digits, sizeof(digits), "%" PRId64, value->integer);
    else if (value_is(value, VALUE_UINT))
        (void)snprintf(digits, sizeof(digits), "%" PRIu64, value->unsigned_integer);
    else if (value_is(value, VALUE_DOUBLE))
        (void)snprintf(digits, sizeof(digits), "%.15g", value->real);
    else
        return false;
    return resource_quantity_parse(plim_str_from(digits), quantity_out, &err) == PLIM_OK;
}

int resource_quantity_compare(const struct resource_quantity *left,
                              const struct resource_quantity *right)
{
    if (left->units != right->units)
        return left->units < right->units ? -1 : 1;
    return (left->nanos > right->nanos) - (left->nanos < right->nanos);
}

void resource_quantity_write(const struct resource_quantity *quantity, struct plim_buf *buf)
{
    bool negative = quantity->units < 0 || quantity->nanos < 0;
    int64_t units = quantity->units < 0 ? -quantity->units : quantity->units;
    int32_t nanos = quantity->nanos < 0 ? -quantity->nanos : quantity->nanos;
    plim_buf_printf(buf, "%s%" PRId64, negative ? "-" : "", units);
    if (nanos == 0)
        return;
    char fraction[NANO_DIGITS + 2];
    (void)snprintf(fraction, sizeof(fraction), "%09" PRId32, nanos);
    size_t len = NANO_DIGITS;
    while (fraction[len - 1] == '0')
        len--;
    plim_buf_append_char(buf, '.');
    plim_buf_append(buf, fraction, len);
}
