#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "text_priv.h"

/* Bytes of the UTF-8 sequence at `text`; 0 when it is none. Source: RFC 3629, section 4. */
static size_t sequence_len(const unsigned char *text)
{
    static const struct {
        unsigned char first_min, first_max, second_min, second_max;
        size_t len;
    } forms[] = {
        {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    if (text[0] < 0x80)
        return 1;
    for (size_t i = 0; i < PLIM_LEN(forms); i++) {
        if (text[0] < forms[i].first_min || text[0] > forms[i].first_max)
            continue;
        if (text[1] < forms[i].second_min || text[1] > forms[i].second_max)
            return 0;
        for (size_t k = 2; k < forms[i].len; k++)
            if ((text[k] & 0xc0) != 0x80)
                return 0;
        return forms[i].len;
    }
    return 0;
}

char *gitrepo_text_copy(struct plim_arena *arena, const char *text)
{
    char *copy = plim_arena_copy_c(arena, text ? text : "");
    unsigned char *bytes = (unsigned char *)copy;
    for (size_t i = 0; bytes[i] != '\0';) {
        size_t len = sequence_len(bytes + i);
        if (len == 0 || (len == 1 && (bytes[i] < 0x20 || bytes[i] == 0x7f))) {
            bytes[i] = '?';
            len = 1;
        }
        i += len;
    }
    return copy;
}
