#include "admission_fixture.h"
#include "precondition.h"

static const struct {
    const char *text;
    int64_t nanoseconds; /* -1: none */
} durations[] = {
    {"1h30m", 5400000000000},
    {"1.5s", 1500000000},
    {"0", 0},
    {"+5ms", 5000000},
    {"-1s", -1000000000},
    {"3us", 3000},
    {"10", -1},
    {"", -1},
    {"1d", -1},
    {"h", -1},
    {"1h ", -1},
    {"1.2.3s", -1},
};

START_TEST(durations_are_read_as_go_does)
{
    int64_t nanoseconds = 0;
    bool is_one = admission_go_duration(plim_str_from(durations[_i].text), &nanoseconds);
    ck_assert_int_eq(is_one, durations[_i].nanoseconds != -1);
    if (is_one)
        ck_assert_int_eq(nanoseconds, durations[_i].nanoseconds);
}
END_TEST

static const struct {
    const char *yaml;
    const char *text;
} printed[] = {
    {"a b", "a b"},
    {"5", "5"},
    {"0.1", "0.1"},
    {"100000", "100000"},
    {"1000000", "1000000"},
    {"1000000.5", "1.0000005e+06"},
    {"1e21", "1e+21"},
    {"0.00001", "1e-05"},
    {"true", "true"},
    {"[1, a, null, true]", "[1 a <nil> true]"},
    {"{b: 1, a: x}", "map[a:x b:1]"},
};

START_TEST(values_are_printed_as_go_does)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value value = plim_value_from_yaml(arena, printed[_i].yaml);
    struct plim_str text = admission_go_print(&value, arena);
    ck_assert_msg(plim_str_is(text, printed[_i].text), "%.*s", PLIM_STR_ARG(text));
}
END_TEST

START_TEST(numbers_are_read_as_go_does)
{
    double number = 0;
    ck_assert(admission_go_float(PLIM_STR("1e3"), &number));
    ck_assert_double_eq_tol(number, 1000, 1e-9);
    ck_assert(!admission_go_float(PLIM_STR(" 1"), &number));
    ck_assert(!admission_go_float(PLIM_STR("1x"), &number));
    ck_assert(!admission_go_float(PLIM_STR(""), &number));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, durations_are_read_as_go_does, 0, (int)PLIM_LEN(durations));
    tcase_add_loop_test(tcase, values_are_printed_as_go_does, 0, (int)PLIM_LEN(printed));
    tcase_add_test(tcase, numbers_are_read_as_go_does);
}

PLIM_CHECK_MAIN("admission.go_text", add_cases)
