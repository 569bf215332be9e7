#include "admission_fixture.h"

#define FALSE      "  validations: [{expression: 'false', message: never}]\n"
#define RULE(rest) VAP("  matchConstraints: {" rest "}\n" FALSE)
#define ALL(rest)                                                                           \
    "resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: " \
    "['*']" rest "}]"
#define SAID   "p fail: never\n"
#define UNSURE "p unknown: it is not known whether the policy matches\n"
#define NODE   "{apiVersion: v1, kind: Node, metadata: {name: a}}"
#define CART   "{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, namespace: shop}}"
#define SHOP   "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {env: prod}}}"
#define APPS(group, version, resource)                                \
    "resourceRules: [{apiGroups: [" group "], apiVersions: [" version \
    "], operations: ['*'], resources: [" resource "]}]"

static const struct {
    const char *policy;
    struct door door;
    const char *said;
} matches[] = {
    {RULE(APPS("apps", "v1", "deployments")), {.object = CART}, SAID},
    {RULE(APPS("apps", "v1", "deployments/*")), {.object = CART}, SAID},
    {RULE(APPS("apps", "v1", "deployments/scale")), {.object = CART}, ""},
    {RULE(APPS("apps", "v1", "'*/*'")), {.object = CART}, SAID},
    {RULE(APPS("batch", "v1", "deployments")), {.object = CART}, ""},
    {RULE(APPS("apps", "v1beta1", "deployments")), {.object = CART}, UNSURE},
    {RULE("matchPolicy: Exact, " APPS("apps", "v1beta1", "deployments")), {.object = CART}, ""},
    {RULE(ALL(", scope: Cluster")), {.object = CART}, ""},
    {RULE(ALL(", scope: Cluster")), {.object = NODE}, SAID},
    {RULE(ALL(", scope: Namespaced")), {.object = NODE}, ""},
    {RULE(ALL(", resourceNames: [other]")), {.object = CART}, ""},
    {RULE(ALL(", operations: [UPDATE]")), {.object = CART}, ""},
    {RULE(ALL(", operations: [UPDATE]")), {.object = CART, .operation = "UPDATE"}, SAID},
    {RULE(ALL(
         "") ", excludeResourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: ['*'], "
             "resources: [deployments]}]"),
     {.object = CART},
     ""},
    {RULE(ALL("") ", objectSelector: {matchLabels: {a: b}}"), {.object = CART}, ""},
    {RULE(ALL("") ", namespaceSelector: {matchLabels: {env: prod}}"), {.object = CART}, UNSURE},
    {RULE(ALL("") ", namespaceSelector: {matchLabels: {env: prod}}"),
     {.object = CART, .namespace = SHOP},
     SAID},
    {RULE(ALL("") ", namespaceSelector: {matchLabels: {env: test}}"),
     {.object = CART, .namespace = SHOP},
     ""},
    {RULE(ALL("") ", namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}"),
     {.object = CART, .namespace = "{metadata: {name: shop}}"},
     SAID},
    {RULE(ALL("") ", namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}"),
     {.object = CART, .namespace = "{metadata: {name: other, labels: {env: test}}}"},
     ""},
    {RULE(ALL("") ", namespaceSelector: {matchLabels: {env: test}}"), {.object = NODE}, SAID},
    {RULE(ALL("") ", namespaceSelector: {matchLabels: {env: prod}}"), {.object = SHOP}, SAID},
};

START_TEST(policy_is_about_what_its_constraints_say)
{
    expect_said(matches[_i].policy, &matches[_i].door, matches[_i].said);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, policy_is_about_what_its_constraints_say, 0, (int)PLIM_LEN(matches));
}

PLIM_CHECK_MAIN("admission.match", add_cases)
