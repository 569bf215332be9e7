/* Whether others than the user may decide what stands in a file. */
#ifndef KUBE_FILE_SAFETY_PRIV_H
#define KUBE_FILE_SAFETY_PRIV_H

#include "base/err.h"

/*
 * Neither the file nor its directory (and that of the file that a link leads to) may be written by
 * group or others: what ssh asks of its own configuration. A directory with the sticky bit (/tmp, a
 * mounted Secret) is fine: others cannot replace the file there. So is a file that is not there (a
 * text that was given). Owners are not looked at: containers often run as another user.
 *
 * Fails with PLIM_DENIED: "'FILE' may be written by others (mode 0666); ...".
 * Source: OpenSSH misc.c, safe_path().
 */
PLIM_NODISCARD enum plim_code kube_file_check_writers(const char *path, struct plim_err *err);

#endif
