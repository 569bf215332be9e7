/* Doubles as text and back. */
#ifndef PLIM_CEL_NUMBER_TEXT_H
#define PLIM_CEL_NUMBER_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum { CEL_NUMBER_TEXT_BYTES = 64 };

/* As Go's %g: the shortest digits that read back the same, with an exponent from a million on:
 * "0.1", "1e+06", "NaN", "+Inf". */
void cel_number_print(double number, char text_out[CEL_NUMBER_TEXT_BYTES]);

/* Decimal, with exponent, or "Infinity", "inf", "NaN" with a sign; anything else is false. */
bool cel_number_parse(struct plim_arena *arena, struct plim_str text, double *number_out);

#endif
