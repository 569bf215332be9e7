#include "zone_rule.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "time_text.h"

enum { DAY = 86400, HOUR = 3600, MINUTE = 60, SWITCH_DEFAULT = 2 * HOUR };

/* When a year's change happens. */
struct change {
    char kind; /* 'M': week and weekday of a month; 'J': day without 29 February; 'N': day from 0 */
    int month;
    int week; /* 5: the last */
    int day;
    int64_t time; /* seconds of the local day */
};

struct rule {
    int64_t standard; /* seconds ahead of UTC */
    int64_t summer;
    bool changes;
    struct change begin;
    struct change end;
};

static bool accept(const char **text, char wanted)
{
    if (**text != wanted)
        return false;
    ++*text;
    return true;
}

static int64_t number(const char **text)
{
    char *end = NULL;
    long value = strtol(*text, &end, 10);
    *text = end;
    return value;
}

static void skip_name(const char **text)
{
    if (**text == '<') {
        *text += strcspn(*text, ">");
        (void)accept(text, '>');
    }
    while (isalpha((unsigned char)**text))
        ++*text;
}

/* "5", "-5:30", "+26:00:00" in seconds. */
static int64_t clock_time(const char **text)
{
    bool negative = **text == '-';
    if (**text == '-' || **text == '+')
        ++*text;
    int64_t seconds = number(text) * HOUR;
    if (accept(text, ':'))
        seconds += number(text) * MINUTE;
    if (accept(text, ':'))
        seconds += number(text);
    return negative ? -seconds : seconds;
}

static bool read_change(const char **text, struct change *change)
{
    if (!accept(text, ','))
        return false;
    change->kind = 'N';
    change->time = SWITCH_DEFAULT;
    if (accept(text, 'M')) {
        change->kind = 'M';
        change->month = (int)number(text);
        (void)accept(text, '.');
        change->week = (int)number(text);
        (void)accept(text, '.');
    } else if (accept(text, 'J')) {
        change->kind = 'J';
    }
    change->day = (int)number(text);
    if (accept(text, '/'))
        change->time = clock_time(text);
    return change->kind != 'M' || (change->month >= 1 && change->month <= 12);
}

static bool read_rule(const char *text, struct rule *rule)
{
    skip_name(&text);
    if (*text == '\0')
        return false;
    rule->standard = -clock_time(&text);
    if (*text == '\0')
        return true;
    skip_name(&text);
    rule->summer = rule->standard + HOUR;
    if (*text != ',')
        rule->summer = -clock_time(&text);
    rule->changes = true;
    return read_change(&text, &rule->begin) && read_change(&text, &rule->end) && *text == '\0';
}

/* Seconds since the epoch of the change in that year, in local time. */
static int64_t change_at(const struct change *change, int64_t year)
{
    int64_t days = cel_civil_days(year, 1, 1) + change->day;
    if (change->kind == 'J') {
        bool leap = cel_civil_days(year + 1, 1, 1) - cel_civil_days(year, 1, 1) == 366;
        days -= leap && change->day >= 60 ? 0 : 1;
    } else if (change->kind == 'M') {
        int64_t first = cel_civil_days(year, change->month, 1);
        int64_t weekday = ((first + 4) % 7 + 7) % 7;
        days = first + (change->day - weekday + 7) % 7 + (int64_t)(change->week - 1) * 7;
        int64_t next = change->month == 12 ? cel_civil_days(year + 1, 1, 1)
                                           : cel_civil_days(year, change->month + 1, 1);
        if (days >= next)
            days -= 7;
    }
    return days * DAY + change->time;
}

bool cel_zone_rule_offset(const char *text, int64_t seconds, int64_t *offset_out)
{
    struct rule rule = {0};
    if (!read_rule(text, &rule))
        return false;
    *offset_out = rule.standard;
    if (!rule.changes)
        return true;
    int64_t year = cel_civil_from(seconds + rule.standard).year;
    int64_t begin = change_at(&rule.begin, year) - rule.standard;
    int64_t end = change_at(&rule.end, year) - rule.summer;
    bool summer =
        begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
    if (summer)
        *offset_out = rule.summer;
    return true;
}
