/* Objects that Kubernetes makes by itself in every cluster. */
#ifndef PLIM_RESOURCE_SYSTEM_PRIV_H
#define PLIM_RESOURCE_SYSTEM_PRIV_H

#include "base/str.h"
#include "value/value.h"

/* The component that makes this object; "" when no rule of the table says so and something other
 * than Kubernetes' own components has written to it. */
struct plim_str resource_system_maker(const struct value *object);

#endif
