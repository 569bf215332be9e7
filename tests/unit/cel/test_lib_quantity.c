#include "cel_check.h"

static const struct cel_case quantities_are_compared_and_added_cases[] = {
    {"quantity('1Ki') == quantity('1024')", "true"},
    {"quantity('x')", "error: quantities must match the regular expression "
                      "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"},
    {"isQuantity('1.5Gi')", "true"},
    {"isQuantity('1Mm')", "false"},
    {"sign(quantity('-1'))", "-1"},
    {"quantity('1k').isInteger()", "true"},
    {"quantity('1000m').isInteger()", "false"},
    {"quantity('1k').asInteger()", "1000"},
    {"quantity('1.5').asInteger()", "error: cannot convert value to integer"},
    {"quantity('1.5').asApproximateFloat()", "1.5"},
    {"quantity('1').add(quantity('1')) == quantity('2')", "true"},
    {"quantity('2') == quantity('1').add(1)", "true"},
    {"quantity('5').sub(2).asInteger()", "3"},
    {"quantity('5').sub(quantity('2')).asInteger()", "3"},
    {"quantity('1Mi').compareTo(quantity('1M'))", "1"},
    {"quantity('1').isLessThan(quantity('2'))", "true"},
    {"quantity('1').isGreaterThan(quantity('2'))", "false"},
};

START_TEST(quantities_are_compared_and_added)
{
    cel_expect("plimsoll", &quantities_are_compared_and_added_cases[_i]);
}
END_TEST

static const struct cel_case the_api_server_does_not_know_its_sums_again_cases[] = {
    {"quantity('2') == quantity('1').add(1)", "error: no such overload"},
    {"quantity('1').add(1) == quantity('2')", "true"},
};

START_TEST(the_api_server_does_not_know_its_sums_again)
{
    cel_expect("kubernetes", &the_api_server_does_not_know_its_sums_again_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, quantities_are_compared_and_added, 0,
                        (int)PLIM_LEN(quantities_are_compared_and_added_cases));
    tcase_add_loop_test(tcase, the_api_server_does_not_know_its_sums_again, 0,
                        (int)PLIM_LEN(the_api_server_does_not_know_its_sums_again_cases));
}

PLIM_CHECK_MAIN("cel.lib_quantity", add_cases)
