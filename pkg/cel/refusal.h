/* How it is worded that a function has no overload for the arguments it was given. */
#ifndef PLIM_CEL_REFUSAL_H
#define PLIM_CEL_REFUSAL_H

#include "frame.h"
#include "type_priv.h"

/*
 * An error in the words of cel-go, which API servers show as they are: "no such overload",
 * "no such overload: _>_", "no such overload: reverse(string)".
 *
 * name  of the function or operator: "reverse", "_>_"
 */
struct value cel_refusal(struct cel_frame *frame, struct plim_str name, const struct value *args,
                         size_t len);

/* A map has no such key, nor has what is no map; a list is asked for what is no number. */
struct value cel_no_such_key(struct cel_frame *frame, const struct value *key);
struct value cel_no_such_index(struct cel_frame *frame, const struct value *key);

#endif
