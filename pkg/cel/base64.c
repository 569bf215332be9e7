#include "base64.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t cel_base64_encode(struct plim_str bytes, char *out)
{
    size_t len = 0;
    for (size_t i = 0; i < bytes.len; i += 3) {
        uint32_t group = 0;
        size_t count = bytes.len - i < 3 ? bytes.len - i : 3;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < count ? (unsigned char)bytes.text[i + k] : 0U);
        for (size_t k = 0; k < 4; k++)
            out[len++] = (char)(k <= count ? alphabet[group >> (18 - 6 * k) & 63U] : '=');
    }
    return len;
}

bool cel_base64_decode(struct plim_str text, char *out, size_t *len_out)
{
    uint32_t group = 0;
    size_t digits = 0;
    size_t padding = 0;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.text[i];
        if (c == '\n' || c == '\r')
            continue;
        const char *digit = c ? strchr(alphabet, c) : NULL;
        padding += c == '=';
        if (c != '=' && (!digit || padding > 0))
            return false;
        if (!digit)
            continue;
        group = group << 6 | (uint32_t)(digit - alphabet);
        if (++digits % 4 != 1)
            out[len++] = (char)(group >> (6 - 2 * ((digits - 1) % 4)));
    }
    *len_out = len;
    return digits % 4 != 1 && (digits > 0 || padding == 0) &&
           (padding == 0 || (digits + padding) % 4 == 0);
}
