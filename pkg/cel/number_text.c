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

static void append_zeros(struct plim_buf *buf, int count)
{
    for (int i = 0; i < count; i++)
        plim_buf_append_char(buf, '0');
}

void cel_number_append_plain(double number, struct plim_buf *buf)
{
    char digits[DIGITS_MAX + 1] = {0};
    int exponent = shortest(fabs(number), digits);
    int len = (int)strlen(digits);
    int whole = exponent < 0 ? 0 : exponent + 1; /* digits before the point */
    plim_buf_append_c(buf, signbit(number) ? "-" : "");
    plim_buf_append(buf, digits, (size_t)(whole < len ? whole : len));
    append_zeros(buf, whole == 0 ? 1 : whole - len);
    if (whole >= len)
        return;
    plim_buf_append_char(buf, '.');
    append_zeros(buf, -exponent - 1);
    plim_buf_append_c(buf, digits + whole);
}

/* exponent  EXPONENT_LEAST..EXPONENT_MOST */
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

static bool is_hexadecimal(const char *text)
{
    text += *text == '+' || *text == '-';
    return text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
}

/* Takes out each '_' that stands between digits, the prefix counting as one; false when one does
 * not. */
static bool drop_separators(char *text, bool hexadecimal)
{
    char *to = text;
    char before = '\0';
    for (const char *from = text; *from; from++) {
        bool digit = hexadecimal ? isxdigit((unsigned char)*from) || strchr("xX", *from)
                                 : isdigit((unsigned char)*from);
        if ((*from == '_' && before != '0') || (*from != '_' && before == '_' && !digit))
            return false;
        before = (char)(digit ? '0' : *from);
        if (*from != '_')
            *to++ = *from;
    }
    *to = '\0';
    return before != '_';
}

bool cel_number_parse(struct plim_arena *arena, struct plim_str text, double *number_out)
{
    char *copy = plim_arena_copy(arena, text.text ? text.text : "", text.len);
    if (text.len == 0 || strlen(copy) != text.len)
        return false;
    char *end = NULL;
    bool special = is_special(copy);
    bool hexadecimal = is_hexadecimal(copy);
    if (!special) {
        const char *allowed = hexadecimal ? "+-.0123456789abcdefABCDEFxXpP_" : "+-.0123456789eE_";
        if (strspn(copy, allowed) != text.len || (hexadecimal && !strpbrk(copy, "pP")) ||
            !drop_separators(copy, hexadecimal))
            return false;
    }
    *number_out = strtod(copy, &end);
    return *end == '\0' && (special || !isinf(*number_out));
}
