/*
 * Tests of policies: beside each policy.yaml the folders cases/pass, cases/fail, and where they
 * help cases/unknown and cases/skip (not applicable). README.md describes the files.
 */
#ifndef PLIM_POLICY_CASES_H
#define PLIM_POLICY_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct policy_case_result {
    bool passed;
    const char *policy; /* id, or the file's path when it could not be loaded */
    const char *path;   /* of the case, or of the policy */
    const char *why;    /* one line; empty when passed */
    const char *diff;   /* lines "- EXPECTED", "+ CAME", "  BOTH"; empty where nothing was judged */
};

typedef void policy_case_sink(void *context, const struct policy_case_result *result);

struct policy_case_counts {
    size_t policies;
    size_t passed;
    size_t failed;
    size_t parts;   /* of conditions and validations, that came out true or false: coverage */
    size_t covered; /* of them those that came out as both */
};

/*
 * Run the cases of every policy below `path` (a policy.yaml, its folder, or any folder above). A
 * policy that does not load, or has no case of either sort, is one failure.
 *
 * now         seconds since the epoch, for expressions that ask the time
 * counts_out  added to
 * Fails with PLIM_NOT_FOUND when there is no policy, PLIM_LIMIT or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code policy_cases_run(const char *path, int64_t now,
                                               policy_case_sink *sink, void *context,
                                               struct policy_case_counts *counts_out,
                                               struct plim_err *err);

/* "FILE:LINE:COLUMN: never false", and the line with a caret. */
typedef void policy_coverage_sink(void *context, const char *policy, const char *message);

struct policy_case_sinks {
    policy_case_sink *failed;
    policy_coverage_sink *uncovered; /* NULL: coverage is not looked at */
    void *context;
};

/* The same, telling also which parts of conditions and validations the cases have never seen true,
 * or never false. */
PLIM_NODISCARD enum plim_code policy_cases_cover(const char *path, int64_t now,
                                                 const struct policy_case_sinks *sinks,
                                                 struct policy_case_counts *counts_out,
                                                 struct plim_err *err);

#endif
