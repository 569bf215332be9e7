#include "admission_fixture.h"

#define RULE(match) CLUSTER_POLICY("    match: " match "\n" NEVER)
#define SAID        "p/r fail: never\n"
#define UNSURE      "p/r unknown: it is not known whether the policy matches\n"
#define ROLE \
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a, namespace: s}}"
#define ROBOT  "{username: 'system:serviceaccount:shop:robot', groups: [dev]}"
#define SHOP   "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {env: prod}}}"
#define FRED   "{any: [{resources: {kinds: [Secret]}, subjects: [{kind: User, name: 'fr*'}]}]}"
#define SECRET "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: shop}}"

static const struct {
    const char *policy;
    struct door door;
    const char *said;
} matches[] = {
    {RULE("{any: [{resources: {kinds: [Secret]}}]}"), {.object = SECRET}, SAID},
    {RULE("{any: [{resources: {kinds: [v1/Secret]}}]}"), {.object = SECRET}, SAID},
    {RULE("{any: [{resources: {kinds: ['*']}}]}"), {.object = SECRET}, SAID},
    {RULE("{any: [{resources: {kinds: ['*/*']}}]}"), {.object = ROLE}, SAID},
    {RULE("{any: [{resources: {kinds: [v2/Secret]}}]}"), {.object = SECRET}, ""},
    {RULE("{any: [{resources: {kinds: [Secret/status]}}]}"), {.object = SECRET}, ""},
    {RULE("{any: [{resources: {kinds: [rbac.authorization.k8s.io/v1/Role]}}]}"),
     {.object = ROLE},
     SAID},
    {RULE("{any: [{resources: {kinds: [authorization.openshift.io/v1/Role]}}]}"),
     {.object = ROLE},
     ""},
    {RULE("{any: [{resources: {kinds: [Role]}}, {resources: {kinds: [Secret]}}]}"),
     {.object = SECRET},
     SAID},
    {RULE("{all: [{resources: {kinds: [Role]}}, {resources: {kinds: [Secret]}}]}"),
     {.object = SECRET},
     ""},
    {RULE("{resources: {kinds: [Secret], names: ['b*']}}"), {.object = SECRET}, ""},
    {RULE("{resources: {kinds: [Secret], namespaces: ['sh*']}}"), {.object = SECRET}, SAID},
    {RULE("{resources: {kinds: [Secret], operations: [DELETE]}}"), {.object = SECRET}, ""},
    {RULE("{resources: {kinds: [Secret], selector: {matchLabels: {a: '*'}}}}"),
     {.object = SECRET},
     ""},
    {RULE("{resources: {kinds: [Secret], namespaceSelector: {matchLabels: {env: prod}}}}"),
     {.object = SECRET},
     UNSURE},
    {RULE("{resources: {kinds: [Secret], namespaceSelector: {matchLabels: {env: prod}}}}"),
     {.object = SECRET, .namespace = SHOP},
     SAID},
    {RULE(FRED), {.object = SECRET}, UNSURE},
    {RULE(FRED), {.object = SECRET, .user = "{}"}, SAID},
    {RULE(FRED), {.object = SECRET, .user = ROBOT}, ""},
    {RULE(FRED), {.object = SECRET, .user = "{username: fred}"}, SAID},
    {RULE("{subjects: [{kind: Group, name: dev}]}"), {.object = SECRET, .user = ROBOT}, SAID},
    {RULE("{subjects: [{kind: ServiceAccount, namespace: shop, name: robot}]}"),
     {.object = SECRET, .user = ROBOT},
     SAID},
    {RULE("{resources: {kinds: [Secret]}}\n    exclude: {clusterRoles: [cluster-admin]}"),
     {.object = SECRET, .user = "{}"},
     SAID},
    {RULE("{resources: {kinds: [Secret]}}\n    exclude: {clusterRoles: [cluster-admin]}"),
     {.object = SECRET, .user = "{username: a, clusterRoles: [cluster-admin]}"},
     ""},
    {RULE("{resources: {kinds: [Secret]}}\n    exclude: {clusterRoles: [cluster-admin]}"),
     {.object = SECRET},
     UNSURE},
    {RULE("{resources: {kinds: [Secret]}}\n    exclude: {any: [{resources: {names: [a]}}]}"),
     {.object = SECRET},
     ""},
};

START_TEST(rule_is_about_what_its_blocks_say)
{
    expect_said(matches[_i].policy, &matches[_i].door, matches[_i].said);
}
END_TEST

START_TEST(policy_of_a_namespace_sees_nothing_else)
{
    const char *policy = "apiVersion: kyverno.io/v1\nkind: Policy\n"
                         "metadata: {name: p, namespace: other}\nspec:\n  rules:\n  - name: r\n"
                         "    match: {resources: {kinds: [Secret]}}\n" NEVER;
    const struct door door = {.object = SECRET};
    expect_said(policy, &door, "");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, rule_is_about_what_its_blocks_say, 0, (int)PLIM_LEN(matches));
    tcase_add_test(tcase, policy_of_a_namespace_sees_nothing_else);
}

PLIM_CHECK_MAIN("admission.match_blocks", add_cases)
