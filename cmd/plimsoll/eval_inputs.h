/* What `eval` evaluates on: documents, variables, and what of them is not known. */
#ifndef PLIM_CMD_EVAL_INPUTS_H
#define PLIM_CMD_EVAL_INPUTS_H

#include "base/arena.h"
#include "base/err.h"
#include "cel/env.h"
#include "value/value.h"

#include "options.h"

struct eval_document {
    const char *file;
    struct value_position position;
    struct value root;
};

struct eval_inputs {
    struct cel_variable *variables; /* "object", those of --var, and those that --unknown names */
    const struct value **values;    /* of each, or NULL: not known */
    size_t len;
    struct eval_document *documents; /* what "object" stands for, one after the other */
    size_t document_count;
};

/*
 * Read the files ("-": standard input), NAME=JSON of each of `vars`, and the variables that
 * `unknowns` begin with. All in the arena.
 *
 * Fails with PLIM_INVALID, PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO; the message names the file, line
 * and column, or the flag and its column.
 */
PLIM_NODISCARD enum plim_code eval_inputs_read(
    struct plim_arena *arena, const struct option_list *files, const struct option_list *vars,
    const struct option_list *unknowns, struct eval_inputs *inputs_out, struct plim_err *err);

#endif
