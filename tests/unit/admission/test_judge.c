#include "admission_fixture.h"

#define SAYS(expression) VAP(PODS "  validations: [{expression: \"" expression "\", message: m}]\n")
#define CONDITION(expression)                                                   \
    VAP(PODS "  matchConditions: [{name: c, expression: \"" expression "\"}]\n" \
             "  validations: [{expression: 'false', message: m}]\n")
#define NOBODY "nobody sends a request when an object is audited"

static const struct {
    const char *policy;
    struct door door;
    const char *said;
} verdicts[] = {
    {SAYS("object.metadata.name == 'a'"), {.object = POD("")}, "p pass\n"},
    {SAYS("object.metadata.name == 'b'"), {.object = POD("")}, "p fail: m\n"},
    {SAYS("object.spec.x == 1"), {.object = POD("")}, "p error: no such key: x\n"},
    {SAYS("oldObject == null"), {.object = POD("")}, "p pass\n"},
    {SAYS("request.operation == 'CREATE' && request.kind.kind == 'Pod' && "
          "request.resource.resource == 'pods' && request.name == 'a' && !request.dryRun"),
     {.object = POD("")},
     "p pass\n"},
    {SAYS("request.userInfo.username == 'fred'"), {.object = POD("")}, "p unknown: " NOBODY "\n"},
    {SAYS("request.userInfo.username == 'fred'"),
     {.object = POD(""), .user = "{username: fred}"},
     "p pass\n"},
    {SAYS("namespaceObject.metadata.name == 'x'"),
     {.object = POD("")},
     "p unknown: the namespace of the object is not known\n"},
    {SAYS("authorizer.group('').resource('pods').check('get').allowed()"),
     {.object = POD("")},
     "p unknown: what the user may do is not known\n"},
    {CONDITION("false"), {.object = POD("")}, "p not applicable: c\n"},
    {CONDITION("true"), {.object = POD("")}, "p fail: m\n"},
    {CONDITION("request.userInfo.username == ''"), {.object = POD("")}, "p unknown: " NOBODY "\n"},
    {CONDITION("object.spec.x == 1"), {.object = POD("")}, "p error: no such key: x\n"},
    {VAP("  failurePolicy: Ignore\n" PODS
         "  matchConditions: [{name: c, expression: object.spec.x == 1}]\n"
         "  validations: [{expression: 'false'}]\n"),
     {.object = POD("")},
     "p not applicable: no such key: x\n"},
    {VAP(PODS "  validations: [{expression: ' false '}]\n"),
     {.object = POD("")},
     "p fail: failed expression: false\n"},
    {VAP(PODS "  validations: [{expression: 'false', message: m, messageExpression: "
              "\"'no ' + object.metadata.name\"}]\n"),
     {.object = POD("")},
     "p fail: no a\n"},
    {VAP(PODS "  validations: [{expression: 'false', message: m, messageExpression: "
              "string(object.spec.x)}]\n"),
     {.object = POD("")},
     "p fail: m\n"},
    {VAP("  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], resources: "
         "[pods]}]}\n  validations: [{expression: oldObject.metadata.name == 'a'}]\n"),
     {.object = POD(""), .operation = "UPDATE"},
     "p unknown: the object before the update is not known\n"},
    {CLUSTER_POLICY("    match: {resources: {kinds: [Pod]}}\n" NEVER),
     {.object = POD(""), .operation = "DELETE"},
     ""},
    {VALIDATING_POLICY(PODS "  validations: [{expression: 'images.containers.all(i, "
                            "image(i).registry() == \"ghcr.io\")', message: m}]\n"),
     {.object = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: "
                "ghcr.io/a/b}]}}"},
     "p pass\n"},
    {VALIDATING_POLICY(PODS "  validations: [{expression: 'images.containers.all(i, "
                            "image(i).registry() == \"ghcr.io\")', message: m}]\n"),
     {.object = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: "
                "nginx}]}}"},
     "p fail: m\n"},
    /* What fails for certain fails, whatever else is not known. */
    {VAP(PODS "  validations: [{expression: request.userInfo.username == ''}, {expression: "
              "'false', message: m}]\n"),
     {.object = POD("")},
     "p fail: m\n"},
};

START_TEST(object_is_judged_as_it_would_be_when_it_is_created)
{
    expect_said(verdicts[_i].policy, &verdicts[_i].door, verdicts[_i].said);
}
END_TEST

START_TEST(policy_that_kyverno_does_not_score_warns)
{
    const struct door door = {.object = POD("")};
    expect_said("apiVersion: policies.kyverno.io/v1\nkind: ValidatingPolicy\nmetadata: {name: p, "
                "annotations: {policies.kyverno.io/scored: 'false'}}\nspec:\n" PODS
                "  validations: [{expression: 'false', message: m}]\n",
                &door, "p warn: m\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, object_is_judged_as_it_would_be_when_it_is_created, 0,
                        (int)PLIM_LEN(verdicts));
    tcase_add_test(tcase, policy_that_kyverno_does_not_score_warns);
}

PLIM_CHECK_MAIN("admission.judge", add_cases)
