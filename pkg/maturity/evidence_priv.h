#ifndef PLIM_MATURITY_EVIDENCE_PRIV_H
#define PLIM_MATURITY_EVIDENCE_PRIV_H

#include "maturity/evidence.h"

struct maturity_evidence {
    struct plim_arena *arena;
    struct maturity_reading **readings;
    size_t reading_count;
    struct maturity_metric **metrics;
    size_t metric_count;
    struct maturity_scope *scopes; /* of the documents */
    size_t scope_count;
};

#endif
