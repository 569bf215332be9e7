#include <string.h>

#include "base/defs.h"

#include "redact_shape_priv.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_hexadecimal(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

static size_t count_digits(struct plim_str text, size_t from)
{
    size_t at = from;
    while (at < text.len && is_digit(text.text[at]))
        at++;
    return at - from;
}

/* Every byte is one of these. */
static bool is_of(struct plim_str text, const char *bytes)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] == '\0' || !strchr(bytes, text.text[i]))
            return false;
    }
    return text.len > 0;
}

/* 'h' stands for a hexadecimal digit, 'd' for a digit, all else for itself. */
static bool has_form(struct plim_str text, const char *form)
{
    if (text.len < strlen(form))
        return false;
    for (size_t i = 0; form[i]; i++) {
        char byte = text.text[i];
        bool good = form[i] == 'h'   ? is_hexadecimal(byte)
                    : form[i] == 'd' ? is_digit(byte)
                                     : byte == form[i];
        if (!good)
            return false;
    }
    return true;
}

bool snapshot_shape_is_uuid(struct plim_str text)
{
    static const char form[] = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    return text.len == sizeof(form) - 1 && has_form(text, form);
}

bool snapshot_shape_is_digest(struct plim_str text)
{
    return (text.len == 40 || text.len == 64) && is_of(text, "0123456789abcdef");
}

bool snapshot_shape_is_digits(struct plim_str text)
{
    return is_of(text, "0123456789");
}

static bool is_ipv4(struct plim_str text)
{
    size_t at = 0;
    for (size_t i = 0; i < 4; i++) {
        size_t digits = count_digits(text, at);
        if (digits == 0 || digits > 3)
            return false;
        at += digits;
        if (i < 3 && (at >= text.len || text.text[at++] != '.'))
            return false;
    }
    return at == text.len;
}

bool snapshot_shape_is_address(struct plim_str text)
{
    size_t colons = 0;
    for (size_t i = 0; i < text.len; i++)
        colons += text.text[i] == ':' ? 1 : 0;
    if (colons < 2)
        return is_ipv4(text);
    return text.len <= 45 && is_of(text, "0123456789abcdefABCDEF:.");
}

bool snapshot_shape_is_api_version(struct plim_str text)
{
    size_t digits = text.len > 1 && text.text[0] == 'v' ? count_digits(text, 1) : 0;
    if (digits == 0 || digits > 3)
        return false;
    struct plim_str rest = {text.text + 1 + digits, text.len - 1 - digits};
    if (rest.len == 0)
        return true;
    size_t word = plim_str_starts(rest, PLIM_STR("alpha"))  ? 5
                  : plim_str_starts(rest, PLIM_STR("beta")) ? 4
                                                            : 0;
    size_t last = word > 0 ? count_digits(rest, word) : 0;
    return last > 0 && last <= 3 && word + last == rest.len;
}

bool snapshot_shape_is_time(struct plim_str text)
{
    struct plim_str rest = {0};
    if (text.len > 40 || !has_form(text, "dddd-dd-ddTdd:dd:dd"))
        return false;
    rest = (struct plim_str){text.text + 19, text.len - 19};
    return rest.len > 0 && is_of(rest, "0123456789.+-:Z");
}

/* The units of quantities and durations. */
static bool is_unit(struct plim_str text)
{
    static const char *const units[] = {"",  "n", "u",  "m",  "k",  "M",  "G",  "T",
                                        "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
                                        "s", "h", "d",  "ms", "%",  "+"};
    for (size_t i = 0; i < PLIM_LEN(units); i++) {
        if (plim_str_is(text, units[i]))
            return true;
    }
    return false;
}

/* "1.5Gi"; false when no number stands at `*at`, which moves behind it and its unit. */
static bool take_number(struct plim_str text, size_t *at)
{
    size_t begin = *at;
    while (*at < text.len && (is_digit(text.text[*at]) || text.text[*at] == '.'))
        (*at)++;
    size_t unit = *at;
    while (*at < text.len && !is_digit(text.text[*at]))
        (*at)++;
    return unit > begin && is_unit((struct plim_str){text.text + unit, *at - unit});
}

bool snapshot_shape_is_number(struct plim_str text)
{
    size_t at = text.len > 0 && (text.text[0] == '-' || text.text[0] == '+') ? 1 : 0;
    bool good = at < text.len && text.len <= 32;
    while (good && at < text.len) /* several: 1h30m */
        good = take_number(text, &at);
    return good;
}

bool snapshot_shape_is_schedule(struct plim_str text)
{
    return text.len <= 64 && is_of(text, "0123456789 */,-?");
}

bool snapshot_shape_is_safe(struct plim_str text)
{
    return text.len >= 5 && text.len <= 10 && is_of(text, "bcdfghjklmnpqrstvwxz2456789") &&
           !snapshot_shape_is_schedule_time(text);
}

bool snapshot_shape_is_schedule_time(struct plim_str text)
{
    bool minutes = text.len == 8 && (text.text[0] == '2' || text.text[0] == '3');
    bool seconds = text.len == 10 && text.text[0] == '1';
    return (minutes || seconds) && snapshot_shape_is_digits(text);
}

size_t snapshot_shape_version(struct plim_str text)
{
    size_t at = text.len > 0 && text.text[0] == 'v' ? 1 : 0;
    for (size_t numbers = 0;; numbers++) {
        size_t digits = count_digits(text, at);
        if (digits == 0 || digits > 8)
            return 0;
        at += digits;
        bool more = at + 1 < text.len && text.text[at] == '.' && is_digit(text.text[at + 1]);
        if (!more || numbers == 3)
            return numbers > 0 ? at : 0;
        at++;
    }
}
