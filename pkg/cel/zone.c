#include "zone.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "zone_rule.h"
#include "zone_table.h"

/* A whole number with or without a sign; of more digits than any offset has, none. */
static bool whole_number(struct plim_str text, int64_t *number_out)
{
    enum { DIGITS_MAX = 6 };
    bool negative = text.len > 0 && text.text[0] == '-';
    if (negative || (text.len > 0 && text.text[0] == '+'))
        text = (struct plim_str){text.text + 1, text.len - 1};
    if (text.len == 0 || text.len > DIGITS_MAX)
        return false;
    int64_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!isdigit((unsigned char)text.text[i]))
            return false;
        number = number * 10 + (text.text[i] - '0');
    }
    *number_out = negative ? -number : number;
    return true;
}

/* "+02:00", and what cel-go takes besides: "2:5", "99:99". */
static bool fixed_offset(struct plim_str zone, int64_t *offset_out)
{
    int64_t hours = 0;
    int64_t minutes = 0;
    struct plim_str before;
    bool negative = zone.text[0] == '-';
    if (!plim_str_cut(&zone, ':', &before) || !whole_number(before, &hours) ||
        !whole_number(zone, &minutes))
        return false;
    *offset_out = hours * 3600 + (negative ? -minutes : minutes) * 60;
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
