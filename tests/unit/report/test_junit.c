#include "formats_fixture.h"

START_TEST(a_policy_is_a_suite_and_a_finding_a_case)
{
    ck_assert_str_eq(
        write_report(
            report_junit_write,
            "run: {startedAt: '2026-01-02T03:04:05Z'}\n"
            "findings:\n"
            "- {policy: a.x, state: fail, severity: high, message: bad, remediation: mend,\n"
            "   cluster: c, object: {namespace: ns, kind: Pod, name: p},\n"
            "   source: {repository: r, path: p.yaml, line: 7}}\n"
            "- {policy: a.y, state: pass, cluster: c, subject: cluster}\n"
            "- {policy: a.x, state: pass, cluster: c, object: {kind: Node, name: q}}\n"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"plimsoll\" timestamp=\"2026-01-02T03:04:05Z\" tests=\"3\" "
        "failures=\"1\" "
        "errors=\"0\" skipped=\"0\">\n"
        "  <testsuite name=\"a.x\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\">\n"
        "    <testcase classname=\"a.x\" name=\"c/ns/Pod/p\">\n"
        "      <failure message=\"bad\" type=\"high\">mend&#10;r, p.yaml:7</failure>\n"
        "    </testcase>\n"
        "    <testcase classname=\"a.x\" name=\"c/Node/q\"></testcase>\n"
        "  </testsuite>\n"
        "  <testsuite name=\"a.y\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
        "    <testcase classname=\"a.y\" name=\"c\"></testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
}
END_TEST

static const struct {
    const char *state;
    const char *part;
} states[] = {
    {"fail", "failures=\"1\" errors=\"0\" skipped=\"0\""},
    {"unknown", "failures=\"0\" errors=\"1\" skipped=\"0\""}, /* never green */
    {"error", "failures=\"0\" errors=\"1\" skipped=\"0\""},
    {"some-day", "failures=\"0\" errors=\"1\" skipped=\"0\""},
    {"not_applicable", "failures=\"0\" errors=\"0\" skipped=\"1\""},
    {"waived", "failures=\"0\" errors=\"0\" skipped=\"1\""},
    {"skip", "failures=\"0\" errors=\"0\" skipped=\"1\""},
    {"warn", "<system-out>warning: why</system-out>"},
};

START_TEST(each_state_has_its_outcome)
{
    const char *yaml = plim_arena_printf(arena, "findings: [{policy: a, state: %s, reason: why}]",
                                         states[_i].state);
    assert_has(write_report(report_junit_write, yaml), states[_i].part);
}
END_TEST

START_TEST(what_is_markup_is_escaped_and_what_xml_cannot_hold_replaced)
{
    const char *text =
        write_report(report_junit_write, "findings: [{policy: a, state: fail, "
                                         "message: \"<&>\\\"\\n\\x01\", severity: low}]");
    assert_has(text, "message=\"&lt;&amp;&gt;&quot;&#10;\xEF\xBF\xBD\"");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, a_policy_is_a_suite_and_a_finding_a_case);
    tcase_add_loop_test(tcase, each_state_has_its_outcome, 0, PLIM_LEN(states));
    tcase_add_test(tcase, what_is_markup_is_escaped_and_what_xml_cannot_hold_replaced);
}

PLIM_CHECK_MAIN("report.junit", add_cases)
