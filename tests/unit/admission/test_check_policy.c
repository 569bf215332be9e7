#include "admission_fixture.h"

#define TRUE "  validations: [{expression: 'true'}]\n"
#define RULE(rest)                                                                              \
    VAP("  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], resources: " \
        "[pods], " rest "}]}\n" TRUE)

static const struct {
    const char *policy;
    const char *message;
} cases[] = {
    {VAP("  failurePolicy: Warn\n" PODS TRUE),
     "p.yaml:5:18: unknown failurePolicy 'Warn'; expected one of Fail, Ignore"},
    {RULE("operations: [LIST]"),
     "p.yaml:5:107: unknown operation 'LIST'; expected one of *, CONNECT, CREATE, DELETE, UPDATE"},
    {RULE("operations: [CREATE], scope: All"),
     "p.yaml:5:123: unknown scope 'All'; expected one of *, Cluster, Namespaced"},
    {VAP(PODS "  matchConditions: [{name: a, expression: 'true'}, {name: a, expression: "
              "'true'}]\n" TRUE),
     "p.yaml:6:52: name 'a' stands twice"},
    {VAP(PODS "  matchConditions: [{name: '', expression: 'true'}]\n" TRUE),
     "p.yaml:6:21: 'name' is missing"},
    {VAP(PODS "  variables: [{name: a-b, expression: '1'}]\n" TRUE),
     "p.yaml:6:22: a variable's name must be an identifier"},
    {VAP(PODS "  validations: [{expression: 'true', message: ' '}]\n"),
     "p.yaml:6:47: the message is blank"},
    {VAP(PODS "  validations: [{expression: 'true', message: \"a\\nb\"}]\n"),
     "p.yaml:6:47: the message must be a single line"},
    {VAP(PODS "  validations: [{expression: 'true', reason: Because}]\n"),
     "p.yaml:6:46: unknown reason 'Because'; expected one of Forbidden, Invalid, "
     "RequestEntityTooLarge"},
    {VAP(PODS "  auditAnnotations: [{key: a, valueExpression: '\"\"'}, {key: a, valueExpression: "
              "'\"\"'}]\n" TRUE),
     "p.yaml:6:55: key 'a' stands twice"},
};

START_TEST(what_an_api_server_does_not_take_is_refused)
{
    expect_refusal(cases[_i].policy, cases[_i].message);
}
END_TEST

START_TEST(message_may_end_a_line)
{
    const struct door door = {.object = POD("")};
    expect_said(VAP(PODS "  validations:\n  - expression: 'false'\n    message: |\n      m\n"),
                &door, "p fail: m\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_an_api_server_does_not_take_is_refused, 0,
                        (int)PLIM_LEN(cases));
    tcase_add_test(tcase, message_may_end_a_line);
}

PLIM_CHECK_MAIN("admission.check_policy", add_cases)
