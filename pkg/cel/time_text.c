#include "time_text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "number_text.h"

enum { DAY_SECONDS = 86400, NANOS = 1000000000, OFFSET_BIAS = 2048 };

/* Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
int64_t cel_civil_days(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct cel_civil cel_civil_from(int64_t seconds)
{
    int64_t days = seconds / DAY_SECONDS;
    int64_t rest = seconds % DAY_SECONDS;
    if (rest < 0) {
        rest += DAY_SECONDS;
        days--;
    }
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t of_era = shifted - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * of_year + 2) / 153;
    struct cel_civil civil = {
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .hour = (int)(rest / 3600),
        .minute = (int)(rest / 60 % 60),
        .second = (int)(rest % 60),
        .weekday = (int)(((days + 4) % 7 + 7) % 7),
    };
    civil.year = year_of_era + era * 400 + (civil.month <= 2);
    civil.yearday = (int)(days - cel_civil_days(civil.year, 1, 1));
    return civil;
}

static bool digits(struct plim_str *text, size_t count, int *number_out)
{
    int number = 0;
    if (text->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!isdigit((unsigned char)text->text[i]))
            return false;
        number = number * 10 + (text->text[i] - '0');
    }
    *text = (struct plim_str){text->text + count, text->len - count};
    *number_out = number;
    return true;
}

static bool mark(struct plim_str *text, const char *wanted)
{
    if (text->len == 0 || !strchr(wanted, text->text[0]) || text->text[0] == '\0')
        return false;
    *text = (struct plim_str){text->text + 1, text->len - 1};
    return true;
}

/* Up to nine digits count; more are read and dropped. */
static bool fraction(struct plim_str *text, int32_t *nanos_out)
{
    int32_t unit = NANOS / 10;
    int digit = 0;
    *nanos_out = 0;
    if (!mark(text, ".,"))
        return true;
    if (!digits(text, 1, &digit))
        return false;
    do {
        *nanos_out += digit * unit;
        unit /= 10;
    } while (digits(text, 1, &digit));
    return true;
}

static bool zone(struct plim_str *text, int *minutes_out)
{
    int hours = 0;
    int minutes = 0;
    *minutes_out = 0;
    if (mark(text, "Z"))
        return true;
    bool negative = text->len > 0 && text->text[0] == '-';
    if (!mark(text, "+-") || !digits(text, 2, &hours) || !mark(text, ":") ||
        !digits(text, 2, &minutes) || hours > 24 || minutes > 60)
        return false;
    *minutes_out = (hours * 60 + minutes) * (negative ? -1 : 1);
    return true;
}

static int month_days(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

/* Two digits, or one: Go's time.Parse, whose leniency cel-go shares, takes "T1:00:00Z", a comma for
 * the point and offsets of up to 24:60. */
static bool hour(struct plim_str *text, int *hour_out)
{
    return digits(text, 2, hour_out) || digits(text, 1, hour_out);
}

bool cel_timestamp_parse(struct plim_str text, struct cel_instant *instant_out)
{
    int n[6] = {0};
    struct cel_instant instant = {0};
    if (!digits(&text, 4, &n[0]) || !mark(&text, "-") || !digits(&text, 2, &n[1]) ||
        !mark(&text, "-") || !digits(&text, 2, &n[2]) || !mark(&text, "T") || !hour(&text, &n[3]) ||
        !mark(&text, ":") || !digits(&text, 2, &n[4]) || !mark(&text, ":") ||
        !digits(&text, 2, &n[5]) || !fraction(&text, &instant.nanos) ||
        !zone(&text, &instant.offset) || text.len > 0)
        return false;
    if (n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > month_days(n[0], n[1]) || n[3] > 23 ||
        n[4] > 59 || n[5] > 59)
        return false;
    instant.seconds = cel_civil_days(n[0], n[1], n[2]) * DAY_SECONDS + n[3] * INT64_C(3600) +
                      n[4] * INT64_C(60) + n[5] - (int64_t)instant.offset * 60;
    *instant_out = instant;
    return true;
}

/* Nanoseconds of the unit at the front of the text, which is taken; 0 when there is none. */
static uint64_t duration_unit(struct plim_str *text)
{
    static const struct {
        const char *name;
        uint64_t nanos;
    } units[] = {{"ns", 1},       {"us", 1000}, {"\302\265s", 1000},  {"\316\274s", 1000},
                 {"ms", 1000000}, {"s", NANOS}, {"m", 60ULL * NANOS}, {"h", 3600ULL * NANOS}};
    for (size_t i = 0; i < PLIM_LEN(units); i++) {
        struct plim_str name = plim_str_from(units[i].name);
        if (!plim_str_starts(*text, name))
            continue;
        *text = (struct plim_str){text->text + name.len, text->len - name.len};
        return units[i].nanos;
    }
    return 0;
}

static const uint64_t nanos_most = (uint64_t)INT64_MAX + 1; /* of a negative duration */

/* Digits as a number of nanos_most at most. False when there are none, or the number is larger. */
static bool whole_part(struct plim_str *text, uint64_t *whole_out)
{
    int digit = 0;
    bool any = false;
    for (*whole_out = 0; digits(text, 1, &digit); any = true) {
        if (*whole_out > nanos_most / 10)
            return false;
        *whole_out = *whole_out * 10 + (uint64_t)digit;
        if (*whole_out > nanos_most)
            return false;
    }
    return any;
}

/* Digits behind the point; those past what a number holds are dropped. */
static bool fraction_part(struct plim_str *text, uint64_t *part_out, double *scale_out)
{
    int digit = 0;
    bool any = false;
    bool full = false;
    *part_out = 0;
    for (*scale_out = 1; digits(text, 1, &digit); any = true) {
        full = full || *part_out > (nanos_most - 1) / 10 ||
               *part_out * 10 + (uint64_t)digit > nanos_most;
        if (full)
            continue;
        *part_out = *part_out * 10 + (uint64_t)digit;
        *scale_out *= 10;
    }
    return any;
}

/* One "1.5h" of a duration, added to *nanos. */
static bool duration_part(struct plim_str *text, uint64_t *nanos)
{
    uint64_t whole = 0;
    uint64_t part = 0;
    double scale = 1;
    bool starts_with_point = text->len > 0 && text->text[0] == '.';
    if (!starts_with_point && !whole_part(text, &whole))
        return false;
    if (mark(text, ".") && !fraction_part(text, &part, &scale) && starts_with_point)
        return false;
    uint64_t unit = duration_unit(text);
    if (unit == 0 || whole > nanos_most / unit)
        return false;
    /* Source: Go's time.ParseDuration, whose rounding this is. */
    whole = whole * unit + (uint64_t)((double)part * ((double)unit / scale));
    *nanos += whole;
    return whole <= nanos_most && *nanos <= nanos_most;
}

bool cel_duration_parse(struct plim_str text, int64_t *seconds_out, int32_t *nanos_out)
{
    uint64_t nanos = 0;
    bool negative = text.len > 0 && text.text[0] == '-';
    (void)mark(&text, "+-");
    if (!plim_str_is(text, "0")) {
        if (text.len == 0)
            return false;
        while (text.len > 0)
            if (!duration_part(&text, &nanos))
                return false;
    }
    if (nanos == nanos_most && !negative)
        return false;
    *seconds_out = (int64_t)(nanos / NANOS);
    *nanos_out = (int32_t)(nanos % NANOS);
    if (negative) {
        *seconds_out = -*seconds_out;
        *nanos_out = -*nanos_out;
    }
    return true;
}

/* ".5" of 500,000,000, nothing of 0. */
static void print_fraction(int32_t nanos, char text_out[16])
{
    (void)snprintf(text_out, 16, ".%09d", (int)nanos);
    size_t len = strlen(text_out);
    while (len > 0 && text_out[len - 1] == '0')
        len--;
    text_out[nanos == 0 ? 0 : len] = '\0';
}

void cel_timestamp_set_offset(struct value *value, int minutes)
{
    value->aux = minutes == 0 ? 0 : (uint16_t)(minutes + OFFSET_BIAS);
}

int cel_timestamp_offset(const struct value *value)
{
    return value->aux == 0 ? 0 : (int)value->aux - OFFSET_BIAS;
}

void cel_timestamp_print(const struct value *value, char text_out[CEL_NUMBER_TEXT_BYTES])
{
    char part[16];
    char offset_text[16] = "Z";
    int offset = cel_timestamp_offset(value);
    struct cel_civil civil = cel_civil_from(value->integer + (int64_t)offset * 60);
    int size = offset < 0 ? -offset : offset;
    if (offset != 0)
        (void)snprintf(offset_text, sizeof offset_text, "%c%02d:%02d", offset < 0 ? '-' : '+',
                       size / 60 % 100, size % 60);
    print_fraction((int32_t)value->len, part);
    (void)snprintf(text_out, CEL_NUMBER_TEXT_BYTES, "%04lld-%02d-%02dT%02d:%02d:%02d%s%s",
                   (long long)civil.year, civil.month, civil.day, civil.hour, civil.minute,
                   civil.second, part, offset_text);
}

void cel_duration_print(const struct value *value, char text_out[CEL_NUMBER_TEXT_BYTES])
{
    double seconds = (double)value->integer + (double)(int32_t)value->len / NANOS;
    struct plim_buf buf = {0};
    cel_number_append_plain(seconds, &buf);
    struct plim_str text = plim_buf_str(&buf);
    (void)snprintf(text_out, CEL_NUMBER_TEXT_BYTES, "%.*ss", PLIM_STR_ARG(text));
    plim_buf_release(&buf);
}
