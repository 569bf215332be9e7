#include "admission_fixture.h"

#define WITH(preconditions) \
    CLUSTER_POLICY("    match: {any: [{resources: {kinds: [Pod]}}]}\n" preconditions NEVER)
#define ALL(conditions) WITH("    preconditions: {all: [" conditions "]}\n")
#define ANY(conditions) WITH("    preconditions: {any: [" conditions "]}\n")
#define YES             "{key: '{{request.operation}}', operator: Equals, value: CREATE}"
#define NO              "{key: '{{request.object.metadata.name}}', operator: Equals, value: b, message: other}"
#define ASKS            "{key: '{{request.userInfo.username}}', operator: Equals, value: root}"
#define FAILS           "{key: '{{request.object.nope}}', operator: Equals, value: b}"
#define NOT_MET         "p/r not applicable: preconditions not met"
#define NOBODY          "p/r unknown: nobody sends a request when an object is audited\n"
#define FAILED                                                                                  \
    "p/r error: failed to evaluate preconditions: failed to substitute variables in condition " \
    "key: failed to resolve request.object.nope at path : JMESPath query failed: Unknown key "  \
    "\"nope\" in path\n"

static const struct {
    const char *policy;
    const char *said;
} cases[] = {
    {ALL(YES), "p/r fail: never\n"},
    {ALL(YES "," NO), NOT_MET "; other\n"},
    {ALL(""), "p/r fail: never\n"},
    {ANY(""), NOT_MET "\n"},
    {ANY(NO "," YES), "p/r fail: never\n"},
    {ANY(NO), NOT_MET "; other\n"},
    {WITH("    preconditions: [" YES "]\n"), "p/r fail: never\n"},
    {WITH("    preconditions: [" YES ", " NO "]\n"), NOT_MET "; other\n"},
    {WITH("    preconditions: {any: [" YES "], all: [" NO "]}\n"), NOT_MET "; other\n"},
    {WITH("    preconditions: {any: [" NO "], all: [" FAILS "]}\n"), FAILED},
    {ALL(ASKS), NOBODY},
    {ALL(ASKS "," NO), NOT_MET "; other\n"},
    {ANY(ASKS "," YES), "p/r fail: never\n"},
    {ANY(ASKS "," NO), NOBODY},
    {ALL(FAILS), FAILED},
    {ALL(ASKS "," FAILS), NOBODY},
    {ALL(NO "," FAILS), NOT_MET "; other\n"},
    {ALL("{key: \"{{ regex_match('^a$', request.object.metadata.name) }}\", operator: Equals, "
         "value: true}"),
     "p/r fail: never\n"},
    {ALL("{key: \"{{ request.object.metadata.labels.app || '' }}\", operator: AnyIn, value: [a]}"),
     NOT_MET "\n"},
    {WITH("    context: [{name: x}]\n    preconditions: [{key: '{{x.data}}', operator: Equals, "
          "value: a}]\n"),
     "p/r unknown: what the rule's context calls 'x' is not read\n"},
    {ALL("{key: 1000000, operator: AnyIn, value: [1000000]}"), NOT_MET "\n"},
    {ALL("{key: '{{images.containers}}', operator: Equals, value: a}"),
     "p/r unknown: images are not taken apart for preconditions\n"},
};

START_TEST(preconditions_decide_whether_the_rule_applies)
{
    const struct door door = {.object = POD("")};
    expect_said(cases[_i].policy, &door, cases[_i].said);
}
END_TEST

START_TEST(of_a_known_user_they_are_evaluated)
{
    const struct door door = {
        .object = POD(""),
        .user = "{username: 'system:serviceaccount:shop:robot', roles: ['shop:admin']}",
    };
    expect_said(ALL("{key: '{{serviceAccountName}}', operator: Equals, value: robot}, {key: "
                    "'{{serviceAccountNamespace}}', operator: Equals, value: shop}, {key: "
                    "'{{request.roles}}', operator: AnyIn, value: ['shop:admin']}, {key: "
                    "'{{request.userInfo.username}}', operator: Equals, value: 'system:*'}"),
                &door, "p/r fail: never\n");
}
END_TEST

START_TEST(generated_rules_look_at_the_template)
{
    const struct door door = {
        .object = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: "
                  "{spec: {host: true}}}}"};
    expect_said(ALL("{key: '{{request.object.spec.host}}', operator: Equals, value: true}"), &door,
                "p/autogen-r fail: never\n");
}
END_TEST

START_TEST(of_a_deletion_they_see_the_object_that_goes)
{
    const struct door door = {.object = POD(""), .operation = "DELETE"};
    expect_said(
        CLUSTER_POLICY("    match: {any: [{resources: {kinds: [Pod], operations: [DELETE]}}]}\n"
                       "    preconditions: {all: [{key: '{{request.object.metadata.name}}', "
                       "operator: Equals, value: a}]}\n" NEVER),
        &door, "p/r fail: never\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, preconditions_decide_whether_the_rule_applies, 0,
                        (int)PLIM_LEN(cases));
    tcase_add_test(tcase, of_a_known_user_they_are_evaluated);
    tcase_add_test(tcase, generated_rules_look_at_the_template);
    tcase_add_test(tcase, of_a_deletion_they_see_the_object_that_goes);
}

PLIM_CHECK_MAIN("admission.preconditions", add_cases)
