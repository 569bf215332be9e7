#include "zone.h"

#include <ctype.h>

static bool two_digits(struct plim_str text, int *number_out)
{
    if (text.len < 1 || text.len > 2)
        return false;
    *number_out = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!isdigit((unsigned char)text.text[i]))
            return false;
        *number_out = *number_out * 10 + (text.text[i] - '0');
    }
    return true;
}

static bool fixed_offset(struct plim_str zone, int64_t *offset_out)
{
    int hours = 0;
    int minutes = 0;
    struct plim_str before;
    bool negative = zone.text[0] == '-';
    if (negative || zone.text[0] == '+')
        zone = (struct plim_str){zone.text + 1, zone.len - 1};
    if (!plim_str_cut(&zone, ':', &before) || !two_digits(before, &hours) ||
        !two_digits(zone, &minutes) || hours > 23 || minutes > 59)
        return false;
    *offset_out = (hours * 3600 + minutes * 60) * (negative ? -1 : 1);
    return true;
}

bool cel_zone_offset(struct plim_str zone, int64_t seconds, int64_t *offset_out)
{
    (void)seconds;
    *offset_out = 0;
    if (zone.len == 0 || plim_str_is(zone, "UTC"))
        return true;
    return fixed_offset(zone, offset_out);
}
