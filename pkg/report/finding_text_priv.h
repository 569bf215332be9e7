/* What several formats say of a finding. */
#ifndef PLIM_REPORT_FINDING_TEXT_PRIV_H
#define PLIM_REPORT_FINDING_TEXT_PRIV_H

#include "base/buf.h"
#include "value/value.h"

bool report_finding_is(const struct value *finding, const char *state);

/* It could not be evaluated, or has a state that we do not know: never taken for a pass. */
bool report_finding_is_unknown(const struct value *finding);

/* It failed, warned, or is unknown. */
bool report_finding_is_problem(const struct value *finding);

/* "prod-eu/shop/Deployment/cart", with "/CONTAINER" behind it; "prod-eu/application/cart";
 * "repository/shop"; what is about all clusters begins without one. */
void report_finding_name(const struct value *finding, struct plim_buf *name);

/* Its message; of one that is unknown, its reason. */
struct plim_str report_finding_message(const struct value *finding);

#endif
