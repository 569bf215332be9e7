#include "base/bytes.h"
#include "base/str.h"
#include "support/plim_check.h"

START_TEST(from_null_is_empty)
{
    ck_assert_uint_eq(plim_str_from(NULL).len, 0);
    ck_assert(plim_str_equal(plim_str_from(NULL), plim_str_from("")));
    ck_assert(plim_str_is(PLIM_STR("abc"), "abc"));
    ck_assert(!plim_str_is(PLIM_STR("abc"), "abd"));
}
END_TEST

START_TEST(starts_and_ends_compare_whole_affixes)
{
    struct plim_str text = PLIM_STR("registry/app");
    ck_assert(plim_str_starts(text, PLIM_STR("registry")));
    ck_assert(!plim_str_starts(text, PLIM_STR("registry/app/")));
    ck_assert(plim_str_ends(text, PLIM_STR("/app")));
    ck_assert(!plim_str_ends(PLIM_STR("p"), PLIM_STR("app")));
    ck_assert(plim_str_starts(text, (struct plim_str){0}));
    ck_assert(plim_str_ends(text, (struct plim_str){0}));
}
END_TEST

/* Every length up to beyond the longest that is compared without a call, and a difference at every
 * place of it. */
START_TEST(bytes_differ_wherever_one_does)
{
    enum { LONGEST = 24 };
    char left[LONGEST + 1] = "abcdefghijklmnopqrstuvwx";
    char right[LONGEST + 1] = "abcdefghijklmnopqrstuvwx";
    size_t len = (size_t)_i / LONGEST + 1;
    size_t place = (size_t)_i % LONGEST;
    ck_assert(plim_bytes_same(left, right, len));
    right[place] = '!';
    ck_assert(plim_bytes_same(left, right, len) == (place >= len));
}
END_TEST

START_TEST(compare_puts_the_shorter_first)
{
    ck_assert_int_lt(plim_str_compare(PLIM_STR("a"), PLIM_STR("ab")), 0);
    ck_assert_int_gt(plim_str_compare(PLIM_STR("b"), PLIM_STR("ab")), 0);
    ck_assert_int_eq(plim_str_compare(PLIM_STR("ab"), PLIM_STR("ab")), 0);
    ck_assert_int_gt(plim_str_compare(PLIM_STR("\xff"), PLIM_STR("a")), 0);
}
END_TEST

START_TEST(cut_goes_on_behind_the_separator)
{
    struct plim_str rest = PLIM_STR("a..b");
    struct plim_str piece;
    ck_assert(plim_str_cut(&rest, '.', &piece));
    ck_assert(plim_str_is(piece, "a"));
    ck_assert(plim_str_cut(&rest, '.', &piece));
    ck_assert_uint_eq(piece.len, 0);
    ck_assert(!plim_str_cut(&rest, '.', &piece));
    ck_assert(plim_str_is(piece, "b"));
    ck_assert_uint_eq(rest.len, 0);
}
END_TEST

START_TEST(trim_takes_blanks_off_both_sides)
{
    ck_assert(plim_str_is(plim_str_trim(PLIM_STR(" \t a b\r\n")), "a b"));
    ck_assert_uint_eq(plim_str_trim(PLIM_STR(" \n ")).len, 0);
}
END_TEST

static const struct {
    const char *text;
    const char *pattern;
    bool matches;
} globs[] = {
    {"prod-eu", "prod-*", true},
    {"prod", "prod-*", false},
    {"prod", "*", true},
    {"", "*", true},
    {"", "", true},
    {"a", "", false},
    {"a", "?", true},
    {"", "?", false},
    {"aXbXc", "a*b*c", true},
    {"aXbX", "a*b*c", false},
    {"abcabc", "*abc", true},
    {"a*b", "a*b", true},
    {"ab", "a**b", true},
    {"aaaaaaaaaab", "*a*a*a*a*c", false},
};

START_TEST(glob_matches_as_the_shell_does)
{
    ck_assert_int_eq(
        plim_str_matches_glob(plim_str_from(globs[_i].text), plim_str_from(globs[_i].pattern)),
        globs[_i].matches);
}
END_TEST

static const struct {
    const char *left;
    const char *right;
    size_t most;
    size_t distance;
} distances[] = {
    {"kitten", "sitting", 9, 3}, {"", "abc", 9, 3},      {"abc", "", 9, 3},
    {"high", "hihg", 9, 1},      {"same", "same", 9, 0}, {"abcdef", "x", 2, 3},
    {"abc", "xyz", 1, 2},
};

START_TEST(distance_counts_edits)
{
    ck_assert_uint_eq(plim_str_distance(plim_str_from(distances[_i].left),
                                        plim_str_from(distances[_i].right), distances[_i].most),
                      distances[_i].distance);
}
END_TEST

static const struct {
    const char *text;
    const char *nearest;
} guesses[] = {{"enviroments", "environments"},
               {"hihg", "high"},
               {"clutsers", "clusters"},
               {"zzzzzz", NULL},
               {"x", NULL}};

START_TEST(nearest_suggests_only_what_is_near)
{
    static const char *const names[] = {"high", "environments", "clusters", "low"};
    ck_assert_pstr_eq(plim_str_nearest(plim_str_from(guesses[_i].text), names, PLIM_LEN(names)),
                      guesses[_i].nearest);
}
END_TEST

START_TEST(a_part_is_found_anywhere)
{
    ck_assert(plim_str_contains(PLIM_STR("the digest"), PLIM_STR("the")));
    ck_assert(plim_str_contains(PLIM_STR("the digest"), PLIM_STR("digest")));
    ck_assert(plim_str_contains(PLIM_STR("the digest"), PLIM_STR("")));
    ck_assert(!plim_str_contains(PLIM_STR("the digest"), PLIM_STR("digests")));
    ck_assert(!plim_str_contains(PLIM_STR(""), PLIM_STR("a")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, a_part_is_found_anywhere);
    tcase_add_test(tcase, from_null_is_empty);
    tcase_add_test(tcase, starts_and_ends_compare_whole_affixes);
    tcase_add_loop_test(tcase, bytes_differ_wherever_one_does, 0, 24 * 24);
    tcase_add_test(tcase, compare_puts_the_shorter_first);
    tcase_add_test(tcase, cut_goes_on_behind_the_separator);
    tcase_add_test(tcase, trim_takes_blanks_off_both_sides);
    tcase_add_loop_test(tcase, glob_matches_as_the_shell_does, 0, PLIM_LEN(globs));
    tcase_add_loop_test(tcase, distance_counts_edits, 0, PLIM_LEN(distances));
    tcase_add_loop_test(tcase, nearest_suggests_only_what_is_near, 0, PLIM_LEN(guesses));
}

PLIM_CHECK_MAIN("base.str", add_cases)
