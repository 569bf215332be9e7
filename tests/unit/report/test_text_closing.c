#include "report_fixture.h"

START_TEST(the_last_line_counts_and_tells_the_exit_status)
{
    style.exit_status = 1;
    ck_assert_str_eq(
        print_section(
            report_text_closing,
            "results: {pass: 214, fail: 12, warn: 3, unknown: 4, waived: 2, error: 0}\n"
            "assessments: [{dimensions: [{target: {gap: 1}}, {target: {gap: 0}}, {}]}]\n"),
        "12 fail, 3 warn, 4 unknown, 2 waived, 214 pass   levels below target: 1   exit 1\n");
}
END_TEST

START_TEST(a_clean_run_is_short)
{
    style.exit_status = 0;
    ck_assert_str_eq(print_section(report_text_closing, "results: {pass: 3}"), "3 pass   exit 0\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, the_last_line_counts_and_tells_the_exit_status);
    tcase_add_test(tcase, a_clean_run_is_short);
}

PLIM_CHECK_MAIN("report.text_closing", add_cases)
