/* Libraries that want to be started before anything else of theirs. It takes them milliseconds (one
 * reads all of the system's certificates), so only the commands that need them do it. */
#ifndef PLIM_CMD_LIBRARIES_H
#define PLIM_CMD_LIBRARIES_H

#include <stdbool.h>

#include "base/err.h"

struct libraries {
    bool http, git; /* started */
};

/* libraries: those that are wanted; after a failure those that were started. */
PLIM_NODISCARD enum plim_code libraries_start(struct libraries *libraries, struct plim_err *err);
void libraries_stop(struct libraries *libraries);

#endif
