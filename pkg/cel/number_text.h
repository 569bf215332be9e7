/* Doubles as text and back. */
#ifndef PLIM_CEL_NUMBER_TEXT_H
#define PLIM_CEL_NUMBER_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum { CEL_NUMBER_TEXT_BYTES = 64 };

/* As Go's %g: the shortest digits that read back the same, with an exponent from a million on:
 * "0.1", "1e+06", "NaN", "+Inf". */
void cel_number_print(double number, char text_out[CEL_NUMBER_TEXT_BYTES]);

/* The same digits without an exponent, however many zeros that takes; of a finite number. */
void cel_number_append_plain(double number, struct plim_buf *buf);

/* As Go's ParseFloat: decimal or hexadecimal, with exponent, '_' between digits; "inf", "Infinity",
 * with a sign or without, or "NaN", in any case. Anything else is false, as is what is too large.
 */
bool cel_number_parse(struct plim_arena *arena, struct plim_str text, double *number_out);

#endif
