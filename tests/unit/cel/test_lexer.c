#include "cel_check.h"

static const struct cel_case tokens_are_read_whole_cases[] = {
    {"0x1F", "31"},
    {"0x1fu", "31"},
    {"12u", "12"},
    {"1.5e3", "1500.0"},
    {".5", "0.5"},
    {"1e-2", "0.01"},
    {"'a' // b", "\"a\""},
    {"b'a' == b'a'", "true"},
    {"r'\\n'.size()", "2"},
    {"'''a'b'''", "\"a'b\""},
    {"\"\"\"a\"b\"\"\"", "\"a\\\"b\""},
    {"rb'\\x00'.size()", "4"},
    {"true", "true"},
    {"null", "null"},
    {"'a", "1:1: syntax error: string is not closed"},
    {"'a\nb'", "1:1: syntax error: string is not closed"},
    {"#", "1:1: syntax error: unexpected character '#'"},
    {"`a b", "1:1: syntax error: a quoted name is letters, digits and any of '_.-/ ' between '`'"},
    {"1e999", "1:1: syntax error: '1e999' is out of range of double"},
    {"18446744073709551616u", "1:1: syntax error: '18446744073709551616u' is out of range of uint"},
    {"0x", "1:2: syntax error: an operator or the end expected instead of 'x'"},
    {"{'in': 1}.in", "1:11: syntax error: a field name expected instead of 'in'"},
    {"1.size", "1:2: type 'int' does not support field selection"},
    {"as", "1:1: syntax error: 'as' is a reserved word"},
};

START_TEST(tokens_are_read_whole)
{
    cel_expect("plimsoll", &tokens_are_read_whole_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, tokens_are_read_whole, 0,
                        (int)PLIM_LEN(tokens_are_read_whole_cases));
}

PLIM_CHECK_MAIN("cel.lexer", add_cases)
