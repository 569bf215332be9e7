/* What came of a case beside what it expected, line by line. */
#ifndef PLIM_POLICY_CASE_DIFF_H
#define PLIM_POLICY_CASE_DIFF_H

#include "policy/evaluate.h"
#include "value/decode.h"

enum { POLICY_CASE_LINES_MAX = 20 }; /* of each side; more are counted */

struct policy_case_side {
    struct plim_str lines[POLICY_CASE_LINES_MAX];
    size_t len; /* more than the lines: the rest was left out */
};

/* "fail: MESSAGE (container c, spec.replicas)" */
void policy_case_note(struct plim_arena *arena, const struct policy_result *result,
                      struct policy_case_side *side);

/* The word of the promise, once for each of `messages`, or alone where there are none. */
void policy_case_promise(struct plim_arena *arena, const char *word,
                         const struct value_node *messages, struct policy_case_side *side);

/* Lines that begin with "- " (expected), "+ " (came) or "  " (both), each ended; in `arena`. What
 * an expected line leaves out after its message, or after its word, it does not ask for. */
const char *policy_case_diff(struct plim_arena *arena, const struct policy_case_side *expected,
                             const struct policy_case_side *actual);

#endif
