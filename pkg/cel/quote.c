#include "quote.h"

#include <stdbool.h>
#include <stdint.h>

#include "utf8.h"

/* Controls, blanks other than U+0020, formats, surrogates and private use, in order. Source:
 * Unicode 15, general categories Cc, Zs, Zl, Zp, Cf, Cs and Co, with the code points that are no
 * characters. */
static const struct {
    uint32_t first;
    uint32_t last;
} unprintable[] = {
    {0x0000, 0x001F},   {0x007F, 0x00A0},   {0x00AD, 0x00AD},    {0x0600, 0x0605},
    {0x061C, 0x061C},   {0x06DD, 0x06DD},   {0x070F, 0x070F},    {0x0890, 0x0891},
    {0x08E2, 0x08E2},   {0x1680, 0x1680},   {0x180E, 0x180E},    {0x2000, 0x200F},
    {0x2028, 0x202F},   {0x205F, 0x206F},   {0x3000, 0x3000},    {0xD800, 0xF8FF},
    {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},   {0xFFF0, 0xFFFB},    {0xFFFE, 0xFFFF},
    {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F},  {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE00FF}, {0xE01F0, 0x10FFFF},
};

static bool is_printable(uint32_t point)
{
    size_t low = 0;
    size_t high = PLIM_LEN(unprintable);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (unprintable[middle].last < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low == PLIM_LEN(unprintable) || point < unprintable[low].first;
}

/* The letter of "\n" and the like; '\0' when there is none. */
static char escape_letter(uint32_t point)
{
    static const char letters[] = "abtnvfr"; /* from 7 on */
    if (point == '"' || point == '\\')
        return (char)point;
    return (char)(point >= 7 && point <= 13 ? letters[point - 7] : '\0');
}

static void append_point(uint32_t point, struct plim_str encoded, struct plim_buf *buf)
{
    char letter = escape_letter(point);
    if (letter)
        plim_buf_printf(buf, "\\%c", letter);
    else if (is_printable(point))
        plim_buf_append_str(buf, encoded);
    else if (point < ' ' || point == 0x7F)
        plim_buf_printf(buf, "\\x%02x", (unsigned)point);
    else
        plim_buf_printf(buf, point < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)point);
}

void cel_quote_go(struct plim_str text, struct plim_buf *buf)
{
    plim_buf_append_char(buf, '"');
    while (text.len > 0) {
        uint32_t point = 0;
        size_t len = cel_utf8_decode(text, &point);
        if (len > 0)
            append_point(point, (struct plim_str){text.text, len}, buf);
        else
            plim_buf_printf(buf, "\\x%02x", (unsigned)(unsigned char)text.text[0]);
        len = len > 0 ? len : 1;
        text = (struct plim_str){text.text + len, text.len - len};
    }
    plim_buf_append_char(buf, '"');
}
