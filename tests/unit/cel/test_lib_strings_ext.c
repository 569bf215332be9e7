#include "cel_check.h"

static const struct cel_case the_strings_extension_counts_code_points_cases[] = {
    {"'abc'.indexOf('', 5)", "3"},
    {"'abc'.lastIndexOf('', 5)", "3"},
    {"'t\303\251st'.charAt(1)", "\"\303\251\""},
    {"'a'.charAt(1)", "\"\""},
    {"'a'.charAt(2)", "error: index out of range: 2"},
    {"'abcabc'.indexOf('c')", "2"},
    {"'abcabc'.indexOf('c', 3)", "5"},
    {"'abc'.indexOf('')", "0"},
    {"'abc'.indexOf('x')", "-1"},
    {"'abc'.indexOf('a', -1)", "error: index out of range: -1"},
    {"'abcabc'.lastIndexOf('a')", "3"},
    {"'abcabc'.lastIndexOf('a', 2)", "0"},
    {"'abc'.lastIndexOf('x', 9)", "-1"},
    {"'aBc'.upperAscii()", "\"ABC\""},
    {"'aBc'.lowerAscii()", "\"abc\""},
    {"'aaa'.replace('a', 'b')", "\"bbb\""},
    {"'aaa'.replace('a', 'b', 2)", "\"bba\""},
    {"'ab'.replace('', '-')", "\"-a-b-\""},
    {"'a,b,c'.split(',')", "[\"a\",\"b\",\"c\"]"},
    {"'a,b,c'.split(',', 2)", "[\"a\",\"b,c\"]"},
    {"'abc'.split('')", "[\"a\",\"b\",\"c\"]"},
    {"'a'.split(',', 0)", "[]"},
    {"['a', 'b'].join()", "\"ab\""},
    {"['a', 'b'].join('-')", "\"a-b\""},
    {"'abc'.substring(1)", "\"bc\""},
    {"'abc'.substring(1, 2)", "\"b\""},
    {"'abc'.substring(2, 1)", "error: invalid substring range. start: 2, end: 1"},
    {"'abc'.substring(4)", "error: index out of range: 4"},
    {"' a '.trim()", "\"a\""},
    {"'ab\303\251'.reverse()", "\"\303\251ba\""},
    {"strings.quote('a\\n\"')", "\"\\\"a\\\\n\\\\\\\"\\\"\""},
};

START_TEST(the_strings_extension_counts_code_points)
{
    cel_expect("plimsoll", &the_strings_extension_counts_code_points_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_strings_extension_counts_code_points, 0,
                        (int)PLIM_LEN(the_strings_extension_counts_code_points_cases));
}

PLIM_CHECK_MAIN("cel.lib_strings_ext", add_cases)
