/* An authorizer that answers by the rules of a case. */
#ifndef PLIM_CONFORMANCE_CASE_AUTHORIZER_H
#define PLIM_CONFORMANCE_CASE_AUTHORIZER_H

#include "cel/authorizer.h"

struct case_authorizer {
    const struct value *rules; /* of "authorizer", borrowed */
    struct cel_authorizer authorizer;
    struct cel_authorizer_request resource; /* of "request_resource" */
};

/* False when the case has no authorizer. The result must stay where it is. */
bool case_authorizer_read(const struct value *json, struct case_authorizer *authorizer_out);

#endif
