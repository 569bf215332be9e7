/* Places inside the scalars of a YAML file. */
#ifndef PLIM_POLICY_POSITION_H
#define PLIM_POLICY_POSITION_H

#include "value/value.h"

/* A place in a text: both from 1, the column in code points. */
struct policy_place {
    uint32_t line;
    uint32_t column;
};

/*
 * Where a place inside a scalar's value stands in the file that the scalar was read from, whatever
 * its style: plain, quoted, literal or folded.
 *
 * file    the whole text
 * scalar  where the scalar begins
 * value   what was read from it
 * place   in that value
 * Returns `scalar` when the two texts do not agree.
 */
struct value_position policy_position_inside(struct plim_str file, struct value_position scalar,
                                             struct plim_str value, struct policy_place place);

#endif
