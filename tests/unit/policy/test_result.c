#include "policy_fixture.h"

#define DRIFT                                                                                     \
    "  subject: parity\n  validations:\n"                                                         \
    "    - {each: parity.differences, expression: item.allowed, messageExpression: item.field + " \
    "' differs', "                                                                                \
    "field: item.field, container: item.container, expected: \"'a'\", actual: item.values, "      \
    "manager: item.kind, changedAt: item.allowance}\n"

static void keep_finding(void *context, const struct policy_result *result)
{
    policy_result_fill(result, context);
}

static void find(struct fixture *fixture, const char *yaml, struct finding *finding)
{
    struct plim_err err = {0};
    struct value record;
    struct value partial = plim_value_from_yaml(fixture->arena, yaml);
    plim_assert_ok(policy_record_complete(fixture->arena, "parity", &partial, &record, &err), &err);
    const struct value *values[POLICY_RECORD_SLOTS] = {&record};
    struct policy_input input = {.subject = POLICY_PARITY, .values = values};
    begin(fixture);
    policy_evaluate(fixture->session, &input, fixture->arena, keep_finding, finding);
}

START_TEST(finding_says_what_the_policy_says)
{
    struct fixture fixture = {0};
    struct finding finding = {.cluster = PLIM_STR("prod")};
    add_policy(&fixture, "a.b", DRIFT);
    find(&fixture,
         "{differences: [{kind: env, field: f, container: c, allowance: t, values: {x: 1}}]}",
         &finding);
    ck_assert_int_eq(finding.state, FINDING_FAIL);
    ck_assert(plim_str_is(finding.policy, "a.b") && plim_str_is(finding.title, "It is right"));
    ck_assert(plim_str_is(finding.message, "f differs") && plim_str_is(finding.field, "f"));
    ck_assert(plim_str_is(finding.container, "c") && plim_str_is(finding.subject, "parity"));
    ck_assert(plim_str_is(finding.expected, "\"a\"") && plim_str_is(finding.actual, "{\"x\":1}"));
    ck_assert(plim_str_is(finding.manager, "env") && plim_str_is(finding.changed_at, "t"));
    ck_assert(plim_str_is(finding.remediation, "repair it") &&
              plim_str_is(finding.cluster, "prod"));
    end(&fixture);
}
END_TEST

START_TEST(long_value_becomes_its_beginning)
{
    enum { LONG = POLICY_VALUE_BYTES_MAX };
    char yaml[LONG + 64];
    struct fixture fixture = {0};
    struct finding finding = {0};
    add_policy(&fixture, "a.b", DRIFT);
    int len = snprintf(yaml, sizeof(yaml), "{differences: [{values: {x: %0*d}}]}", LONG, 0);
    ck_assert_int_lt(len, (int)sizeof(yaml));
    *strchr(yaml, '0') = '"';
    *strrchr(yaml, '0') = '"';
    find(&fixture, yaml, &finding);
    ck_assert_uint_lt(finding.actual.len, LONG / 4);
    ck_assert(plim_str_starts(finding.actual, PLIM_STR("\"{\\\"x\\\":\\\"000")));
    ck_assert(plim_str_ends(finding.actual, PLIM_STR("000...\"")));
    end(&fixture);
}
END_TEST

START_TEST(tallies_of_workers_are_added)
{
    struct policy_tally into[2] = {{{1, 2}}, {{3}}};
    struct policy_tally from[2] = {{{10, 20}}, {{30}}};
    policy_tallies_add(into, from, 2);
    ck_assert_uint_eq(into[0].counts[FINDING_PASS], 11);
    ck_assert_uint_eq(into[0].counts[FINDING_FAIL], 22);
    ck_assert_uint_eq(into[1].counts[FINDING_PASS], 33);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, finding_says_what_the_policy_says);
    tcase_add_test(tcase, long_value_becomes_its_beginning);
    tcase_add_test(tcase, tallies_of_workers_are_added);
}

PLIM_CHECK_MAIN("policy.result", add_cases)
