/* One application across environments: what is the same, what is not, what may differ. */
#ifndef PLIM_PARITY_PARITY_H
#define PLIM_PARITY_PARITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "resource/facts.h"
#include "value/value.h"

enum parity_difference_kind {
    PARITY_PRESENCE,
    PARITY_VERSION,
    PARITY_DIGEST,
    PARITY_REPLICAS,
    PARITY_ENV,
    PARITY_CONFIG,
    PARITY_REPOSITORY, /* of the image, without tag and digest */
    PARITY_RESOURCES,  /* whether requests and limits are stated; not how much they are */
    PARITY_PROBES,
    PARITY_SECURITY,
    PARITY_PORTS,
    PARITY_ACCOUNT,
};
enum { PARITY_DIFFERENCE_KINDS = 12 };

extern const char *const parity_difference_names[PARITY_DIFFERENCE_KINDS]; /* "presence", ... */

/* A difference that the owners have declared. Empty globs match everything. */
struct parity_allowance {
    struct plim_str application;         /* glob */
    struct plim_str kind;                /* glob over the kinds above: "replicas", "*" */
    struct plim_str field;               /* glob over the difference's field */
    const struct plim_str *environments; /* the outliers must be among them; none: any */
    size_t environment_count;
    struct plim_str reason;
    int64_t expires; /* seconds since the epoch; 0 never */
};

struct parity_environment {
    struct plim_str name;
    bool production;
};

struct parity_input {
    const struct parity_environment *environments; /* in promotion order */
    size_t environment_count;
    const struct resource_facts *clusters; /* sorted; several may be of one environment */
    size_t cluster_count;
    const struct parity_allowance *allowances;
    size_t allowance_count;
    int64_t now; /* seconds since the epoch */
};

struct parity_entry;

struct parity_application {
    struct plim_str application;
    const struct parity_entry *entries; /* its workloads and configuration */
    size_t entry_count;
};

struct parity_applications {
    struct parity_application *items; /* owned by the arena; sorted by name */
    size_t len;
    const struct parity_input *input; /* borrowed */
};

/* The applications, when at least two environments have clusters; none otherwise. Borrows from the
 * input. Threads: pure. */
struct parity_applications parity_build(struct plim_arena *arena, const struct parity_input *input);

/*
 * The `parity` record of the i-th, made in `arena`.
 *
 * An environment in which something could not be read takes no part in the comparison of it: what
 * would follow from it is unknown with the reason, unless the others prove a difference already.
 * Outliers are the environments outside the group of equals that holds more than half of them; with
 * no such group nobody is an outlier. Threads: pure.
 */
struct value parity_application_record(const struct parity_applications *applications, size_t i,
                                       struct plim_arena *arena);

#endif
