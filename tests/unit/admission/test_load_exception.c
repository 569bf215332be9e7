#include "admission_fixture.h"

#define MATCHES  "spec:\n  match: {any: [{resources: {kinds: [Pod]}}]}\n"
#define BY_MATCH "apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: e}\n"
#define BY_CEL \
    "apiVersion: policies.kyverno.io/v1\nkind: PolicyException\nmetadata: {name: e}\nspec:\n"

static const struct {
    const char *document;
    const char *message;
} refused[] = {
    {BY_MATCH "spec: {exceptions: [{policyName: p, ruleNames: [r]}]}\n",
     "p.yaml:4:7: missing required field 'match'"},
    {BY_MATCH MATCHES "  exceptions: []\n", "p.yaml:6:15: it names no policy"},
    {BY_MATCH MATCHES "  exceptions: [{policyName: p, ruleName: [r]}]\n",
     "p.yaml:6:32: unknown field 'ruleName'; did you mean 'ruleNames'?"},
    {BY_MATCH "spec:\n  match: {any: [{resource: {kinds: [Pod]}}]}\n"
              "  exceptions: [{policyName: p, ruleNames: [r]}]\n",
     "p.yaml:5:18: unknown field 'resource'; did you mean 'resources'?"},
    {BY_CEL "  policyRefs: [{name: p}]\n", "p.yaml:5:16: missing required field 'kind'"},
    {BY_CEL "  policyRefs: [{name: p, kind: ValidatingPolicy}]\n"
            "  matchConditions: [{name: c, expression: '1'}]\n",
     "p.yaml:6:43: the expression must yield bool, but yields int"},
    {BY_CEL "  policyRefs: [{name: p, kind: ValidatingPolicy}]\n  reportResult: passed\n",
     "p.yaml:6:17: unknown reportResult 'passed'; expected one of skip, pass; did you mean "
     "'pass'?"},
};

START_TEST(exception_with_a_slip_is_refused)
{
    expect_refusal(refused[_i].document, refused[_i].message);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, exception_with_a_slip_is_refused, 0, (int)PLIM_LEN(refused));
}

PLIM_CHECK_MAIN("admission.load_exception", add_cases)
