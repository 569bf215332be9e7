#include "admission_fixture.h"

#define SAYS(expression) VAP(PODS "  validations: [{expression: \"" expression "\", message: m}]\n")
#define CONDITION(expression)                                                   \
    VAP(PODS "  matchConditions: [{name: c, expression: \"" expression "\"}]\n" \
             "  validations: [{expression: 'false', message: m}]\n")
#define WRONG_X "expression 'object.spec.x == 1' resulted in error: no such key: x"
#define NOBODY  "nobody sends a request when an object is audited"

static const struct {
    const char *policy;
    struct door door;
    const char *said;
} verdicts[] = {
    {SAYS("object.metadata.name == 'a'"), {.object = POD("")}, "p pass\n"},
    {SAYS("object.metadata.name == 'b'"), {.object = POD("")}, "p fail: m\n"},
    {SAYS("object.spec.x == 1"), {.object = POD("")}, "p error: " WRONG_X "\n"},
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
    {CONDITION("object.spec.x == 1"), {.object = POD("")}, "p error: " WRONG_X "\n"},
    {VAP("  failurePolicy: Ignore\n" PODS
         "  matchConditions: [{name: c, expression: object.spec.x == 1}]\n"
         "  validations: [{expression: 'false'}]\n"),
     {.object = POD("")},
     "p not applicable: " WRONG_X "\n"},
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
    {VAP("  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: "
         "['*'], resources: "
         "[pods]}]}\n  validations: [{expression: oldObject.metadata.name == 'a'}]\n"),
     {.object = POD(""), .operation = "UPDATE"},
     "p unknown: the object before the update is not known\n"},
    {CLUSTER_POLICY("    match: {resources: {kinds: [Pod]}}\n" NEVER),
     {.object = POD(""), .operation = "DELETE"},
     "p/r fail: never\n"},
    {CLUSTER_POLICY("    match: {resources: {kinds: [Pod]}}\n"
                    "    validate: {cel: {expressions: [{expression: object == null && "
                    "oldObject.kind == 'Pod'}]}}\n"),
     {.object = POD(""), .operation = "DELETE"},
     "p/r pass\n"},
    {CLUSTER_POLICY(
         "    match: {resources: {kinds: [Pod]}}\n"
         "    celPreconditions: [{name: c, expression: object.metadata.nope == 'a'}]\n" NEVER),
     {.object = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, "
                "spec: {template: {metadata: {}, spec: {}}}}"},
     "p/autogen-r error: expression 'object.spec.template.metadata.nope == 'a'' resulted in error: "
     "no such key: nope\n"},
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
    /* Of two that deny the first has the word. */
    {VAP(PODS "  validations: [{expression: object.spec.x == 1}, {expression: 'false'}]\n"),
     {.object = POD("")},
     "p error: " WRONG_X "\n"},
    {VAP("  failurePolicy: Ignore\n" PODS
         "  validations: [{expression: object.spec.x == 1}, {expression: 'false', message: m}]\n"),
     {.object = POD("")},
     "p fail: m\n"},
    {VAP(PODS "  auditAnnotations: [{key: k, valueExpression: string(object.spec.x)}]\n"),
     {.object = POD("")},
     "p error: expression 'string(object.spec.x)' resulted in error: no such key: x\n"},
    {SAYS("has(request.subResource) || has(request.namespace)"),
     {.object = POD("")},
     "p fail: m\n"},
    {SAYS("has(request.options.fieldManager)"), {.object = POD("")}, "p unknown: " NOBODY "\n"},
    /* As Kyverno has it. */
    {VALIDATING_POLICY(PODS "  validations: [{expression: 'dyn(oldObject) != null && "
                            "!has(oldObject.metadata)', message: m}]\n"),
     {.object = POD("")},
     "p pass\n"},
    {VALIDATING_POLICY("  failurePolicy: Ignore\n" PODS
                       "  validations: [{expression: object.spec.x == 1}, {expression: 'false', "
                       "message: m}]\n"),
     {.object = POD("")},
     "p error: no such key: x\n"},
    {VALIDATING_POLICY(PODS "  validations: [{expression: 'true'}, {expression: 'false'}]\n"),
     {.object = POD("")},
     "p fail: CEL expression validation failed at index 1\n"},
    {VALIDATING_POLICY(PODS "  validations: [{expression: 'false', message: m, "
                            "messageExpression: string(object.spec.x)}]\n"),
     {.object = POD("")},
     "p fail: failed to evaluate message expression: no such key: x\n"},
    {VALIDATING_POLICY(PODS "  validations: [{expression: 'false', message: m, "
                            "messageExpression: request.userInfo.username}]\n"),
     {.object = POD("")},
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

static const struct {
    const char *annotations;
    const char *said;
} annotated[] = {
    {"{key: k, valueExpression: \"' it is ' + object.metadata.name\"}", "p fail: m k=it is a\n"},
    {"{key: k, valueExpression: \"' '\"}, {key: l, valueExpression: \"'v'\"}", "p fail: m l=v\n"},
    {"{key: k, valueExpression: 'null'}", "p fail: m\n"},
    {"{key: k, valueExpression: object.spec.x + 'a'}", "p fail: m\n"},
};

START_TEST(annotations_that_have_a_text_are_given)
{
    const struct door door = {.object = POD("")};
    struct plim_buf text = {0};
    plim_buf_printf(&text,
                    VAP(PODS "  validations: [{expression: 'false', message: m}]\n"
                             "  auditAnnotations: [%s]\n"),
                    annotated[_i].annotations);
    expect_said(text.text, &door, annotated[_i].said);
    plim_buf_release(&text);
}
END_TEST

START_TEST(policy_may_only_annotate)
{
    const struct door door = {.object = POD("")};
    expect_said(VAP(PODS "  auditAnnotations: [{key: k, valueExpression: \"'v'\"}]\n"), &door,
                "p pass k=v\n");
}
END_TEST

START_TEST(annotation_must_be_a_text)
{
    expect_refusal(VAP(PODS "  auditAnnotations:\n  - key: k\n    valueExpression: '1'\n"),
                   "p.yaml:8:22: the expression must yield string, but yields int");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, object_is_judged_as_it_would_be_when_it_is_created, 0,
                        (int)PLIM_LEN(verdicts));
    tcase_add_loop_test(tcase, annotations_that_have_a_text_are_given, 0, (int)PLIM_LEN(annotated));
    tcase_add_test(tcase, policy_may_only_annotate);
    tcase_add_test(tcase, annotation_must_be_a_text);
    tcase_add_test(tcase, policy_that_kyverno_does_not_score_warns);
}

PLIM_CHECK_MAIN("admission.judge", add_cases)
