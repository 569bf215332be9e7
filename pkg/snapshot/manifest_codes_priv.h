/* Words that the writing and the reading of manifests share. */
#ifndef SNAPSHOT_MANIFEST_CODES_PRIV_H
#define SNAPSHOT_MANIFEST_CODES_PRIV_H

#include "base/err.h"

enum { SNAPSHOT_CODES = PLIM_BUG + 1 };

extern const char *const snapshot_code_names[SNAPSHOT_CODES]; /* by enum plim_code */

/* What ends almost every list, and is therefore left out. */
extern const char snapshot_usual_tail[];

#endif
