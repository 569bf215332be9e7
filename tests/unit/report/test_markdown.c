#include "formats_fixture.h"

START_TEST(the_first_line_counts)
{
    assert_has(
        write_report(report_markdown_write, "results: {fail: 2, unknown: 1, warn: 0, pass: 9}"),
        "## Plimsoll: 2 failed, 1 unknown, 9 passed\n");
    assert_has(write_report(report_markdown_write, "{}"), "## Plimsoll: nothing was judged\n");
    assert_has(write_report(report_markdown_write, "run: {interrupted: true}"),
               "**The run was interrupted");
}
END_TEST

START_TEST(levels_and_clusters_are_tables)
{
    const char *text = write_report(
        report_markdown_write,
        "clusters: [{name: c, environment: prod, version: v1.36.3, state: partial, objects: 12}]\n"
        "assessments:\n"
        "- model: {title: Ladder, belowTitle: Level 0}\n"
        "  levels: [{id: one, title: Level 1}]\n"
        "  dimensions:\n"
        "  - {title: Declared, level: {floor: one, ceiling: one}, levels: [{title: in Git}]}\n"
        "  - {title: Equal, level: {floor: null, ceiling: one},\n"
        "     next: {blockers: [{practice: p.q, criteria: [{policy: a.b, missing: 2, total: "
        "5}]}]}}\n"
        "  - {title: Shadow, hidden: true}\n");
    assert_has(text, "| c | prod | v1.36.3 | partial | 12 |\n");
    assert_has(text, "### Ladder\n");
    assert_has(text, "| Declared | 1 in Git | 1 in Git |  |\n");
    assert_has(text, "| Equal | Level 0 | Level 1 | p.q: 2 more of 5 for a.b |\n");
    ck_assert_ptr_null(strstr(text, "Shadow"));
}
END_TEST

START_TEST(findings_are_folded_by_policy_the_most_severe_first)
{
    const char *text = write_report(
        report_markdown_write,
        "findings:\n"
        "- {policy: a.low, state: fail, severity: low, title: L, message: m}\n"
        "- {policy: a.high, state: fail, severity: high, title: H, message: m, cluster: c,\n"
        "   application: web, source: {path: p.yaml, line: 4}}\n"
        "- {policy: a.blind, state: unknown, severity: high, title: B, reason: r}\n"
        "- {policy: a.warned, state: warn, severity: info, title: W, message: m}\n");
    assert_has(text, "### Failed\n\n<details><summary>1 &times; a.high (high): H</summary>\n\n"
                     "| Where | What | In Git |\n|---|---|---|\n"
                     "| c/application/web | m | p.yaml:4 |\n\n</details>\n"
                     "<details><summary>1 &times; a.low (low): L</summary>");
    assert_has(text, "### Unknown\n\n<details><summary>1 &times; a.blind (high): B</summary>");
    assert_has(text, "### Warnings\n\n<details><summary>1 &times; a.warned");
}
END_TEST

START_TEST(nothing_from_a_cluster_is_markup_or_calls_anybody)
{
    assert_has(
        write_report(report_markdown_write,
                     "findings: [{policy: a&b, state: fail, severity: low, title: T, message: "
                     "\"<b> | @team [x](y) `c`\\nd\"}]"),
        "&#60;b&#62; &#124; &#64;team &#91;x&#93;(y) &#96;c&#96; d |");
}
END_TEST

START_TEST(a_long_list_is_cut_and_counted)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf yaml = {0};
    plim_buf_append_c(&yaml, "findings:\n");
    plim_buf_repeat(&yaml, "- {policy: a.b, state: fail, severity: low, title: T, message: m}\n",
                    60);
    assert_has(write_report(report_markdown_write, yaml.text),
               "10 more are in the JSON report.\n\n</details>");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, the_first_line_counts);
    tcase_add_test(tcase, levels_and_clusters_are_tables);
    tcase_add_test(tcase, findings_are_folded_by_policy_the_most_severe_first);
    tcase_add_test(tcase, nothing_from_a_cluster_is_markup_or_calls_anybody);
    tcase_add_test(tcase, a_long_list_is_cut_and_counted);
}

PLIM_CHECK_MAIN("report.markdown", add_cases)
