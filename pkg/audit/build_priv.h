/* The pieces of the report. */
#ifndef PLIM_AUDIT_BUILD_PRIV_H
#define PLIM_AUDIT_BUILD_PRIV_H

#include "base/clock.h"
#include "value/json.h"

#include "run_priv.h"

struct value audit_build_finding(struct plim_arena *arena, const struct finding *finding);

/* Counts per part, for the lines that a person reads first. */
struct value audit_build_summary(struct audit_run *run);
struct value audit_build_coverage(struct audit_run *run);

/* The namespaces that the run is limited to. */
struct value audit_build_scope(struct audit_run *run, const struct audit_cluster_run *cluster);

#endif
