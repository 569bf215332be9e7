#include "cel_check.h"

static const struct cel_case sets_ignore_order_and_number_cases[] = {
    {"sets.contains([1, 2], [2])", "true"},
    {"sets.contains([1], [2])", "false"},
    {"sets.equivalent([1, 2], [2, 1, 1])", "true"},
    {"sets.equivalent([1], [1, 2])", "false"},
    {"sets.intersects([1], [2, 1])", "true"},
    {"sets.intersects([1], [2])", "false"},
    {"sets.contains([], [])", "true"},
};

START_TEST(sets_ignore_order_and_number)
{
    cel_expect("plimsoll", &sets_ignore_order_and_number_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, sets_ignore_order_and_number, 0,
                        (int)PLIM_LEN(sets_ignore_order_and_number_cases));
}

PLIM_CHECK_MAIN("cel.lib_sets", add_cases)
