/* One document of a case: the subject that it describes. */
#ifndef PLIM_POLICY_CASE_FILE_H
#define PLIM_POLICY_CASE_FILE_H

#include "policy/evaluate.h"
#include "value/decode.h"

struct policy_case {
    struct value made[POLICY_OBJECT_SLOTS];
    const struct value *values[POLICY_OBJECT_SLOTS];
    struct policy_input input;
    struct value_node messages; /* a list of what failures must say, in order; no value: anything */
};

/*
 * The document is the subject itself, or a `kind: Case` that binds variables by name.
 *
 * case_out  borrows from itself and the arena: must not be moved
 * Fails with PLIM_INVALID.
 */
PLIM_NODISCARD enum plim_code policy_case_read(struct plim_arena *arena,
                                               enum policy_subject subject,
                                               const struct value_node *document,
                                               struct policy_case *case_out, struct plim_err *err);

#endif
