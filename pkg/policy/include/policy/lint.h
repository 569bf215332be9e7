/*
 * What is wrong with documents of policies before anything is judged: those that cannot be used,
 * and what is suspicious about those that can.
 */
#ifndef PLIM_POLICY_LINT_H
#define PLIM_POLICY_LINT_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "policy/policy.h"

/* From here on a document that cannot be used is left out and noted, and so is a policy of its id
 * that was there before: another one would answer in its name. */
void policy_set_keep_going(struct policy_set *set);

struct policy_failure {
    struct plim_str policy; /* id, where the document tells one; else the file */
    const char *file;
    const char *message; /* "FILE:LINE:COLUMN: what is wrong" */
};

/* One that another reader met. id: empty where it tells none. */
void policy_set_note_failure(struct policy_set *set, struct plim_str id, const char *file,
                             const struct plim_err *err);

size_t policy_set_failure_len(const struct policy_set *set);
const struct policy_failure *policy_set_failure_at(const struct policy_set *set, size_t i);

/* error  it cannot work as written; else it is merely of no use, or untested */
typedef void policy_lint_sink(void *context, bool error, const char *message);

/*
 * Tell of each policy that the program does not carry: expressions that are always true or always
 * false, conditions that exclude or repeat each other or a validation, parameters that are read and
 * not declared, expressions that cost more than an evaluation may, and missing cases; of each
 * exemption whether its policy exists. Before or after sealing.
 */
void policy_set_lint(struct policy_set *set, policy_lint_sink *sink, void *context);

#endif
