/* libgit2's errors as ours. */
#ifndef PLIM_GITREPO_FAILURE_PRIV_H
#define PLIM_GITREPO_FAILURE_PRIV_H

#include "base/err.h"

/*
 * Record the failure that libgit2 just reported on this thread: "WHAT: why".
 *
 * status  what the call returned, negative
 * The text is one line and carries no user or password of a URL.
 */
enum plim_code gitrepo_fail(struct plim_err *err, int status, const char *fmt, ...)
    PLIM_PRINTF(3, 4);

#endif
