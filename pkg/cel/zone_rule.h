/* POSIX TZ texts, "EST5EDT,M3.2.0,M11.1.0": what holds after a zone's last listed change.
 * Source: POSIX.1-2017, 8.3; RFC 8536, 3.3.1 for hours past a day. */
#ifndef PLIM_CEL_ZONE_RULE_H
#define PLIM_CEL_ZONE_RULE_H

#include <stdbool.h>
#include <stdint.h>

/* Seconds that local time is ahead of UTC then. False when the text is malformed. */
bool cel_zone_rule_offset(const char *rule, int64_t seconds, int64_t *offset_out);

#endif
