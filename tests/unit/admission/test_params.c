#include "admission_fixture.h"

#define OF(kind)   "  paramKind: " kind "\n" PODS "  validations: [{expression: "
#define MAPS       OF("{apiVersion: v1, kind: ConfigMap}")
#define NAMES      MAPS "'object.metadata.name == params.data.name', message: m}]\n"
#define BOUND(ref) BINDING("b", ", validationActions: [Deny], paramRef: " ref)
#define DENY       ", parameterNotFoundAction: Deny}"
#define ALLOW      ", parameterNotFoundAction: Allow}"
#define MAP(meta, name) \
    "{apiVersion: v1, kind: ConfigMap, metadata: {" meta "}, data: {name: " name "}}"
#define IN_N POD(", namespace: ns")
#define SETTINGS                                                      \
    "[" MAP("name: good, namespace: ns, labels: {x: z}",              \
            "a") ", " MAP("name: bad, namespace: ns, labels: {x: z}", \
                          "b") ", " MAP("name: good, namespace: other", "b") "]"
#define LIMIT                                                            \
    "[{apiVersion: x.io/v1, kind: Limit, metadata: {name: l}, most: 1}," \
    " {apiVersion: x.io/v1, kind: Local, metadata: {name: l, namespace: ns}, most: 1}]"
#define ERROR "error: failed to configure binding: "

static const struct {
    const char *policies;
    struct door door;
    const char *said;
} evaluated[] = {
    {VAP(NAMES) BOUND("{name: good" DENY),
     {.object = IN_N, .others = SETTINGS},
     "p[b](ns/good) pass\n"},
    {VAP(NAMES) BOUND("{name: bad" DENY),
     {.object = IN_N, .others = SETTINGS},
     "p[b](ns/bad) fail: m\n"},
    {VAP(NAMES) BOUND("{name: good, namespace: other" DENY),
     {.object = IN_N, .others = SETTINGS},
     "p[b](other/good) fail: m\n"},
    {VAP(NAMES) BOUND("{selector: {matchLabels: {x: z}}" DENY),
     {.object = IN_N, .others = SETTINGS},
     "p[b](ns/good) pass\np[b](ns/bad) fail: m\n"},
    {VAP(NAMES) BOUND("{selector: {}" ALLOW),
     {.object = POD(", namespace: other"), .others = SETTINGS},
     "p[b](other/good) fail: m\n"},
    {VAP(NAMES) BOUND("{name: none" DENY),
     {.object = IN_N, .others = SETTINGS},
     "p[b] " ERROR "no params found for policy binding with `Deny` parameterNotFoundAction\n"},
    {VAP(NAMES) BOUND("{name: none" ALLOW),
     {.object = IN_N, .others = SETTINGS},
     "p[b] not applicable: there are no parameters for it\n"},
    {VAP(NAMES) BOUND("{name: good" DENY),
     {.object = IN_N},
     "p[b] unknown: its parameters are not known\n"},
    {VAP(NAMES), {.object = IN_N}, "p unknown: no binding names its parameters\n"},
    {VAP(MAPS "params == null}]\n") BINDING("b", ", validationActions: [Deny]"),
     {.object = IN_N},
     "p[b] pass\n"},
    {VAP(PODS "  validations: [{expression: 'true'}]\n") BOUND("{name: good" DENY),
     {.object = IN_N},
     "p[b] pass\n"},
    {VAP("  matchConditions: [{name: c, expression: params.data.name == 'b'}]\n" NAMES)
         BOUND("{selector: {}" DENY),
     {.object = IN_N, .others = SETTINGS},
     "p[b](ns/good) not applicable: c\np[b](ns/bad) fail: m\n"},
    {VAP(OF("{apiVersion: x.io/v1, kind: Limit}") "params.most == 1}]\n") BOUND("{name: l" DENY),
     {.object = IN_N, .others = LIMIT},
     "p[b](l) pass\n"},
    {VAP(OF("{apiVersion: x.io/v1, kind: Limit}") "params.most == 1}]\n")
         BOUND("{name: l, namespace: ns" DENY),
     {.object = IN_N, .others = LIMIT},
     "p[b] " ERROR "paramRef.namespace must not be provided for a cluster-scoped `paramKind`\n"},
    {CLUSTER_POLICY("    match: {resources: {kinds: [Pod]}}\n    validate: {cel: {paramKind: "
                    "{apiVersion: v1, kind: ConfigMap}, paramRef: {name: bad" DENY
                    ", expressions: [{expression: params.data.name == 'a', message: m}]}}\n"),
     {.object = IN_N, .others = SETTINGS},
     "p/r(ns/bad) fail: m\n"},
    {CLUSTER_POLICY("    match: {resources: {kinds: [Pod]}}\n    validate: {cel: {paramKind: "
                    "{apiVersion: v1, kind: ConfigMap}, paramRef: {name: none" DENY
                    ", expressions: [{expression: params.data.name == 'a', message: m}]}}\n"),
     {.object = IN_N, .others = SETTINGS},
     "p/r error: error in parameterized resource: no params found for policy binding with `Deny` "
     "parameterNotFoundAction\n"},
};

START_TEST(policy_is_judged_once_for_each_parameter)
{
    expect_said(evaluated[_i].policies, &evaluated[_i].door, evaluated[_i].said);
}
END_TEST

#define ABOUT_NODES                                                                          \
    "  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: " \
    "['*'], resources: "                                                                     \
    "[nodes]}]}\n  validations: [{expression: 'true'}]\n"

START_TEST(object_of_no_namespace_has_no_parameters_in_its_own)
{
    const struct door door = {.object = "{apiVersion: v1, kind: Node, metadata: {name: a}}",
                              .others = SETTINGS};
    expect_said(VAP("  paramKind: {apiVersion: v1, kind: ConfigMap}\n" ABOUT_NODES)
                    BOUND("{name: good" DENY),
                &door,
                "p[b] " ERROR "cannot use namespaced paramRef in policy binding that matches "
                "cluster-scoped resources\n");
}
END_TEST

START_TEST(params_are_no_variable_without_a_kind)
{
    expect_refusal(VAP(PODS "  validations:\n  - expression: params == null\n"),
                   "p.yaml:7:17: undeclared reference to 'params'\n | params == null\n | ^");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, policy_is_judged_once_for_each_parameter, 0,
                        (int)PLIM_LEN(evaluated));
    tcase_add_test(tcase, object_of_no_namespace_has_no_parameters_in_its_own);
    tcase_add_test(tcase, params_are_no_variable_without_a_kind);
}

PLIM_CHECK_MAIN("admission.params", add_cases)
