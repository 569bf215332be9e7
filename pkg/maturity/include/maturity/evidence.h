/* What was measured: per policy and scope how many subjects passed, and metrics. */
#ifndef PLIM_MATURITY_EVIDENCE_H
#define PLIM_MATURITY_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "maturity/scope.h"
#include "value/decode.h"

enum { MATURITY_READINGS_MAX = 10000, MATURITY_SAMPLES_MAX = 10000 };

/* One earlier reading of the same policy and scope. */
struct maturity_sample {
    int64_t at; /* seconds since the epoch */
    int64_t pass;
    int64_t fail; /* unknown subjects of that time belong here: they did not pass */
};

/* Whether the policy's threshold was kept over the whole period, where only the verdict is known.
 */
enum maturity_sustained {
    MATURITY_SUSTAINED_UNSTATED = 0, /* then `samples` decide */
    MATURITY_SUSTAINED_YES,
    MATURITY_SUSTAINED_NO,
};

/*
 * Skipped and not applicable subjects are in none of the counts. `warn` is the caller's to place;
 * `error` is unknown.
 */
struct maturity_reading {
    struct plim_str policy;
    struct maturity_scope scope;
    int64_t pass;
    int64_t fail;
    int64_t unknown;             /* subjects that exist but could not be judged */
    int64_t waived;              /* failures under an exemption */
    int64_t at;                  /* of the oldest result; seconds since the epoch */
    struct plim_str reason;      /* why some are unknown; may be empty */
    struct plim_str unavailable; /* why nothing is known of this policy here; empty: it is known */
    enum maturity_sustained sustained;
    const struct maturity_sample *samples; /* any order; borrowed */
    size_t sample_count;
};

enum maturity_unit {
    MATURITY_UNIT_RATIO = 0, /* per mille */
    MATURITY_UNIT_COUNT,
    MATURITY_UNIT_DURATION, /* seconds */
};

struct maturity_metric {
    struct plim_str id;
    struct maturity_scope scope;
    enum maturity_unit unit;
    int64_t value;
    int64_t samples; /* how many events it was computed from */
    int64_t window;  /* seconds it looks back; 0: not stated */
    int64_t at;
    struct plim_str unavailable;
};

struct maturity_evidence;

/* Owned by the arena. */
struct maturity_evidence *maturity_evidence_new(struct plim_arena *arena);

/* The reading of (policy, scope), created with zero counts and `at` 0 when it is new; the pointer
 * stays good. Linear: look it up once per policy and scope, not once per subject. Texts are
 * borrowed. */
struct maturity_reading *maturity_evidence_reading(struct maturity_evidence *evidence,
                                                   struct plim_str policy,
                                                   struct maturity_scope scope);
struct maturity_metric *maturity_evidence_metric(struct maturity_evidence *evidence,
                                                 struct plim_str id, struct maturity_scope scope);

/*
 * Add an Evidence document, read with VALUE_YAML_DOCUMENT; its values must outlive the evidence.
 * Fails with PLIM_INVALID ("FILE:LINE:COLUMN: ..."), also when a (policy, scope) is there already.
 */
PLIM_NODISCARD enum plim_code maturity_evidence_add(struct maturity_evidence *evidence,
                                                    const struct value_node *document,
                                                    struct plim_err *err);

/* The distinct `spec.scope` of the documents added, in order. */
size_t maturity_evidence_scope_count(const struct maturity_evidence *evidence);
struct maturity_scope maturity_evidence_scope_at(const struct maturity_evidence *evidence,
                                                 size_t i);

#endif
