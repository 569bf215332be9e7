#include "admission_fixture.h"

#define IN_N  POD(", namespace: space")
#define SPACE "{metadata: {name: space}}"
#define VARIABLES                                          \
    "  variables: [{name: x, expression: object.spec.a}, " \
    "{name: z, expression: variables.x + 1}]\n"
#define NEVER_OF(message) \
    "  validations: [{expression: 'false', message: m, messageExpression: \"" message "\"}]\n"
#define TEN "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"
#define DEAR                                                                       \
    TEN ".all(a, " TEN ".all(b, " TEN ".all(c, " TEN ".all(d, " TEN ".all(e, " TEN \
        ".all(f, a + b + c + d + e + f < 99))))))"
#define HALF_DEAR                                                           \
    TEN ".all(a, " TEN ".all(b, " TEN ".all(c, " TEN ".all(d, [0, 1, 2, 3]" \
        ".all(e, a + b + c + d + e < 99)))))"

static const struct {
    const char *policy;
    const char *said;
} cases[] = {
    {VAP(PODS VARIABLES "  validations: [{expression: variables.z == 1}]\n"),
     "p error: expression 'variables.z == 1' resulted in error: composited variable \"z\" fails to "
     "evaluate: composited variable \"x\" fails to evaluate: no such key: a\n"},
    {CLUSTER_POLICY("    match: {resources: {kinds: [Pod]}}\n    validate: {cel: {variables: "
                    "[{name: x, expression: object.spec.a}], expressions: [{expression: "
                    "variables.x == 1}]}}\n"),
     "p/r error: expression 'variables.x == 1' resulted in error: composited variable \"x\" fails "
     "to evaluate: no such key: a\n"},
    /* Kyverno's own engine adds nothing. */
    {VALIDATING_POLICY(PODS VARIABLES "  validations: [{expression: variables.z == 1}]\n"),
     "p error: no such key: a\n"},
    {VAP(PODS
         "  matchConditions: [{name: a, expression: object.spec.a == 1}, {name: b, expression: "
         "object.spec.b == 1}, {name: c, expression: object.spec.a == 1}]\n" NEVER_OF("'x'")),
     "p error: [expression 'object.spec.a == 1' resulted in error: no such key: a, expression "
     "'object.spec.b == 1' resulted in error: no such key: b]\n"},
    {VAP(PODS
         "  matchConditions: [{name: a, expression: object.spec.a == 1}, {name: b, expression: "
         "'false'}]\n" NEVER_OF("'x'")),
     "p not applicable: b\n"},
    /* Conditions of the API server have no namespace, the other expressions do. */
    {VAP(PODS "  matchConditions: [{name: a, expression: namespaceObject == null}]\n"
              "  validations: [{expression: namespaceObject.metadata.name == 'space'}]\n"),
     "p pass\n"},
    {VALIDATING_POLICY(PODS "  matchConditions: [{name: a, expression: namespaceObject == null}]\n"
                            "  validations: [{expression: 'true'}]\n"),
     "p not applicable: a\n"},
    {VAP(PODS NEVER_OF("' one line '")), "p fail: one line\n"},
    {VAP(PODS NEVER_OF("'two\\\\nlines'")), "p fail: m\n"},
    {VAP(PODS NEVER_OF("'  '")), "p fail: m\n"},
    {VAP(PODS NEVER_OF("string(object.spec.x)")), "p fail: m\n"},
    {VAP(PODS NEVER_OF(TEN ".map(a, " TEN ".map(b, " TEN
                           ".map(c, '012345').join()).join()).join()")),
     "p fail: m\n"},
    {VAP(PODS "  validations: [{expression: '" DEAR "'}]\n"),
     "p error: expression '" DEAR
     "' resulted in error: operation cancelled: actual cost limit exceeded\n"},
};

START_TEST(expressions_say_what_the_api_server_says)
{
    const struct door door = {.object = IN_N, .namespace = SPACE};
    expect_said(cases[_i].policy, &door, cases[_i].said);
}
END_TEST

START_TEST(errors_show_the_expression_that_kyverno_makes_for_controllers)
{
    const struct door door = {
        .object = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {}}"};
    expect_said(CLUSTER_POLICY("    match: {resources: {kinds: [Pod]}}\n    validate: {cel: "
                               "{expressions: [{expression: object.spec.a == 1}]}}\n"),
                &door,
                "p/autogen-r error: expression 'object.spec.template.spec.a == 1' resulted in "
                "error: no such key: template\n");
}
END_TEST

/* Each fits its own limit; together they do not fit that of the policy. */
START_TEST(spent_budget_is_all_that_is_said)
{
    const struct door door = {.object = IN_N};
    struct plim_buf text = {0};
    plim_buf_append_c(&text, VAP(PODS "  validations:\n"));
    plim_buf_repeat(&text, "  - {expression: '" HALF_DEAR "'}\n", 25);
    expect_said(text.text, &door,
                "p error: validation failed due to running out of cost budget, no further "
                "validation rules will be run\n");
    plim_buf_release(&text);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, expressions_say_what_the_api_server_says, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, errors_show_the_expression_that_kyverno_makes_for_controllers);
    tcase_add_test(tcase, spent_budget_is_all_that_is_said);
}

PLIM_CHECK_MAIN("admission.evaluate", add_cases)
