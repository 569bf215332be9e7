#include <string.h>

#include "protobuf_time_priv.h"

enum { DAY = 86400, NANOSECONDS = 1000000000, MICROSECOND = 1000 };

static const int64_t zero_time = INT64_C(-62135596800);  /* 0001-01-01T00:00:00Z */
static const int64_t first_time = INT64_C(-62167219200); /* 0000-01-01T00:00:00Z */
static const int64_t last_time = INT64_C(253402300799);  /* 9999-12-31T23:59:59Z */

static char *write_digits(char *at, uint64_t number, unsigned digits)
{
    for (unsigned i = digits; i > 0; i--) {
        at[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + digits;
}

/* Days since -0400-03-01: eras of 400 years, and years that begin in March, so that the leap day is
 * the last. Source: Howard Hinnant, chrono-compatible date algorithms. */
static char *write_date(char *at, uint64_t days)
{
    uint64_t era = days / 146097;
    uint64_t day_of_era = days % 146097;
    uint64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    uint64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    uint64_t from_march = (5 * day_of_year + 2) / 153;
    uint64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    at = write_digits(at, era * 400 + year_of_era + (month <= 2 ? 1 : 0) - 400, 4);
    *at++ = '-';
    at = write_digits(at, month, 2);
    *at++ = '-';
    return write_digits(at, day_of_year - (153 * from_march + 2) / 5 + 1, 2);
}

bool kube_protobuf_time_text(int64_t seconds, int64_t nanoseconds, bool micro, char *text_out,
                             size_t *len_out)
{
    const int64_t era = INT64_C(146097) * DAY;
    const int64_t march = INT64_C(719468) * DAY; /* 0000-03-01 to the epoch */
    int64_t fraction = nanoseconds / MICROSECOND * MICROSECOND;
    int64_t carry = fraction / NANOSECONDS - (fraction % NANOSECONDS < 0 ? 1 : 0);
    fraction -= carry * NANOSECONDS;
    if (__builtin_add_overflow(seconds, carry, &seconds) || seconds < first_time ||
        seconds > last_time)
        return false;
    *len_out = 0;
    if (seconds == zero_time && fraction == 0)
        return true;
    uint64_t since = (uint64_t)(seconds + march + era);
    char *at = write_date(text_out, since / DAY);
    uint64_t second = since % DAY;
    *at++ = 'T';
    at = write_digits(at, second / 3600, 2);
    *at++ = ':';
    at = write_digits(at, second / 60 % 60, 2);
    *at++ = ':';
    at = write_digits(at, second % 60, 2);
    if (micro) {
        *at++ = '.';
        at = write_digits(at, (uint64_t)fraction / MICROSECOND, 6);
    }
    *at++ = 'Z';
    *len_out = (size_t)(at - text_out);
    return true;
}

/* Written from the end, as Go does. */
struct backward {
    char *at;
};

static void put(struct backward *text, char character)
{
    *--text->at = character;
}

static void put_number(struct backward *text, uint64_t number)
{
    do {
        put(text, (char)('0' + number % 10));
        number /= 10;
    } while (number > 0);
}

/* `digits` decimals without zeros at the end; returns what stands before the point. */
static uint64_t put_fraction(struct backward *text, uint64_t number, unsigned digits)
{
    bool is_written = false;
    for (unsigned i = 0; i < digits; i++) {
        uint64_t digit = number % 10;
        is_written = is_written || digit != 0;
        if (is_written)
            put(text, (char)('0' + digit));
        number /= 10;
    }
    if (is_written)
        put(text, '.');
    return number;
}

static void put_below_second(struct backward *text, uint64_t nanoseconds)
{
    unsigned digits = nanoseconds < 1000 ? 0 : nanoseconds < 1000000 ? 3 : 6;
    if (digits == 0)
        put(text, 'n');
    else if (digits == 3) {
        put(text, '\xb5'); /* the micro sign, U+00B5 */
        put(text, '\xc2');
    } else
        put(text, 'm');
    put_number(text, put_fraction(text, nanoseconds, digits));
}

static void put_seconds(struct backward *text, uint64_t nanoseconds)
{
    uint64_t seconds = put_fraction(text, nanoseconds, 9);
    put_number(text, seconds % 60);
    if (seconds < 60)
        return;
    put(text, 'm');
    put_number(text, seconds / 60 % 60);
    if (seconds < 3600)
        return;
    put(text, 'h');
    put_number(text, seconds / 3600);
}

size_t kube_protobuf_duration_text(int64_t nanoseconds, char *text_out)
{
    char buffer[KUBE_PROTOBUF_TIME_BYTES];
    struct backward text = {buffer + sizeof buffer};
    uint64_t size = nanoseconds < 0 ? 0 - (uint64_t)nanoseconds : (uint64_t)nanoseconds;
    put(&text, 's');
    if (size == 0)
        put(&text, '0');
    else if (size < NANOSECONDS)
        put_below_second(&text, size);
    else
        put_seconds(&text, size);
    if (nanoseconds < 0)
        put(&text, '-');
    size_t len = (size_t)(buffer + sizeof buffer - text.at);
    memcpy(text_out, text.at, len);
    return len;
}
