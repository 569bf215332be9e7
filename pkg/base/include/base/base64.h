/* Base64. Source: RFC 4648, section 4. */
#ifndef PLIM_BASE_BASE64_H
#define PLIM_BASE_BASE64_H

#include "base/buf.h"
#include "base/err.h"

/* Append the text's bytes in base64, padded, in one line. */
void plim_base64_encode(struct plim_str bytes, struct plim_buf *text);

/* Append the bytes that the text stands for. Line ends and blanks are skipped; padding may be left
 * out. Fails with PLIM_INVALID, and then some bytes may have been appended. */
PLIM_NODISCARD enum plim_code plim_base64_decode(struct plim_str text, struct plim_buf *bytes,
                                                 struct plim_err *err);

#endif
