#include "cel_check.h"

static const struct cel_case precedence_is_that_of_the_specification_cases[] = {
    {"1 + 2 * 3", "7"},
    {"(1 + 2) * 3", "9"},
    {"1 - 2 - 3", "-4"},
    {"-1 + 2", "1"},
    {"--1", "1"},
    {"!!true", "true"},
    {"!false && false", "false"},
    {"true || false && false", "true"},
    {"1 < 2 == true", "true"},
    {"true ? 1 : false ? 2 : 3", "1"},
    {"2 in [1, 2] || false", "true"},
    {"1 + 1 // and a comment", "2"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"- 1.5", "-1.5"},
};

START_TEST(precedence_is_that_of_the_specification)
{
    cel_expect("plimsoll", &precedence_is_that_of_the_specification_cases[_i]);
}
END_TEST

static const struct cel_case what_is_missing_is_named_with_its_place_cases[] = {
    {"1 +", "1:4: syntax error: an operand expected, but the expression ends"},
    {"", "1:1: syntax error: an operand expected, but the expression ends"},
    {"1 1", "1:3: syntax error: an operator or the end expected instead of '1'"},
    {"(1", "1:3: syntax error: ')' expected, but the expression ends"},
    {"[1", "1:3: syntax error: ',' or ']' expected, but the expression ends"},
    {"{1: 2", "1:6: syntax error: ',' or '}' expected, but the expression ends"},
    {"{1 2}", "1:4: syntax error: ':' expected instead of '2'"},
    {"f(1,)", "1:5: syntax error: an operand expected instead of ')'"},
    {"f(1 2)", "1:5: syntax error: ',' or ')' expected instead of '2'"},
    {"a.", "1:3: syntax error: a field name expected, but the expression ends"},
    {"a[1", "1:4: syntax error: ']' expected, but the expression ends"},
    {"true ? 1", "1:9: syntax error: ':' expected, but the expression ends"},
    {"a.b.1", "1:4: syntax error: an operator or the end expected instead of '.1'"},
    {"\n\n  )", "3:3: syntax error: an operand expected instead of ')'"},
    {"'\303\251' +", "1:6: syntax error: an operand expected, but the expression ends"},
    {"1 = 2", "1:3: syntax error: unexpected character '='"},
    {"if", "1:1: syntax error: 'if' is a reserved word"},
    {"{?}", "1:3: syntax error: an operand expected instead of '}'"},
};

START_TEST(what_is_missing_is_named_with_its_place)
{
    cel_expect("plimsoll", &what_is_missing_is_named_with_its_place_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, precedence_is_that_of_the_specification, 0,
                        (int)PLIM_LEN(precedence_is_that_of_the_specification_cases));
    tcase_add_loop_test(tcase, what_is_missing_is_named_with_its_place, 0,
                        (int)PLIM_LEN(what_is_missing_is_named_with_its_place_cases));
}

PLIM_CHECK_MAIN("cel.parser", add_cases)
