#ifndef PLIM_MANIFEST_TEXT_PRIV_H
#define PLIM_MANIFEST_TEXT_PRIV_H

#include <stdbool.h>

#include "base/str.h"

bool manifest_text_is_utf8(struct plim_str text); /* RFC 3629; no NUL bytes */

/* `word` stands somewhere in the text. */
bool manifest_text_contains(struct plim_str text, struct plim_str word);

#endif
