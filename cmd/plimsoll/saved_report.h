/* Reports that were saved by `audit -o json`. */
#ifndef PLIM_CMD_SAVED_REPORT_H
#define PLIM_CMD_SAVED_REPORT_H

#include "base/arena.h"
#include "base/err.h"
#include "value/value.h"

/* Into the arena; "-" is standard input. Fails with PLIM_INVALID (not JSON, not an AuditReport),
 * PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO, and names the file. */
PLIM_NODISCARD enum plim_code saved_report_read(struct plim_arena *arena, const char *path,
                                                struct value *report_out, struct plim_err *err);

#endif
