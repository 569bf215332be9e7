/* More on the names of fields; see cel_field_escape. */
#ifndef PLIM_CEL_FIELD_NAME_H
#define PLIM_CEL_FIELD_NAME_H

#include <stdbool.h>

#include "base/str.h"

/* "namespace", "in", ...: escaped as __namespace__. */
bool cel_field_is_reserved(struct plim_str name);

/* Is `escaped` how the name is spelt? */
bool cel_field_spells(struct plim_str escaped, struct plim_str name);

#endif
