/* Time enters through this struct, so that tests and `--now` are deterministic. */
#ifndef PLIM_BASE_CLOCK_H
#define PLIM_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct plim_clock {
    bool fixed;      /* true: now is always `seconds`, and elapsed time is always 0 */
    int64_t seconds; /* since 1970-01-01T00:00:00Z; used when fixed */
};

enum { PLIM_TIME_TEXT_BYTES = 40 };

int64_t plim_clock_now(const struct plim_clock *clock); /* seconds since the epoch, UTC */

/* Monotonic seconds for measuring; 0 when fixed. */
double plim_clock_elapsed(const struct plim_clock *clock);

/* Milliseconds that never go back, from any beginning: for limits of time, which no fixed clock
 * holds up. */
int64_t plim_clock_monotonic_ms(void);

/* "2026-04-15T06:00:00Z", offsets and fractions allowed, or a bare date "2026-04-15" (midnight
 * UTC). Fails with PLIM_INVALID. Source: RFC 3339, section 5.6. */
PLIM_NODISCARD enum plim_code plim_time_parse(struct plim_str text, int64_t *seconds_out,
                                              struct plim_err *err);

/* "2026-04-15T06:00:00Z" into text_out; returns text_out. */
const char *plim_time_format(int64_t seconds, char text_out[PLIM_TIME_TEXT_BYTES]);

/* "36h", "7d", "90m", "30s" and sums ("1h30m") in seconds. Fails with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code plim_duration_parse(struct plim_str text, int64_t *seconds_out,
                                                  struct plim_err *err);

/* For people: "12 s", "5 min", "2 h", "9 d" into text_out; returns text_out. */
const char *plim_duration_format(int64_t seconds, char text_out[PLIM_TIME_TEXT_BYTES]);

#endif
