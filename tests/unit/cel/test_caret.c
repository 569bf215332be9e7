#include <string.h>

#include "base/buf.h"
#include "cel/program.h"
#include "support/plim_check.h"

static const struct {
    const char *source;
    struct value_position place;
    const char *want;
} places[] = {
    {"a + b", {1, 5}, "\n | a + b\n | ....^"},
    {"a +\n\tb\n", {2, 2}, "\n |  b\n | .^"},
    {"'\303\251' + b", {1, 7}, "\n | '\303\251' + b\n | ......^"},
    {"a", {1, 2}, "\n | a\n | .^"},
    {"", {1, 1}, "\n | \n | ^"},
    {"a", {1, 3}, ""},
    {"a", {2, 1}, ""},
    {"a", {0, 0}, ""},
    {"\377", {1, 1}, ""},
};

START_TEST(the_place_is_shown_under_its_line)
{
    struct plim_buf buf = {0};
    cel_caret_print(plim_str_from(places[_i].source), places[_i].place, &buf);
    ck_assert(plim_str_is(plim_buf_str(&buf), places[_i].want));
    plim_buf_release(&buf);
}
END_TEST

START_TEST(of_a_long_line_the_part_around_the_place_is_shown)
{
    struct plim_buf line = {0};
    struct plim_buf buf = {0};
    plim_buf_repeat(&line, "x", 500);
    cel_caret_print(plim_buf_str(&line), (struct value_position){1, 201}, &buf);
    ck_assert_uint_eq(strcspn(buf.text + 1, "\n"), strlen(" | ......") + 100);
    ck_assert_uint_eq(buf.len, 2 * strlen("\n | ...") + strlen("...") + 100 + 60 + 1);
    plim_buf_release(&line);
    plim_buf_release(&buf);
}
END_TEST

START_TEST(an_issue_prints_with_its_place)
{
    struct plim_buf buf = {0};
    const struct cel_issue issue = {1, 5, "no 'b'"};
    cel_issue_print(&issue, PLIM_STR("a + b"), &buf);
    ck_assert_str_eq(buf.text, "1:5: no 'b'\n | a + b\n | ....^");
    plim_buf_release(&buf);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_place_is_shown_under_its_line, 0, PLIM_LEN(places));
    tcase_add_test(tcase, of_a_long_line_the_part_around_the_place_is_shown);
    tcase_add_test(tcase, an_issue_prints_with_its_place);
}

PLIM_CHECK_MAIN("cel.caret", add_cases)
