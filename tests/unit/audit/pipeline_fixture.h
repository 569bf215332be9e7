/*
 * Whole runs: two clusters on loopback servers are captured, a repository is added to the capture,
 * and the capture is audited. What a server answers wrongly is the test's affair.
 */
#ifndef PLIM_TEST_PIPELINE_FIXTURE_H
#define PLIM_TEST_PIPELINE_FIXTURE_H

#include "audit/audit.h"
#include "support/value_check.h"
#include "value/pack.h"

/* One answer that is not as it should be. */
struct pipeline_fault {
    const char *target; /* without its query; NULL: none */
    int status;         /* 0: the connection ends in the middle of the body */
    const char *body;
};

struct pipeline_case {
    struct pipeline_fault fault;    /* of cluster "prod" */
    bool unreachable;               /* nobody listens where "prod" should be */
    bool no_credentials;            /* of "prod": its token's file is missing */
    const char *repository_failure; /* NULL: it can be read */
    const char *more_manifests;     /* another file of prod's folder; NULL: none */
    const char *library;            /* PracticeLibrary and MaturityModel; NULL: no assessment */
    const char *models;             /* of the Fleet, in flow style; NULL: all */
};

/* Start, run and keep a run; the report is pipeline_report until pipeline_stop. */
void pipeline_start(void);
void pipeline_stop(void);
const struct value *pipeline_run(const struct pipeline_case *wanted);
PLIM_NODISCARD enum plim_code pipeline_try(const struct pipeline_case *wanted,
                                           struct value *report_out, struct plim_err *err);

/* The same run live, without the repository, and again from its capture. */
void pipeline_run_twice(struct plim_buf *live_out, struct plim_buf *again_out);

/* Captures both clusters with some of the policies alone and tells whether "prod" was asked. */
bool pipeline_asks(const char *policy, const char *path);

/* Any fleet over the capture of a sound pair of clusters. `{dir}` in the text is where it lies. */
PLIM_NODISCARD enum plim_code pipeline_run_fleet(const char *text, struct value *report_out,
                                                 struct plim_err *err);

/* From flags, replayed: one context "prod", and a repository "shop" whose folders are `folders`. */
const struct value *pipeline_run_folders(const char *flag, const char *const *folders,
                                         size_t count);

/* A live run of one context. */
PLIM_NODISCARD enum plim_code pipeline_run_context(const char *context, struct plim_err *err);

/* "pass 2, unknown 1": the listed results of a policy in "prod", or everywhere with cluster NULL.
 * In the arena of the fixture. */
const char *pipeline_states(const struct value *report, const char *policy, const char *cluster);

/* The reason of the first unknown result of the policy; "" when there is none. */
const char *pipeline_reason(const struct value *report, const char *policy, const char *cluster);

struct plim_arena *pipeline_arena(void);

#endif
