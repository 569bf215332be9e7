/* Unknown values while an expression is evaluated. Nothing here runs where all is known. */
#ifndef PLIM_CEL_UNKNOWN_PRIV_H
#define PLIM_CEL_UNKNOWN_PRIV_H

#include "cel/unknown.h"

#include "node.h"

/* What `node` gives for a variable without a value, or with attributes that are unknown. */
struct value cel_unknown_variable(const struct cel_node *node, struct cel_frame *frame);

/* What a selection or has() gives whose target is the failed value `target`. */
struct value cel_unknown_select(const struct cel_node *node, struct cel_frame *frame,
                                const struct value *target);

/* What an index gives whose target is the failed value `target`, or none. */
struct value cel_unknown_index(const struct cel_node *node, struct cel_frame *frame,
                               const struct value *target);

/* Let an unknown wait for what `other` waits for, too; anything but two unknowns stays as it is. */
void cel_unknown_merge(struct cel_frame *frame, struct value *unknown, const struct value *other);

/* Hide from the variables of the frame the values of which attributes are declared unknown. */
void cel_unknown_mask(struct cel_frame *frame);

#endif
