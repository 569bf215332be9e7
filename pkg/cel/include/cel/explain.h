/*
 * How a result came about: the value of every part of an expression.
 *
 * The expression is planned and evaluated anew, each part wrapped in a node that notes its value,
 * so that ordinary evaluations have nothing to ask and nothing to pay.
 */
#ifndef PLIM_CEL_EXPLAIN_H
#define PLIM_CEL_EXPLAIN_H

#include "cel/program.h"

enum { CEL_PART_VALUES_MAX = 8 };

/* A name, selection, call, operator ... of the expression; literals are none. */
struct cel_part {
    uint32_t offset;            /* byte of the source: where its name or operator stands */
    uint32_t id;                /* an outer part has a higher one than those in it */
    const struct value *values; /* in the order they came; more than one inside of loops */
    size_t len;                 /* at most CEL_PART_VALUES_MAX; 0: it was not looked at */
    size_t count;               /* values there were */
};

struct cel_explanation {
    const struct cel_part *parts; /* by offset; of equal ones the outer first */
    size_t len;
};

/* Evaluate as cel_eval does and tell the value of every part. All in the arena; values borrow as
 * those of cel_eval. */
struct value cel_explain(const struct cel_program *program, const struct cel_bindings *bindings,
                         struct plim_arena *arena, struct cel_explanation *explanation_out);

#endif
