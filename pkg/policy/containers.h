/* The containers of a pod as records of subject_table.c, with the pod's word where they have none.
 */
#ifndef PLIM_POLICY_CONTAINERS_H
#define PLIM_POLICY_CONTAINERS_H

#include "base/arena.h"
#include "value/value.h"

/*
 * A list of the record `container`: containers, then init, then ephemeral ones, each in the order
 * of the manifest. Unknown where one of the three fields is not a list.
 *
 * path  where the pod spec stands in its object: "spec.template.spec"
 * spec  the pod spec; borrowed by the list
 * Source of what a pod's securityContext hands down: the PodSecurityContext and SecurityContext of
 * the Kubernetes API reference, "values in SecurityContext take precedence".
 */
struct value policy_containers_make(struct plim_arena *arena, const char *path,
                                    const struct value *spec);

#endif
