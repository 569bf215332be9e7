/*
 * What is left of an expression when some of what it asks for is known.
 *
 * Source: the idea is cel-go's interpreter/prune.go; how far it goes is ours.
 */
#ifndef PLIM_CEL_RESIDUAL_H
#define PLIM_CEL_RESIDUAL_H

#include "cel/program.h"

enum { CEL_RESIDUAL_BYTES_MAX = 256 * 1024 };

/* The program's expression in its canonical form: in one line, parentheses where they are needed,
 * texts between double quotes. Compiled, it is the same again. */
void cel_program_text(const struct cel_program *program, struct plim_buf *buf);

/*
 * Evaluate as far as the bindings go and write the rest as an expression: what is known became
 * literals, operands of && and || that decide nothing are gone, so is the branch not taken of a
 * condition, and of all() and exists() over a known range only the undecided steps are left, one
 * by one. A known result is its literal; an error is the expression that raises it.
 *
 * Evaluated with bindings that agree with these, the residual gives what the program gives; only
 * the cost is less, and errors stand at other places.
 *
 * buf  the text is appended, CEL_RESIDUAL_BYTES_MAX bytes at most
 * Fails with PLIM_LIMIT when the text is longer, or the evaluation costs too much.
 */
PLIM_NODISCARD enum plim_code cel_residual(const struct cel_program *program,
                                           const struct cel_bindings *bindings,
                                           struct plim_arena *arena, struct plim_buf *buf,
                                           struct plim_err *err);

#endif
