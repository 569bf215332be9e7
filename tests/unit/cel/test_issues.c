#include <string.h>

#include "support/plim_check.h"

#include "issues.h"

START_TEST(places_count_lines_and_code_points)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_issues issues = {.len = 0};
    struct cel_source source = {
        .arena = arena, .text = PLIM_STR("a\n\303\251 x"), .issues = &issues};
    cel_issue_add(&source, 5, "no '%s'", "x");
    ck_assert_uint_eq(issues.items[0].line, 2);
    ck_assert_uint_eq(issues.items[0].column, 3);
    ck_assert_str_eq(issues.items[0].message, "no 'x'");
    ck_assert_int_eq(source.code, PLIM_INVALID);
}
END_TEST

START_TEST(issues_past_the_limit_are_dropped)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_issues issues = {.len = 0};
    struct cel_source source = {.arena = arena, .text = PLIM_STR("a"), .issues = &issues};
    for (int i = 0; i < CEL_ISSUES_MAX + 5; i++)
        cel_issue_limit(&source, 0, "too much");
    ck_assert_uint_eq(issues.len, CEL_ISSUES_MAX);
    ck_assert_int_eq(source.code, PLIM_LIMIT);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, places_count_lines_and_code_points);
    tcase_add_test(tcase, issues_past_the_limit_are_dropped);
}

PLIM_CHECK_MAIN("cel.issues", add_cases)
