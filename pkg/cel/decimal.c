#include "decimal.h"

#include <string.h>

#include "base/buf.h"

struct cel_decimal cel_decimal_make(bool negative, struct plim_str digits, int32_t exponent)
{
    while (digits.len > 0 && digits.text[0] == '0')
        digits = (struct plim_str){digits.text + 1, digits.len - 1};
    return (struct cel_decimal){negative && digits.len > 0, digits.text, digits.len, exponent};
}

struct cel_decimal cel_decimal_from_int(struct plim_arena *arena, int64_t integer, int32_t exponent)
{
    struct plim_buf digits = {.arena = arena};
    plim_buf_append_uint(&digits, integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer);
    return cel_decimal_make(integer < 0, plim_buf_str(&digits), exponent);
}

/* The same number with a lower exponent: zeros are appended. False when there are too many. */
static bool lower(struct plim_arena *arena, const struct cel_decimal *decimal, int32_t exponent,
                  struct cel_decimal *lowered_out)
{
    int64_t zeros = (int64_t)decimal->exponent - exponent;
    if (decimal->len == 0)
        zeros = 0;
    if (zeros + (int64_t)decimal->len > CEL_DECIMAL_DIGITS_MAX)
        return false;
    char *digits = plim_arena_alloc(arena, decimal->len + (size_t)zeros + 1);
    if (decimal->len > 0)
        memcpy(digits, decimal->digits, decimal->len);
    memset(digits + decimal->len, '0', (size_t)zeros);
    *lowered_out =
        (struct cel_decimal){decimal->negative, digits, decimal->len + (size_t)zeros, exponent};
    return true;
}

static int compare_digits(const struct cel_decimal *left, const struct cel_decimal *right)
{
    if (left->len != right->len)
        return left->len < right->len ? -1 : 1;
    return left->len > 0 ? memcmp(left->digits, right->digits, left->len) : 0;
}

static int compare_magnitudes(struct plim_arena *arena, const struct cel_decimal *left,
                              const struct cel_decimal *right)
{
    int64_t left_top = (int64_t)left->len + left->exponent;
    int64_t right_top = (int64_t)right->len + right->exponent;
    if (left->len == 0 || right->len == 0)
        return (left->len > 0) - (right->len > 0);
    if (left_top != right_top)
        return left_top < right_top ? -1 : 1;
    int32_t exponent = left->exponent < right->exponent ? left->exponent : right->exponent;
    struct cel_decimal a;
    struct cel_decimal b;
    /* Tops are the same, so both lengths are those of the longer one. */
    if (!lower(arena, left, exponent, &a) || !lower(arena, right, exponent, &b))
        return 0;
    return compare_digits(&a, &b);
}

int cel_decimal_compare(struct plim_arena *arena, const struct cel_decimal *left,
                        const struct cel_decimal *right)
{
    if (left->negative != right->negative)
        return left->negative ? -1 : 1;
    int order = compare_magnitudes(arena, left, right);
    return left->negative ? -order : order;
}

static int digit_from_end(const struct cel_decimal *decimal, size_t i)
{
    return i < decimal->len ? decimal->digits[decimal->len - 1 - i] - '0' : 0;
}

/* left + sign * right of magnitudes, left being the larger when sign is -1. */
static struct cel_decimal combine(struct plim_arena *arena, const struct cel_decimal *left,
                                  const struct cel_decimal *right, int sign)
{
    size_t len = (left->len > right->len ? left->len : right->len) + 1;
    char *digits = plim_arena_alloc(arena, len + 1);
    int carry = 0;
    for (size_t i = 0; i < len; i++) {
        int digit = digit_from_end(left, i) + sign * digit_from_end(right, i) + carry;
        carry = digit > 9 ? 1 : digit < 0 ? -1 : 0;
        digits[len - 1 - i] = (char)('0' + digit - 10 * carry);
    }
    return cel_decimal_make(left->negative, (struct plim_str){digits, len}, left->exponent);
}

bool cel_decimal_add(struct plim_arena *arena, const struct cel_decimal *left,
                     const struct cel_decimal *right, struct cel_decimal *sum_out)
{
    int32_t exponent = left->exponent < right->exponent ? left->exponent : right->exponent;
    struct cel_decimal a;
    struct cel_decimal b;
    if (!lower(arena, left, exponent, &a) || !lower(arena, right, exponent, &b))
        return false;
    if (a.negative == b.negative)
        *sum_out = combine(arena, &a, &b, 1);
    else if (compare_digits(&a, &b) >= 0)
        *sum_out = combine(arena, &a, &b, -1);
    else
        *sum_out = combine(arena, &b, &a, -1);
    return true;
}

struct cel_decimal cel_decimal_multiply(struct plim_arena *arena, const struct cel_decimal *decimal,
                                        uint64_t factor)
{
    enum { FACTOR_DIGITS = 20, CHUNK = 1000000000 };
    size_t len = decimal->len + FACTOR_DIGITS;
    char *digits = plim_arena_alloc(arena, len + 1);
    memset(digits, '0', len);
    /* By chunks of nine digits of the factor, so that a digit times a chunk plus carry fits. */
    for (size_t shift = 0; factor > 0; shift += 9, factor /= CHUNK) {
        uint64_t chunk = factor % CHUNK;
        uint64_t carry = 0;
        for (size_t i = 0; i + shift < len; i++) {
            char *digit = &digits[len - 1 - i - shift];
            carry += (uint64_t)(*digit - '0') + chunk * (uint64_t)digit_from_end(decimal, i);
            *digit = (char)('0' + carry % 10);
            carry /= 10;
        }
    }
    return cel_decimal_make(decimal->negative, (struct plim_str){digits, len}, decimal->exponent);
}

struct cel_decimal cel_decimal_round_up(struct plim_arena *arena, const struct cel_decimal *decimal,
                                        int32_t exponent)
{
    struct cel_decimal result = *decimal;
    if (decimal->exponent >= exponent) {
        (void)lower(arena, decimal, exponent, &result);
        return result;
    }
    size_t dropped = (size_t)((int64_t)exponent - decimal->exponent);
    size_t kept = decimal->len > dropped ? decimal->len - dropped : 0;
    bool inexact = false;
    for (size_t i = kept; i < decimal->len; i++)
        inexact = inexact || decimal->digits[i] != '0';
    result =
        cel_decimal_make(decimal->negative, (struct plim_str){decimal->digits, kept}, exponent);
    result.negative = decimal->negative && (kept > 0 || inexact);
    if (!inexact)
        return result;
    struct cel_decimal one = {result.negative, "1", 1, exponent};
    return combine(arena, &result, &one, 1);
}
