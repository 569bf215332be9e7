#include "formats_fixture.h"

static const struct {
    const char *report;
    const char *line;
} cases[] = {
    {"run: {version: 0.1.0}", "# TYPE plimsoll_run info\n"},
    {"run: {version: 0.1.0}", "\nplimsoll_run_info{version=\"0.1.0\"} 1\n"},
    {"run: {startedAt: '1970-01-01T00:01:00Z'}", "\nplimsoll_run_started_seconds 60\n"},
    {"run: {interrupted: true}", "\nplimsoll_run_interrupted 1\n"},
    {"{}", "\nplimsoll_run_interrupted 0\n"},
    {"results: {pass: 3, unknown: 2}", "\nplimsoll_results{state=\"unknown\"} 2\n"},
    {"clusters: [{name: c, environment: prod, state: partial}]",
     "\nplimsoll_cluster_complete{cluster=\"c\",environment=\"prod\"} 0\n"},
    {"clusters: [{name: c, state: complete, objects: 7}]",
     "\nplimsoll_cluster_complete{cluster=\"c\"} 1\n"},
    {"clusters: [{name: c, objects: 7}]", "\nplimsoll_cluster_objects{cluster=\"c\"} 7\n"},
    {"summary: {drift: {missing: 4}}", "\nplimsoll_drift_objects{state=\"missing\"} 4\n"},
    {"coverage: {clusters: [{cluster: c, owners: {none: 5}}]}",
     "\nplimsoll_coverage_objects{cluster=\"c\",owner=\"none\"} 5\n"},
    {"assessments: [{model: {id: m}, levels: [{id: one}, {id: two}], dimensions: "
     "[{id: d, level: {floor: null, ceiling: two}}]}]",
     "{model=\"m\",dimension=\"d\",bound=\"floor\"} 0\n"
     "plimsoll_maturity_level{model=\"m\",dimension=\"d\",bound=\"ceiling\"} 2\n"},
    {"findings: [{policy: a.b, cluster: c, severity: low, state: warn}, "
     "{policy: a.b, cluster: c, severity: low, state: warn}]",
     "\nplimsoll_findings{policy=\"a.b\",cluster=\"c\",severity=\"low\",state=\"warn\"} 2\n"},
    {"findings: [{policy: \"a\\\"\\\\\\n\", state: fail}]",
     "\nplimsoll_findings{policy=\"a\\\"\\\\\\n\",state=\"fail\"} 1\n"},
};

START_TEST(a_number_is_a_sample)
{
    assert_has(write_report(report_openmetrics_write, cases[_i].report), cases[_i].line);
}
END_TEST

START_TEST(the_end_is_told)
{
    const char *text = write_report(report_openmetrics_write, "{}");
    ck_assert_str_eq(text + strlen(text) - strlen("\n# EOF\n"), "\n# EOF\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_number_is_a_sample, 0, PLIM_LEN(cases));
    tcase_add_test(tcase, the_end_is_told);
}

PLIM_CHECK_MAIN("report.openmetrics", add_cases)
