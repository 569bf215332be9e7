/* The files that a directory of policies consists of. */
#ifndef PLIM_POLICY_FILES_H
#define PLIM_POLICY_FILES_H

#include "base/err.h"

/*
 * Visit every *.yaml and *.yml below `path` in byte order, except in folders named "cases"; a file
 * is visited itself.
 *
 * Fails with PLIM_NOT_FOUND, PLIM_LIMIT (deeper than POLICY_DIR_DEPTH_MAX), PLIM_IO, or as `visit`
 * does.
 */
typedef enum plim_code policy_visit(void *context, const char *path, struct plim_err *err);

PLIM_NODISCARD enum plim_code policy_files_visit(const char *path, policy_visit *visit,
                                                 void *context, struct plim_err *err);

#endif
