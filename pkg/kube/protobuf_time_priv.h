/* Times and durations as Go writes them. */
#ifndef KUBE_PROTOBUF_TIME_PRIV_H
#define KUBE_PROTOBUF_TIME_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KUBE_PROTOBUF_TIME_BYTES = 32 };

/*
 * RFC 3339 in UTC, with six decimals when `micro`.
 *
 * seconds      since the epoch; nanoseconds of any sign and size are added, whole microseconds of
 *              them
 * text_out     KUBE_PROTOBUF_TIME_BYTES
 * len_out      0 for Go's zero time, the first second of year 1
 * Returns false when the year does not have four digits.
 */
bool kube_protobuf_time_text(int64_t seconds, int64_t nanoseconds, bool micro, char *text_out,
                             size_t *len_out);

/* "1h2m3.5s", "1.5ms", "0s"; returns the length. Source: Duration.String of Go's package time. */
size_t kube_protobuf_duration_text(int64_t nanoseconds, char *text_out);

#endif
