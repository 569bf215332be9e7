#include "support/plim_check.h"

#include "assess_priv.h"

#define ABSENT     \
    {              \
        true, 0, 0 \
    }
#define MET               \
    {                     \
        false, 1000, 1000 \
    }
#define HALF            \
    {                   \
        false, 500, 500 \
    }
#define UNMET       \
    {               \
        false, 0, 0 \
    }
#define UNKNOWN        \
    {                  \
        false, 0, 1000 \
    }

static const struct {
    struct maturity_interval left;
    struct maturity_interval right;
    struct maturity_interval all;
    struct maturity_interval any;
} pairs[] = {
    {MET, MET, MET, MET},
    {MET, UNMET, UNMET, MET},
    {MET, HALF, HALF, MET},
    {MET, UNKNOWN, UNKNOWN, MET},
    {UNMET, UNKNOWN, UNMET, UNKNOWN},
    {HALF, UNKNOWN, {false, 0, 500}, {false, 500, 1000}},
    {ABSENT, UNMET, UNMET, UNMET},
    {ABSENT, UNKNOWN, UNKNOWN, UNKNOWN},
    {ABSENT, ABSENT, ABSENT, ABSENT},
};

static void assert_interval(struct maturity_interval found, struct maturity_interval expected)
{
    ck_assert_int_eq(found.is_absent, expected.is_absent);
    ck_assert_int_eq(found.lo, expected.lo);
    ck_assert_int_eq(found.hi, expected.hi);
}

START_TEST(all_is_the_lower_bound_of_each_side_and_drops_what_is_absent)
{
    assert_interval(maturity_interval_all(pairs[_i].left, pairs[_i].right), pairs[_i].all);
    assert_interval(maturity_interval_all(pairs[_i].right, pairs[_i].left), pairs[_i].all);
}
END_TEST

START_TEST(any_is_the_upper_bound_of_each_side_and_drops_what_is_absent)
{
    assert_interval(maturity_interval_any(pairs[_i].left, pairs[_i].right), pairs[_i].any);
    assert_interval(maturity_interval_any(pairs[_i].right, pairs[_i].left), pairs[_i].any);
}
END_TEST

static const struct {
    struct maturity_interval value;
    const char *state;
} states[] = {
    {ABSENT, "notApplicable"},
    {MET, "met"},
    {HALF, "partial"},
    {{false, 1, 1}, "partial"},
    {{false, 999, 999}, "partial"},
    {UNMET, "unmet"},
    {UNKNOWN, "unknown"},
    /* known to be neither met nor unmet is not enough: how far is not known */
    {{false, 1, 999}, "unknown"},
    {{false, 500, 1000}, "unknown"},
    {{false, 0, 500}, "unknown"},
};

START_TEST(a_state_is_known_only_when_both_bounds_agree)
{
    ck_assert_str_eq(maturity_state_name(maturity_interval_state(states[_i].value)),
                     states[_i].state);
}
END_TEST

START_TEST(the_constants_are_the_ends_of_what_may_be)
{
    struct maturity_interval unknown = UNKNOWN;
    struct maturity_interval absent = ABSENT;
    struct maturity_interval half = HALF;
    assert_interval(maturity_interval_unknown, unknown);
    assert_interval(maturity_interval_absent, absent);
    assert_interval(maturity_interval_exactly(500), half);
    ck_assert_str_eq(maturity_state_name(MATURITY_STATE_EXCLUDED), "excluded");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, all_is_the_lower_bound_of_each_side_and_drops_what_is_absent, 0,
                        PLIM_LEN(pairs));
    tcase_add_loop_test(tcase, any_is_the_upper_bound_of_each_side_and_drops_what_is_absent, 0,
                        PLIM_LEN(pairs));
    tcase_add_loop_test(tcase, a_state_is_known_only_when_both_bounds_agree, 0, PLIM_LEN(states));
    tcase_add_test(tcase, the_constants_are_the_ends_of_what_may_be);
}

PLIM_CHECK_MAIN("maturity.interval", add_cases)
