#include "base/defs.h"

#include "cel_estimate_check.h"

static const struct cel_estimated expressions[] = {
    {"self.name", 2, 2},
    {"any.a.b", 1, 1},
    {"has(self.name)", 1, 1},
    {"self.tags[0] == 'x'", 4, 4},
    {"self.labels['a'] == self.name", 6, 31},
    {"self.count == 1", 2, 2},
    {"true && self.name == 'x' && any", 0, 4},
    {"any ? self.name == 'a' : true", 1, 4},
    {"[self.name, 'abc'][0] == self.name", 16, 41},
    {"{'a': self.name}.a == 'xyz'", 34, 34},
    {"dyn(self.name) == self.name", 6, 31},
    {"(any ? 'ab' : 'abcdefghijklmnop') == self.name", 4, 5},
    {"self.?name.orValue('') == 'x'", 4, 4},
    {"any[0].b", 2, 2},
    {"size([1, 2]) + 1", 12, 12},
    {"self.tags + ['x'] == self.tags", 16, 16},
};

START_TEST(trees_are_appraised_from_their_leaves_up)
{
    cel_expect_estimate("kubernetes", &expressions[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, trees_are_appraised_from_their_leaves_up, 0,
                        (int)PLIM_LEN(expressions));
}

PLIM_CHECK_MAIN("cel.estimate", add_cases)
