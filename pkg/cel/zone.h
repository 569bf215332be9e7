/* Time zones by name or offset. */
#ifndef PLIM_CEL_ZONE_H
#define PLIM_CEL_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Seconds that local time is ahead of UTC at that moment in "UTC", "+02:00", "-09:30" or an IANA
 * zone. False when there is no such zone. */
bool cel_zone_offset(struct plim_str zone, int64_t seconds, int64_t *offset_out);

#endif
