/* Searching text. */
#ifndef PLIM_CEL_TEXT_H
#define PLIM_CEL_TEXT_H

#include "base/str.h"

/* Byte where `part` first stands in `text`, or SIZE_MAX. The empty part stands at 0. */
size_t cel_text_find(struct plim_str text, struct plim_str part);
/* Byte where `part` last stands at or before byte `at`, or SIZE_MAX. */
size_t cel_text_find_last(struct plim_str text, struct plim_str part, size_t at);

#endif
