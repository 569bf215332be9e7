/* Arithmetic that never wraps around. */
#ifndef PLIM_CEL_ARITHMETIC_H
#define PLIM_CEL_ARITHMETIC_H

#include "frame.h"

struct value cel_int_overflow(struct cel_frame *frame);

/* _+_ of two values of any kinds. */
struct value cel_add(struct cel_frame *frame, const struct value *args, size_t len);

/* VALUE_TIMESTAMP or VALUE_DURATION; an error outside of the range the specification gives. */
struct value cel_timestamp(struct cel_frame *frame, int64_t seconds, int64_t nanos);
struct value cel_duration(struct cel_frame *frame, int64_t seconds, int64_t nanos);

/* + and - where a timestamp or duration is involved. */
struct value cel_time_add(struct cel_frame *frame, const struct value *left,
                          const struct value *right);
struct value cel_time_subtract(struct cel_frame *frame, const struct value *left,
                               const struct value *right);

#endif
