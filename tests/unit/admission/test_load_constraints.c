#include "admission_fixture.h"

#define PRIVATE "  validations: [{expression: '!has(object.spec.host)', message: m}]\n"
#define CART                                                                                \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: " \
    "{host: true}}}}"
#define NIGHTLY                                                                              \
    "{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {jobTemplate: {spec: " \
    "{template: {spec: {host: true}}}}}}"
#define ASKED(list) "  autogen: {podControllers: {controllers: " list "}}\n"

static const struct {
    const char *policy;
    const char *object;
    const char *said;
} generated[] = {
    {VALIDATING_POLICY(PODS PRIVATE), POD(""), "p pass\n"},
    {VALIDATING_POLICY(PODS PRIVATE), CART, "p fail: m\n"},
    {VALIDATING_POLICY(PODS PRIVATE), NIGHTLY, "p fail: m\n"},
    {VALIDATING_POLICY(ASKED("[]") PODS PRIVATE), CART, ""},
    {VALIDATING_POLICY(ASKED("[cronjobs]") PODS PRIVATE), CART, ""},
    {VALIDATING_POLICY(ASKED("[cronjobs]") PODS PRIVATE), NIGHTLY, "p fail: m\n"},
    {VAP(PODS PRIVATE), CART, ""},
    {VALIDATING_POLICY("  evaluation: {mode: JSON}\n" PODS PRIVATE), POD(""), ""},
    {VALIDATING_POLICY("  evaluation: {mode: JSON}\n" PODS PRIVATE), CART, ""},
    {VALIDATING_POLICY("  evaluation: {mode: Envoy}\n" PODS PRIVATE), POD(""),
     "p skip: its evaluation mode is neither Kubernetes nor JSON\n"},
    {VALIDATING_POLICY("  evaluation: {mode: Kubernetes}\n" PODS PRIVATE), CART, "p fail: m\n"},
};

START_TEST(policies_about_all_pods_are_generated_for_controllers)
{
    const struct door door = {.object = generated[_i].object};
    expect_said(generated[_i].policy, &door, generated[_i].said);
}
END_TEST

#define ANY_VERSION \
    "  matchConstraints:\n    resourceRules: [{apiGroups: [''], resources: [pods]}]\n" PRIVATE

START_TEST(kyverno_takes_a_rule_that_nothing_meets)
{
    const struct door door = {.object = POD("")};
    expect_said(VALIDATING_POLICY(ANY_VERSION), &door, "");
    expect_refusal(VAP(ANY_VERSION), "p.yaml:6:21: missing required field 'apiVersions'");
}
END_TEST

START_TEST(policy_without_constraints_is_refused)
{
    expect_refusal(VAP(PRIVATE), "p.yaml:5:3: 'matchConstraints' is missing");
}
END_TEST

/* About payloads, which have neither a request nor a namespace. */
static const struct {
    const char *expression;
    const char *said;
} payloads[] = {
    {"object.a == 1", "p pass\n"},
    {"object.a == 2", "p fail: m\n"},
    {"object.kind == \"Pod\"", "p error: no such key: kind\n"},
    {"oldObject == null && request == null && namespaceObject == null", "p pass\n"},
};

START_TEST(policy_about_json_judges_payloads_alone)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf policy = {0};
    const struct door door = {.object = "{a: 1}", .payload = true};
    const struct door pod = {.object = POD("")};
    plim_buf_printf(&policy,
                    VALIDATING_POLICY("  evaluation: {mode: JSON}\n"
                                      "  validations: [{expression: '%s', message: m}]\n"),
                    payloads[_i].expression);
    expect_said(policy.text, &door, payloads[_i].said);
    expect_said(policy.text, &pod, "");
}
END_TEST

START_TEST(other_policies_judge_no_payload)
{
    const struct door door = {.object = POD(""), .payload = true};
    expect_said(VALIDATING_POLICY(PODS PRIVATE), &door, "");
    expect_said(VAP(PODS PRIVATE), &door, "");
}
END_TEST

START_TEST(payloads_have_no_images)
{
    expect_refusal(VALIDATING_POLICY("  evaluation: {mode: JSON}\n"
                                     "  validations: [{expression: 'size(images) == 0'}]\n"),
                   "p.yaml:6:36: undeclared reference to 'images'\n"
                   " | size(images) == 0\n"
                   " | .....^");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, policies_about_all_pods_are_generated_for_controllers, 0,
                        (int)PLIM_LEN(generated));
    tcase_add_test(tcase, kyverno_takes_a_rule_that_nothing_meets);
    tcase_add_test(tcase, policy_without_constraints_is_refused);
    tcase_add_loop_test(tcase, policy_about_json_judges_payloads_alone, 0, (int)PLIM_LEN(payloads));
    tcase_add_test(tcase, other_policies_judge_no_payload);
    tcase_add_test(tcase, payloads_have_no_images);
}

PLIM_CHECK_MAIN("admission.load_constraints", add_cases)
