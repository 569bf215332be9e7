/* What a record says, field by field, and what it does not claim to know. */
#include "relation_fixture.h"

#define CART                                                                                      \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, namespace: shop}, spec: "     \
    "{replicas: 3, selector: {matchLabels: {app: cart}}, template: {metadata: {labels: {app: "    \
    "cart}}, spec: {serviceAccountName: cart, containers: [{name: c, ports: [{name: http, "       \
    "containerPort: 8080}], envFrom: [{configMapRef: {name: cart}}], env: [{name: U, valueFrom: " \
    "{configMapKeyRef: {name: cart, key: url}}}]}]}}}}\n---\n"
#define SERVICE(selector, ports)                                                                 \
    "{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: " \
    "{" selector "}, ports: [{" ports "}]}}\n---\n"
#define WIDGET(labels)                                                                         \
    "{apiVersion: example.org/v1, kind: Widget, metadata: {name: w, namespace: shop, labels: " \
    "{" labels "}}}\n---\n"
#define CONFIG                                                                                \
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: cart, namespace: shop}, data: {url: " \
    "x}}\n---\n"
#define BUDGET(spec)                                                                            \
    "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b, namespace: shop}, " \
    "spec: {selector: {matchLabels: {app: cart}}, " spec "}}\n---\n"
#define SCALER                                                                                     \
    "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h, namespace: "  \
    "shop}, spec: {minReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: " \
    "cart}}}\n---\n"
#define PODS                                                                                       \
    "{apiVersion: v1, kind: Pod, metadata: {name: cart-x, namespace: shop, labels: {app: cart, "   \
    "role: primary}, ownerReferences: [{apiVersion: x/v1, kind: Cluster, name: cart, controller: " \
    "true}]}}\n---\n"
#define SLICES                                                                                \
    "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s1, namespace: " \
    "shop, "                                                                                  \
    "labels: {kubernetes.io/service-name: cart}}, endpoints: [{conditions: {ready: true}}, "  \
    "{conditions: {ready: false}}, {}]}\n---\n"                                               \
    "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s2, namespace: " \
    "shop, "                                                                                  \
    "labels: {kubernetes.io/service-name: cart}}, endpoints: [{conditions: {ready: "          \
    "true}}]}\n---\n"

static const struct {
    const char *objects, *unread, *kind, *name, *path, *want;
    bool manifests;
} rows[] = {
    {SERVICE("app: cart", "port: 80") CART, NULL, "Service", "cart", "selects",
     "[{\"kind\":\"Deployment\",\"namespace\":\"shop\",\"name\":\"cart\",\"replicas\":3}]", false},
    {SERVICE("app: cart", "port: 80") CART, "Pod", "Service", "cart", "selects",
     "[{\"kind\":\"Deployment\",\"namespace\":\"shop\",\"name\":\"cart\",\"replicas\":3}]", false},
    {SERVICE("app: web", "port: 80") CART, NULL, "Service", "cart", "selects", "[]", false},
    {SERVICE("app: web", "port: 80") CART, NULL, "Service", "cart", "selects", "[]", true},
    {SERVICE("app: web", "port: 80") CART, "Pod", "Service", "cart", "selects", "unknown: HTTP 403",
     false},
    {SERVICE("role: primary", "port: 80") CART PODS, NULL, "Service", "cart", "selects",
     "[{\"kind\":\"Cluster\",\"namespace\":\"shop\",\"name\":\"cart\",\"replicas\":-1}]", false},
    {SERVICE("app: web", "port: 80") WIDGET("app: web, tier: x"), NULL, "Service", "cart",
     "selects", "unknown: custom resources with these labels may ask for such pods", true},
    {SERVICE("app: web", "port: 80") WIDGET("app: cart"), NULL, "Service", "cart", "selects", "[]",
     true},
    {SERVICE("", "port: 80") CART, NULL, "Service", "cart", "hasSelector", "false", false},
    {CART, NULL, "Deployment", "cart", "selects", "[]", false},
    {SERVICE("app: cart", "port: 80, targetPort: http") CART, NULL, "Service", "cart", "ports",
     "[{\"name\":\"\",\"port\":80,\"protocol\":\"TCP\",\"target\":\"http\",\"named\":true,"
     "\"exposed\":true}]",
     false},
    {SERVICE("app: cart", "port: 8080") CART, NULL, "Service", "cart", "ports",
     "[{\"name\":\"\",\"port\":8080,\"protocol\":\"TCP\",\"target\":\"8080\",\"named\":false,"
     "\"exposed\":true}]",
     false},
    {SERVICE("app: cart", "port: 80, protocol: UDP, targetPort: http") CART, NULL, "Service",
     "cart", "ports",
     "[{\"name\":\"\",\"port\":80,\"protocol\":\"UDP\",\"target\":\"http\",\"named\":true,"
     "\"exposed\":false}]",
     false},
    {SERVICE("app: cart", "port: 80") SLICES, NULL, "Service", "cart", "readyEndpoints", "3",
     false},
    {SERVICE("app: cart", "port: 80"), NULL, "Service", "cart", "readyEndpoints", "0", false},
    {SERVICE("app: cart", "port: 80"), "EndpointSlice", "Service", "cart", "readyEndpoints",
     "unknown: HTTP 403", false},
    {SERVICE("app: cart", "port: 80"), NULL, "Service", "cart", "readyEndpoints",
     "unknown: no cluster was read", true},
    {CART SERVICE("app: cart", "port: 80"), NULL, "Deployment", "cart", "selectedBy.services",
     "[{\"name\":\"cart\",\"ingress\":false,\"egress\":false}]", false},
    {CART SERVICE("app: cart", "port: 80"), "Service", "Deployment", "cart", "selectedBy.services",
     "unknown: HTTP 403", false},
    {CART SCALER, NULL, "Deployment", "cart", "selectedBy.autoscalers",
     "[{\"name\":\"h\",\"ingress\":false,\"egress\":false}]", false},
    {CART BUDGET("minAvailable: 2"), NULL, "Deployment", "cart", "selectedBy.disruptionBudgets",
     "[{\"name\":\"b\",\"ingress\":false,\"egress\":false}]", false},
    {CART BUDGET("minAvailable: 2"), NULL, "PodDisruptionBudget", "b", "budget",
     "{\"pods\":3,\"allowed\":1,\"never\":false}", false},
    {CART BUDGET("minAvailable: 4"), NULL, "PodDisruptionBudget", "b", "budget",
     "{\"pods\":3,\"allowed\":0,\"never\":false}", false},
    {CART BUDGET("minAvailable: 50%"), NULL, "PodDisruptionBudget", "b", "budget",
     "{\"pods\":3,\"allowed\":1,\"never\":false}", false},
    {CART BUDGET("maxUnavailable: 30%"), NULL, "PodDisruptionBudget", "b", "budget",
     "{\"pods\":3,\"allowed\":1,\"never\":false}", false},
    {CART BUDGET("maxUnavailable: 200%"), NULL, "PodDisruptionBudget", "b", "budget",
     "{\"pods\":3,\"allowed\":3,\"never\":false}", false},
    {CART BUDGET("maxUnavailable: 0"), NULL, "PodDisruptionBudget", "b", "budget",
     "{\"pods\":3,\"allowed\":0,\"never\":true}", false},
    {CART SCALER BUDGET("minAvailable: 3"), NULL, "PodDisruptionBudget", "b", "budget",
     "{\"pods\":5,\"allowed\":2,\"never\":false}", false},
    {CART BUDGET("minAvailable: 3"), "HorizontalPodAutoscaler", "PodDisruptionBudget", "b",
     "budget", "unknown: HTTP 403", false},
    {PODS BUDGET("minAvailable: 3"), NULL, "PodDisruptionBudget", "b", "budget",
     "unknown: it covers pods whose number nobody states", false},
    {CONFIG CART, NULL, "ConfigMap", "cart", "referredBy",
     "[{\"kind\":\"Deployment\",\"namespace\":\"shop\",\"name\":\"cart\"}]", false},
    {CONFIG, NULL, "ConfigMap", "cart", "referredBy", "[]", false},
    {CONFIG, "CronJob", "ConfigMap", "cart", "referredBy", "unknown: HTTP 403", false},
};

START_TEST(a_field_of_a_record_is_what_the_objects_say)
{
    unread_kind = rows[_i].unread;
    add_objects(rows[_i].objects);
    join(rows[_i].manifests);
    struct value record = record_of(rows[_i].kind, rows[_i].name);
    assert_shows(value_get_path(&record, rows[_i].path), rows[_i].want);
}
END_TEST

static const struct {
    const char *objects, *unread, *name, *field, *want;
    bool manifests;
} references[] = {
    {CART CONFIG, NULL, "cart", "found", "true", false},
    {CART, NULL, "cart", "found", "false", false},
    {CART, "ConfigMap", "cart", "found", "unknown: HTTP 403", false},
    {CART, NULL, "cart", "found", "unknown: it is not among the manifests", true},
    {CART CONFIG, NULL, "cart", "keyFound", "true", false},
    {CART "{apiVersion: v1, kind: ConfigMap, metadata: {name: cart, namespace: shop}}", NULL,
     "cart", "keyFound", "false", false},
};

START_TEST(what_is_named_is_there_absent_or_unknown)
{
    unread_kind = references[_i].unread;
    add_objects(references[_i].objects);
    join(references[_i].manifests);
    struct value record = record_of("Deployment", references[_i].name);
    const struct value *list = value_get(&record, "references");
    /* The account, the key, the whole ConfigMap. */
    ck_assert_uint_eq(value_len(list), 3);
    ck_assert(value_is_string(value_get(value_at(list, 1), "key"), "url"));
    assert_shows(value_get(value_at(list, 1), references[_i].field), references[_i].want);
}
END_TEST

START_TEST(keys_of_a_secret_are_not_known_from_its_metadata)
{
    add_objects("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: "
                "{containers: [{name: c, env: [{name: U, valueFrom: {secretKeyRef: {name: s, key: "
                "k}}}]}]}}\n---\n{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: "
                "shop}}");
    join(false);
    struct value record = record_of("Pod", "p");
    const struct value *one = value_at(value_get(&record, "references"), 0);
    assert_shows(value_get(one, "found"), "true");
    assert_shows(value_get(one, "keyFound"), "unknown: its keys are not read");
}
END_TEST

START_TEST(what_every_cluster_has_is_there)
{
    add_objects("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: "
                "{priorityClassName: system-node-critical, serviceAccountName: default}}");
    join(true);
    struct value record = record_of("Pod", "p");
    const struct value *list = value_get(&record, "references");
    assert_shows(value_get(value_at(list, 0), "found"), "true");
    assert_shows(value_get(value_at(list, 1), "found"), "true");
}
END_TEST

START_TEST(an_autoscaler_of_manifests_has_its_target_among_them)
{
    add_objects(SCALER);
    join(true);
    struct value record = record_of("HorizontalPodAutoscaler", "h");
    assert_shows(value_get(value_at(value_get(&record, "references"), 0), "found"), "false");
}
END_TEST

START_TEST(a_kind_that_nobody_looks_at_is_not_absent)
{
    add_objects("{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h, "
                "namespace: shop}, spec: {scaleTargetRef: {apiVersion: argoproj.io/v1alpha1, kind: "
                "Rollout, name: cart}}}");
    join(false);
    struct value record = record_of("HorizontalPodAutoscaler", "h");
    assert_shows(value_get(value_at(value_get(&record, "references"), 0), "found"),
                 "unknown: objects of the kind Rollout are not looked at");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_cluster, close_cluster);
    tcase_add_loop_test(tcase, a_field_of_a_record_is_what_the_objects_say, 0, PLIM_LEN(rows));
    tcase_add_loop_test(tcase, what_is_named_is_there_absent_or_unknown, 0, PLIM_LEN(references));
    tcase_add_test(tcase, keys_of_a_secret_are_not_known_from_its_metadata);
    tcase_add_test(tcase, what_every_cluster_has_is_there);
    tcase_add_test(tcase, an_autoscaler_of_manifests_has_its_target_among_them);
    tcase_add_test(tcase, a_kind_that_nobody_looks_at_is_not_absent);
}

PLIM_CHECK_MAIN("relation.record", add_cases)
