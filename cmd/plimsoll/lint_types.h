/* Expressions of ValidatingAdmissionPolicies checked against schemas, for `plimsoll lint`. */
#ifndef PLIM_CMD_LINT_TYPES_H
#define PLIM_CMD_LINT_TYPES_H

#include "base/arena.h"
#include "base/buf.h"
#include "kube/schema_store.h"

struct admission_set;
struct option_list;

struct lint_types {
    struct plim_arena *arena;
    struct kube_schema_store *store;
    void (*warn)(void *context, const char *message);
    void *context;
    struct plim_buf missing; /* "apps/v1 deployments, ...": kinds without a schema; owned */
};

/* Files, or directories of them (*.json, *.yaml, *.yml). Fails with PLIM_NOT_FOUND, PLIM_INVALID
 * (not to be read, or without a schema), PLIM_LIMIT or PLIM_IO. */
PLIM_NODISCARD enum plim_code lint_types_add(struct lint_types *types,
                                             const struct option_list *paths, struct plim_err *err);

/* Warn of each expression of the set that does not fit the kinds that its policy is about. */
void lint_types_check(struct lint_types *types, const struct admission_set *set);

#endif
