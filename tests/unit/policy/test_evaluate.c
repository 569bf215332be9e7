#include "base/defs.h"

#include "policy_fixture.h"

#define CLUSTER(validations) "  subject: cluster\n  validations:\n" validations
#define VERDICT(expression)  CLUSTER("    - {expression: \"" expression "\", message: no good}\n")

static const struct {
    const char *rest;
    const char *record;
    const char *said;
} verdicts[] = {
    {VERDICT("cluster.name == 'a'"), "{name: a}", "a.b pass\n"},
    {VERDICT("cluster.name == 'a'"), "{name: b}", "a.b fail no good\n"},
    {VERDICT("cluster.namespaces > 0"), "{namespaces: {$unknown: 'namespaces: 403'}}",
     "a.b unknown namespaces: 403\n"},
    {VERDICT("cluster.groups[0] == ''"), "{}", "a.b error index out of bounds: 0\n"},
    {VERDICT("dyn(1)"), "{}", "a.b error the expression gave integer\n"},
    {VERDICT("cluster.namespaces > 0 || cluster.name == 'a'"),
     "{name: a, namespaces: {$unknown: '403'}}", "a.b pass\n"},
    {CLUSTER("    - {expression: 'false', messageExpression: \"'in ' + cluster.name\"}\n"),
     "{name: a}", "a.b fail in a\n"},
    {CLUSTER(
         "    - {expression: 'false', messageExpression: 'cluster.groups[0]', message: plain}\n"),
     "{}", "a.b fail plain\n"},
    {CLUSTER("    - {expression: 'false', messageExpression: 'cluster.groups[0]'}\n"), "{}",
     "a.b fail It is right\n"},
    {CLUSTER(
         "    - {each: cluster.groups, expression: \"item == 'a'\", messageExpression: item}\n"),
     "{groups: [a, b, c]}", "a.b fail b\na.b fail c\n"},
    {CLUSTER(
         "    - {each: cluster.groups, expression: \"item == 'a'\", messageExpression: item}\n"),
     "{}", "a.b pass\n"},
    {CLUSTER("    - {each: cluster.humanWriters, expression: 'false', message: m}\n"),
     "{humanWriters: {$unknown: '403'}}", "a.b unknown 403\n"},
    {CLUSTER("    - {each: dyn(cluster.name), expression: 'false', message: m}\n"), "{}",
     "a.b error 'each' gave string\n"},
    {VERDICT("false") "  matchConditions: [{name: c, expression: cluster.production}]\n", "{}",
     "a.b not_applicable\n"},
    {VERDICT("false") "  matchConditions: [{name: c, expression: cluster.namespaces > 0}]\n",
     "{namespaces: {$unknown: '403'}}", "a.b unknown 403\n"},
    {VERDICT("false") "  matchConditions: [{name: c, expression: cluster.namespaces > 0},"
                      " {name: d, expression: cluster.production}]\n",
     "{namespaces: {$unknown: '403'}}", "a.b not_applicable\n"},
};

START_TEST(policy_says_what_it_found)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", verdicts[_i].rest);
    ck_assert_str_eq(judge_record(&fixture, POLICY_CLUSTER, verdicts[_i].record),
                     verdicts[_i].said);
    end(&fixture);
}
END_TEST

START_TEST(low_severity_warns)
{
    struct fixture fixture = {0};
    add_policy_of(&fixture, "low", "a.b", VERDICT("false"));
    ck_assert_str_eq(judge_record(&fixture, POLICY_CLUSTER, "{}"), "a.b warn no good\n");
    ck_assert_uint_eq(policy_tally_failed(&fixture.tallies[0]), 1);
    end(&fixture);
}
END_TEST

START_TEST(subjects_are_counted_once)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b",
               CLUSTER("    - {each: cluster.groups, expression: \"item == 'a'\", message: m}\n"));
    (void)judge_record(&fixture, POLICY_CLUSTER, "{groups: [b, c]}");
    (void)judge_record(&fixture, POLICY_CLUSTER, "{groups: [a, a]}");
    (void)judge_record(&fixture, POLICY_CLUSTER, "{}");
    ck_assert_uint_eq(fixture.tallies[0].counts[FINDING_FAIL], 1);
    ck_assert_uint_eq(fixture.tallies[0].counts[FINDING_PASS], 2);
    end(&fixture);
}
END_TEST

START_TEST(items_are_counted_where_the_unit_says_so)
{
    struct fixture fixture = {0};
    add_policy(
        &fixture, "a.b",
        CLUSTER(
            "    - {each: cluster.groups, expression: \"item == 'a'\", message: m}\n") "  unit: "
                                                                                       "item\n");
    (void)judge_record(&fixture, POLICY_CLUSTER, "{groups: [a, b, c]}");
    ck_assert_str_eq(judge_record(&fixture, POLICY_CLUSTER, "{}"), "a.b not_applicable\n");
    ck_assert_uint_eq(fixture.tallies[0].counts[FINDING_FAIL], 2);
    ck_assert_uint_eq(fixture.tallies[0].counts[FINDING_PASS], 1);
    ck_assert_uint_eq(fixture.tallies[0].counts[FINDING_NOT_APPLICABLE], 1);
    end(&fixture);
}
END_TEST

#define REPORTED CLUSTER("    - {expression: 'false', message: m, reportedBy: a.c}\n")

START_TEST(failure_reported_by_another_policy_is_only_counted)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", REPORTED);
    add_policy(&fixture, "a.c", VERDICT("false"));
    ck_assert_str_eq(judge_record(&fixture, POLICY_CLUSTER, "{}"), "a.c fail no good\n");
    ck_assert_uint_eq(fixture.tallies[0].counts[FINDING_FAIL], 1);
    end(&fixture);
}
END_TEST

START_TEST(failure_is_reported_when_the_other_policy_is_not_loaded)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", REPORTED);
    ck_assert_str_eq(judge_record(&fixture, POLICY_CLUSTER, "{}"), "a.b fail m\n");
    end(&fixture);
}
END_TEST

START_TEST(what_cannot_be_read_is_unknown_to_all_that_match)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b",
               "  subject: object\n  match: {workloads: true}\n"
               "  validations: [{expression: 'true', message: m}]\n");
    add_policy(&fixture, "a.c",
               "  subject: object\n  match: {resourceRules: [{resources: [services]}]}\n"
               "  validations: [{expression: 'true', message: m}]\n");
    struct policy_input input = {.subject = POLICY_OBJECT, .resource = PLIM_STR("pods")};
    begin(&fixture);
    input.tallies = fixture.tallies;
    policy_evaluate_unread(fixture.session, &input, PLIM_STR("pods: 403"), note_result, &fixture);
    ck_assert_str_eq(fixture.said, "a.b unknown pods: 403\n");
    ck_assert_uint_eq(fixture.tallies[0].counts[FINDING_UNKNOWN], 1);
    end(&fixture);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, policy_says_what_it_found, 0, PLIM_LEN(verdicts));
    tcase_add_test(tcase, low_severity_warns);
    tcase_add_test(tcase, subjects_are_counted_once);
    tcase_add_test(tcase, items_are_counted_where_the_unit_says_so);
    tcase_add_test(tcase, failure_reported_by_another_policy_is_only_counted);
    tcase_add_test(tcase, failure_is_reported_when_the_other_policy_is_not_loaded);
    tcase_add_test(tcase, what_cannot_be_read_is_unknown_to_all_that_match);
}

PLIM_CHECK_MAIN("policy.evaluate", add_cases)
