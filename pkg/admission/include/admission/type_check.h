/*
 * Expressions of ValidatingAdmissionPolicies checked against the schemas of the kinds that they are
 * about: what the API server writes into `status.typeChecking`. Warnings, never verdicts.
 *
 * Source: k8s.io/apiserver/pkg/admission/plugin/policy/validating/typechecking.go
 */
#ifndef PLIM_ADMISSION_TYPE_CHECK_H
#define PLIM_ADMISSION_TYPE_CHECK_H

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

struct admission_set;

enum { ADMISSION_CHECKED_KINDS_MAX = 10 }; /* of one policy; the API server looks at no more */

struct admission_schema {
    struct plim_str kind;       /* "Deployment" */
    const struct value *schema; /* as kube/schema.h gives it; NULL: not known */
};

struct admission_schemas {
    /* By group, version and either plural or kind, one of which is empty. A kind that is not known
     * is not checked. */
    struct admission_schema (*find)(void *context, struct plim_str group, struct plim_str version,
                                    struct plim_str resource, struct plim_str kind);
    void *context;
};

/* One expression that does not fit some of the kinds. */
struct admission_warning {
    struct plim_str policy;
    struct plim_str field; /* "spec.validations[0].expression", or "....messageExpression" */
    const char *file;
    struct value_position position; /* of the expression */
    /* For each kind "apps/v1, Kind=Deployment: LINE:COLUMN: what is wrong", with the line. */
    struct plim_str text;
};

typedef void admission_warning_sink(void *context, const struct admission_warning *warning);

/*
 * Check every policy of the set, in the order in which they were added; rules with wildcards name
 * no kind and are passed over. Texts live in the arena or in the set.
 */
void admission_check_types(const struct admission_set *set, const struct admission_schemas *schemas,
                           struct plim_arena *arena, admission_warning_sink *sink, void *context);

#endif
