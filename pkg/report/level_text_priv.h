/* Levels in words, for people. */
#ifndef PLIM_REPORT_LEVEL_TEXT_PRIV_H
#define PLIM_REPORT_LEVEL_TEXT_PRIV_H

#include "base/buf.h"
#include "value/value.h"

enum { REPORT_NO_LEVEL = -1 };

/* The rank of a level's id; REPORT_NO_LEVEL for null. */
int64_t report_level_rank(const struct value *assessment, const struct value *id);
struct plim_str report_level_title(const struct value *assessment, int64_t rank);

/* What the level is called in this dimension: "2 released", where the model gives its cells titles.
 * Replaces what stands in `name`. */
void report_level_print(const struct value *assessment, const struct value *dimension, int64_t rank,
                        struct plim_buf *name);

/* Append "version.tagged: 16 more of 60 for images.tag-in-git (+2)": what stands before the next
 * level, the first in words; nothing when nothing does. */
void report_blockers_print(const struct value *blockers, struct plim_buf *note);

#endif
