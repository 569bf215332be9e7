#include "cel_check.h"

static const struct cel_case lists_are_cut_and_ordered_cases[] = {
    {"[1, 2, 3].slice(1, 2)", "[2]"},
    {"[1].slice(0, 2)", "error: cannot slice(0, 2), list is length 1"},
    {"[1].slice(-1, 0)", "error: cannot slice(-1, 0), negative indexes not supported"},
    {"[1].slice(1, 0)",
     "error: cannot slice(1, 0), start index must be less than or equal to end index"},
    {"[[1], [2, [3]]].map(x, dyn(x)).flatten()", "[1,2,[3]]"},
    {"dyn([1, [2, [3]]]).flatten(2)", "[1,2,3]"},
    {"[[1]].flatten(-1)", "error: level must be non-negative"},
    {"[3, 1, 2].sort()", "[1,2,3]"},
    {"['b', 'a'].sort()", "[\"a\",\"b\"]"},
    {"dyn([1, 'a']).sort()", "error: list elements must have the same type"},
    {"dyn([[1]]).sort()", "error: list elements must be comparable"},
    {"[1, 2].reverse()", "[2,1]"},
    {"[1, 2, 1].distinct()", "[1,2]"},
    {"[1, 2].first().value()", "1"},
    {"[1, 2].last().value()", "2"},
    {"[].first()", "none"},
    {"lists.range(3)", "[0,1,2]"},
    {"lists.range(-1)", "error: lists.range: size must be non-negative"},
};

START_TEST(lists_are_cut_and_ordered)
{
    cel_expect("plimsoll", &lists_are_cut_and_ordered_cases[_i]);
}
END_TEST

static const struct cel_case lists_are_summed_and_searched_cases[] = {
    {"type([1u].filter(x, false).sum())", "type uint"},
    {"[duration('1s')].filter(x, false).sum()", "\"0s\""},
    {"dyn([1, {}]).min()", "error: no such overload"},
    {"dyn([null]).isSorted()", "error: no such overload: isSorted(list)"},
    {"[1, 2].isSorted()", "true"},
    {"[2, 1].isSorted()", "false"},
    {"[1, 2].sum()", "3"},
    {"[].sum()", "0"},
    {"[1.5, 2.5].sum()", "4.0"},
    {"[9223372036854775807, 1].sum()", "error: integer overflow"},
    {"[2, 1].min()", "1"},
    {"[1, 2].max()", "2"},
    {"dyn([]).max()", "error: max called on empty list"},
    {"[1, 2, 1].indexOf(1)", "0"},
    {"[1, 2, 1].lastIndexOf(1)", "2"},
    {"[1].indexOf(2)", "-1"},
};

START_TEST(lists_are_summed_and_searched)
{
    cel_expect("plimsoll", &lists_are_summed_and_searched_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, lists_are_cut_and_ordered, 0,
                        (int)PLIM_LEN(lists_are_cut_and_ordered_cases));
    tcase_add_loop_test(tcase, lists_are_summed_and_searched, 0,
                        (int)PLIM_LEN(lists_are_summed_and_searched_cases));
}

PLIM_CHECK_MAIN("cel.lib_lists", add_cases)
