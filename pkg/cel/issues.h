/* Collecting what is wrong with an expression. */
#ifndef PLIM_CEL_ISSUES_H
#define PLIM_CEL_ISSUES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "cel/program.h"

struct cel_source {
    struct plim_arena *arena;
    struct plim_str text;
    struct cel_issues *issues;
    enum plim_code code; /* of the first issue */
};

/* Line and column of a byte; columns count code points. Both from 1. */
void cel_source_place(struct plim_str text, uint32_t offset, uint32_t *line_out,
                      uint32_t *column_out);

/* Note an issue at a byte of the source; past CEL_ISSUES_MAX it is dropped. */
void cel_issue_add(struct cel_source *source, uint32_t offset, const char *fmt, ...)
    PLIM_PRINTF(3, 4);
/* The same for a limit that was passed: the code of the whole becomes PLIM_LIMIT. */
void cel_issue_limit(struct cel_source *source, uint32_t offset, const char *fmt, ...)
    PLIM_PRINTF(3, 4);

#endif
