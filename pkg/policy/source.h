/* Where policies come from: one text or a directory (embedded.c: what the program carries). */
#ifndef PLIM_POLICY_SOURCE_H
#define PLIM_POLICY_SOURCE_H

#include <stdbool.h>

#include "policy/files.h"
#include "policy/policy.h"

struct policy_source {
    const char *file; /* for messages */
    struct plim_str text;
    bool embedded;
    bool exemptions_only; /* other kinds are a mistake */
};

/* Add the policies of one file to the source that is being added. */
PLIM_NODISCARD enum plim_code policy_source_add(struct policy_set *set,
                                                const struct policy_source *source,
                                                struct plim_err *err);

#endif
