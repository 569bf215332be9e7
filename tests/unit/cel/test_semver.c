#include "support/plim_check.h"

#include "semver.h"

static const struct {
    const char *text;
    bool strict;
    bool loose;
} cases[] = {
    {"1.2.3", true, true},
    {"1.2.3-rc.1+b.5", true, true},
    {"1.2.3--", true, true},
    {"1.2", false, true},
    {"v1", false, true},
    {"01.2.3", false, true},
    {"1.2.3-01", false, false},
    {"1.2.3-", false, false},
    {"1.2.3+", false, false},
    {"1.2-rc", false, false},
    {"", false, false},
    {"1.2.3.4", false, false},
    {"1.a.3", false, false},
    {"1.2.3-a_b", false, false},
    {"18446744073709551616.0.0", false, false},
};

START_TEST(versions_are_read_strictly_or_loosely)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str at;
    struct cel_semver version;
    struct plim_str text = plim_str_from(cases[_i].text);
    ck_assert_int_eq(cel_semver_parse(text, &version, &at) == NULL, cases[_i].strict);
    ck_assert_int_eq(cel_semver_parse_loosely(arena, text, &version, &at) == NULL, cases[_i].loose);
}
END_TEST

/* In ascending order; semver.org, section 11. */
static const char *const ascending[] = {"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                        "1.0.0-beta",  "1.0.0-beta.2",  "1.0.0-beta.11",
                                        "1.0.0-rc.1",  "1.0.0",         "1.0.1",
                                        "1.1.0",       "2.0.0"};

START_TEST(precedence_is_that_of_the_standard)
{
    struct plim_str at;
    struct cel_semver here;
    struct cel_semver next;
    ck_assert_ptr_null(cel_semver_parse(plim_str_from(ascending[_i]), &here, &at));
    ck_assert_ptr_null(cel_semver_parse(plim_str_from(ascending[_i + 1]), &next, &at));
    ck_assert_int_eq(cel_semver_compare(&here, &next), -1);
    ck_assert_int_eq(cel_semver_compare(&next, &here), 1);
    ck_assert_int_eq(cel_semver_compare(&here, &here), 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, precedence_is_that_of_the_standard, 0, (int)PLIM_LEN(ascending) - 1);
    tcase_add_loop_test(tcase, versions_are_read_strictly_or_loosely, 0, (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("cel.semver", add_cases)
