#include "number_text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "compare.h"

enum { DIGITS_MAX = 17, EXPONENT_LEAST = -4, EXPONENT_MOST = 6 };

/* Digits and exponent of the shortest text that reads back the same. */
static int shortest(double number, char digits[DIGITS_MAX + 1])
{
    char text[CEL_NUMBER_TEXT_BYTES];
    for (int precision = 0; precision < DIGITS_MAX; precision++) {
        (void)snprintf(text, sizeof text, "%.*e", precision, number);
        if (cel_same_double(strtod(text, NULL), number))
            break;
    }
    size_t len = 0;
    const char *c = text;
    for (; *c && *c != 'e'; c++)
        if (isdigit((unsigned char)*c) && len < DIGITS_MAX)
            digits[len++] = *c;
    while (len > 1 && digits[len - 1] == '0')
        len--;
    digits[len] = '\0';
    return *c ? (int)strtol(c + 1, NULL, 10) : 0;
}

static void print_plain(const char *sign, const char *digits, int exponent,
                        char text_out[CEL_NUMBER_TEXT_BYTES])
{
    int len = (int)strlen(digits);
    if (exponent < 0)
        (void)snprintf(text_out, CEL_NUMBER_TEXT_BYTES, "%s0.%.*s%s", sign, -exponent - 1,
                       "00000000", digits);
    else if (len <= exponent + 1)
        (void)snprintf(text_out, CEL_NUMBER_TEXT_BYTES, "%s%s%.*s", sign, digits,
                       exponent + 1 - len, "0000000000000000000000");
    else
        (void)snprintf(text_out, CEL_NUMBER_TEXT_BYTES, "%s%.*s.%s", sign, exponent + 1, digits,
                       digits + exponent + 1);
}

void cel_number_print(double number, char text_out[CEL_NUMBER_TEXT_BYTES])
{
    if (isnan(number) || isinf(number)) {
        const char *name = isnan(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
        (void)snprintf(text_out, CEL_NUMBER_TEXT_BYTES, "%s", name);
        return;
    }
    char digits[DIGITS_MAX + 1] = {0};
    const char *sign = signbit(number) ? "-" : "";
    int exponent = shortest(fabs(number), digits);
    if (exponent >= EXPONENT_LEAST && exponent < EXPONENT_MOST) {
        print_plain(sign, digits, exponent, text_out);
        return;
    }
    (void)snprintf(text_out, CEL_NUMBER_TEXT_BYTES, "%s%c%s%se%c%02d", sign, digits[0],
                   digits[1] ? "." : "", digits + 1, exponent < 0 ? '-' : '+', abs(exponent));
}

static bool is_special(const char *text)
{
    static const char *const names[] = {"inf", "infinity", "nan"};
    bool sign = *text == '+' || *text == '-';
    for (size_t i = 0; i < PLIM_LEN(names); i++)
        if (strcasecmp(text + sign, names[i]) == 0)
            return !(sign && i == 2);
    return false;
}

bool cel_number_parse(struct plim_arena *arena, struct plim_str text, double *number_out)
{
    char *copy = plim_arena_copy(arena, text.text ? text.text : "", text.len);
    bool plain = text.len > 0 && strspn(copy, "+-.0123456789eE") == text.len;
    if (!plain && !(strlen(copy) == text.len && is_special(copy)))
        return false;
    char *end = NULL;
    *number_out = strtod(copy, &end);
    return end == copy + text.len && (!plain || !isinf(*number_out));
}
