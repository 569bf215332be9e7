/* Expressions of a document: compiled, checked for what they must yield, and blamed where they
 * stand. */
#ifndef PLIM_POLICY_EXPRESSION_H
#define PLIM_POLICY_EXPRESSION_H

#include "cel/program.h"
#include "value/decode.h"

struct cel_env;

enum policy_yield { POLICY_YIELD_ANY, POLICY_YIELD_BOOL, POLICY_YIELD_STRING, POLICY_YIELD_LIST };

struct policy_compiler {
    struct plim_arena *arena;  /* for programs */
    struct plim_str text;      /* of the file */
    const struct cel_env *env; /* what the expression may use */
};

/* Fails with PLIM_INVALID: "FILE:LINE:COLUMN: ...". */
PLIM_NODISCARD enum plim_code policy_expression_compile(const struct policy_compiler *compiler,
                                                        const struct value_node *node,
                                                        enum policy_yield yield,
                                                        const struct cel_program **program_out,
                                                        struct plim_err *err);

#endif
