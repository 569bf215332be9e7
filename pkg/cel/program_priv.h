/* The inside of a program, and compiling with more say than the public face gives. */
#ifndef PLIM_CEL_PROGRAM_PRIV_H
#define PLIM_CEL_PROGRAM_PRIV_H

#include "cel/program.h"

#include "environment.h"
#include "issues.h"
#include "node.h"

struct cel_watch;

struct cel_program {
    const struct cel_env *env;
    struct plim_str source;
    struct cel_ast *ast; /* never changed */
    uint32_t nodes;      /* of the tree, or more: their ids are below */
    const struct cel_node *root;
    struct cel_watch *watch; /* of a plan that is watched; else NULL */
    const struct cel_type *type;
    struct cel_bindings_of_types types; /* with `ast`, what the static estimate is made from */
    uint32_t slots;
    uint32_t kept_count; /* paths that are followed once */
    uint64_t cost_max;
    size_t bytes_max;
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

/*
 * The same with a node for every part of the tree: nothing is evaluated early, and nothing in one
 * go. The tree is of a program, so that there are no issues.
 *
 * nodes_out  by the id of the part; as many as the tree has
 * watch      wrap each in a node that notes its value (cel_run_watch)
 */
const struct cel_node *cel_plan_parts(struct plim_arena *arena, unsigned options,
                                      const struct cel_ast *ast, const struct cel_node **nodes_out,
                                      bool watch);

/* A frame's own memory: enough for most expressions; for others the arena has more. */
struct cel_room {
    struct value locals[8];
    uint64_t debts[8];
    const struct value *kept[16];
};

/* A frame for evaluating nodes of the program; neither it nor its room may move. */
void cel_frame_open(struct cel_frame *frame, struct cel_room *room,
                    const struct cel_program *program, const struct cel_bindings *bindings,
                    struct plim_arena *arena);
/* Did what was evaluated in it cost too much, or was it interrupted? */
bool cel_frame_is_over(const struct cel_frame *frame);

/* reads.c: what a step by a constant name (a field, or an index) starts from; NULL: it is none. */
const struct cel_ast *cel_ast_step(const struct cel_ast *ast, struct plim_str *field_out);

#endif
