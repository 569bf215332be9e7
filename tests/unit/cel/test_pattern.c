#include <stdio.h>
#include <string.h>

#include "support/plim_check.h"

#include "pattern.h"

START_TEST(groups_are_reported_with_their_spans)
{
    char why[CEL_REGEX_WHY_BYTES];
    struct cel_regex_match match = {.text = "key=value", .len = 9};
    ck_assert_int_eq(cel_regex_find("(k.y)=(x)?", 10, &match, why), 1);
    ck_assert_int_eq(match.groups, 2);
    ck_assert_uint_eq(match.spans[1].begin, 0);
    ck_assert_uint_eq(match.spans[1].end, 3);
    ck_assert_uint_eq(match.spans[2].begin, (size_t)-1);
}
END_TEST

START_TEST(malformed_expressions_say_why)
{
    char why[CEL_REGEX_WHY_BYTES];
    struct cel_regex_match match = {.text = "", .len = 0};
    ck_assert_int_eq(cel_regex_find("(", 1, &match, why), -1);
    ck_assert_str_eq(why, "missing ): (");
}
END_TEST

static const struct {
    const char *pattern;
    int found; /* in "a<b]c" */
} syntax_cases[] = {{"(?<n>b)", 1},  {"(?P<n>b)", 1}, {"[(?<n>]", 1},  {"\\(?<n>", 0},
                    {"(?<=a)b", -1}, {"(?<!a)b", -1}, {"a[<]b\\]", 1}, {"(?<n", -1}};

START_TEST(groups_are_named_as_in_go)
{
    char why[CEL_REGEX_WHY_BYTES];
    struct cel_regex_match match = {.text = "a<b]c", .len = 5};
    const char *pattern = syntax_cases[_i].pattern;
    ck_assert_int_eq(cel_regex_find(pattern, strlen(pattern), &match, why), syntax_cases[_i].found);
}
END_TEST

START_TEST(more_expressions_than_are_kept_still_work)
{
    char why[CEL_REGEX_WHY_BYTES];
    struct cel_regex_match match = {.text = "x42", .len = 3};
    for (int i = 0; i < 300; i++) {
        char pattern[16];
        int len = snprintf(pattern, sizeof pattern, "x%d$", i);
        ck_assert_int_eq(cel_regex_find(pattern, (size_t)len, &match, why), i == 42);
    }
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, groups_are_reported_with_their_spans);
    tcase_add_test(tcase, malformed_expressions_say_why);
    tcase_add_loop_test(tcase, groups_are_named_as_in_go, 0, (int)PLIM_LEN(syntax_cases));
    tcase_add_test(tcase, more_expressions_than_are_kept_still_work);
}

PLIM_CHECK_MAIN("cel.pattern", add_cases)
