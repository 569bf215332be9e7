/* Where policies come from: one text, what the program carries, or a directory. */
#ifndef PLIM_POLICY_SOURCE_H
#define PLIM_POLICY_SOURCE_H

#include <stdbool.h>

#include "policy/policy.h"

struct policy_source {
    const char *file; /* for messages */
    struct plim_str text;
    bool embedded;
};

/* Add the policies of one file to the source that is being added. */
PLIM_NODISCARD enum plim_code policy_source_add(struct policy_set *set,
                                                const struct policy_source *source,
                                                struct plim_err *err);

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
