#include "cel_check.h"

static const struct cel_case overloads_are_chosen_by_types_cases[] = {
    {"size(1)", "1:1: found no matching overload for 'size' applied to '(int)'; expected one of "
                "(bytes) -> int, (list(T)) -> int, (map(K, V)) -> int, ..."},
    {"'a' + 1", "1:5: found no matching overload for '_+_' applied to '(string, int)'; expected "
                "one of (int, int) -> int, (string, string) -> string, ..."},
    {"'a'.contains(1)", "1:4: found no matching overload for 'contains' applied to 'string.(int)'; "
                        "expected string.(string) -> bool"},
    {"1.contains('a')",
     "1:2: found no matching overload for 'contains' applied to 'int.(string)'..."},
    {"math.abs('a')", "1:5: found no matching overload for 'math.abs' applied to '(string)'..."},
    {"math.nothing(1)", "1:5: undeclared reference to 'math.nothing'"},
    {"math.roun(1.2)", "1:5: undeclared reference to 'math.roun'; did you mean 'math.round'?"},
    {"'a'.startWith('b')", "1:4: undeclared reference to 'startWith'; did you mean 'startsWith'?"},
    {"optional.none(1)",
     "1:9: found no matching overload for 'optional.none' applied to '(int)'..."},
    {"dyn('a').size()", "1"},
    {"[dyn(1)].size()", "1"},
    {"timestamp('2024-01-01T00:00:00Z') + 1",
     "1:35: found no matching overload for '_+_' applied to '(timestamp, int)'..."},
    {"'a'.format([1, 'b', null])",
     "1:12: too many arguments supplied to string.format (expected 0, got 3)"},
};

START_TEST(overloads_are_chosen_by_types)
{
    cel_expect("plimsoll", &overloads_are_chosen_by_types_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, overloads_are_chosen_by_types, 0,
                        (int)PLIM_LEN(overloads_are_chosen_by_types_cases));
}

PLIM_CHECK_MAIN("cel.check_call", add_cases)
