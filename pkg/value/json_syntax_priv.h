/* What simdjson does not do: tell where a text is wrong, and take integers beyond 64 bits. */
#ifndef PLIM_VALUE_JSON_SYNTAX_PRIV_H
#define PLIM_VALUE_JSON_SYNTAX_PRIV_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* PLIM_INVALID with the byte at which a text, known to be malformed, goes wrong. */
enum plim_code value_json_describe_syntax(struct plim_str text, struct plim_err *err);

/* The text with ".0" behind each integer that does not fit 64 bits. */
void value_json_widen_integers(struct plim_str text, struct plim_buf *widened);

#ifdef __cplusplus
}
#endif

#endif
