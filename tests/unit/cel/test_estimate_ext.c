#include "base/defs.h"

#include "cel_estimate_check.h"

static const struct cel_estimated kubernetes[] = {
    {"self.tags.slice(1, 3)", 15, 15},
    {"lists.range(5).size()", 17, 17},
    {"self.tags.reverse()", 13, 23},
    {"[self.tags].flatten()", 24, 24},
    {"[[1]].flatten(2)", 33, 33},
    {"self.tags.distinct()", 13, 213},
    {"self.tags.sort()", 13, 223},
    {"[1, 2].sort()", 29, 29},
    {"any.sort()", 12, UINT64_MAX},
    {"sets.contains(self.tags, ['a'])", 13, 23},
    {"sets.equivalent(self.tags, self.tags)", 5, 205},
    {"self.name.charAt(0)", 3, 3},
};

START_TEST(calls_of_the_extensions_are_estimated_in_kubernetes)
{
    cel_expect_estimate("kubernetes", &kubernetes[_i]);
}
END_TEST

static const struct cel_estimated cel[] = {
    {"'abc'.indexOf('b')", 2, 2},
    {"'abc'.charAt(0)", 3, 3},
    {"'abc'.upperAscii() == 'x'", 6, 6},
    {"'abc'.trim() == 'x'", 3, 6},
    {"'abc'.substring(1) == 'x'", 5, 5},
    {"'abc'.substring(1, 2) == 'x'", 4, 4},
    {"'abc'.replace('a', 'xy') == 'x'", 6, 15},
    {"'a,b'.split(',')", 12, 15},
    {"['a', 'b'].join('-') == 'x'", 13, 18},
    {"regex.extract('abc', 'a.*')", 1, 4},
    {"regex.extractAll('abc', 'a.*')", 11, 14},
    {"regex.replace('abc', 'a', 'xy') == 'x'", 5, 8},
    {"regex.replace('abc', 'a', '') == 'x'", 2, 5},
    {"any.upperAscii()", 2, UINT64_MAX},
};

START_TEST(calls_of_the_extensions_are_estimated_in_cel)
{
    cel_expect_estimate("cel", &cel[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, calls_of_the_extensions_are_estimated_in_kubernetes, 0,
                        (int)PLIM_LEN(kubernetes));
    tcase_add_loop_test(tcase, calls_of_the_extensions_are_estimated_in_cel, 0, (int)PLIM_LEN(cel));
}

PLIM_CHECK_MAIN("cel.estimate_ext", add_cases)
