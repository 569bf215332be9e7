/* Decimal numbers of any size: digits times a power of ten. */
#ifndef PLIM_CEL_DECIMAL_H
#define PLIM_CEL_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct cel_decimal {
    bool negative;
    const char *digits; /* '0'..'9', the most significant first, without leading zeros; none is 0 */
    size_t len;
    int32_t exponent; /* of ten */
};

/* Numbers whose digits would not fit are refused by those who make them. */
enum { CEL_DECIMAL_DIGITS_MAX = 4096 };

/* digits with leading zeros stripped; the text is borrowed. */
struct cel_decimal cel_decimal_make(bool negative, struct plim_str digits, int32_t exponent);
struct cel_decimal cel_decimal_from_int(struct plim_arena *arena, int64_t integer,
                                        int32_t exponent);
int cel_decimal_compare(struct plim_arena *arena, const struct cel_decimal *left,
                        const struct cel_decimal *right);
/* False when the sum has too many digits. The result has the smaller exponent of the two. */
bool cel_decimal_add(struct plim_arena *arena, const struct cel_decimal *left,
                     const struct cel_decimal *right, struct cel_decimal *sum_out);
struct cel_decimal cel_decimal_multiply(struct plim_arena *arena, const struct cel_decimal *decimal,
                                        uint64_t factor);
/* With exactly this exponent, rounded away from zero. */
struct cel_decimal cel_decimal_round_up(struct plim_arena *arena, const struct cel_decimal *decimal,
                                        int32_t exponent);

#endif
