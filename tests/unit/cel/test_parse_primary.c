#include "cel_check.h"

static const struct cel_case operands_take_what_follows_them_cases[] = {
    {"[1, 2,]", "[1,2]"},
    {"{'a': 1,}", "{\"a\":1}"},
    {"{'a': [1, 2]}.a[1]", "2"},
    {"{'a-b': 1}.`a-b`", "1"},
    {"{'if': 1}.if", "1"},
    {"[[1]][0][0]", "1"},
    {"'abc'.size()", "3"},
    {"{'a': {'b': 2}}.?a.?b.value()", "2"},
    {"9223372036854775808", "1:1: syntax error: '9223372036854775808' is out of range of int"},
    {"a.`b`{c: 1}", "1:6: syntax error: an operator or the end expected instead of '{'"},
    {"a.b{c: 1}", "1:2: undeclared reference to 'a.b': messages cannot be made"},
    {"google.protobuf.Timestamp{}",
     "1:16: undeclared reference to 'google.protobuf.Timestamp': messages cannot be made"},
    {"`a`", "1:1: syntax error: an operand expected instead of 'a'"},
    {"f(", "1:3: syntax error: an operand expected, but the expression ends"},
    {"[1].", "1:5: syntax error: a field name expected, but the expression ends"},
    {"[?1]", "1:3: expected type 'optional_type(int)' but found 'int'"},
};

START_TEST(operands_take_what_follows_them)
{
    cel_expect("plimsoll", &operands_take_what_follows_them_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, operands_take_what_follows_them, 0,
                        (int)PLIM_LEN(operands_take_what_follows_them_cases));
}

PLIM_CHECK_MAIN("cel.parse_primary", add_cases)
