/* Which parts of a policy's expressions its cases have seen true and false. */
#ifndef PLIM_POLICY_COVERAGE_H
#define PLIM_POLICY_COVERAGE_H

#include "cel/explain.h"
#include "policy/cases.h"

#include "policy_priv.h"

struct policy_coverage;

struct policy_coverage *policy_coverage_new(struct plim_arena *arena);

/* One evaluation; `coverage` is a struct policy_coverage. */
void policy_coverage_note(void *coverage, const struct cel_program *program,
                          const struct cel_explanation *explanation);

/* Tell of the conditions and validations of the policy what was never evaluated, never true or
 * never false. counts: added to. */
void policy_coverage_tell(const struct policy_coverage *coverage, const struct policy *policy,
                          policy_coverage_sink *sink, void *context,
                          struct policy_case_counts *counts);

#endif
