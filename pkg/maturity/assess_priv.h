/* One assessment while it is being made. */
#ifndef PLIM_MATURITY_ASSESS_PRIV_H
#define PLIM_MATURITY_ASSESS_PRIV_H

#include "maturity/assess.h"

#include "document_priv.h"
#include "evidence_priv.h"

/* Per mille; lo is proven, hi is possible. `is_absent`: not applicable. */
struct maturity_interval {
    bool is_absent;
    int lo;
    int hi;
};

enum maturity_standing {
    MATURITY_STANDING_NONE, /* nobody attested */
    MATURITY_STANDING_VALID,
    MATURITY_STANDING_EXPIRING, /* past its date, within the grace period */
    MATURITY_STANDING_EXPIRED,
    MATURITY_STANDING_PENDING, /* issued later than now */
    MATURITY_STANDING_REJECTED,
    MATURITY_STANDING_SUPERSEDED,
};

/* An attestation as it stands now. */
struct maturity_claim {
    const struct maturity_attestation *attestation; /* NULL: there is none */
    enum maturity_standing standing;
    int64_t ends;               /* first second after its validity, grace not counted */
    bool is_capped;             /* ends earlier than it says */
    bool is_dangling;           /* supersedes something that is not there */
    bool is_used;               /* some practice took its answer */
    struct plim_str reason;     /* why it does not count */
    struct plim_str unverified; /* what could not be checked */
};

/* What one criterion came to. */
struct maturity_outcome {
    struct maturity_interval value;
    struct maturity_interval full; /* without caps */
    struct plim_str reason;        /* why it is unknown, or less than it seems */
    bool has_counts;
    int64_t pass;
    int64_t fail;
    int64_t unknown;
    int64_t waived;
    int64_t missing; /* subjects still to fix before it is met */
    int64_t at;
    const struct maturity_metric *metric;
    const struct maturity_claim *claim;
};

enum maturity_state {
    MATURITY_STATE_MET,
    MATURITY_STATE_PARTIAL,
    MATURITY_STATE_UNMET,
    MATURITY_STATE_UNKNOWN,
    MATURITY_STATE_NOT_APPLICABLE,
    MATURITY_STATE_EXCLUDED,
};

/* What one practice came to. */
struct maturity_verdict {
    bool is_done;
    bool is_assumed;
    struct maturity_interval value; /* an exclusion does not change it */
    const struct maturity_exclusion *exclusion;
    struct maturity_outcome *outcomes; /* by number of the criterion */
    size_t implied_by;                 /* practice that raised it, or the count of practices */
};

struct maturity_conflict {
    size_t practice;
    const struct maturity_attestation *attestation;
    const char *message;
};

struct maturity_cell_result {
    int64_t weight;     /* of applicable practices */
    int64_t passing_lo; /* weight of those that pass */
    int64_t passing_hi;
    int64_t score_lo; /* weight * per mille */
    int64_t score_hi;
    int64_t applicable; /* practices */
    int64_t count_lo;   /* of them pass */
    int64_t count_hi;
    int64_t known;
    int64_t excluded;
    bool is_vacuous;
    bool is_capped; /* exclusions put it out of reach */
    bool gate_lo;
    bool gate_hi;
    bool pass_lo; /* gate and other dimensions */
    bool pass_hi;
};

enum { MATURITY_NO_LEVEL = -1 };

struct maturity_row {
    struct maturity_cell_result *cells; /* by level */
    int floor;                          /* MATURITY_NO_LEVEL or a level */
    int ceiling;
    int next;   /* first level that is not proven; level_count: none */
    int capped; /* first level out of reach, or MATURITY_NO_LEVEL */
};

struct maturity_assessment {
    struct plim_arena *arena;
    const struct maturity_request *request;
    const struct maturity_set *set;
    const struct maturity_evidence *evidence;
    const struct maturity_model *model;
    struct maturity_scope scope;
    int64_t now;
    struct maturity_claim *claims;     /* by attestation */
    struct maturity_verdict *verdicts; /* by practice */
    struct maturity_conflict *conflicts;
    size_t conflict_count;
    struct maturity_row *rows; /* by dimension */
};

extern const struct maturity_interval maturity_interval_unknown;
extern const struct maturity_interval maturity_interval_absent;
struct maturity_interval maturity_interval_exactly(int value);
struct maturity_interval maturity_interval_all(struct maturity_interval left,
                                               struct maturity_interval right);
struct maturity_interval maturity_interval_any(struct maturity_interval left,
                                               struct maturity_interval right);
enum maturity_state maturity_interval_state(struct maturity_interval value);
const char *maturity_state_name(enum maturity_state state);

/* measure.c: a policy or metric criterion against the evidence. */
struct maturity_outcome maturity_policy_measure(const struct maturity_assessment *assessment,
                                                const struct maturity_criterion *criterion);
struct maturity_outcome maturity_metric_measure(const struct maturity_assessment *assessment,
                                                const struct maturity_criterion *criterion);

/* pool.c: the readings of a policy within the assessed scope, added up. */
struct maturity_pool {
    bool is_found;
    int64_t pass;
    int64_t fail;
    int64_t unknown;
    int64_t waived;
    int64_t at;
    struct plim_str reason;
    struct plim_str unavailable;
    enum maturity_sustained sustained;
    struct maturity_sample *samples; /* in the order of time, one per moment */
    size_t sample_count;
};
/* The criterion is about the reading's policy, scope and environment. */
bool maturity_reading_is_asked(const struct maturity_assessment *assessment,
                               const struct maturity_criterion *criterion,
                               const struct maturity_reading *reading);
struct maturity_pool maturity_evidence_pool(const struct maturity_assessment *assessment,
                                            const struct maturity_criterion *criterion);

/* claim.c: how every attestation stands; then the one that speaks for a practice here. */
void maturity_claims_weigh(struct maturity_assessment *assessment);
enum plim_code maturity_claim_find(struct maturity_assessment *assessment, size_t practice,
                                   struct maturity_claim **claim_out, struct plim_err *err);

/* practice.c. Fails with PLIM_INVALID when two attestations speak for one practice. */
enum plim_code maturity_practice_evaluate(struct maturity_assessment *assessment, size_t practice,
                                          struct plim_err *err);
enum maturity_state maturity_verdict_state(const struct maturity_verdict *verdict);
bool maturity_exclusion_holds(const struct maturity_exclusion *exclusion, int64_t now);

/* level.c: cells and levels of every dimension, for the practices' values given. */
struct maturity_row *maturity_rows_evaluate(const struct maturity_assessment *assessment,
                                            const struct maturity_interval *values);
struct maturity_interval *maturity_values_copy(const struct maturity_assessment *assessment);
bool maturity_gate_holds(const struct maturity_gate *gate, const struct maturity_cell_result *cell,
                         int64_t passing, int64_t count);
/* Per mille of weights or practices: what the gate asks for, and what the cell has. */
int64_t maturity_gate_need(const struct maturity_gate *gate,
                           const struct maturity_cell_result *cell);
int64_t maturity_gate_have(const struct maturity_gate *gate,
                           const struct maturity_cell_result *cell);
struct maturity_interval maturity_row_profile(const struct maturity_model *model,
                                              const struct maturity_row *row);
int maturity_headline_find(const struct maturity_assessment *assessment, size_t dimension);
const struct maturity_target *maturity_target_find(const struct maturity_assessment *assessment,
                                                   size_t dimension);

/* result.c, result_head.c, result_practice.c, disclosure.c: the report. */
struct value maturity_result_build(struct maturity_assessment *assessment);
struct value_map_builder;
void maturity_result_head(const struct maturity_assessment *assessment,
                          struct value_map_builder *map);
struct value maturity_practices_value(const struct maturity_assessment *assessment);
struct value maturity_blocker_value(const struct maturity_assessment *assessment, size_t practice);
struct value maturity_disclosures_value(const struct maturity_assessment *assessment);

#endif
