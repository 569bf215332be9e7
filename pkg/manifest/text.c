#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "text_priv.h"

/* The bytes that follow a first byte, and the least code point that needs as many. */
static size_t follow_count(unsigned char first, uint32_t *bits_out, uint32_t *least_out)
{
    static const struct {
        unsigned char mask, mark;
        size_t follow;
        uint32_t least;
    } forms[] = {{0xe0, 0xc0, 1, 0x80}, {0xf0, 0xe0, 2, 0x800}, {0xf8, 0xf0, 3, 0x10000}};
    for (size_t i = 0; i < PLIM_LEN(forms); i++)
        if ((first & forms[i].mask) == forms[i].mark) {
            *bits_out = first & (uint32_t)(unsigned char)~forms[i].mask;
            *least_out = forms[i].least;
            return forms[i].follow;
        }
    return 0;
}

/* Has none of these eight bytes a high bit, and is none of them 0? */
static bool is_plain(const char bytes[8])
{
    const uint64_t ones = 0x0101010101010101U;
    const uint64_t highs = 0x8080808080808080U;
    uint64_t word = 0;
    memcpy(&word, bytes, sizeof(word));
    return ((word | (word - ones)) & highs) == 0;
}

static bool skip_ascii(struct plim_str text, size_t *at)
{
    while (text.len - *at >= sizeof(uint64_t) && is_plain(text.text + *at))
        *at += sizeof(uint64_t);
    while (*at < text.len && (unsigned char)text.text[*at] < 0x80)
        if (text.text[(*at)++] == '\0')
            return false;
    return true;
}

bool manifest_text_is_utf8(struct plim_str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t point = 0;
        uint32_t least = 0;
        if (!skip_ascii(text, &at))
            return false;
        if (at == text.len)
            break;
        size_t follow = follow_count((unsigned char)text.text[at++], &point, &least);
        if (follow == 0 || follow > text.len - at)
            return false;
        for (size_t i = 0; i < follow; i++, at++) {
            unsigned char byte = (unsigned char)text.text[at];
            if ((byte & 0xc0) != 0x80)
                return false;
            point = point << 6 | (byte & 0x3fU);
        }
        if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
            return false;
    }
    return true;
}

bool manifest_text_contains(struct plim_str text, struct plim_str word)
{
    const char *at = text.text;
    size_t left = text.len;
    while (word.len > 0 && left >= word.len) {
        const char *found = memchr(at, word.text[0], left);
        if (!found || left - (size_t)(found - at) < word.len)
            return false;
        if (memcmp(found, word.text, word.len) == 0)
            return true;
        left -= (size_t)(found - at) + 1;
        at = found + 1;
    }
    return false;
}
