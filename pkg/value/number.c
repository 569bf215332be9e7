#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number_priv.h"

enum { DOUBLE_DIGITS = 17, FLOAT_DIGITS = 9 };

/* Bits, not values, are compared: -0 is not 0. */
static bool same_double(double left, double right)
{
    uint64_t bits[2];
    memcpy(&bits[0], &left, sizeof(left));
    memcpy(&bits[1], &right, sizeof(right));
    return bits[0] == bits[1];
}

static bool same_float(float left, float right)
{
    uint32_t bits[2];
    memcpy(&bits[0], &left, sizeof(left));
    memcpy(&bits[1], &right, sizeof(right));
    return bits[0] == bits[1];
}

/* Writes "d.ddde+xx" with as few digits as give the same number back; returns how many. */
static int format_shortest(double real, bool as_float, char text_out[VALUE_NUMBER_TEXT_BYTES])
{
    int most = as_float ? FLOAT_DIGITS : DOUBLE_DIGITS;
    int digits = 1;
    for (; digits <= most; digits++) {
        (void)snprintf(text_out, VALUE_NUMBER_TEXT_BYTES, "%.*e", digits - 1, real);
        bool is_same = as_float ? same_float(strtof(text_out, NULL), (float)real)
                                : same_double(strtod(text_out, NULL), real);
        if (is_same)
            break;
    }
    return digits;
}

static int exponent_of(const char *text)
{
    return (int)strtol(strchr(text, 'e') + 1, NULL, 10);
}

/* "d.ddde+xx" written out: digits, zeros up to the point, and what stands behind it. */
static void write_out(double real, int digits, int exponent, char text_out[VALUE_NUMBER_TEXT_BYTES])
{
    int decimals = digits - 1 - exponent;
    if (decimals > 0) {
        (void)snprintf(text_out, VALUE_NUMBER_TEXT_BYTES, "%.*f", decimals, real);
        return;
    }
    /* "%.0f" would print all digits that the double has, not only those that tell it apart. */
    char whole[VALUE_NUMBER_TEXT_BYTES];
    size_t len = 0;
    for (const char *at = text_out; *at != 'e'; at++)
        if (*at != '.')
            whole[len++] = *at;
    while (decimals++ < 0)
        whole[len++] = '0';
    memcpy(text_out, whole, len);
    text_out[len] = '\0';
}

void value_number_format(double real, char text_out[VALUE_NUMBER_TEXT_BYTES])
{
    int digits = format_shortest(real, false, text_out);
    int exponent = exponent_of(text_out);
    if (exponent < -6 || exponent >= 21)
        return; /* the bounds of JavaScript and Go */
    write_out(real, digits, exponent, text_out);
    if (digits - 1 <= exponent)
        memcpy(text_out + strlen(text_out), ".0", sizeof(".0"));
}

void value_number_format_key(double real, char text_out[VALUE_NUMBER_TEXT_BYTES])
{
    if (isnan(real) || fabs(real) > (double)FLT_MAX) {
        const char *name = isnan(real) ? ".nan" : real < 0 ? "-.inf" : ".inf";
        memcpy(text_out, name, strlen(name) + 1);
        return;
    }
    double rounded = (double)(float)real;
    int digits = format_shortest(rounded, true, text_out);
    int exponent = exponent_of(text_out);
    if (exponent >= -4 && exponent < 6)
        write_out(rounded, digits, exponent, text_out);
}
