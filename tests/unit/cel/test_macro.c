#include "cel_check.h"

static const struct cel_case macros_want_names_and_selections_cases[] = {
    {"has(a)", "1:5: invalid argument to has() macro: a field selection is expected"},
    {"[1].all(1, true)", "1:9: argument must be a simple name"},
    {"[1].all(x, x, true)", "1:12: the two variables must have different names"},
    {"[1].map(1, 2)", "1:9: argument must be a simple name"},
    {"[1].transformList(i, 1, 2)", "1:22: argument must be a simple name"},
    {"cel.bind(1, 2, 3)", "1:10: argument must be a simple name"},
    {"cel.block(1, 2)", "1:11: cel.block takes a list literal"},
    {"cel.block([1], cel.index('a'))", "1:26: argument must be an int literal"},
    {"optional.of(1).optMap(1, 2)", "1:23: argument must be a simple name"},
    {"math.greatest()", "1:5: at least one argument is expected"},
    {"[1].all(.x, true)", "1:9: argument must be a simple name"},
    {"[1].exists(x)", "1:4: undeclared reference to 'exists'; the macro takes 2 to 3 arguments"},
};

START_TEST(macros_want_names_and_selections)
{
    cel_expect("plimsoll", &macros_want_names_and_selections_cases[_i]);
}
END_TEST

static const struct cel_case each_environment_has_its_macros_cases[] = {
    {"[1, 2].exists_one(i, v, v == 1)", "true"},
    {"[1].existsOne(x, true)",
     "1:4: undeclared reference to 'existsOne'; the macro takes 3 arguments"},
    {"cel.bind(x, 1, x)", "1:1: undeclared reference to 'cel'"},
    {"[1].existsOne(i, x, true)", "true"},
};

START_TEST(each_environment_has_its_macros)
{
    cel_expect("kubernetes", &each_environment_has_its_macros_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, macros_want_names_and_selections, 0,
                        (int)PLIM_LEN(macros_want_names_and_selections_cases));
    tcase_add_loop_test(tcase, each_environment_has_its_macros, 0,
                        (int)PLIM_LEN(each_environment_has_its_macros_cases));
}

PLIM_CHECK_MAIN("cel.macro", add_cases)
