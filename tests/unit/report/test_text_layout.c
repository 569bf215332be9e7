#include "report_fixture.h"

static struct report_text make_text(void)
{
    plim_buf_clear(&printed);
    return (struct report_text){.buf = &printed, .style = &style};
}

START_TEST(control_characters_cannot_steer_the_terminal)
{
    struct report_text text = make_text();
    report_text_add_c(&text, REPORT_PLAIN,
                      "a\033[31mb\r\xc2\x9b"
                      "c");
    ck_assert_str_eq(printed.text, "a\\x1b[31mb\\x0d\\x9bc");
}
END_TEST

START_TEST(colour_is_there_only_when_asked_for)
{
    struct report_text text = make_text();
    report_text_add_c(&text, REPORT_RED, "x");
    style.color = true;
    report_text_add_c(&text, REPORT_RED, "y");
    report_text_add_c(&text, REPORT_PLAIN, "z");
    ck_assert_str_eq(printed.text, "x\033[31my\033[0mz");
    ck_assert_uint_eq(text.column, 3);
}
END_TEST

START_TEST(columns_count_code_points)
{
    struct report_text text = make_text();
    report_text_add_c(&text, REPORT_PLAIN, "●━é");
    ck_assert_uint_eq(text.column, 3);
    report_text_pad(&text, 5);
    report_text_add_c(&text, REPORT_PLAIN, "|");
    ck_assert_str_eq(printed.text, "●━é  |");
    ck_assert_uint_eq(report_text_width(PLIM_STR("●━é")), 3);
}
END_TEST

START_TEST(padding_leaves_at_least_one_blank)
{
    struct report_text text = make_text();
    report_text_add_c(&text, REPORT_PLAIN, "long");
    report_text_pad(&text, 2);
    report_text_add_c(&text, REPORT_PLAIN, "x");
    ck_assert_str_eq(printed.text, "long x");
}
END_TEST

START_TEST(lines_end_without_blanks)
{
    struct report_text text = make_text();
    report_text_add_c(&text, REPORT_PLAIN, "x");
    report_text_pad(&text, 9);
    report_text_line(&text);
    ck_assert_str_eq(printed.text, "x\n");
    ck_assert_uint_eq(text.column, 0);
}
END_TEST

static const struct {
    size_t width;
    const char *want;
} wrapped[] = {
    {0, "ab one two three"},
    {80, "ab one two three"},
    {10, "ab one two\n    three"},
    {6, "ab one\n    two\n    three"},
};

START_TEST(words_go_on_at_the_indent_when_the_width_is_reached)
{
    struct report_text text = make_text();
    style.width = wrapped[_i].width;
    report_text_add_c(&text, REPORT_PLAIN, "ab ");
    report_text_wrap(&text, REPORT_PLAIN, PLIM_STR("one two three"), 4);
    ck_assert_str_eq(printed.text, wrapped[_i].want);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, control_characters_cannot_steer_the_terminal);
    tcase_add_test(tcase, colour_is_there_only_when_asked_for);
    tcase_add_test(tcase, columns_count_code_points);
    tcase_add_test(tcase, padding_leaves_at_least_one_blank);
    tcase_add_test(tcase, lines_end_without_blanks);
    tcase_add_loop_test(tcase, words_go_on_at_the_indent_when_the_width_is_reached, 0,
                        PLIM_LEN(wrapped));
}

PLIM_CHECK_MAIN("report.text_layout", add_cases)
