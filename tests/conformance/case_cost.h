/* What a case says about cost: `cost_limit`, `cost`, `estimate`. */
#ifndef PLIM_CONFORMANCE_CASE_COST_H
#define PLIM_CONFORMANCE_CASE_COST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "cel/program.h"
#include "value/value.h"

/* The default limits, with the case's own of cost; the specification has none. */
struct cel_limits case_limits(const struct value *json, const char *environment);

/* Is it what the case expects, if it expects anything? `why` is told otherwise. */
bool case_cost_same(const struct value *json, uint64_t cost, struct plim_buf *why);

bool case_estimate_same(const struct value *json, const struct cel_program *program,
                        struct plim_buf *why);

#endif
