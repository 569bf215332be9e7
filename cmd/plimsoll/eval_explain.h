/* An expression with the values of its parts under their places. */
#ifndef PLIM_CMD_EVAL_EXPLAIN_H
#define PLIM_CMD_EVAL_EXPLAIN_H

#include "base/buf.h"
#include "cel/explain.h"

/*
 * Append each line of the source and below it, under its name or operator, the value of every part
 * that was evaluated:
 *
 *     object.spec.replicas > 1 && true
 *     |      |    |        |   |
 *     |      |    1        |   false
 *
 * width  columns; long lines continue on the next, long values are cut
 */
void eval_explain(struct plim_str source, const struct cel_explanation *explanation, size_t width,
                  struct plim_buf *buf);

/* The value as JSON in one line; a map that takes more than so many columns by its keys, and what
 * is still longer cut; "error: ..." or "unknown" for what has no value. */
void eval_explain_value(const struct value *value, size_t columns, struct plim_buf *buf);

#endif
