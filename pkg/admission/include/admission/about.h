/* What a policy says about itself, beside its rules. */
#ifndef PLIM_ADMISSION_ABOUT_H
#define PLIM_ADMISSION_ABOUT_H

#include "base/str.h"
#include "value/value.h"

/*
 * Texts live as long as the set; empty: absent. The last four are Kyverno's annotations
 * (policies.kyverno.io/title, ...), which any document may have.
 */
struct admission_about {
    /* "ValidatingAdmissionPolicy/owned": KIND/NAME, of documents in a namespace
     * KIND/NAMESPACE/NAME; of a ClusterPolicy or Policy with its rule, as it is written:
     * "ClusterPolicy/probes/require-liveness". */
    struct plim_str id;
    const char *file;
    struct value_position position; /* of the document */
    struct plim_str title, severity, category, description;
};

#endif
