/* Libraries that want to be started once, before anything else, and stopped at the end. */
#ifndef PLIM_CMD_LIBRARIES_H
#define PLIM_CMD_LIBRARIES_H

#include "base/err.h"

PLIM_NODISCARD enum plim_code libraries_start(struct plim_err *err);
void libraries_stop(void);

#endif
