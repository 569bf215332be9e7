#include "admission_fixture.h"
#include "precondition.h"

static const struct {
    const char *range;
    const char *version;
    bool has;
} cases[] = {
    {"1.2.3", "1.2.3", true},
    {">=1.2.0 <2.0.0", "1.9.9", true},
    {">=1.2.0 <2.0.0", "2.0.0", false},
    {"> 1.2.0", "1.2.0", false},
    {"<1.0.0 || >=3.0.0", "3.1.0", true},
    {"<1.0.0 || >=3.0.0", "2.1.0", false},
    {">1.0.0 !4.2.1", "4.2.1", false},
    {"==1.0.0", "1.0.0", true},
    {"<1.0.0", "v5.0.0", true},
};

START_TEST(ranges_have_their_versions)
{
    bool has = false;
    ck_assert(admission_version_range_has(plim_str_from(cases[_i].range),
                                          plim_str_from(cases[_i].version), &has));
    ck_assert_int_eq(has, cases[_i].has);
}
END_TEST

static const char *const refused[] = {"", "a", ">=1.2", "1.0.0 ||", "=>1.0.0", "v1.0.0"};

START_TEST(what_is_no_range_is_refused)
{
    bool has = false;
    ck_assert(!admission_version_range_has(plim_str_from(refused[_i]), PLIM_STR("1.0.0"), &has));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, ranges_have_their_versions, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, what_is_no_range_is_refused, 0, (int)PLIM_LEN(refused));
}

PLIM_CHECK_MAIN("admission.version_range", add_cases)
