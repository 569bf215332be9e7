/*
 * What is known of kinds without asking a server: names of the built-in ones and their scope.
 * Source: the API resources of Kubernetes 1.36 (`kubectl api-resources`) and older groups still met
 * in Git.
 */
#ifndef PLIM_RESOURCE_KIND_H
#define PLIM_RESOURCE_KIND_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct resource_kind {
    const char *group;
    const char *kind;
    const char *plural;
    bool namespaced;
};

/* All of them, by group. */
const struct resource_kind *resource_kinds(size_t *count_out);

/* NULL when it is not a built-in kind. */
const struct resource_kind *resource_kind_find(struct plim_str group, struct plim_str kind);
const struct resource_kind *resource_kind_find_plural(struct plim_str group,
                                                      struct plim_str plural);

/* The resource name under which a kind is served: from the table, else by the usual rule of CRD
 * authors
 * ("Policy" gives "policies"), which may be wrong: discovery knows better. */
struct plim_str resource_kind_plural(struct plim_arena *arena, struct plim_str group,
                                     struct plim_str kind);

/* Unknown kinds count as namespaced. */
bool resource_kind_is_namespaced(struct plim_str group, struct plim_str kind);

/* The group is served by kube-apiserver itself, with Go types and their defaults. */
bool resource_group_is_builtin(struct plim_str group);

#endif
