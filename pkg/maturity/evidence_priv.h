#ifndef PLIM_MATURITY_EVIDENCE_PRIV_H
#define PLIM_MATURITY_EVIDENCE_PRIV_H

#include "maturity/evidence.h"

/* Readings stay where they are while the lists of them grow. */
struct maturity_reading_slot {
    struct maturity_reading *reading;
};

struct maturity_metric_slot {
    struct maturity_metric *metric;
};

struct maturity_evidence {
    struct plim_arena *arena;
    struct maturity_reading_slot *readings;
    size_t reading_count;
    struct maturity_metric_slot *metrics;
    size_t metric_count;
    struct maturity_scope *scopes; /* of the documents */
    size_t scope_count;
};

#endif
