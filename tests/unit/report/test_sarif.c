#include "formats_fixture.h"

static const struct {
    const char *finding;
    const char *part;
} cases[] = {
    {"state: fail, severity: critical", "\"kind\":\"fail\",\"level\":\"error\""},
    {"state: fail, severity: high", "\"kind\":\"fail\",\"level\":\"error\""},
    {"state: fail, severity: medium", "\"kind\":\"fail\",\"level\":\"warning\""},
    {"state: warn, severity: low", "\"kind\":\"fail\",\"level\":\"note\""},
    {"state: pass, severity: high", "\"kind\":\"pass\",\"level\":\"none\""},
    {"state: unknown, severity: high", "\"kind\":\"open\",\"level\":\"none\""}, /* never a pass */
    {"state: error, severity: high", "\"kind\":\"open\",\"level\":\"none\""},
    {"state: skip", "\"kind\":\"notApplicable\",\"level\":\"none\""},
    {"state: some-day", "\"kind\":\"open\",\"level\":\"none\""},
    {"state: unknown, reason: HTTP 403", "\"message\":{\"text\":\"HTTP 403\"}"},
    {"state: pass, title: Fine", "\"message\":{\"text\":\"Fine\"}"},
    {"state: waived, severity: low, message: m, reason: agreed",
     "\"suppressions\":[{\"kind\":\"external\",\"justification\":\"agreed\"}]"},
    {"state: fail, fingerprint: abc", "\"partialFingerprints\":{\"plimsoll/v1\":\"abc\"}"},
    {"state: fail, source: {repository: r, path: 'a b/ü.yaml', line: 3}",
     "{\"artifactLocation\":{\"uri\":\"a%20b/%C3%BC.yaml\",\"uriBaseId\":\"r\"},"
     "\"region\":{\"startLine\":3}}"},
    {"state: fail, source: {path: x.yaml}", "{\"artifactLocation\":{\"uri\":\"x.yaml\"}}"},
    {"state: fail, cluster: c, object: {kind: Pod, name: p, namespace: ns}, subject: object",
     "\"logicalLocations\":[{\"name\":\"p\",\"fullyQualifiedName\":\"c/ns/Pod/p\","
     "\"kind\":\"object\"}]"},
};

START_TEST(a_finding_is_a_result)
{
    const char *yaml = plim_arena_printf(arena, "findings: [{policy: a.b, %s}]", cases[_i].finding);
    assert_has(write_report(report_sarif_write, yaml), cases[_i].part);
}
END_TEST

START_TEST(a_policy_is_a_rule_however_often_it_was_hurt)
{
    const char *text =
        write_report(report_sarif_write, "findings: [{policy: a.b, title: T, remediation: R}, "
                                         "{policy: c.d, title: U}, {policy: a.b, title: T}]");
    assert_has(text, "\"rules\":[{\"id\":\"a.b\",\"shortDescription\":{\"text\":\"T\"},"
                     "\"help\":{\"text\":\"R\"},\"properties\":{\"tags\":[\"a\"]}},"
                     "{\"id\":\"c.d\",\"shortDescription\":{\"text\":\"U\"},"
                     "\"properties\":{\"tags\":[\"c\"]}}]");
    assert_has(text, "{\"ruleId\":\"c.d\",\"ruleIndex\":1,");
}
END_TEST

START_TEST(a_run_that_was_blind_did_not_succeed)
{
    assert_has(write_report(report_sarif_write,
                            "clusters: [{name: c, unread: [{resource: pods, reason: HTTP 403}]}]"),
               "\"executionSuccessful\":false,\"toolExecutionNotifications\":[{\"level\":\"error\","
               "\"message\":{\"text\":\"c: pods: HTTP 403\"}}]");
    assert_has(write_report(report_sarif_write, "run: {interrupted: true}"),
               "\"executionSuccessful\":false");
    assert_has(write_report(report_sarif_write, "clusters: [{name: c, unread: []}]"),
               "\"executionSuccessful\":true");
}
END_TEST

START_TEST(repositories_with_a_uri_are_named)
{
    assert_has(write_report(report_sarif_write,
                            "repositories: [{url: ./shop.git, revision: b}, "
                            "{url: 'https://example.org/shop.git', revision: a}]"),
               "\"versionControlProvenance\":[{\"repositoryUri\":\"https://example.org/shop.git\","
               "\"revisionId\":\"a\"}]");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_finding_is_a_result, 0, PLIM_LEN(cases));
    tcase_add_test(tcase, a_policy_is_a_rule_however_often_it_was_hurt);
    tcase_add_test(tcase, a_run_that_was_blind_did_not_succeed);
    tcase_add_test(tcase, repositories_with_a_uri_are_named);
}

PLIM_CHECK_MAIN("report.sarif", add_cases)
