#include "base/defs.h"

#include "cel_estimate_check.h"

static const struct cel_estimated folds[] = {
    {"self.tags.all(t, t == 'a')", 3, 53},
    {"self.tags.exists(t, t == 'a')", 3, 63},
    {"self.tags.exists_one(t, t == 'a')", 4, 44},
    {"self.tags.map(t, t + t)", 13, 313},
    {"self.tags.map(t, t != '', t)[0] == 'x'", 15, 155},
    {"self.tags.filter(t, t != '').size()", 14, 154},
    {"self.labels.all(k, v, k == v)", 3, 43},
    {"self.tags.exists(i, t, i > 0 && t == 'a')", 3, 83},
    {"self.tags.transformMap(i, t, t)", 33, 73},
    {"self.tags.transformMapEntry(i, t, {t: i})", 33, 373},
    {"self.tags.sortBy(t, t.size())", 36, 376},
    {"self.tags.sortBy(t, t)", 36, 376},
    {"any.sortBy(t, t)", 35, UINT64_MAX},
    {"any.all(x, x)", 2, UINT64_MAX},
    {"self.tags.all(t, self.tags.all(u, u == t))", 3, 1363},
    {"self.?name.optMap(n, n + n).hasValue()", 5, 1844674407370955284U},
    {"self.?name.optFlatMap(n, optional.of(n))", 4, 18},
    {"[1, 2].map(x, 'abc').exists(s, s == self.name)", 54, 62},
};

START_TEST(comprehensions_are_estimated_as_the_folds_they_stand_for_in_kubernetes)
{
    cel_expect_estimate("kubernetes", &folds[_i]);
}
END_TEST

static const struct cel_estimated binds[] = {
    {"cel.bind(x, self.a, x == 'a')", 13, 13},
};

START_TEST(comprehensions_are_estimated_as_the_folds_they_stand_for_in_cel)
{
    cel_expect_estimate("cel", &binds[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase,
                        comprehensions_are_estimated_as_the_folds_they_stand_for_in_kubernetes, 0,
                        (int)PLIM_LEN(folds));
    tcase_add_loop_test(tcase, comprehensions_are_estimated_as_the_folds_they_stand_for_in_cel, 0,
                        (int)PLIM_LEN(binds));
}

PLIM_CHECK_MAIN("cel.estimate_fold", add_cases)
