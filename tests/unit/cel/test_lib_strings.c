#include "cel_check.h"

static const struct cel_case text_is_searched_by_code_points_cases[] = {
    {"size('\303\251')", "1"},
    {"size(b'\303\251')", "2"},
    {"'ab'.size()", "2"},
    {"[1, 2].size()", "2"},
    {"{'a': 1}.size()", "1"},
    {"size(dyn(1))", "error: no such overload: size"},
    {"'abc'.contains('bc')", "true"},
    {"'abc'.contains('')", "true"},
    {"'abc'.startsWith('ab')", "true"},
    {"'abc'.endsWith('bc')", "true"},
    {"'abc'.matches('^a.c$')", "true"},
    {"matches('abc', 'x')", "false"},
    {"'a'.matches('(')", "error: invalid regular expression: missing ): ("},
};

START_TEST(text_is_searched_by_code_points)
{
    cel_expect("plimsoll", &text_is_searched_by_code_points_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, text_is_searched_by_code_points, 0,
                        (int)PLIM_LEN(text_is_searched_by_code_points_cases));
}

PLIM_CHECK_MAIN("cel.lib_strings", add_cases)
