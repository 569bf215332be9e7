#include "cel_check.h"

static const struct cel_case versions_are_ordered_by_precedence_cases[] = {
    {"semver('1.2.3').major()", "1"},
    {"semver('1.2.3').minor()", "2"},
    {"semver('1.2.3').patch()", "3"},
    {"semver('1.2')", "error: No Major.Minor.Patch elements found"},
    {"semver('v1.2', true).minor()", "2"},
    {"isSemver('01.0.0')", "false"},
    {"isSemver('v01.0.0', true)", "true"},
    {"semver('1.0.0-rc.1').isLessThan(semver('1.0.0'))", "true"},
    {"semver('1.0.0+a') == semver('1.0.0+b')", "true"},
    {"semver('1.0.0').compareTo(semver('0.9.9'))", "1"},
    {"semver('1.0.0').isGreaterThan(semver('1.0.1'))", "false"},
};

START_TEST(versions_are_ordered_by_precedence)
{
    cel_expect("plimsoll", &versions_are_ordered_by_precedence_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, versions_are_ordered_by_precedence, 0,
                        (int)PLIM_LEN(versions_are_ordered_by_precedence_cases));
}

PLIM_CHECK_MAIN("cel.lib_semver", add_cases)
