/* One case of the suite: compile, evaluate, compare. */
#ifndef PLIM_CONFORMANCE_CASE_H
#define PLIM_CONFORMANCE_CASE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "value/value.h"

/* environment  of the case's file: "cel" or "kubernetes"
 * why          what is wrong, when the result is false */
bool case_run(struct plim_arena *arena, const char *environment, const struct value *json,
              struct plim_buf *why);

#endif
