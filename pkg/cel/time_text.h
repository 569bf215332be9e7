/* Timestamps and durations as text. Source: RFC 3339; proto3 JSON; Go's duration syntax. */
#ifndef PLIM_CEL_TIME_TEXT_H
#define PLIM_CEL_TIME_TEXT_H

#include <stdbool.h>

#include "base/str.h"
#include "value/value.h"

#include "number_text.h"

/* Seconds since the epoch, nanoseconds, and the offset it was written with, in minutes. */
struct cel_instant {
    int64_t seconds;
    int32_t nanos;
    int offset;
};

bool cel_timestamp_parse(struct plim_str text, struct cel_instant *instant_out);
/* "1h30m", "1.5s", "-2us", "0": false when malformed. out_of_range_out: too large for an int64 of
 * nanoseconds. */
bool cel_duration_parse(struct plim_str text, int64_t *seconds_out, int32_t *nanos_out);

/* "2024-01-02T03:04:05.6Z"; in the offset kept in `aux`, see cel_timestamp_set_offset. */
void cel_timestamp_print(const struct value *value, char text_out[CEL_NUMBER_TEXT_BYTES]);
/* "5400s", "1.5s". */
void cel_duration_print(const struct value *value, char text_out[CEL_NUMBER_TEXT_BYTES]);

void cel_timestamp_set_offset(struct value *value, int minutes);
int cel_timestamp_offset(const struct value *value);

struct cel_civil {
    int64_t year;
    int month; /* 1..12 */
    int day;   /* 1..31 */
    int hour, minute, second;
    int weekday; /* 0 is Sunday */
    int yearday; /* from 0 */
};

struct cel_civil cel_civil_from(int64_t seconds);
int64_t cel_civil_days(int64_t year, int month, int day); /* since the epoch */

#endif
