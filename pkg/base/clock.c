#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

enum { DAY_SECONDS = 86400, HOUR_SECONDS = 3600, MINUTE_SECONDS = 60 };

int64_t plim_clock_now(const struct plim_clock *clock)
{
    return clock->fixed ? clock->seconds : (int64_t)time(NULL);
}

int64_t plim_clock_monotonic_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

double plim_clock_elapsed(const struct plim_clock *clock)
{
    struct timespec now = {0};
    if (clock->fixed || clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar. The year is counted from March, so
 * that the leap day is its last. */
static int64_t days_of_date(int64_t year, int64_t month, int64_t day)
{
    int64_t from_march = month > 2 ? month - 3 : month + 9;
    int64_t since_zero = year + 400 - (month <= 2 ? 1 : 0); /* never negative for years 0..9999 */
    int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
    int64_t days = since_zero * 365 + since_zero / 4 - since_zero / 100 + since_zero / 400;
    return days + day_of_year - 719468 - 146097;
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t days_in_month(int64_t year, int64_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Takes exactly `digits` decimal digits from the front of `rest`. */
static bool take_number(struct plim_str *rest, size_t digits, int64_t least, int64_t most,
                        int64_t *number_out)
{
    if (rest->len < digits)
        return false;
    int64_t number = 0;
    for (size_t i = 0; i < digits; i++) {
        char digit = rest->text[i];
        if (digit < '0' || digit > '9')
            return false;
        number = number * 10 + (digit - '0');
    }
    rest->text += digits;
    rest->len -= digits;
    *number_out = number;
    return number >= least && number <= most;
}

static bool take_char(struct plim_str *rest, char wanted, char or_else)
{
    if (rest->len == 0 || (rest->text[0] != wanted && rest->text[0] != or_else))
        return false;
    rest->text++;
    rest->len--;
    return true;
}

static bool take_date(struct plim_str *rest, int64_t *days_out)
{
    int64_t year = 0;
    int64_t month = 0;
    int64_t day = 0;
    if (!take_number(rest, 4, 0, 9999, &year) || !take_char(rest, '-', '-') ||
        !take_number(rest, 2, 1, 12, &month) || !take_char(rest, '-', '-') ||
        !take_number(rest, 2, 1, days_in_month(year, month), &day))
        return false;
    *days_out = days_of_date(year, month, day);
    return true;
}

/* "06:00:00" with a fraction, which is dropped. */
static bool take_time(struct plim_str *rest, int64_t *seconds_out)
{
    int64_t hour = 0;
    int64_t minute = 0;
    int64_t second = 0;
    int64_t ignored = 0;
    if (!take_number(rest, 2, 0, 23, &hour) || !take_char(rest, ':', ':') ||
        !take_number(rest, 2, 0, 59, &minute) || !take_char(rest, ':', ':') ||
        !take_number(rest, 2, 0, 60, &second)) /* 60: a leap second */
        return false;
    if (take_char(rest, '.', ',')) {
        if (!take_number(rest, 1, 0, 9, &ignored))
            return false;
        while (take_number(rest, 1, 0, 9, &ignored)) {
        }
    }
    *seconds_out = hour * HOUR_SECONDS + minute * MINUTE_SECONDS + second;
    return true;
}

static bool take_offset(struct plim_str *rest, int64_t *seconds_out)
{
    int64_t hours = 0;
    int64_t minutes = 0;
    *seconds_out = 0;
    if (take_char(rest, 'Z', 'z'))
        return true;
    bool is_west = rest->len > 0 && rest->text[0] == '-';
    if (!take_char(rest, '+', '-') || !take_number(rest, 2, 0, 23, &hours) ||
        !take_char(rest, ':', ':') || !take_number(rest, 2, 0, 59, &minutes))
        return false;
    *seconds_out = (hours * HOUR_SECONDS + minutes * MINUTE_SECONDS) * (is_west ? -1 : 1);
    return true;
}

static bool take_instant(struct plim_str *rest, int64_t *seconds_out)
{
    int64_t days = 0;
    int64_t seconds = 0;
    int64_t offset = 0;
    if (!take_date(rest, &days))
        return false;
    if (rest->len > 0 && (!take_char(rest, 'T', 't') || !take_time(rest, &seconds) ||
                          !take_offset(rest, &offset) || rest->len > 0))
        return false;
    *seconds_out = days * DAY_SECONDS + seconds - offset;
    return true;
}

enum plim_code plim_time_parse(struct plim_str text, int64_t *seconds_out, struct plim_err *err)
{
    struct plim_str rest = text;
    int64_t seconds = 0;
    if (!take_instant(&rest, &seconds))
        return plim_err_set(err, PLIM_INVALID,
                            "'%.*s' is not a time; expected the form 2026-04-15T06:00:00Z",
                            PLIM_STR_ARG(text));
    *seconds_out = seconds;
    return PLIM_OK;
}

/* A number of so many digits and what stands behind it; gives what follows. */
static char *add_digits(char *at, int number, int digits, char after)
{
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        at[i] = (char)('0' + number % 10);
    at[digits] = after;
    return at + digits + 1;
}

const char *plim_time_format(int64_t seconds, char text_out[PLIM_TIME_TEXT_BYTES])
{
    /* The years 0000 to 9999 that RFC 3339 can write. */
    const int64_t first = INT64_C(-62167219200);
    const int64_t last = INT64_C(253402300799);
    int64_t shown = seconds < first ? first : seconds > last ? last : seconds;
    time_t moment = (time_t)shown;
    struct tm parts = {0};
    (void)gmtime_r(&moment, &parts);
    char *at = add_digits(text_out, parts.tm_year + 1900, 4, '-');
    at = add_digits(at, parts.tm_mon + 1, 2, '-');
    at = add_digits(at, parts.tm_mday, 2, 'T');
    at = add_digits(at, parts.tm_hour, 2, ':');
    at = add_digits(at, parts.tm_min, 2, ':');
    at = add_digits(at, parts.tm_sec, 2, 'Z');
    *at = '\0';
    return text_out;
}

static int64_t unit_seconds(char unit)
{
    switch (unit) {
    case 'd':
        return DAY_SECONDS;
    case 'h':
        return HOUR_SECONDS;
    case 'm':
        return MINUTE_SECONDS;
    case 's':
        return 1;
    default:
        return 0;
    }
}

/* Takes "36h" from the front of `rest` and adds it to the sum. */
static bool take_span(struct plim_str *rest, int64_t *sum)
{
    int64_t count = 0;
    size_t i = 0;
    for (; i < rest->len && rest->text[i] >= '0' && rest->text[i] <= '9'; i++)
        if (__builtin_mul_overflow(count, (int64_t)10, &count) ||
            __builtin_add_overflow(count, (int64_t)(rest->text[i] - '0'), &count))
            return false;
    int64_t unit = i > 0 && i < rest->len ? unit_seconds(rest->text[i]) : 0;
    if (unit == 0 || __builtin_mul_overflow(count, unit, &count))
        return false;
    rest->text += i + 1;
    rest->len -= i + 1;
    return !__builtin_add_overflow(*sum, count, sum);
}

enum plim_code plim_duration_parse(struct plim_str text, int64_t *seconds_out, struct plim_err *err)
{
    struct plim_str rest = text;
    int64_t sum = 0;
    bool is_valid = rest.len > 0;
    while (is_valid && rest.len > 0)
        is_valid = take_span(&rest, &sum);
    if (!is_valid)
        return plim_err_set(err, PLIM_INVALID,
                            "'%.*s' is not a duration; expected the form 36h, 7d or 1h30m",
                            PLIM_STR_ARG(text));
    *seconds_out = sum;
    return PLIM_OK;
}

const char *plim_duration_format(int64_t seconds, char text_out[PLIM_TIME_TEXT_BYTES])
{
    /* The largest unit that shows at least two: "90 s" says more than "1 min". */
    static const struct {
        uint64_t seconds;
        const char *name;
    } units[] = {{DAY_SECONDS, "d"}, {HOUR_SECONDS, "h"}, {MINUTE_SECONDS, "min"}};
    uint64_t size = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    const char *unit = "s";
    for (size_t i = 0; i < PLIM_LEN(units); i++)
        if (size >= 2 * units[i].seconds) {
            size /= units[i].seconds;
            unit = units[i].name;
            break;
        }
    (void)snprintf(text_out, PLIM_TIME_TEXT_BYTES, "%s%" PRIu64 " %s", seconds < 0 ? "-" : "", size,
                   unit);
    return text_out;
}
