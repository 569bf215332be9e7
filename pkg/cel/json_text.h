/* Values as JSON. */
#ifndef PLIM_CEL_JSON_TEXT_H
#define PLIM_CEL_JSON_TEXT_H

#include "frame.h"

/* A string value, keys in order; or an error. `exact`: whole numbers that a double does not hold
 * stay numbers, instead of becoming texts, and durations are nanoseconds. */
struct value cel_json_text(struct cel_frame *frame, const struct value *value, bool exact);

#endif
