#include "utf8.h"

#include <string.h>

size_t cel_utf8_decode(struct plim_str text, uint32_t *point_out)
{
    if (text.len == 0)
        return 0;
    const unsigned char *bytes = (const unsigned char *)text.text;
    if (bytes[0] < 0x80) {
        *point_out = bytes[0];
        return 1;
    }
    size_t len = bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : 2;
    if (bytes[0] < 0xc2 || bytes[0] > 0xf4 || text.len < len)
        return 0;
    uint32_t point = bytes[0] & (0xffU >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((bytes[i] & 0xc0U) != 0x80U)
            return 0;
        point = (point << 6) | (bytes[i] & 0x3fU);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < least[len] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
        return 0;
    *point_out = point;
    return len;
}

size_t cel_utf8_encode(uint32_t point, char out[CEL_UTF8_MAX])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xc0U | (point >> 6));
        out[1] = (char)(0x80U | (point & 0x3fU));
        return 2;
    }
    if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
        return 0;
    if (point < 0x10000) {
        out[0] = (char)(0xe0U | (point >> 12));
        out[1] = (char)(0x80U | ((point >> 6) & 0x3fU));
        out[2] = (char)(0x80U | (point & 0x3fU));
        return 3;
    }
    out[0] = (char)(0xf0U | (point >> 18));
    out[1] = (char)(0x80U | ((point >> 12) & 0x3fU));
    out[2] = (char)(0x80U | ((point >> 6) & 0x3fU));
    out[3] = (char)(0x80U | (point & 0x3fU));
    return 4;
}

bool cel_utf8_is_valid(struct plim_str text)
{
    while (text.len > 0) {
        uint32_t point = 0;
        size_t len = cel_utf8_decode(text, &point);
        if (len == 0)
            return false;
        text = (struct plim_str){text.text + len, text.len - len};
    }
    return true;
}

/* The first bytes, a multiple of 32, all of ASCII. */
static size_t skip_ascii(struct plim_str text)
{
    const uint64_t highs = 0x8080808080808080U;
    uint64_t words[4];
    size_t i = 0;
    for (; i + sizeof words <= text.len; i += sizeof words) {
        memcpy(words, text.text + i, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & highs)
            break;
    }
    return i;
}

size_t cel_utf8_count(struct plim_str text)
{
    /* Eight bytes at a time: of those that continue a character only the upper of two bits is set.
     */
    const uint64_t ones = 0x0101010101010101U;
    size_t count = text.len;
    size_t i = skip_ascii(text);
    for (; i + sizeof ones <= text.len; i += sizeof ones) {
        uint64_t bytes = 0;
        memcpy(&bytes, text.text + i, sizeof bytes);
        count -= (size_t)(((((bytes >> 7) & ~(bytes >> 6)) & ones) * ones) >> 56);
    }
    for (; i < text.len; i++)
        count -= ((unsigned char)text.text[i] & 0xc0U) == 0x80U;
    return count;
}

size_t cel_utf8_offset(struct plim_str text, size_t count)
{
    size_t i = 0;
    while (i < text.len) {
        if (((unsigned char)text.text[i] & 0xc0U) != 0x80U && count-- == 0)
            break;
        i++;
    }
    return i;
}

bool cel_utf8_is_blank(uint32_t point)
{
    return (point >= 9 && point <= 13) || point == 0x20 || point == 0x85 || point == 0xa0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 ||
           point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
}
