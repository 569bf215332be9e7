/*
 * Suites of tests that Kyverno's command line runs: kyverno-test.yaml names policies, objects and
 * what each policy says about each object.
 *
 * Source: Kyverno 1.19 cmd/cli/kubectl-kyverno/apis/v1alpha1 and commands/test.
 */
#ifndef PLIM_CMD_KYVERNO_SUITE_H
#define PLIM_CMD_KYVERNO_SUITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct kyverno_counts {
    size_t suites;
    size_t passed, failed; /* results: of one policy about one object */
    size_t excluded;       /* results about which the policy says nothing: Kyverno passes them */
    size_t broken;         /* suites that could not be read, or whose policies are wrong */
};

/*
 * Run every kyverno-test.yaml below `path`, or the file itself. A line for each result that is not
 * as expected, and for each broken suite, goes to standard output.
 *
 * now         seconds since the epoch, for expressions that ask the time
 * counts_out  added to; `suites` stays as it is when there is none
 * Fails with PLIM_LIMIT (deeper than 64 directories) or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code kyverno_suites_run(const char *path, int64_t now,
                                                 struct kyverno_counts *counts_out,
                                                 struct plim_err *err);

#endif
