/* Values as an expression writes them. */
#ifndef PLIM_CEL_LITERAL_TEXT_H
#define PLIM_CEL_LITERAL_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "value/value.h"

/* null, true, -1, 1u, 1.5, "a\n", b"\xff": false, and nothing appended, when the value has no
 * literal. */
bool cel_literal_print(const struct value *value, struct plim_buf *buf);

/* A text between double quotes, escaped. */
void cel_literal_quote(struct plim_str text, struct plim_buf *buf);

/* Can it stand behind a dot without backquotes? */
bool cel_is_identifier(struct plim_str text);

#endif
