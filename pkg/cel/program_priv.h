/* The inside of a program, and compiling with more say than the public face gives. */
#ifndef PLIM_CEL_PROGRAM_PRIV_H
#define PLIM_CEL_PROGRAM_PRIV_H

#include "cel/program.h"

#include "environment.h"
#include "issues.h"
#include "node.h"

struct cel_program {
    const struct cel_env *env;
    struct plim_str source;
    const struct cel_node *root;
    const struct cel_type *type;
    const struct cel_ast *ast; /* with `types`, what the static estimate is made from */
    struct cel_bindings_of_types types;
    uint32_t slots;
    uint32_t kept_count; /* paths that are followed once */
    uint64_t cost_max;
};

enum cel_compile_flag {
    CEL_COMPILE_UNCHECKED = 1, /* types are left to the evaluation */
    CEL_COMPILE_NO_MACROS = 2,
    CEL_COMPILE_CHECK_ONLY = 4, /* functions need no implementation; the program must not be run */
};

struct cel_compilation {
    const struct cel_env *env;
    const struct cel_limits *limits;
    unsigned flags;
};

PLIM_NODISCARD enum plim_code cel_compile_with(struct plim_arena *arena,
                                               const struct cel_compilation *how,
                                               struct plim_str source,
                                               const struct cel_program **program_out,
                                               struct cel_issues *issues_out, struct plim_err *err);

/* Tree to nodes. Notes issues about what is known to fail when the environment fails early. */
const struct cel_node *cel_plan(struct cel_source *source, unsigned options,
                                const struct cel_ast *ast, uint32_t *kept_count_out);

#endif
