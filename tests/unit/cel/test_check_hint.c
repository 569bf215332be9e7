#include "cel_check.h"

static const struct cel_case cases[] = {
    {"[1].all(item, itme > 0)", "1:15: undeclared reference to 'itme'; did you mean 'item'?"},
    {"[1].all(item, other > 0)", "1:15: undeclared reference to 'other'"},
    {"'a'.startWith('b')", "1:4: undeclared reference to 'startWith'; did you mean 'startsWith'?"},
    {"math.lest(1, 2)", "1:5: undeclared reference to 'math.lest'; did you mean 'math.least'?"},
    {"sizes('a')", "1:1: undeclared reference to 'sizes'; did you mean 'size'?"},
    {"'a'.contains('b', 'c')", "1:4: found no matching overload for 'contains' applied to "
                               "'string.(string, string)'; expected string.(string) -> bool"},
    {"duration(1.5)", "1:1: found no matching overload for 'duration' applied to '(double)'; "
                      "expected one of (duration) -> duration, (string) -> duration"},
    {"[1].all(x)", "1:4: undeclared reference to 'all'; the macro takes 2 to 3 arguments"},
    {"has(1, 2)", "1:1: undeclared reference to 'has'; the macro takes 1 argument"},
    {"cel.bimd(x, 1, x)", "1:4: undeclared reference to 'cel.bimd'; did you mean 'cel.bind'?"},
};

START_TEST(issues_say_what_would_have_been_accepted)
{
    cel_expect("cel", &cases[_i]);
}
END_TEST

START_TEST(hints_do_not_bind_type_parameters)
{
    const struct cel_case c = {"[] + 1", "1:4: found no matching overload for '_+_' applied to "
                                         "'(list(dyn), int)'; expected one of (int, int) -> int, "
                                         "(list(T), list(T)) -> list(T), ..."};
    cel_expect("cel", &c);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, issues_say_what_would_have_been_accepted, 0, PLIM_LEN(cases));
    tcase_add_test(tcase, hints_do_not_bind_type_parameters);
}

PLIM_CHECK_MAIN("cel.check_hint", add_cases)
