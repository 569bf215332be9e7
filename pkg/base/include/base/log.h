/* Diagnostics on standard error; the only mutable file-scope state of the tree. Never results,
 * never secrets. Off (PLIM_LOG_WARN) unless the user asks. Threads: any. */
#ifndef PLIM_BASE_LOG_H
#define PLIM_BASE_LOG_H

#include "base/defs.h"

enum plim_log_level { PLIM_LOG_ERROR, PLIM_LOG_WARN, PLIM_LOG_INFO, PLIM_LOG_DEBUG };

void plim_log_set_level(enum plim_log_level most_verbose);
void plim_log(enum plim_log_level level, const char *fmt, ...) PLIM_PRINTF(2, 3);

#endif
