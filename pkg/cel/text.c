#include "text.h"

#include <stdint.h>
#include <string.h>

size_t cel_text_find(struct plim_str text, struct plim_str part)
{
    if (part.len == 0)
        return 0;
    for (size_t i = 0; i + part.len <= text.len; i++) {
        const char *first = memchr(text.text + i, part.text[0], text.len - part.len - i + 1);
        if (!first)
            return SIZE_MAX;
        i = (size_t)(first - text.text);
        if (memcmp(first, part.text, part.len) == 0)
            return i;
    }
    return SIZE_MAX;
}

size_t cel_text_find_last(struct plim_str text, struct plim_str part, size_t at)
{
    if (part.len > text.len)
        return SIZE_MAX;
    size_t i = text.len - part.len;
    i = i < at ? i : at;
    for (;; i--) {
        if (part.len == 0 || memcmp(text.text + i, part.text, part.len) == 0)
            return i;
        if (i == 0)
            return SIZE_MAX;
    }
}
