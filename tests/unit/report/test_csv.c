#include "formats_fixture.h"

#define HEAD                                                                                      \
    "state,severity,policy,title,cluster,environment,application,apiVersion,kind,namespace,name," \
    "container,field,expected,actual,message,reason,remediation,repository,commit,path,line,"     \
    "observedAt,fingerprint\r\n"

static const struct {
    const char *finding;
    const char *line;
} cases[] = {
    {"{state: fail, policy: a.b, expected: 3, actual: {x: 1}, source: {path: p.yaml, line: 10}}",
     "\"fail\",,\"a.b\",,,,,,,,,,,3,\"{\"\"x\"\":1}\",,,,,,\"p.yaml\",10,,\r\n"},
    {"{message: 'a \"b\", c', object: {name: node}}",
     ",,,,,,,,,,\"node\",,,,,\"a \"\"b\"\", c\",,,,,,,,\r\n"},
    {"{message: \"two\\nlines\"}", ",,,,,,,,,,,,,,,\"two\nlines\",,,,,,,,\r\n"},
    /* A spreadsheet would compute these. */
    {"{message: '=1+1', reason: '@x', fingerprint: '-2'}",
     ",,,,,,,,,,,,,,,\"'=1+1\",\"'@x\",,,,,,,\"'-2\"\r\n"},
};

START_TEST(a_finding_is_a_line)
{
    const char *yaml = plim_arena_printf(arena, "{findings: [%s]}", cases[_i].finding);
    const char *text = write_report(report_csv_write, yaml);
    ck_assert_int_eq(strncmp(text, HEAD, strlen(HEAD)), 0);
    ck_assert_str_eq(text + strlen(HEAD), cases[_i].line);
}
END_TEST

START_TEST(without_findings_there_is_the_head)
{
    ck_assert_str_eq(write_report(report_csv_write, "{}"), HEAD);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_finding_is_a_line, 0, PLIM_LEN(cases));
    tcase_add_test(tcase, without_findings_there_is_the_head);
}

PLIM_CHECK_MAIN("report.csv", add_cases)
