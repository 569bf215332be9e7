#include "admission_fixture.h"

static const struct {
    const char *policy;
    const char *message;
} refusals[] = {
    {VAP(PODS "  validations: [{expression: object.spec.host}]\n"),
     "p.yaml:6:30: the expression must yield bool, but yields dyn"},
    {VAP(PODS "  validations: [{expression: 'request.naem == \"\"'}]\n"),
     "p.yaml:6:38: undefined field 'naem' of 'request'; did you mean 'name'?\n"
     " | request.naem == \"\"\n | .......^"},
    {VAP(PODS "  variables: [{name: a, expression: variables.b}, {name: b, expression: '1'}]\n"
              "  validations: [{expression: 'true'}]\n"),
     "p.yaml:6:37: undeclared reference to 'variables'\n | variables.b\n | ^"},
    {VAP(PODS "  variables: [{name: a, expression: '1'}, {name: a, expression: '1'}]\n"
              "  validations: [{expression: 'true'}]\n"),
     "p.yaml:6:43: variable 'a' is declared twice"},
    {VAP(PODS "  variables: [{name: a, expression: 'true'}]\n"
              "  matchConditions: [{name: c, expression: variables.a}]\n"
              "  validations: [{expression: 'true'}]\n"),
     "p.yaml:7:43: undeclared reference to 'variables'\n | variables.a\n | ^"},
    {VAP(PODS "  validations: [{expression: 'true', messageExpression: authorizer.path('/')}]\n"),
     "p.yaml:6:57: undeclared reference to 'authorizer'\n | authorizer.path('/')\n | ^"},
    {VAP(PODS "  validations: [{expression: namespaceObject.metadata.names == ''}]\n"),
     "p.yaml:6:54: undefined field 'names' of 'metadata'; did you mean 'name'?\n"
     " | namespaceObject.metadata.names == ''\n | ........................^"},
    {VAP(PODS "  validations: []\n"), "p.yaml:6:16: expected 1 to 256 validations"},
    {VAP(PODS "  validations: [{expression: 'true', messageExpression: '1'}]\n"),
     "p.yaml:6:57: the expression must yield string, but yields int"},
};

START_TEST(what_is_wrong_in_an_expression_is_told_where_it_stands)
{
    expect_refusal(refusals[_i].policy, refusals[_i].message);
}
END_TEST

START_TEST(variables_are_made_of_those_above_them)
{
    const struct door door = {.object = POD("")};
    expect_said(VAP(PODS "  variables: [{name: a, expression: '1'}, {name: b, expression: "
                         "variables.a + 1}]\n  validations: [{expression: variables.b == 2}]\n"),
                &door, "p pass\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_is_wrong_in_an_expression_is_told_where_it_stands, 0,
                        (int)PLIM_LEN(refusals));
    tcase_add_test(tcase, variables_are_made_of_those_above_them);
}

PLIM_CHECK_MAIN("admission.logic", add_cases)
