#include "report_fixture.h"

START_TEST(json_is_the_report_itself)
{
    struct value report = plim_value_from_yaml(arena, "{kind: AuditReport, results: {pass: 1}}");
    struct plim_err err = {0};
    const struct plim_sink sink = plim_buf_sink(&printed);
    plim_assert_ok(report_write("json", &report, &style, &sink, &err), &err);
    ck_assert_str_eq(
        printed.text,
        "{\n  \"kind\": \"AuditReport\",\n  \"results\": {\n    \"pass\": 1\n  }\n}\n");
}
END_TEST

enum { FORMATS = 7 };

static const struct {
    const char *name;
    const char *message;
} unknown[] = {
    {"jsn", "unknown output format 'jsn'; did you mean 'json'?"},
    {"protobuf", "unknown output format 'protobuf'; expected text, json, markdown, sarif, junit, "
                 "csv or openmetrics"},
};

START_TEST(an_unknown_format_is_named)
{
    struct value report = {0};
    struct plim_err err = {0};
    const struct plim_sink sink = plim_buf_sink(&printed);
    plim_assert_fails(report_write(unknown[_i].name, &report, &style, &sink, &err), PLIM_INVALID,
                      &err, unknown[_i].message);
}
END_TEST

START_TEST(every_format_that_is_listed_can_be_written)
{
    struct value report = plim_value_from_yaml(arena, "{kind: AuditReport}");
    struct plim_err err = {0};
    const struct plim_sink sink = plim_buf_sink(&printed);
    ck_assert_uint_eq(report_format_count(), FORMATS);
    plim_assert_ok(report_write(report_format_name((size_t)_i), &report, &style, &sink, &err),
                   &err);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, json_is_the_report_itself);
    tcase_add_loop_test(tcase, an_unknown_format_is_named, 0, PLIM_LEN(unknown));
    tcase_add_loop_test(tcase, every_format_that_is_listed_can_be_written, 0, FORMATS);
}

PLIM_CHECK_MAIN("report.format", add_cases)
