#include "zone.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "zone_rule.h"
#include "zone_table.h"

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
    int64_t seconds = hours * INT64_C(3600) + minutes * INT64_C(60);
    *offset_out = negative ? -seconds : seconds;
    return true;
}

static int by_name(const void *key, const void *row)
{
    const struct plim_str *name = key;
    const struct cel_zone *zone = row;
    size_t len = strlen(zone->name);
    int order = memcmp(name->text, zone->name, name->len < len ? name->len : len);
    return order != 0 ? order : (name->len > len) - (name->len < len);
}

static int64_t offset_at(const struct cel_zone *zone, int64_t seconds)
{
    int64_t offset = 0;
    size_t low = 0;
    size_t high = zone->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->times[middle] <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_past_all = low == zone->len;
    if (is_past_all && cel_zone_rule_offset(zone->tail, seconds, &offset))
        return offset;
    return low == 0 ? zone->before : zone->offsets[low - 1];
}

bool cel_zone_offset(struct plim_str zone, int64_t seconds, int64_t *offset_out)
{
    *offset_out = 0;
    if (zone.len == 0 || plim_str_is(zone, "UTC"))
        return true;
    const struct cel_zone *found =
        bsearch(&zone, cel_zone_table, cel_zone_table_len, sizeof *found, by_name);
    if (!found)
        return fixed_offset(zone, offset_out);
    *offset_out = offset_at(found, seconds);
    return true;
}
