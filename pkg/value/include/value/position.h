/* Places inside the scalars of a YAML file. */
#ifndef PLIM_VALUE_POSITION_H
#define PLIM_VALUE_POSITION_H

#include "value/value.h"

/*
 * Where a place inside a scalar's value stands in the file that the scalar was read from, whatever
 * its style: plain, quoted, literal or folded.
 *
 * file    the whole text
 * scalar  where the scalar begins
 * value   what was read from it
 * place   in that value: from 1, the column in code points
 * Returns `scalar` when the two texts do not agree.
 */
struct value_position value_position_inside(struct plim_str file, struct value_position scalar,
                                            struct plim_str value, struct value_position place);

#endif
