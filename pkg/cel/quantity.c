#include "quantity.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SMALL_DIGITS = 18, BINARY_DIGITS = 15, NANO = -9, EXPONENT_MAX = 100000 };

static const char *const malformed = "quantities must match the regular expression "
                                     "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
static const char *const bad_suffix = "unable to parse quantity's suffix";
static const char *const too_large = "quantity is too large";

/* A text taken apart. */
struct parts {
    bool negative;
    struct plim_str whole;
    struct plim_str fraction;
    struct plim_str suffix;
};

static size_t digits_at(struct plim_str text, size_t at)
{
    size_t end = at;
    while (end < text.len && isdigit((unsigned char)text.text[end]))
        end++;
    return end;
}

static bool take_apart(struct plim_str text, struct parts *parts)
{
    size_t at = 0;
    if (text.len > 0 && (text.text[0] == '-' || text.text[0] == '+'))
        parts->negative = text.text[at++] == '-';
    while (at < text.len && text.text[at] == '0')
        at++;
    size_t end = digits_at(text, at);
    parts->whole = (struct plim_str){text.text + at, end - at};
    at = end;
    if (at < text.len && text.text[at] == '.') {
        end = digits_at(text, at + 1);
        parts->fraction = (struct plim_str){text.text + at + 1, end - at - 1};
        at = end;
    }
    parts->suffix = (struct plim_str){text.text + at, text.len - at};
    while (at < text.len && text.text[at] && strchr("eEinumkKMGTP", text.text[at]))
        at++;
    if (at < text.len && (text.text[at] == '-' || text.text[at] == '+'))
        at++;
    return digits_at(text, at) == text.len;
}

/* Where the letter stands among `letters`. */
static bool read_letter(const char *letters, char letter, int32_t *place_out)
{
    const char *found = letter ? strchr(letters, letter) : NULL;
    *place_out = found ? (int32_t)(found - letters) : 0;
    return found != NULL;
}

static bool read_suffix(struct plim_str suffix, bool *binary_out, int32_t *exponent_out)
{
    enum { BITS_PER_LETTER = 10 };
    static const int8_t decimal[] = {-9, -6, -3, 3, 6, 9, 12, 15, 18};
    *binary_out = suffix.len == 2 && suffix.text[1] == 'i';
    *exponent_out = 0;
    if (suffix.len == 0)
        return true;
    if ((suffix.len == 1 && read_letter("numkMGTPE", suffix.text[0], exponent_out)) ||
        (*binary_out && read_letter("KMGTPE", suffix.text[0], exponent_out))) {
        *exponent_out =
            *binary_out ? BITS_PER_LETTER * (*exponent_out + 1) : decimal[*exponent_out];
        return true;
    }
    char number[16] = {0};
    if (suffix.len < 2 || (suffix.text[0] | 0x20) != 'e' || suffix.len > sizeof number)
        return false;
    memcpy(number, suffix.text + 1, suffix.len - 1);
    char *end = NULL;
    long exponent = strtol(number, &end, 10);
    if (end == number || *end != '\0' || labs(exponent) > EXPONENT_MAX)
        return false;
    *binary_out = false;
    *exponent_out = (int32_t)exponent;
    return true;
}

/* integer * 10^places; false on overflow. */
static bool scale_up(int64_t integer, int64_t places, int64_t *scaled_out)
{
    if (integer == 0)
        places = 0;
    for (; places > 0; places--)
        if (__builtin_mul_overflow(integer, (int64_t)10, &integer))
            return false;
    *scaled_out = integer;
    return true;
}

/* Room for how many digits the 64 bits leave beside the suffix; negative: none. */
static int small_room(const struct parts *parts, bool binary, int32_t exponent)
{
    int digits = (int)(parts->whole.len + parts->fraction.len);
    if (parts->whole.len == 0)
        digits++; /* a zero stands there */
    if (!binary)
        return SMALL_DIGITS - digits;
    return parts->fraction.len == 0 ? BINARY_DIGITS - digits - exponent * 3 / 10 - 1 : -1;
}

/* Of at most SMALL_DIGITS digits. */
static int64_t read_digits(struct plim_str digits, int64_t before)
{
    for (size_t i = 0; i < digits.len; i++)
        before = before * 10 + (digits.text[i] - '0');
    return before;
}

static bool parse_small(const struct parts *parts, bool binary, int32_t exponent,
                        struct cel_quantity *quantity)
{
    int64_t scale = (binary ? 0 : exponent) - (int64_t)parts->fraction.len;
    if (parts->whole.len + parts->fraction.len > SMALL_DIGITS ||
        small_room(parts, binary, exponent) < 0 || scale < NANO)
        return false;
    int64_t integer = read_digits(parts->fraction, read_digits(parts->whole, 0));
    if (binary && __builtin_mul_overflow(integer, (int64_t)1 << exponent, &integer))
        return false;
    *quantity = (struct cel_quantity){
        .is_small = true, .integer = parts->negative ? -integer : integer, .scale = (int32_t)scale};
    return true;
}

const char *cel_quantity_parse(struct plim_arena *arena, struct plim_str text,
                               struct cel_quantity *quantity_out)
{
    struct parts parts = {0};
    bool binary = false;
    int32_t exponent = 0;
    if (text.len == 0 || !take_apart(text, &parts))
        return malformed;
    if (!read_suffix(parts.suffix, &binary, &exponent))
        return bad_suffix;
    if (parse_small(&parts, binary, exponent, quantity_out))
        return NULL;
    if (parts.whole.len + parts.fraction.len > CEL_DECIMAL_DIGITS_MAX / 2 ||
        labs((long)exponent) > CEL_DECIMAL_DIGITS_MAX / 2)
        return too_large;
    const char *digits = plim_arena_printf(arena, "%.*s%.*s", PLIM_STR_ARG(parts.whole),
                                           PLIM_STR_ARG(parts.fraction));
    struct cel_decimal amount =
        cel_decimal_make(parts.negative, plim_str_from(digits),
                         (binary ? 0 : exponent) - (int32_t)parts.fraction.len);
    if (binary)
        amount = cel_decimal_multiply(arena, &amount, (uint64_t)1 << exponent);
    amount = cel_decimal_round_up(arena, &amount, NANO);
    struct cel_decimal most = cel_decimal_from_int(arena, INT64_MAX, 0);
    most.negative = amount.negative;
    int order = cel_decimal_compare(arena, &amount, &most);
    if (binary && (amount.negative ? order < 0 : order > 0))
        amount = most;
    *quantity_out = (struct cel_quantity){.decimal = amount};
    return NULL;
}

static struct cel_decimal as_decimal(struct plim_arena *arena, const struct cel_quantity *quantity)
{
    return quantity->is_small ? cel_decimal_from_int(arena, quantity->integer, quantity->scale)
                              : quantity->decimal;
}

/* Both as multiples of the same power of ten; false when one does not fit. */
static bool same_scale(const struct cel_quantity *left, const struct cel_quantity *right,
                       int64_t integers_out[2])
{
    int32_t scale = left->scale < right->scale ? left->scale : right->scale;
    return scale_up(left->integer, (int64_t)left->scale - scale, &integers_out[0]) &&
           scale_up(right->integer, (int64_t)right->scale - scale, &integers_out[1]);
}

int cel_quantity_compare(struct plim_arena *arena, const struct cel_quantity *left,
                         const struct cel_quantity *right)
{
    int64_t small[2];
    if (left->is_small && right->is_small && same_scale(left, right, small))
        return (small[0] > small[1]) - (small[0] < small[1]);
    struct cel_decimal a = as_decimal(arena, left);
    struct cel_decimal b = as_decimal(arena, right);
    int order = cel_decimal_compare(arena, &a, &b);
    return (order > 0) - (order < 0);
}

static bool add_small(const struct cel_quantity *left, const struct cel_quantity *right,
                      struct cel_quantity *sum_out)
{
    struct cel_quantity a = *left;
    struct cel_quantity b = *right;
    if (a.integer == 0 || b.integer == 0) {
        *sum_out = b.integer == 0 ? a : b;
        return true;
    }
    int64_t integers[2];
    if (!same_scale(&a, &b, integers) ||
        __builtin_add_overflow(integers[0], integers[1], &a.integer))
        return false;
    a.scale = a.scale < b.scale ? a.scale : b.scale;
    *sum_out = a;
    return true;
}

bool cel_quantity_add(struct plim_arena *arena, const struct cel_quantity *left,
                      const struct cel_quantity *right, struct cel_quantity *sum_out)
{
    if (left->is_small && right->is_small && add_small(left, right, sum_out))
        return true;
    struct cel_decimal a = as_decimal(arena, left);
    struct cel_decimal b = as_decimal(arena, right);
    struct cel_quantity sum = {.is_small = false};
    if (!cel_decimal_add(arena, &a, &b, &sum.decimal))
        return false;
    *sum_out = sum;
    return true;
}

struct cel_quantity cel_quantity_negate(const struct cel_quantity *quantity)
{
    struct cel_quantity negated = *quantity;
    negated.integer = (int64_t)(0 - (uint64_t)quantity->integer);
    negated.decimal.negative = !quantity->decimal.negative && quantity->decimal.len > 0;
    return negated;
}

int cel_quantity_sign(const struct cel_quantity *quantity)
{
    if (quantity->is_small)
        return (quantity->integer > 0) - (quantity->integer < 0);
    return quantity->decimal.len == 0 ? 0 : quantity->decimal.negative ? -1 : 1;
}

bool cel_quantity_int(const struct cel_quantity *quantity, int64_t *integer_out)
{
    return quantity->is_small && quantity->scale >= 0 &&
           scale_up(quantity->integer, quantity->scale, integer_out);
}

double cel_quantity_double(struct plim_arena *arena, const struct cel_quantity *quantity)
{
    double base = (double)quantity->integer;
    int32_t exponent = quantity->scale;
    if (!quantity->is_small) {
        const struct cel_decimal *decimal = &quantity->decimal;
        base = strtod(plim_arena_copy(arena, decimal->len ? decimal->digits : "0",
                                      decimal->len ? decimal->len : 1),
                      NULL);
        base = decimal->negative ? -base : base;
        exponent = decimal->exponent;
    }
    if (exponent == 0)
        return base;
    /* Below one by the reciprocal, as the reference implementation does: 0.3 is 3 * (1 / 10). */
    return base * (exponent < 0 ? 1 / pow(10, -(double)exponent) : pow(10, (double)exponent));
}
