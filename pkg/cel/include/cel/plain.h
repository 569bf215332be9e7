/* Values of CEL as documents know them. */
#ifndef PLIM_CEL_PLAIN_H
#define PLIM_CEL_PLAIN_H

#include "base/arena.h"
#include "value/value.h"

/*
 * The value with what libraries added as texts: an IP address, a network and a URL as written, a
 * quantity as a decimal number, a semantic version, the name of a format; others by the name of
 * their type. The rest is as it was, and has its JSON form in value/json.h.
 *
 * In the arena, or borrowed from `value`.
 */
struct value cel_plain(struct plim_arena *arena, const struct value *value);

#endif
