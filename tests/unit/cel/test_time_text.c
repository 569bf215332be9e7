#include "support/plim_check.h"

#include "time_text.h"

static const char *const bad_timestamps[] = {"",
                                             "2024-01-01",
                                             "2024-13-01T00:00:00Z",
                                             "2024-02-30T00:00:00Z",
                                             "2024-01-01T24:00:00Z",
                                             "2024-01-01T00:60:00Z",
                                             "2024-01-01T00:00:00",
                                             "2024-01-01T00:00:00ZZ",
                                             "2024-01-01 00:00:00Z",
                                             "2024-01-01T00:00:00.Z",
                                             "2024-01-01T00:00:00+25:00"};

START_TEST(malformed_timestamps_are_refused)
{
    struct cel_instant instant;
    ck_assert(!cel_timestamp_parse(plim_str_from(bad_timestamps[_i]), &instant));
}
END_TEST

static const struct {
    const char *text;
    int64_t seconds;
    int32_t nanos;
} durations[] = {{"0", 0, 0},
                 {"1h30m", 5400, 0},
                 {"-1.5s", -1, -500000000},
                 {"1ns", 0, 1},
                 {"1us2ms", 0, 2001000},
                 {"2\302\265s", 0, 2000},
                 {"+1s", 1, 0},
                 {".5s", 0, 500000000},
                 {"1.s", 1, 0},
                 {"-2562047h47m16.854775808s", -9223372036, -854775808}};

START_TEST(durations_are_sums_of_units)
{
    int64_t seconds = 0;
    int32_t nanos = 0;
    ck_assert(cel_duration_parse(plim_str_from(durations[_i].text), &seconds, &nanos));
    ck_assert_int_eq(seconds, durations[_i].seconds);
    ck_assert_int_eq(nanos, durations[_i].nanos);
}
END_TEST

static const char *const bad_durations[] = {
    "", "-", "1", "1x", "s", ".s", "1h 1m", "99999999999h", "2562047h47m16.854775808s"};

START_TEST(malformed_durations_are_refused)
{
    int64_t seconds = 0;
    int32_t nanos = 0;
    ck_assert(!cel_duration_parse(plim_str_from(bad_durations[_i]), &seconds, &nanos));
}
END_TEST

START_TEST(timestamps_print_in_their_offset)
{
    char text[CEL_NUMBER_TEXT_BYTES];
    struct cel_instant instant;
    ck_assert(cel_timestamp_parse(PLIM_STR("2024-02-29T23:00:00.120-03:30"), &instant));
    struct value value = {
        .kind = VALUE_TIMESTAMP, .len = (uint32_t)instant.nanos, .integer = instant.seconds};
    cel_timestamp_print(&value, text);
    ck_assert_str_eq(text, "2024-03-01T02:30:00.12Z");
    cel_timestamp_set_offset(&value, instant.offset);
    cel_timestamp_print(&value, text);
    ck_assert_str_eq(text, "2024-02-29T23:00:00.12-03:30");
}
END_TEST

START_TEST(the_calendar_goes_back_before_the_epoch)
{
    struct cel_civil civil = cel_civil_from(-1);
    ck_assert_int_eq(civil.year, 1969);
    ck_assert_int_eq(civil.month, 12);
    ck_assert_int_eq(civil.day, 31);
    ck_assert_int_eq(civil.weekday, 3);
    ck_assert_int_eq(civil.yearday, 364);
    ck_assert_int_eq(cel_civil_days(1970, 1, 1), 0);
    ck_assert_int_eq(cel_civil_days(0, 3, 1), -719468);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, malformed_timestamps_are_refused, 0, (int)PLIM_LEN(bad_timestamps));
    tcase_add_loop_test(tcase, durations_are_sums_of_units, 0, (int)PLIM_LEN(durations));
    tcase_add_loop_test(tcase, malformed_durations_are_refused, 0, (int)PLIM_LEN(bad_durations));
    tcase_add_test(tcase, timestamps_print_in_their_offset);
    tcase_add_test(tcase, the_calendar_goes_back_before_the_epoch);
}

PLIM_CHECK_MAIN("cel.time_text", add_cases)
