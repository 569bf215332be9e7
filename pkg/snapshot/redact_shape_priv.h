/* Shapes of texts that are no names, or that a pseudonym has to keep. */
#ifndef SNAPSHOT_REDACT_SHAPE_PRIV_H
#define SNAPSHOT_REDACT_SHAPE_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

bool snapshot_shape_is_uuid(struct plim_str text);
bool snapshot_shape_is_digest(struct plim_str text);      /* 40 or 64 hexadecimal digits */
bool snapshot_shape_is_digits(struct plim_str text);      /* one or more */
bool snapshot_shape_is_address(struct plim_str text);     /* IPv4 or IPv6, without a mask */
bool snapshot_shape_is_api_version(struct plim_str text); /* v1, v1beta2 */
bool snapshot_shape_is_time(struct plim_str text);        /* RFC 3339 */
bool snapshot_shape_is_number(struct plim_str text);      /* numbers, quantities, durations, 25% */
bool snapshot_shape_is_schedule(struct plim_str text);    /* of cron, without words */

/* What the API machinery ends names in: 5 to 10 letters without vowels, and digits. Source:
 * k8s.io/apimachinery/pkg/util/rand, SafeEncodeString. */
bool snapshot_shape_is_safe(struct plim_str text);

/* What Jobs of CronJobs end in: minutes or seconds since the epoch, in this century. */
bool snapshot_shape_is_schedule_time(struct plim_str text);

/* Bytes of the "v1.2.3" that the text begins with: at least two numbers; 0 when it does not. */
size_t snapshot_shape_version(struct plim_str text);

#endif
