#include "report_fixture.h"

static const char summary[] =
    "summary:\n"
    "  drift: {desired: 61, differs: 2, missing: 1, extra: 1, unknown: 3}\n"
    "  versions: {images: 18, released: 14, latest: 2, floating: 1, splitTags: 1, unknownDigests: "
    "0}\n"
    "  parity: {applications: 6, equal: 4, differing: [cart, search]}\n"
    "coverage: {objects: 100, managed: 72, declared: 93, owners: {none: 7}, clusters: [{cluster: "
    "dev, owners: {none: 2}}, {cluster: prod, owners: {none: 5}}]}\n";

START_TEST(four_lines_say_how_it_stands)
{
    ck_assert_str_eq(
        print_section(report_text_summary, summary),
        "Drift      3 of 61 desired objects          2 differ, 1 missing, 1 with added fields, 3 "
        "not compared\n"
        "Versions   14 of 18 images released         2 latest, 1 floating, 1 under a tag with two "
        "digests\n"
        "Parity     4 of 6 applications equal        cart, search\n"
        "Coverage   93 % in Git, 72 % by an agent    nobody owns 7 objects, 5 of them in prod\n\n");
}
END_TEST

START_TEST(a_part_has_its_own_line)
{
    style.part = REPORT_PARITY;
    ck_assert_str_eq(print_section(report_text_summary, summary),
                     "Parity     4 of 6 applications equal        cart, search\n\n");
}
END_TEST

START_TEST(what_could_not_be_compared_is_not_equal)
{
    style.part = REPORT_PARITY;
    ck_assert_str_eq(
        print_section(
            report_text_summary,
            "summary: {parity: {applications: 3, equal: 1, unknown: 1, differing: [cart]}}"),
        "Parity     1 of 3 applications equal        cart; 1 could not be compared\n\n");
}
END_TEST

START_TEST(nothing_is_said_of_what_was_not_looked_at)
{
    ck_assert_str_eq(print_section(report_text_summary, "summary: {}"), "");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, four_lines_say_how_it_stands);
    tcase_add_test(tcase, a_part_has_its_own_line);
    tcase_add_test(tcase, what_could_not_be_compared_is_not_equal);
    tcase_add_test(tcase, nothing_is_said_of_what_was_not_looked_at);
}

PLIM_CHECK_MAIN("report.text_summary", add_cases)
