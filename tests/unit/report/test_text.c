#include "report_fixture.h"

static const char report_yaml[] =
    "clusters: [{name: dev, state: complete, objects: 1}]\n"
    "assessments: [{model: {id: m}, levels: [{id: l, title: L}], dimensions: [{id: d, title: D, "
    "level: {floor: l, ceiling: l}}]}]\n"
    "summary: {drift: {desired: 1}}\n"
    "findings: [{policy: drift.missing, state: fail, cluster: dev, message: gone}]\n"
    "results: {fail: 1}\n";

static const struct {
    enum report_part part;
    const char *shown;
    const char *hidden;
} parts[] = {
    {REPORT_ALL, "Maturity", "nothing hidden"},  {REPORT_MATURITY, "Maturity", "drift.missing"},
    {REPORT_DRIFT, "drift.missing", "Maturity"}, {REPORT_PARITY, "1 fail", "drift.missing"},
    {REPORT_RELEASES, "1 fail", "Maturity"},
};

START_TEST(each_part_shows_its_sections)
{
    struct value report = plim_value_from_yaml(arena, report_yaml);
    struct plim_err err = {0};
    style.part = parts[_i].part;
    plim_assert_ok(report_text_write(&report, &style, &printed, &err), &err);
    ck_assert_ptr_nonnull(strstr(printed.text, parts[_i].shown));
    ck_assert_ptr_null(strstr(printed.text, parts[_i].hidden));
}
END_TEST

START_TEST(a_full_buffer_is_an_error)
{
    struct value report = plim_value_from_yaml(arena, report_yaml);
    struct plim_buf small = {.max = 8};
    struct plim_err err = {0};
    plim_assert_fails(report_text_write(&report, &style, &small, &err), PLIM_LIMIT, &err,
                      "report is larger than 8 bytes");
    plim_buf_release(&small);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, each_part_shows_its_sections, 0, PLIM_LEN(parts));
    tcase_add_test(tcase, a_full_buffer_is_an_error);
}

PLIM_CHECK_MAIN("report.text", add_cases)
