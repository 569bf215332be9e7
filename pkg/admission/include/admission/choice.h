/*
 * Which of the policies that doors have are looked at. A name is an id (admission/about.h), what
 * stands before a '/' in one ("ClusterPolicy", "ClusterPolicy/probes"), or a shell pattern over
 * ids; all of them but the first sort hold a '/', which ids of AuditPolicies never do.
 */
#ifndef PLIM_ADMISSION_CHOICE_H
#define PLIM_ADMISSION_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct admission_term {
    struct plim_str name; /* holds a '/' */
    bool away;            /* what it names is left out */
    bool met;             /* some policy has the name, set when a set is filled */
    const char *origin;   /* who says so, for messages: "--policies", "fleet.yaml:7:5" */
};

/* Terms hold in their order; where the first takes away, they begin with everything. */
struct admission_choice {
    struct admission_term *terms;
    size_t len;
};

/* Whether the policy is chosen; NULL and no terms: all are. Notes which names it has. */
bool admission_choice_has(const struct admission_choice *choice, struct plim_str id);

#endif
