#include "base/defs.h"

#include "policy_fixture.h"

#define VALID      "  validations: [{expression: 'true', message: m}]\n"
#define DEPLOYMENT "{apiVersion: apps/v1, kind: Deployment}"
#define OWNED_POD                                                                           \
    "{apiVersion: v1, kind: Pod, metadata: {ownerReferences: [{kind: ReplicaSet, name: r, " \
    "controller: true}]}}"

static const struct {
    const char *match;
    const char *object;
    bool matches;
} matches[] = {
    {"", "{apiVersion: v1, kind: Event}", true},
    {"  match: {workloads: true}\n", DEPLOYMENT, true},
    {"  match: {workloads: true}\n", "{apiVersion: v1, kind: Pod}", true},
    {"  match: {workloads: true}\n", OWNED_POD, false},
    {"  match: {workloads: true}\n", "{apiVersion: v1, kind: Service}", false},
    {"  match: {resourceRules: [{resources: [pods]}]}\n", OWNED_POD, true},
    {"  match: {resourceRules: [{apiGroups: [apps], resources: [deployments]}]}\n", DEPLOYMENT,
     true},
    {"  match: {resourceRules: [{apiGroups: [''], resources: ['*']}]}\n", DEPLOYMENT, false},
    {"  match: {resourceRules: [{apiGroups: ['*'], apiVersions: [v2], resources: ['*']}]}\n",
     DEPLOYMENT, false},
    {"  match: {resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*']}]}\n",
     DEPLOYMENT, true},
    {"  match: {resourceRules: [{resources: [networkpolicies]}]}\n",
     "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy}", true},
    {"  match: {resourceRules: [{resources: [gateways]}]}\n",
     "{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway}", true},
    {"  match: {origins: [git]}\n", DEPLOYMENT, false},
    {"  match: {origins: [live]}\n", DEPLOYMENT, true},
};

START_TEST(object_meets_the_policies_that_match)
{
    char rest[SPEC_BYTES];
    struct fixture fixture = {0};
    (void)snprintf(rest, sizeof(rest), "  subject: object\n%s%s", matches[_i].match, VALID);
    add_policy(&fixture, "a.b", rest);
    ck_assert_str_eq(judge_object(&fixture, matches[_i].object),
                     matches[_i].matches ? "a.b pass\n" : "");
    end(&fixture);
}
END_TEST

START_TEST(a_policy_asks_for_the_kinds_of_its_rules_alone)
{
    struct fixture fixture = {0};
    struct policy_kind pods = {PLIM_STR(""), PLIM_STR("pods")};
    struct policy_kind services = {PLIM_STR(""), PLIM_STR("services")};
    add_policy(&fixture, "a.all", "  subject: object\n" VALID);
    add_policy(&fixture, "a.workloads", "  subject: object\n  match: {workloads: true}\n" VALID);
    add_policy(&fixture, "b.image", "  subject: image\n" VALID);
    policy_set_seal(fixture.set);
    ck_assert(!policy_set_asks(fixture.set, 0, &pods));
    ck_assert(policy_set_asks(fixture.set, 1, &pods));
    ck_assert(!policy_set_asks(fixture.set, 1, &services));
    ck_assert(!policy_set_asks(fixture.set, 2, &pods));
    end(&fixture);
}
END_TEST

START_TEST(kinds_are_those_that_policies_name)
{
    struct fixture fixture = {0};
    size_t count = 0;
    add_policy(&fixture, "a.a", "  subject: object\n" VALID);
    add_policy(&fixture, "a.b",
               "  subject: object\n  match: {resourceRules: [{apiGroups: [apps, ''], resources: "
               "[pods, pods/status]}, {resources: ['*/*']}]}\n" VALID);
    policy_set_seal(fixture.set);
    const struct policy_kind *kinds = policy_set_kinds(fixture.set, &count);
    ck_assert_uint_eq(count, 3);
    ck_assert(plim_str_is(kinds[0].group, "") && plim_str_is(kinds[0].resource, "pods"));
    ck_assert(plim_str_is(kinds[1].group, "*") && plim_str_is(kinds[1].resource, "*"));
    ck_assert(plim_str_is(kinds[2].group, "apps") && plim_str_is(kinds[2].resource, "pods"));
    end(&fixture);
}
END_TEST

START_TEST(workloads_are_the_eight_kinds_with_a_pod_spec)
{
    struct fixture fixture = {0};
    size_t count = 0;
    add_policy(&fixture, "a.a", "  subject: object\n  match: {workloads: true}\n" VALID);
    add_policy(&fixture, "a.b", "  subject: object\n  match: {workloads: true}\n" VALID);
    policy_set_seal(fixture.set);
    (void)policy_set_kinds(fixture.set, &count);
    ck_assert_uint_eq(count, 8);
    end(&fixture);
}
END_TEST

static const struct {
    const char *match;
    const char *message;
} refusals[] = {
    {"{resourceRule: []}",
     "p.yaml:11:11: unknown field 'resourceRule'; did you mean 'resourceRules'?"},
    {"{resourceRules: [{resources: [1]}]}", "p.yaml:11:40: 'resources' holds strings"},
    {"{origins: [cluster]}", "p.yaml:11:21: unknown origin 'cluster'; expected one of live, git"},
};

START_TEST(mistake_in_a_match_is_refused)
{
    char rest[SPEC_BYTES];
    struct plim_err err = {0};
    (void)snprintf(rest, sizeof(rest), "  subject: object\n  match: %s\n%s", refusals[_i].match,
                   VALID);
    ck_assert_str_eq(refusal(rest, &err), refusals[_i].message);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, object_meets_the_policies_that_match, 0, PLIM_LEN(matches));
    tcase_add_test(tcase, a_policy_asks_for_the_kinds_of_its_rules_alone);
    tcase_add_test(tcase, kinds_are_those_that_policies_name);
    tcase_add_test(tcase, workloads_are_the_eight_kinds_with_a_pod_spec);
    tcase_add_loop_test(tcase, mistake_in_a_match_is_refused, 0, PLIM_LEN(refusals));
}

PLIM_CHECK_MAIN("policy.rule", add_cases)
