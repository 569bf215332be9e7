#include "admission_fixture.h"

#define PRIVATE \
    "    validate: {message: m, cel: {expressions: [{expression: '!has(object.spec.host)'}]}}\n"
#define PODS_ALONE CLUSTER_POLICY("    match: {any: [{resources: {kinds: [Pod]}}]}\n" PRIVATE)
#define NAMED_PODS \
    CLUSTER_POLICY("    match: {any: [{resources: {kinds: [Pod], names: [a]}}]}\n" PRIVATE)
#define ANNOTATED(value)                                                                          \
    "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p, annotations: "           \
    "{pod-policies.kyverno.io/autogen-controllers: '" value "'}}\nspec:\n  rules:\n  - name: r\n" \
    "    match: {any: [{resources: {kinds: [Pod]}}]}\n" PRIVATE
#define CART                                                                                \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: " \
    "{host: true}}}}"
#define NIGHTLY                                                                              \
    "{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {jobTemplate: {spec: " \
    "{template: {spec: {host: true}}}}}}"

static const struct {
    const char *policy;
    const char *object;
    const char *said;
} generated[] = {
    {PODS_ALONE, POD(""), "p/r pass\n"},
    {PODS_ALONE, CART, "p/autogen-r fail: m\n"},
    {PODS_ALONE, NIGHTLY, "p/autogen-cronjob-r fail: m\n"},
    {NAMED_PODS, CART, ""},
    {ANNOTATED("none"), CART, ""},
    {ANNOTATED("CronJob"), CART, ""},
    {ANNOTATED("CronJob"), NIGHTLY, "p/autogen-cronjob-r fail: m\n"},
    {ANNOTATED("StatefulSet,Deployment"), CART, "p/autogen-r fail: m\n"},
};

START_TEST(rules_about_all_pods_are_generated_for_controllers)
{
    const struct door door = {.object = generated[_i].object};
    expect_said(generated[_i].policy, &door, generated[_i].said);
}
END_TEST

START_TEST(rules_of_other_sorts_are_not_evaluated)
{
    const struct door door = {.object = "{apiVersion: v1, kind: Secret, metadata: {name: a}}"};
    expect_said(CLUSTER_POLICY("    match: {resources: {kinds: [Secret]}}\n"
                               "    validate: {pattern: {metadata: {name: b}}}\n"),
                &door, "p/r skip: only rules with validate.cel are evaluated\n");
}
END_TEST

static const struct {
    const char *policy;
    const char *message;
} refusals[] = {
    {CLUSTER_POLICY("    match: {any: [{resources: {kind: [Pod]}}]}\n" NEVER),
     "p.yaml:7:32: unknown field 'kind'; did you mean 'kinds'?"},
    {CLUSTER_POLICY(NEVER), "p.yaml:6:5: a rule needs a 'match'"},
    {"apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec: {}\n",
     "p.yaml:4:7: 'rules' is missing"},
};

START_TEST(what_is_wrong_is_told_where_it_stands)
{
    expect_refusal(refusals[_i].policy, refusals[_i].message);
}
END_TEST

#define GATED(expression)                                                            \
    "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec:\n  " \
    "webhookConfiguration: {matchConditions: [{name: c, expression: \"" expression   \
    "\"}]}\n  rules:\n  - name: r\n    match: {any: [{resources: {kinds: [Pod]}}]}\n" PRIVATE

static const struct {
    const char *policy;
    const char *object;
    const char *said;
} gated[] = {
    {GATED("object.metadata.name == 'a'"), CART, "p/autogen-r fail: m\n"},
    {GATED("object.metadata.name == 'b'"), CART, "p/autogen-r not applicable: c\n"},
    /* They are about the object itself, whatever is generated. */
    {GATED("has(object.spec.template)"), CART, "p/autogen-r fail: m\n"},
    {GATED("request.userInfo.username == 'fred'"), CART,
     "p/autogen-r unknown: nobody sends a request when an object is audited\n"},
};

START_TEST(conditions_of_the_webhook_come_before_the_rules)
{
    const struct door door = {.object = gated[_i].object};
    expect_said(gated[_i].policy, &door, gated[_i].said);
}
END_TEST

#define RULES(mode)                                                                        \
    "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec:\n  "       \
    "applyRules: " mode "\n  rules:\n"                                                     \
    "  - name: q\n    match: {any: [{resources: {kinds: [Pod]}}]}\n    celPreconditions: " \
    "[{name: c, expression: object.metadata.name == 'b'}]\n" PRIVATE                       \
    "  - name: r\n    match: {any: [{resources: {kinds: [Pod]}}]}\n" PRIVATE               \
    "  - name: s\n    match: {any: [{resources: {kinds: [Pod]}}]}\n" PRIVATE

START_TEST(one_rule_that_applies_may_be_enough)
{
    const struct door door = {.object = POD("")};
    expect_said(RULES("One"), &door, "p/q not applicable: c\np/r pass\n");
    expect_said(RULES("All"), &door, "p/q not applicable: c\np/r pass\np/s pass\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, one_rule_that_applies_may_be_enough);
    tcase_add_loop_test(tcase, conditions_of_the_webhook_come_before_the_rules, 0,
                        (int)PLIM_LEN(gated));
    tcase_add_loop_test(tcase, rules_about_all_pods_are_generated_for_controllers, 0,
                        (int)PLIM_LEN(generated));
    tcase_add_test(tcase, rules_of_other_sorts_are_not_evaluated);
    tcase_add_loop_test(tcase, what_is_wrong_is_told_where_it_stands, 0, (int)PLIM_LEN(refusals));
}

PLIM_CHECK_MAIN("admission.load_rules", add_cases)
