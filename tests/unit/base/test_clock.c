#include <string.h>

#include "base/clock.h"
#include "support/plim_check.h"

static const struct {
    const char *text;
    int64_t seconds;
} times[] = {
    {"1970-01-01T00:00:00Z", 0},
    {"2026-04-15T06:00:00Z", 1776232800},
    {"2026-04-15", 1776211200},
    {"2026-04-15t06:00:00.123456z", 1776232800},
    {"2026-04-15T08:00:00+02:00", 1776232800},
    {"2026-04-15T01:30:00-04:30", 1776232800},
    {"2024-02-29T00:00:00Z", 1709164800},
    {"1969-12-31T23:59:59Z", -1},
    {"0000-01-01T00:00:00Z", -62167219200},
    {"9999-12-31T23:59:59Z", 253402300799},
    {"2016-12-31T23:59:60Z", 1483228800},
};

START_TEST(time_parse_reads)
{
    struct plim_err err = {0};
    int64_t seconds = 0;
    plim_assert_ok(plim_time_parse(plim_str_from(times[_i].text), &seconds, &err), &err);
    ck_assert_int_eq(seconds, times[_i].seconds);
}
END_TEST

static const char *const no_times[] = {
    "",
    "2026",
    "2026-13-01",
    "2026-02-29",
    "2026-04-31",
    "1900-02-29",
    "2026-04-15T06:00:00",
    "2026-04-15T25:00:00Z",
    "2026-04-15 06:00:00Z",
    "2026-04-15T06:00:00.Z",
    "2026-04-15T06:00:00Zx",
    "2026-04-15T06:00:00+2:00",
    "20a6-04-15",
};

START_TEST(time_parse_refuses)
{
    struct plim_err err = {0};
    int64_t seconds = 0;
    ck_assert_int_eq(plim_time_parse(plim_str_from(no_times[_i]), &seconds, &err), PLIM_INVALID);
    ck_assert_ptr_nonnull(strstr(err.msg, "is not a time; expected the form 2026-04-15T06:00:00Z"));
}
END_TEST

static const struct {
    int64_t seconds;
    const char *text;
} formatted_times[] = {
    {0, "1970-01-01T00:00:00Z"},         {1776232800, "2026-04-15T06:00:00Z"},
    {-1, "1969-12-31T23:59:59Z"},        {INT64_MAX, "9999-12-31T23:59:59Z"},
    {INT64_MIN, "0000-01-01T00:00:00Z"},
};

START_TEST(time_format_writes)
{
    char text[PLIM_TIME_TEXT_BYTES];
    ck_assert_str_eq(plim_time_format(formatted_times[_i].seconds, text), formatted_times[_i].text);
}
END_TEST

static const struct {
    const char *text;
    int64_t seconds;
} durations[] = {{"30s", 30},    {"90m", 5400},   {"36h", 129600},
                 {"7d", 604800}, {"1h30m", 5400}, {"0s", 0}};

START_TEST(duration_parse_reads)
{
    struct plim_err err = {0};
    int64_t seconds = 0;
    plim_assert_ok(plim_duration_parse(plim_str_from(durations[_i].text), &seconds, &err), &err);
    ck_assert_int_eq(seconds, durations[_i].seconds);
}
END_TEST

static const char *const no_durations[] = {"",
                                           "5",
                                           "h",
                                           "5x",
                                           "-5s",
                                           "1h 30m",
                                           "5 s",
                                           "1.5h",
                                           "99999999999999999999s",
                                           "9223372036854775807d",
                                           "9223372036854775807s1s"};

START_TEST(duration_parse_refuses)
{
    struct plim_err err = {0};
    int64_t seconds = 0;
    struct plim_str text = plim_str_from(no_durations[_i]);
    ck_assert_int_eq(plim_duration_parse(text, &seconds, &err), PLIM_INVALID);
    ck_assert_ptr_nonnull(strstr(err.msg, "is not a duration; expected the form 36h, 7d or 1h30m"));
}
END_TEST

static const struct {
    int64_t seconds;
    const char *text;
} spans[] = {{0, "0 s"},      {12, "12 s"},     {119, "119 s"},
             {300, "5 min"},  {7200, "2 h"},    {129600, "36 h"},
             {777600, "9 d"}, {-300, "-5 min"}, {INT64_MIN, "-106751991167300 d"}};

START_TEST(duration_format_is_for_people)
{
    char text[PLIM_TIME_TEXT_BYTES];
    ck_assert_str_eq(plim_duration_format(spans[_i].seconds, text), spans[_i].text);
}
END_TEST

START_TEST(a_fixed_clock_stands_still)
{
    struct plim_clock clock = {.fixed = true, .seconds = 42};
    ck_assert_int_eq(plim_clock_now(&clock), 42);
    ck_assert_double_eq_tol(plim_clock_elapsed(&clock), 0.0, 1e-9);
}
END_TEST

START_TEST(a_real_clock_runs)
{
    struct plim_clock clock = {0};
    ck_assert_int_gt(plim_clock_now(&clock), 1700000000);
    ck_assert_double_gt(plim_clock_elapsed(&clock), 0.0);
}
END_TEST

START_TEST(monotonic_time_never_goes_back)
{
    int64_t before = plim_clock_monotonic_ms();
    for (int i = 0; i < 1000; i++) {
        int64_t now = plim_clock_monotonic_ms();
        ck_assert_int_ge(now, before);
        before = now;
    }
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, monotonic_time_never_goes_back);
    tcase_add_loop_test(tcase, time_parse_reads, 0, PLIM_LEN(times));
    tcase_add_loop_test(tcase, time_parse_refuses, 0, PLIM_LEN(no_times));
    tcase_add_loop_test(tcase, time_format_writes, 0, PLIM_LEN(formatted_times));
    tcase_add_loop_test(tcase, duration_parse_reads, 0, PLIM_LEN(durations));
    tcase_add_loop_test(tcase, duration_parse_refuses, 0, PLIM_LEN(no_durations));
    tcase_add_loop_test(tcase, duration_format_is_for_people, 0, PLIM_LEN(spans));
    tcase_add_test(tcase, a_fixed_clock_stands_still);
    tcase_add_test(tcase, a_real_clock_runs);
}

PLIM_CHECK_MAIN("base.clock", add_cases)
