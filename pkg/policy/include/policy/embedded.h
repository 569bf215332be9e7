/* The files that the program carries: policies with cases that pass and fail, practice libraries
 * and models of `policies/`. */
#ifndef PLIM_POLICY_EMBEDDED_H
#define PLIM_POLICY_EMBEDDED_H

#include <stddef.h>

struct policy_file {
    const char *path; /* "policies/drift/drift.in-sync/policy.yaml" */
    const char *text; /* NUL-terminated */
    size_t len;       /* bytes, terminator not counted */
};

/* In byte order of the paths. Lives as long as the program. */
void policy_embedded(const struct policy_file **files_out, size_t *count_out);

#endif
