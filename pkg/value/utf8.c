#include "value/utf8.h"

#include <stdint.h>

/* First bytes, how many follow, and the range of the second byte, which keeps out overlong forms,
 * surrogates and what is above U+10FFFF. Source: Unicode 15, table 3-7. */
static const struct form {
    uint8_t first_low, first_high, len, second_low, second_high;
} forms[] = {
    {0x00, 0x7f, 1, 0, 0},       {0xc2, 0xdf, 2, 0x80, 0xbf}, {0xe0, 0xe0, 3, 0xa0, 0xbf},
    {0xe1, 0xec, 3, 0x80, 0xbf}, {0xed, 0xed, 3, 0x80, 0x9f}, {0xee, 0xef, 3, 0x80, 0xbf},
    {0xf0, 0xf0, 4, 0x90, 0xbf}, {0xf1, 0xf3, 4, 0x80, 0xbf}, {0xf4, 0xf4, 4, 0x80, 0x8f},
};

static bool matches(const struct form *form, const uint8_t *bytes, size_t len)
{
    if (bytes[0] < form->first_low || bytes[0] > form->first_high || len < form->len)
        return false;
    if (form->len > 1 && (bytes[1] < form->second_low || bytes[1] > form->second_high))
        return false;
    for (size_t i = 2; i < form->len; i++)
        if ((bytes[i] & 0xc0) != 0x80)
            return false;
    return true;
}

size_t value_utf8_char_len(struct plim_str text)
{
    for (size_t i = 0; i < PLIM_LEN(forms) && text.len > 0; i++)
        if (matches(&forms[i], (const uint8_t *)text.text, text.len))
            return forms[i].len;
    return 0;
}

bool value_utf8_is_valid(struct plim_str text)
{
    while (text.len > 0) {
        size_t len = value_utf8_char_len(text);
        if (len == 0)
            return false;
        text.text += len;
        text.len -= len;
    }
    return true;
}
