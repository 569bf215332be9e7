#include "base/defs.h"

#include "policy_fixture.h"

/* One validation whose message shows what an expression yields. */
#define SHOW(expression)                                                                    \
    "  subject: object\n"                                                                   \
    "  params: {limit: 3}\n"                                                                \
    "  variables: [{name: a, expression: object.metadata.name}, {name: b, expression: "     \
    "variables.a + '!'}]\n"                                                                 \
    "  validations: [{expression: 'false', message: none, messageExpression: \"" expression \
    "\"}]\n"

static const struct {
    const char *rest;
    const char *said;
} slots[] = {
    {SHOW("variables.b"), "a.b fail cart!\n"},
    {SHOW("string(params.limit)"), "a.b fail 3\n"},
    {SHOW("origin"), "a.b fail live\n"},
    {SHOW("podSpec.containers[0].name"), "a.b fail web\n"},
    {SHOW("podPath"), "a.b fail spec.template.spec\n"},
    {SHOW("podMetadata.labels.app"), "a.b fail cart\n"},
    {SHOW("containers[0].field"), "a.b fail spec.template.spec.containers[name=web]\n"},
    {SHOW("string(containers[0].security.runAsUser)"), "a.b fail 7\n"},
    {SHOW("request.operation + ' ' + request.kind.kind + ' ' + request.namespace"),
     "a.b fail CREATE Deployment shop\n"},
    {SHOW("string(oldObject == null)"), "a.b fail true\n"},
    {SHOW("cluster"), "a.b fail none\n"},
};

static const char deployment[] =
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, namespace: shop}, "
    "spec: {template: {metadata: {labels: {app: cart}}, "
    "spec: {securityContext: {runAsUser: 7}, containers: [{name: web}]}}}}";

START_TEST(variable_is_made_when_it_is_asked_for)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", slots[_i].rest);
    ck_assert_str_eq(judge_object(&fixture, deployment), slots[_i].said);
    end(&fixture);
}
END_TEST

static const struct {
    const char *expression;
    const char *object;
} of_pods[] = {
    {"podPath == 'spec' && podMetadata.name == 'x' && containers.size() == 1",
     "{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{name: web}]}}"},
    {"podPath == 'spec.jobTemplate.spec.template.spec' && podMetadata.labels.a == 'b'",
     "{apiVersion: batch/v1, kind: CronJob, metadata: {name: x}, spec: {jobTemplate: {spec: "
     "{template: {metadata: {labels: {a: b}}, spec: {}}}}}}"},
    {"podMetadata == {}",
     "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: x}, spec: {template: {spec: {}}}}"},
    {"podPath == '' && podMetadata == null && containers.size() == 0",
     "{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {template: {metadata: {}}}}"},
};

START_TEST(what_an_object_has_of_pods_is_found_for_every_kind)
{
    char rest[SPEC_BYTES];
    struct fixture fixture = {0};
    (void)snprintf(rest, sizeof(rest),
                   "  subject: object\n  validations: [{expression: \"%s\", message: m}]\n",
                   of_pods[_i].expression);
    add_policy(&fixture, "a.b", rest);
    ck_assert_str_eq(judge_object(&fixture, of_pods[_i].object), "a.b pass\n");
    end(&fixture);
}
END_TEST

START_TEST(containers_of_half_a_manifest_are_not_known)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b",
               "  subject: object\n"
               "  validations: [{each: containers, expression: item.name != '', message: m}]\n");
    ck_assert_str_eq(
        judge_object(&fixture, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}}"),
        "a.b unknown it has no pod spec\n");
    end(&fixture);
}
END_TEST

static const struct {
    const char *expression;
    const char *said;
} unknowns[] = {
    {"cluster == 'a'", "a.b unknown 'cluster' is not known here\n"},
    {"request.userInfo.username == 'a'",
     "a.b unknown nobody sends a request when an object is audited\n"},
};

START_TEST(what_nobody_gave_is_unknown)
{
    char rest[SPEC_BYTES];
    struct fixture fixture = {0};
    (void)snprintf(rest, sizeof(rest),
                   "  subject: object\n  validations: [{expression: \"%s\", message: m}]\n",
                   unknowns[_i].expression);
    add_policy(&fixture, "a.b", rest);
    ck_assert_str_eq(judge_object(&fixture, deployment), unknowns[_i].said);
    end(&fixture);
}
END_TEST

START_TEST(variables_belong_to_one_subject)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", SHOW("variables.b"));
    add_policy(&fixture, "a.c", SHOW("variables.b + variables.b"));
    (void)judge_object(&fixture, deployment);
    ck_assert_str_eq(judge_object(&fixture, "{apiVersion: v1, kind: Pod, metadata: {name: x}}"),
                     "a.b fail x!\na.c fail x!x!\n");
    end(&fixture);
}
END_TEST

START_TEST(expressions_of_a_policy_share_a_budget)
{
    static const char each[] =
        "  subject: object\n"
        "  validations: [{each: lists.range(30), expression: \"lists.range(60000).all(x, x >= 0)\","
        " message: m}]\n";
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", each);
    const char *said = judge_object(&fixture, deployment);
    ck_assert_ptr_nonnull(strstr(said, "a.b error expression 'lists.range(60000).all(x, x >= 0)' "
                                       "needs more than the "));
    ck_assert_ptr_nonnull(strstr(said, " cost units left of the budget\n"));
    end(&fixture);
}
END_TEST

START_TEST(record_that_was_not_given_is_unknown)
{
    struct fixture fixture = {0};
    add_policy(
        &fixture, "a.b",
        "  subject: fleet\n  validations: [{expression: fleet.applications > 0, message: m}]\n");
    const struct value *values[POLICY_RECORD_SLOTS] = {NULL};
    struct policy_input input = {.subject = POLICY_FLEET, .values = values};
    ck_assert_str_eq(judge_input(&fixture, &input), "a.b unknown 'fleet' is not known here\n");
    end(&fixture);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, variable_is_made_when_it_is_asked_for, 0, PLIM_LEN(slots));
    tcase_add_loop_test(tcase, what_an_object_has_of_pods_is_found_for_every_kind, 0,
                        PLIM_LEN(of_pods));
    tcase_add_test(tcase, containers_of_half_a_manifest_are_not_known);
    tcase_add_loop_test(tcase, what_nobody_gave_is_unknown, 0, PLIM_LEN(unknowns));
    tcase_add_test(tcase, variables_belong_to_one_subject);
    tcase_add_test(tcase, expressions_of_a_policy_share_a_budget);
    tcase_add_test(tcase, record_that_was_not_given_is_unknown);
}

PLIM_CHECK_MAIN("policy.slots", add_cases)
