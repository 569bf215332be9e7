/* Source: RFC 3629. */
#ifndef PLIM_VALUE_UTF8_H
#define PLIM_VALUE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Bytes of the character at the start of the text, or 0 when it is not UTF-8. */
size_t value_utf8_char_len(struct plim_str text);
bool value_utf8_is_valid(struct plim_str text);

#endif
