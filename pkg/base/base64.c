#include "base/base64.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void plim_base64_encode(struct plim_str bytes, struct plim_buf *text)
{
    for (size_t i = 0; i < bytes.len && !text->failed; i += 3) {
        size_t have = bytes.len - i < 3 ? bytes.len - i : 3;
        uint32_t group = 0;
        for (size_t j = 0; j < 3; j++)
            group = group << 8 | (j < have ? (unsigned char)bytes.text[i + j] : 0U);
        char out[4] = {'=', '=', '=', '='};
        for (size_t j = 0; j <= have; j++)
            out[j] = alphabet[group >> (18 - 6 * j) & 0x3f];
        plim_buf_append(text, out, sizeof(out));
    }
}

static bool is_skipped(char byte)
{
    return byte == '\n' || byte == '\r' || byte == ' ' || byte == '\t';
}

/* Collects six bits at a time and gives a byte as soon as eight are there. */
struct decoder {
    uint32_t bits;
    unsigned bit_count;
    size_t symbols;
    size_t padding;
};

static bool take_symbol(struct decoder *decoder, char symbol, struct plim_buf *bytes)
{
    if (symbol == '=') {
        decoder->padding++;
        return true;
    }
    const char *at = symbol != '\0' ? strchr(alphabet, symbol) : NULL;
    if (!at || decoder->padding > 0)
        return false;
    decoder->bits = (decoder->bits << 6 | (uint32_t)(at - alphabet)) & 0xffff;
    decoder->bit_count += 6;
    decoder->symbols++;
    if (decoder->bit_count >= 8) {
        decoder->bit_count -= 8;
        plim_buf_append_char(bytes, (char)(decoder->bits >> decoder->bit_count & 0xff));
    }
    return true;
}

enum plim_code plim_base64_decode(struct plim_str text, struct plim_buf *bytes,
                                  struct plim_err *err)
{
    struct decoder decoder = {0};
    for (size_t i = 0; i < text.len; i++)
        if (!is_skipped(text.text[i]) && !take_symbol(&decoder, text.text[i], bytes))
            return plim_err_set(err, PLIM_INVALID, "base64 is malformed at byte %zu", i);
    size_t all = decoder.symbols + decoder.padding;
    if (decoder.symbols % 4 == 1 || (decoder.padding > 0 && (all % 4 != 0 || decoder.padding > 2)))
        return plim_err_set(err, PLIM_INVALID, "base64 ends too early");
    if (bytes->failed)
        return plim_err_set(err, PLIM_LIMIT, "decode base64: larger than %zu bytes", bytes->max);
    return PLIM_OK;
}
