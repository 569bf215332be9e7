#include "admission_fixture.h"

#define FALSE  "  validations: [{expression: 'false', message: m, reason: Forbidden}]\n"
#define DENIES ", validationActions: [Deny]"

static const struct {
    const char *policies;
    struct door door;
    const char *said;
} bound[] = {
    {VAP(PODS FALSE), {.object = POD(""), .bound = true}, ""},
    {VAP(PODS FALSE), {.object = POD("")}, "p fail: m\n"},
    {VAP(PODS FALSE) BINDING("b", DENIES), {.object = POD("")}, "p[b] fail: m\n"},
    {BINDING("b", DENIES) BINDING("c", DENIES) "---\n" VAP(PODS FALSE) BINDING("d", DENIES),
     {.object = POD(""), .bound = true},
     "p[b] fail: m\np[c] fail: m\np[d] fail: m\n"},
    {VAP(PODS FALSE)
         BINDING("b", DENIES ", matchResources: {objectSelector: {matchLabels: {a: b}}}"),
     {.object = POD("")},
     ""},
    {VAP(PODS FALSE)
         BINDING("b", DENIES ", matchResources: {objectSelector: {matchLabels: {a: b}}}"),
     {.object = POD(", labels: {a: b}")},
     "p[b] fail: m\n"},
    {VAP(PODS FALSE)
         BINDING("b", DENIES ", matchResources: {namespaceSelector: {matchLabels: {a: b}}}"),
     {.object = POD(", namespace: n")},
     "p[b] unknown: it is not known whether the policy matches\n"},
    {VAP(PODS FALSE)
         BINDING("b", DENIES ", matchResources: {resourceRules: [{apiGroups: [''], apiVersions: "
                             "[v1], operations: [UPDATE], resources: [pods]}]}"),
     {.object = POD("")},
     ""},
    {VAP(PODS FALSE)
         BINDING("b", DENIES
                 ", matchResources: {excludeResourceRules: [{apiGroups: [''], "
                 "apiVersions: [v1], operations: ['*'], resources: [pods], resourceNames: [a]}]}"),
     {.object = POD("")},
     ""},
};

START_TEST(policy_is_judged_once_for_each_binding_that_matches)
{
    expect_said(bound[_i].policies, &bound[_i].door, bound[_i].said);
}
END_TEST

#define AT "p.yaml:5:7: "

static const struct {
    const char *rest;
    const char *message;
} refused[] = {
    {"", AT "missing required field 'validationActions'"},
    {", validationActions: []", "p.yaml:5:42: expected Deny, Warn or Audit, and not both Deny and "
                                "Warn"},
    {", validationActions: [Deny, Warn]", "p.yaml:5:42: expected Deny, Warn or Audit, and not "
                                          "both Deny and Warn"},
    {", validationActions: [Deny, Deny]", "p.yaml:5:49: 'Deny' is listed twice"},
    {", validationActions: [Denny]", "p.yaml:5:43: unknown action 'Denny'; expected one of Deny, "
                                     "Warn, Audit; did you mean 'Deny'?"},
    {DENIES ", paramRef: {}", "p.yaml:5:60: expected either 'name' or 'selector'"},
    {DENIES ", paramRef: {name: a, selector: {}}", "p.yaml:5:60: expected either 'name' or "
                                                   "'selector'"},
    {DENIES ", paramRef: {name: a, parameterNotFoundAction: Alow}",
     "p.yaml:5:95: unknown parameterNotFoundAction 'Alow'; expected one of Allow, Deny; did you "
     "mean 'Allow'?"},
    {DENIES ", matchResource: {}", "p.yaml:5:50: unknown field 'matchResource'; did you mean "
                                   "'matchResources'?"},
};

START_TEST(binding_that_the_api_server_would_refuse_is_refused)
{
    struct plim_buf text = {0};
    plim_buf_printf(&text,
                    "apiVersion: admissionregistration.k8s.io/v1\n"
                    "kind: ValidatingAdmissionPolicyBinding\nmetadata:\n  name: b\n"
                    "spec: {policyName: p%s}\n",
                    refused[_i].rest);
    expect_refusal(text.text, refused[_i].message);
    plim_buf_release(&text);
}
END_TEST

static void note_actions(void *context, const struct admission_result *result)
{
    plim_buf_printf(context, "%u %.*s;", result->actions, PLIM_STR_ARG(result->reason));
}

static const struct {
    const char *policies;
    const char *said;
} actions[] = {
    {VAP(PODS FALSE) BINDING("b", DENIES), "1 Forbidden;"},
    {VAP(PODS FALSE) BINDING("b", ", validationActions: [Warn, Audit]"), "6 Forbidden;"},
    {VAP(PODS "  validations: [{expression: object.spec.x == 1}]\n") BINDING("b", DENIES), "1 ;"},
    {VAP("  failurePolicy: Ignore\n" PODS "  validations: [{expression: object.spec.x == 1}]\n")
         BINDING("b", DENIES),
     "0 ;"},
    {VAP(PODS "  validations: [{expression: 'true'}]\n") BINDING("b", DENIES), "0 ;"},
    {VALIDATING_POLICY("  validationActions: [Audit]\n" PODS FALSE), "4 Forbidden;"},
    {VALIDATING_POLICY(PODS FALSE), "1 Forbidden;"},
    {CLUSTER_POLICY("    match: {resources: {kinds: [Pod]}}\n" NEVER), "4 ;"},
};

START_TEST(result_tells_what_the_door_does)
{
    struct plim_err err = {0};
    struct plim_buf said = {0};
    struct plim_arena *arena = plim_arena_new();
    struct admission_set *set = admission_set_new();
    const struct admission_request request = {.object = door_value(arena, POD(""))};
    plim_assert_ok(admission_set_add(set, "p.yaml", plim_str_from(actions[_i].policies), &err),
                   &err);
    admission_judge(set, &request, arena, note_actions, &said);
    ck_assert_str_eq(said.text, actions[_i].said);
    plim_buf_release(&said);
    admission_set_free(set);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, policy_is_judged_once_for_each_binding_that_matches, 0,
                        (int)PLIM_LEN(bound));
    tcase_add_loop_test(tcase, binding_that_the_api_server_would_refuse_is_refused, 0,
                        (int)PLIM_LEN(refused));
    tcase_add_loop_test(tcase, result_tells_what_the_door_does, 0, (int)PLIM_LEN(actions));
}

PLIM_CHECK_MAIN("admission.load_binding", add_cases)
