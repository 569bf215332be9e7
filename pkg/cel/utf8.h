/* Code points of UTF-8 text. */
#ifndef PLIM_CEL_UTF8_H
#define PLIM_CEL_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { CEL_UTF8_MAX = 4 };

bool cel_utf8_is_valid(struct plim_str text);
size_t cel_utf8_count(struct plim_str text); /* of valid text */

/* The bytes of the first `count` code points, or all there are. */
size_t cel_utf8_offset(struct plim_str text, size_t count);

/* Decode the code point at text[0]; returns its bytes, 0 when malformed or at the end. */
size_t cel_utf8_decode(struct plim_str text, uint32_t *point_out);

/* Encode; returns the bytes written, 0 for what is no code point (surrogates, past 10FFFF). */
size_t cel_utf8_encode(uint32_t point, char out[CEL_UTF8_MAX]);

/* Unicode's White_Space. */
bool cel_utf8_is_blank(uint32_t point);

#endif
