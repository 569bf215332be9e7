#include "cel_check.h"

static const struct cel_case times_are_cut_and_written_cases[] = {
    {"time.truncate(timestamp('2026-11-28T15:47:12.5Z'), duration('1h'))",
     "\"2026-11-28T15:00:00Z\""},
    {"time.truncate(timestamp('2026-11-28T15:47:12.5Z'), duration('24h'))",
     "\"2026-11-28T00:00:00Z\""},
    {"time.truncate(timestamp('2026-11-28T15:47:12Z'), duration('0s'))",
     "\"2026-11-28T15:47:12Z\""},
    {"time.toCron(timestamp('2026-11-28T15:47:12Z'))", "\"47 15 28 11 6\""},
};

START_TEST(times_are_cut_and_written)
{
    cel_expect("kyverno", &times_are_cut_and_written_cases[_i]);
}
END_TEST

static const struct cel_case numbers_are_rounded_cases[] = {
    {"math.round(3.14159, 2)", "3.14"},
    {"math.round(-2.5, 0)", "-3.0"},
    {"math.round(1250.0, -2)", "1300.0"},
    {"math.round(2.5)", "3.0"},
};

START_TEST(numbers_are_rounded)
{
    cel_expect("kyverno", &numbers_are_rounded_cases[_i]);
}
END_TEST

static const struct cel_case what_only_the_moment_decides_is_unknown_cases[] = {
    {"time.now() > timestamp('2026-11-28T15:47:12Z')", "unknown: the present is not known"},
    {"random() == 'a'", "unknown: chance decides"},
    {"random.random('[a-z]') == 'a'", "unknown: chance decides"},
};

START_TEST(what_only_the_moment_decides_is_unknown)
{
    cel_expect("kyverno", &what_only_the_moment_decides_is_unknown_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, times_are_cut_and_written, 0,
                        (int)PLIM_LEN(times_are_cut_and_written_cases));
    tcase_add_loop_test(tcase, numbers_are_rounded, 0, (int)PLIM_LEN(numbers_are_rounded_cases));
    tcase_add_loop_test(tcase, what_only_the_moment_decides_is_unknown, 0,
                        (int)PLIM_LEN(what_only_the_moment_decides_is_unknown_cases));
}

PLIM_CHECK_MAIN("cel.lib_kyverno_time", add_cases)
