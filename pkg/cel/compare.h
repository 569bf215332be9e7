/* Equality, order and look-up as the specification has them. Source: cel-spec doc/langdef.md,
 * "Equality", "Ordering". */
#ifndef PLIM_CEL_COMPARE_H
#define PLIM_CEL_COMPARE_H

#include <stdbool.h>

#include "value/value.h"

/* Numbers by their mathematical value, whatever their kind; values of other different kinds differ.
 */
bool cel_equal(const struct value *left, const struct value *right);

/* Is `left == right` an error? Types that libraries add refuse others, and some of their own. */
bool cel_equal_is_refused(const struct value *left, const struct value *right);
/* Is `left == right` true, neither false nor an error? What looking an item up asks. */
bool cel_equal_surely(const struct value *left, const struct value *right);

enum cel_order {
    CEL_ORDER_LESS = -1,
    CEL_ORDER_SAME = 0,
    CEL_ORDER_GREATER = 1,
    CEL_ORDER_NAN,  /* one is not a number */
    CEL_ORDER_NONE, /* of kinds that have no order */
};

enum cel_order cel_compare(const struct value *left, const struct value *right);

/* The value under a key of any kind, or NULL. */
const struct value *cel_map_find(const struct value *map, const struct value *key);

bool cel_is_number(const struct value *value);
bool cel_is_nan(double number);
bool cel_same_double(double left, double right); /* -0.0 and 0.0 are the same; NaN never */

#endif
