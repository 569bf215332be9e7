#include <stdio.h>
#include <string.h>

#include "support/plim_check.h"

#include "pattern.h"

START_TEST(groups_are_reported_with_their_spans)
{
    char why[CEL_PATTERN_WHY_BYTES];
    struct cel_match match = {.text = "key=value", .len = 9};
    struct cel_pattern *pattern = cel_pattern_new("(k.y)=(x)?", 10, why);
    ck_assert(cel_pattern_find(pattern, &match, CEL_PATTERN_SPANS_MAX));
    ck_assert_int_eq(cel_pattern_groups(pattern), 2);
    ck_assert_uint_eq(match.spans[1].begin, 0);
    ck_assert_uint_eq(match.spans[1].end, 3);
    ck_assert_uint_eq(match.spans[2].begin, (size_t)-1);
    cel_pattern_free(pattern);
}
END_TEST

START_TEST(malformed_expressions_say_why)
{
    char why[CEL_PATTERN_WHY_BYTES];
    ck_assert_ptr_null(cel_pattern_new("(", 1, why));
    ck_assert_str_eq(why, "missing ): (");
    ck_assert_ptr_null(cel_pattern_cached("[", 1, why));
    ck_assert_str_eq(why, "missing ]: [");
}
END_TEST

static const struct {
    const char *pattern;
    int found; /* in "a<b]c"; -1: malformed */
} syntax_cases[] = {{"(?<n>b)", 1},  {"(?P<n>b)", 1}, {"[(?<n>]", 1},  {"\\(?<n>", 0},
                    {"(?<=a)b", -1}, {"(?<!a)b", -1}, {"a[<]b\\]", 1}, {"(?<n", -1}};

/* Of the pattern in a text: -1 when it is malformed. */
static int find_in(const char *text, const char *pattern)
{
    char why[CEL_PATTERN_WHY_BYTES];
    struct cel_match match = {.text = text, .len = strlen(text)};
    const struct cel_pattern *compiled = cel_pattern_cached(pattern, strlen(pattern), why);
    return compiled ? cel_pattern_find(compiled, &match, 0) : -1;
}

START_TEST(groups_are_named_as_in_go)
{
    ck_assert_int_eq(find_in("a<b]c", syntax_cases[_i].pattern), syntax_cases[_i].found);
}
END_TEST

START_TEST(more_expressions_than_are_kept_still_work)
{
    for (int i = 0; i < 300; i++) {
        char pattern[16];
        (void)snprintf(pattern, sizeof pattern, "x%d$", i);
        ck_assert_int_eq(find_in("x42", pattern), i == 42);
    }
}
END_TEST

/* Each text is longer than what is remembered, or short enough. */
static const struct {
    const char *text;
    int matched; /* by which of the patterns, as bits */
} remembered[] = {{"ab", 3},
                  {"a", 1},
                  {"b", 2},
                  {"", 4},
                  {"a text of more bytes than are remembered of any: ab", 3}};

static void match_all(const char *text, int matched)
{
    static const char *const patterns[] = {"^a", "b$", "^$"};
    char why[CEL_PATTERN_WHY_BYTES];
    for (int i = 0; i < (int)PLIM_LEN(patterns); i++) {
        struct cel_pattern *pattern = cel_pattern_new(patterns[i], strlen(patterns[i]), why);
        for (int again = 0; again < 2; again++)
            ck_assert_int_eq(cel_pattern_matches(pattern, text, strlen(text)), matched >> i & 1);
        cel_pattern_free(pattern);
    }
}

START_TEST(what_is_remembered_of_a_text_is_of_one_pattern)
{
    for (size_t i = 0; i < 3 * PLIM_LEN(remembered); i++) {
        size_t at = i % PLIM_LEN(remembered);
        match_all(remembered[at].text, remembered[at].matched);
    }
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, what_is_remembered_of_a_text_is_of_one_pattern);
    tcase_add_test(tcase, groups_are_reported_with_their_spans);
    tcase_add_test(tcase, malformed_expressions_say_why);
    tcase_add_loop_test(tcase, groups_are_named_as_in_go, 0, (int)PLIM_LEN(syntax_cases));
    tcase_add_test(tcase, more_expressions_than_are_kept_still_work);
}

PLIM_CHECK_MAIN("cel.pattern", add_cases)
