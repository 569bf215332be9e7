#include "cel_check.h"

static const struct cel_case expressions_are_found_and_replaced_cases[] = {
    {"'abc 12 34'.find('[0-9]+')", "\"12\""},
    {"'abc'.find('[0-9]+')", "\"\""},
    {"'a1b22'.findAll('[0-9]+')", "[\"1\",\"22\"]"},
    {"'a1b22'.findAll('[0-9]+', 1)", "[\"1\"]"},
    {"'ab'.findAll('x*')", "[\"\",\"\",\"\"]"},
    {"'a'.find('(')", "error: invalid regular expression: missing ): ("},
    {"regex.extract('a', '()')", "none"},
    {"regex.replace('a', '(', 'b', 0)", "\"a\""},
    {"'a'.matches(dyn('\\\\C'))",
     "error: invalid regular expression: invalid escape sequence: \\c"},
    {"regex.extract('key=value', 'key=(.*)').value()", "\"value\""},
    {"regex.extract('abc', 'x')", "none"},
    {"regex.extract('abc', '(a)(b)')",
     "error: regular expression has more than one capturing group"},
    {"regex.extractAll('a1 b2', '([a-z])[0-9]')", "[\"a\",\"b\"]"},
    {"regex.replace('a1', '([a-z])([0-9])', '\\\\2\\\\1')", "\"1a\""},
    {"regex.replace('aaa', 'a', 'b', 2)", "\"bba\""},
    {"regex.replace('a', '(a)', '\\\\2')", "error: invalid replacement string: '\\2'"},
    {"regex.replace('a', '(', 'b')", "error: invalid regular expression: missing ): ("},
};

START_TEST(expressions_are_found_and_replaced)
{
    cel_expect("plimsoll", &expressions_are_found_and_replaced_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, expressions_are_found_and_replaced, 0,
                        (int)PLIM_LEN(expressions_are_found_and_replaced_cases));
}

PLIM_CHECK_MAIN("cel.lib_regex", add_cases)
