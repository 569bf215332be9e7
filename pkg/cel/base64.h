/* Base64 of RFC 4648, section 4. */
#ifndef PLIM_CEL_BASE64_H
#define PLIM_CEL_BASE64_H

#include <stdbool.h>

#include "base/str.h"

/* out has room for 4 bytes for every 3 begun; returns the length. */
size_t cel_base64_encode(struct plim_str bytes, char *out);

/* out has room for text.len bytes. Padding may be left out; line ends are skipped. */
bool cel_base64_decode(struct plim_str text, char *out, size_t *len_out);

#endif
