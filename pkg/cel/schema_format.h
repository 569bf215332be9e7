/*
 * Texts of a schema's formats. Source: k8s.io/kube-openapi pkg/validation/strfmt (time.go,
 * duration.go, default.go), which takes more than the standards do.
 */
#ifndef PLIM_CEL_SCHEMA_FORMAT_H
#define PLIM_CEL_SCHEMA_FORMAT_H

#include <stdbool.h>

#include "base/arena.h"
#include "value/value.h"

/* Read a text of the format into the arena. False when malformed. */
typedef bool cel_format_fn(struct plim_arena *arena, struct plim_str text, struct value *value_out);

/* RFC 3339; without an offset it is UTC; an empty text is the epoch. */
cel_format_fn cel_format_date_time;
cel_format_fn cel_format_date; /* "2024-01-31": midnight, UTC */
/* "1h30m", or as Scala writes it: "2 days", "5 minutes 3 secs". */
cel_format_fn cel_format_duration;
cel_format_fn cel_format_bytes; /* base64 of the alphabet for URLs, padded */

#endif
