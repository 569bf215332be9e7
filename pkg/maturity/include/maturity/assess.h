/*
 * Which level a scope has proven (floor) and may have (ceiling), why, and what comes next.
 * The rules are in the module's README; their source is research on published maturity models.
 */
#ifndef PLIM_MATURITY_ASSESS_H
#define PLIM_MATURITY_ASSESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "maturity/document.h"
#include "maturity/evidence.h"
#include "maturity/scope.h"
#include "value/value.h"

/* What earlier runs found for one dimension; for headlines that do not flap. */
struct maturity_history {
    struct plim_str dimension;
    struct plim_str headline;      /* level id stored by the last run; empty: none was reached */
    const struct plim_str *floors; /* level ids found by earlier runs, newest first; empty: none */
    size_t floor_count;
};

struct maturity_request {
    const struct maturity_set *set; /* linked */
    const struct maturity_evidence *evidence;
    struct plim_str model; /* id */
    /* Empty: the scope of the first Evidence document, else the fleet's, else everything. */
    struct maturity_scope scope;
    int64_t now; /* seconds since the epoch */
    struct plim_str
        to_level; /* how far the roadmap goes; empty: to the target, else to the next level */
    const struct plim_str *assumed; /* practices taken as met: "what if" */
    size_t assumed_count;
    const struct maturity_history *history;
    size_t history_count;
    const char *run_id; /* may be NULL */
    const char *engine; /* version of the program; may be NULL */
};

/*
 * Assess one model.
 *
 * result_out  an AssessmentResult: integers in per mille, levels by id, order of model and library;
 *             lives in the arena and borrows from the set and the evidence
 * Fails with PLIM_NOT_FOUND (no such model, level or practice) or PLIM_INVALID (two attestations in
 * force answer one practice for one scope).
 * Threads: pure.
 */
PLIM_NODISCARD enum plim_code maturity_assess(struct plim_arena *arena,
                                              const struct maturity_request *request,
                                              struct value *result_out, struct plim_err *err);

#endif
