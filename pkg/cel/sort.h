/* Sorting lists by keys. */
#ifndef PLIM_CEL_SORT_H
#define PLIM_CEL_SORT_H

#include "frame.h"

/* The list in the order of keys[0..len), one for each item; equal keys keep their order. An error
 * when the keys are of different types or have no order. */
struct value cel_sort(struct cel_frame *frame, const struct value *list, const struct value *keys);

#endif
