/* The files behind a path of a suite, which may be a directory. */
#ifndef PLIM_CMD_KYVERNO_FILES_H
#define PLIM_CMD_KYVERNO_FILES_H

#include "base/arena.h"
#include "base/err.h"

struct kyverno_files {
    const char **paths;
    size_t len, cap;
};

/*
 * Add the path itself; of a directory its .yaml, .yml and .json by name, and when `deep` those of
 * directories below. What is hidden is passed over.
 *
 * Fails with PLIM_LIMIT (deeper than 16 directories) or PLIM_IO.
 * Source: Kyverno 1.19 cmd/cli/kubectl-kyverno/policy/load.go and utils/common/common.go.
 */
PLIM_NODISCARD enum plim_code kyverno_files_add(struct plim_arena *arena,
                                                struct kyverno_files *files, const char *path,
                                                bool deep, struct plim_err *err);

#endif
