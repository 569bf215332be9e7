#include "cel_check.h"

static const struct cel_case times_add_up_and_stay_in_range_cases[] = {
    {"string(timestamp('2024-02-29T12:00:00Z') + duration('24h'))", "\"2024-03-01T12:00:00Z\""},
    {"string(timestamp('2024-03-01T00:00:00Z') - duration('1s'))", "\"2024-02-29T23:59:59Z\""},
    {"string(timestamp('2024-03-01T00:00:00Z') - timestamp('2024-02-29T00:00:00Z'))", "\"86400s\""},
    {"timestamp('9999-12-31T23:59:59Z') + duration('1s')",
     "error: timestamp overflow: value is out of range"},
    {"timestamp('x')", "error: type conversion error from 'string' to 'google.protobuf.Timestamp'"},
    {"timestamp('2023-02-29T00:00:00Z')",
     "error: type conversion error from 'string' to 'google.protobuf.Timestamp'"},
    {"duration('x')", "error: type conversion error from 'string' to 'google.protobuf.Duration'"},
    {"duration('320000000000s')",
     "error: type conversion error from 'string' to 'google.protobuf.Duration'"},
    {"string(duration('1h30m') + duration('-1s'))", "\"5399s\""},
    {"string(duration('-1.5s'))", "\"-1.5s\""},
    {"timestamp(0) == timestamp('1970-01-01T00:00:00Z')", "true"},
    {"string(timestamp('2024-01-01T02:00:00+02:00'))", "\"2024-01-01T02:00:00+02:00\""},
};

START_TEST(times_add_up_and_stay_in_range)
{
    cel_expect("plimsoll", &times_add_up_and_stay_in_range_cases[_i]);
}
END_TEST

static const struct cel_case the_calendar_is_read_in_a_zone_cases[] = {
    {"timestamp('2024-01-01T00:30:00Z').getHours()", "0"},
    {"timestamp('2024-01-01T00:30:00Z').getHours('-01:00')", "23"},
    {"timestamp('2024-01-01T00:30:00Z').getFullYear('-01:00')", "2023"},
    {"timestamp('2024-07-01T12:00:00Z').getHours('America/New_York')", "8"},
    {"timestamp('2024-07-01T12:00:00Z').getHours('Nowhere/City')",
     "error: unknown time zone 'Nowhere/City'"},
    {"timestamp('2024-03-05T00:00:00Z').getMonth()", "2"},
    {"timestamp('2024-03-05T00:00:00Z').getDate()", "5"},
    {"timestamp('2024-03-05T00:00:00Z').getDayOfMonth()", "4"},
    {"timestamp('2024-03-05T00:00:00Z').getDayOfWeek()", "2"},
    {"timestamp('2024-03-05T00:00:00Z').getDayOfYear()", "64"},
    {"timestamp('2024-03-05T01:02:03.456Z').getMinutes()", "2"},
    {"timestamp('2024-03-05T01:02:03.456Z').getSeconds()", "3"},
    {"timestamp('2024-03-05T01:02:03.456Z').getMilliseconds()", "456"},
    {"duration('90m').getHours()", "1"},
    {"duration('90m').getMinutes()", "90"},
    {"duration('90m').getSeconds()", "5400"},
    {"duration('1.5s').getMilliseconds()", "1500"},
};

START_TEST(the_calendar_is_read_in_a_zone)
{
    cel_expect("plimsoll", &the_calendar_is_read_in_a_zone_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, times_add_up_and_stay_in_range, 0,
                        (int)PLIM_LEN(times_add_up_and_stay_in_range_cases));
    tcase_add_loop_test(tcase, the_calendar_is_read_in_a_zone, 0,
                        (int)PLIM_LEN(the_calendar_is_read_in_a_zone_cases));
}

PLIM_CHECK_MAIN("cel.lib_times", add_cases)
