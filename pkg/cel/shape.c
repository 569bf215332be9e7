#include "shape.h"

#include "utf8.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_alphanumeric(char c)
{
    return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z');
}

bool cel_shape_label(struct plim_str text)
{
    if (text.len == 0 || text.text[0] == '-' || text.text[text.len - 1] == '-')
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!is_lower(text.text[i]) && !is_digit(text.text[i]) && text.text[i] != '-')
            return false;
    return true;
}

bool cel_shape_subdomain(struct plim_str text)
{
    struct plim_str label;
    bool more = true;
    while (more) {
        more = plim_str_cut(&text, '.', &label);
        if (!cel_shape_label(label))
            return false;
    }
    return true;
}

bool cel_shape_label_1035(struct plim_str text)
{
    return cel_shape_label(text) && is_lower(text.text[0]);
}

bool cel_shape_name(struct plim_str text)
{
    if (text.len == 0 || !is_alphanumeric(text.text[0]) ||
        !is_alphanumeric(text.text[text.len - 1]))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.text[i];
        if (!is_alphanumeric(c) && c != '-' && c != '_' && c != '.')
            return false;
    }
    return true;
}

bool cel_shape_label_value(struct plim_str text)
{
    return text.len == 0 || cel_shape_name(text);
}

static bool is_hexadecimal(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool cel_shape_uuid(struct plim_str text)
{
    enum { DIGITS = 32 };
    unsigned digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool between = digits == 8 || digits == 12 || digits == 16 || digits == 20;
        bool dash = text.text[i] == '-' && between && text.text[i - 1] != '-';
        if (!dash && (!is_hexadecimal(text.text[i]) || digits++ == DIGITS))
            return false;
    }
    return digits == DIGITS;
}

bool cel_shape_base64(struct plim_str text)
{
    if (text.len == 0 || text.len % 4 != 0)
        return false;
    size_t len = text.len;
    while (text.len - len < 2 && text.text[len - 1] == '=')
        len--;
    for (size_t i = 0; i < len; i++)
        if (!is_alphanumeric(text.text[i]) && text.text[i] != '+' && text.text[i] != '/')
            return false;
    return true;
}

/* Take two digits of a number up to `max` from the front of *text. */
static bool take_number(struct plim_str *text, int max)
{
    if (text->len < 2 || !is_digit(text->text[0]) || !is_digit(text->text[1]))
        return false;
    int number = (text->text[0] - '0') * 10 + text->text[1] - '0';
    *text = (struct plim_str){text->text + 2, text->len - 2};
    return number <= max;
}

static bool take(struct plim_str *text, const char *among)
{
    if (text->len == 0)
        return false;
    for (; *among; among++) {
        if (text->text[0] != *among)
            continue;
        *text = (struct plim_str){text->text + 1, text->len - 1};
        return true;
    }
    return false;
}

/* Any character and digits behind it, if there are. */
static void take_fraction(struct plim_str *text)
{
    size_t mark = cel_utf8_offset(*text, 1);
    size_t end = mark;
    while (end < text->len && is_digit(text->text[end]))
        end++;
    if (end > mark && text->text[0] != '\n')
        *text = (struct plim_str){text->text + end, text->len - end};
}

static bool is_offset(struct plim_str text)
{
    if (take(&text, "zZ"))
        return text.len == 0;
    return take(&text, "+-") && take_number(&text, 99) && take(&text, ":") &&
           take_number(&text, 99) && text.len == 0;
}

bool cel_shape_date_time(struct plim_str text)
{
    enum { DATE_BYTES = 10, HOUR_MAX = 23, MINUTE_MAX = 59 };
    if (text.len < DATE_BYTES)
        return false;
    text = (struct plim_str){text.text + DATE_BYTES, text.len - DATE_BYTES};
    if (!take(&text, "tT") || !take_number(&text, HOUR_MAX) || !take(&text, ":") ||
        !take_number(&text, MINUTE_MAX) || !take(&text, ":") || !take_number(&text, MINUTE_MAX))
        return false;
    if (is_offset(text))
        return true;
    take_fraction(&text);
    return is_offset(text);
}
