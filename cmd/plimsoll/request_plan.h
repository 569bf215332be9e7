/* What an audit would ask for (audit_explain), in the forms that a person or a program reads. */
#ifndef PLIM_CMD_REQUEST_PLAN_H
#define PLIM_CMD_REQUEST_PLAN_H

#include <stdio.h>

#include "value/value.h"

/* A table for each cluster: request, how much of an object, who wants it; then what is not asked.
 */
void request_plan_print(const struct value *plan, FILE *out);

/* The role with which all of it is allowed. */
struct role_options {
    const char *name;            /* of roles and bindings */
    const char *service_account; /* "NAMESPACE/NAME" to make and bind, or NULL */
};

/* Manifests for `kubectl apply`: a ClusterRole; of clusters that are audited in some namespaces
 * alone also a Role in each of these. Comments say what each rule is for. */
void request_plan_print_role(const struct value *plan, const struct role_options *options,
                             FILE *out);

#endif
