#include "cel_check.h"

static const struct cel_case arithmetic_keeps_to_the_range_cases[] = {
    {"1 + 2", "3"},
    {"1u + 2u", "3"},
    {"1.5 + 1.0", "2.5"},
    {"'a' + 'b'", "\"ab\""},
    {"b'a' + b'b'", "\"YWI=\""},
    {"[1] + [2]", "[1,2]"},
    {"[] + [1]", "[1]"},
    {"9223372036854775807 + 1", "error: integer overflow"},
    {"18446744073709551615u + 1u", "error: unsigned integer overflow"},
    {"1 - 2", "-1"},
    {"1u - 2u", "error: unsigned integer overflow"},
    {"3 * 4", "12"},
    {"9223372036854775807 * 2", "error: integer overflow"},
    {"7 / 2", "3"},
    {"-7 / 2", "-3"},
    {"1 / 0", "error: division by zero"},
    {"1u / 0u", "error: division by zero"},
    {"1.0 / 0.0", "\"Infinity\""},
    {"7 % 3", "1"},
    {"-7 % 3", "-1"},
    {"1 % 0", "error: modulus by zero"},
    {"5u % 3u", "2"},
    {"-(1)", "-1"},
    {"-(-9223372036854775808)", "error: integer overflow"},
    {"!true", "false"},
    {"dyn('a') + 1", "error: no such overload"},
    {"-9223372036854775808 / -1", "error: integer overflow"},
};

START_TEST(arithmetic_keeps_to_the_range)
{
    cel_expect("plimsoll", &arithmetic_keeps_to_the_range_cases[_i]);
}
END_TEST

static const struct cel_case comparisons_are_of_numbers_not_of_kinds_cases[] = {
    {"1 == 1", "true"},
    {"dyn(1) == 1.0", "true"},
    {"dyn(1u) == 1", "true"},
    {"dyn('1') == 1", "false"},
    {"1 < 2u", "true"},
    {"1.5 > 1", "true"},
    {"2u >= 2.0", "true"},
    {"'a' < 'b'", "true"},
    {"b'a' < b'b'", "true"},
    {"false < true", "true"},
    {"0.0 / 0.0 == 0.0 / 0.0", "false"},
    {"0.0 / 0.0 < 1.0", "error: NaN values cannot be ordered"},
    {"duration('1s') < duration('2s')", "true"},
    {"dyn([1]) < [2]",
     "1:10: found no matching overload for '_<_' applied to '(dyn, list(int))'..."},
    {"dyn('a') < 1", "error: no such overload"},
};

START_TEST(comparisons_are_of_numbers_not_of_kinds)
{
    cel_expect("plimsoll", &comparisons_are_of_numbers_not_of_kinds_cases[_i]);
}
END_TEST

static const struct cel_case indices_and_membership_look_inside_cases[] = {
    {"[1, 2][0]", "1"},
    {"[1, 2][2]", "error: index out of bounds: 2"},
    {"[1, 2][-1]", "error: index out of bounds: -1"},
    {"[1, 2][dyn(1.0)]", "2"},
    {"[1, 2][dyn(1.5)]", "error: unsupported index value"},
    {"[1, 2][?dyn(1.5)]", "error: unsupported index value"},
    {"[1][dyn('a')]", "error: unsupported index type 'string' in list"},
    {"{'a': 1}['a']", "1"},
    {"{'a': 1}['b']", "error: no such key: b"},
    {"{1: 'x'}[dyn(1.0)]", "\"x\""},
    {"{1: 'x'}[2]", "error: no such key: 2"},
    {"{1u: 'x'}[2u]", "error: no such key: 2"},
    {"[1][?0]", "some"},
    {"[1][?1]", "none"},
    {"{'a': 1}[?'b']", "none"},
    {"dyn(1)[?0]", "none"},
    {"dyn(1)[0]", "error: no such key: 0"},
    {"1 in [1, 2]", "true"},
    {"dyn(1.0) in [1, 2]", "true"},
    {"'a' in {'a': 1}", "true"},
    {"1 in dyn(5)", "error: no such overload"},
};

START_TEST(indices_and_membership_look_inside)
{
    cel_expect("plimsoll", &indices_and_membership_look_inside_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, arithmetic_keeps_to_the_range, 0,
                        (int)PLIM_LEN(arithmetic_keeps_to_the_range_cases));
    tcase_add_loop_test(tcase, comparisons_are_of_numbers_not_of_kinds, 0,
                        (int)PLIM_LEN(comparisons_are_of_numbers_not_of_kinds_cases));
    tcase_add_loop_test(tcase, indices_and_membership_look_inside, 0,
                        (int)PLIM_LEN(indices_and_membership_look_inside_cases));
}

PLIM_CHECK_MAIN("cel.lib_operators", add_cases)
