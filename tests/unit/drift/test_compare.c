#include "drift_fixture.h"

#define DEPLOYMENT(spec) \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart}, spec: " spec "}"
#define POD(spec) DEPLOYMENT("{template: {spec: " spec "}}")
#define HOOK(bundle)                                                                     \
    "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, " \
    "webhooks: [{name: a, clientConfig: {caBundle: " bundle "}}]}"
#define CONTAINER(rest) POD("{containers: [{name: cart" rest "}]}")
#define ORDER(spec) \
    "{apiVersion: shop.example.org/v1, kind: Order, metadata: {name: cart}, spec: " spec "}"

static const struct {
    const char *why;
    const char *desired;
    const char *live;
} same[] = {
    {"only stated fields count", DEPLOYMENT("{replicas: 2}"),
     DEPLOYMENT("{replicas: 2, paused: true}")},
    {"status and server-set metadata do not count",
     "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, creationTimestamp: null, uid: x, "
     "generation: 1}, status: {a: 1}}",
     "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop, resourceVersion: "
     "'7'}}"},
    {"null is what the server fills in", DEPLOYMENT("{replicas: null}"),
     DEPLOYMENT("{replicas: 1}")},
    {"an empty map states nothing", DEPLOYMENT("{strategy: {}}"), DEPLOYMENT("{replicas: 2}")},
    {"an empty list states nothing when live has none", POD("{tolerations: []}"), POD("{x: 1}")},
    {"false and 0 are left out by the server", POD("{hostNetwork: false, hostname: ''}"),
     POD("{x: 1}")},
    {"an empty text is left out by the server", CONTAINER(", env: [{name: A, value: ''}]"),
     CONTAINER(", env: [{name: A}]")},
    {"a map of nothing is nothing", CONTAINER(", resources: {limits: {}, requests: null}"),
     CONTAINER("")},
    {"quantities by amount", CONTAINER(", resources: {limits: {memory: 1024Mi, cpu: 0.1}}"),
     CONTAINER(", resources: {limits: {memory: 1Gi, cpu: 100m}}")},
    {"quantities as numbers", CONTAINER(", resources: {requests: {memory: 1073741824, cpu: 1e0}}"),
     CONTAINER(", resources: {requests: {memory: '1073741824', cpu: '1'}}")},
    {"quantities that fit no binary unit", CONTAINER(", resources: {requests: {memory: 1.5Ki}}"),
     CONTAINER(", resources: {requests: {memory: '1536'}}")},
    {"volume sizes", POD("{volumes: [{name: a, emptyDir: {sizeLimit: 0.5Gi}}]}"),
     POD("{volumes: [{name: a, emptyDir: {sizeLimit: 512Mi}}]}")},
    {"keyed lists may have more", CONTAINER(", env: [{name: A, value: x}]"),
     CONTAINER(", env: [{name: X, value: y}, {name: A, value: x}]")},
    {"ports of one number, each its own",
     CONTAINER(", ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP, name: d}]"),
     CONTAINER(", ports: [{containerPort: 53, protocol: TCP}, {containerPort: 53, protocol: UDP, "
               "name: d}]")},
    {"atomic lists: defaults in their elements",
     "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, subjects: [{kind: User}]}",
     "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, subjects: [{kind: User, "
     "apiGroup: rbac.authorization.k8s.io}]}"},
    {"a certificate is put in by others", HOOK("Cg=="), HOOK("TUlJ")},
    {"finalizers are a set", "{apiVersion: v1, kind: ConfigMap, metadata: {finalizers: [a]}}",
     "{apiVersion: v1, kind: ConfigMap, metadata: {finalizers: [b, a]}}"},
    {"an aggregated role's rules are the controller's",
     "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, aggregationRule: {a: 1}, "
     "rules: []}",
     "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, aggregationRule: {a: 1}, "
     "rules: [{verbs: [get]}]}"},
    {"an empty cluster address is assigned",
     "{apiVersion: v1, kind: Service, spec: {clusterIP: ''}}",
     "{apiVersion: v1, kind: Service, spec: {clusterIP: 10.0.0.1}}"},
    {"a Pod's admitted tolerations", "{apiVersion: v1, kind: Pod, spec: {tolerations: [{key: a}]}}",
     "{apiVersion: v1, kind: Pod, spec: {tolerations: [{key: a}, {key: "
     "node.kubernetes.io/not-ready}, {key: "
     "node.kubernetes.io/unreachable}]}}"},
    {"fields below a custom resource's elements", ORDER("{items: [{name: a}]}"),
     ORDER("{items: [{name: a, count: 1}]}")},
    {"integers and the same doubles", ORDER("{a: 1.0}"), ORDER("{a: 1}")},
};

START_TEST(equal_meanings_are_no_difference)
{
    const char *got = describe_drift(same[_i].desired, same[_i].live, NULL);
    ck_assert_msg(got[0] == '\0', "%s: %s", same[_i].why, got);
}
END_TEST

static const struct {
    const char *desired;
    const char *live;
    const char *differences;
} changed[] = {
    {DEPLOYMENT("{replicas: 2}"), DEPLOYMENT("{replicas: 5}"), "differs spec.replicas: 2 -> 5\n"},
    {DEPLOYMENT("{paused: true}"), DEPLOYMENT("{x: 1}"), "missing spec.paused: true -> null\n"},
    {CONTAINER(", image: 'a:1'"), CONTAINER(", image: 'a:2'"),
     "differs spec.template.spec.containers[name=cart].image: \"a:1\" -> \"a:2\"\n"},
    {CONTAINER(""), POD("{containers: [{name: web}]}"),
     "missing spec.template.spec.containers[name=cart]: {\"name\":\"cart\"} -> null\n"},
    {CONTAINER(", env: [{name: A, value: x}]"), CONTAINER(""),
     "missing spec.template.spec.containers[name=cart].env[name=A]: "
     "{\"name\":\"A\",\"value\":\"x\"} -> null\n"},
    {CONTAINER(", ports: [{containerPort: 80, name: a}]"),
     CONTAINER(", ports: [{containerPort: 80, name: b}]"),
     "differs spec.template.spec.containers[name=cart].ports[containerPort=80].name: \"a\" -> "
     "\"b\"\n"},
    {CONTAINER(", args: [a, b]"), CONTAINER(", args: [a, c]"),
     "differs spec.template.spec.containers[name=cart].args[1]: \"b\" -> \"c\"\n"},
    {CONTAINER(", args: [a, b]"), CONTAINER(", args: [a]"),
     "differs spec.template.spec.containers[name=cart].args: [\"a\",\"b\"] -> [\"a\"]\n"},
    {CONTAINER(", resources: {limits: {cpu: 1}}"), CONTAINER(", resources: {limits: {cpu: 1001m}}"),
     "differs spec.template.spec.containers[name=cart].resources.limits.cpu: 1 -> \"1001m\"\n"},
    {POD("{volumes: [{name: a, emptyDir: {}}]}"),
     POD("{volumes: [{name: a, hostPath: {path: /}}]}"),
     "missing spec.template.spec.volumes[name=a].emptyDir: {} -> null\n"
     "differs spec.template.spec.volumes[name=a].hostPath: null -> {\"path\":\"/\"}\n"},
    {DEPLOYMENT("{replicas: null}"), DEPLOYMENT("{replicas: 2}"),
     "differs spec.replicas: null -> 2\n"},
    {CONTAINER(", env: [{name: A, value: x}, {name: B, value: z}]"),
     CONTAINER(", env: [{name: B, value: z}, {name: A, value: x}]"),
     "differs spec.template.spec.containers[name=cart].env: [{\"name\":\"A\",\"value\":\"x\"},"
     "{\"name\":\"B\",\"value\":\"z\"}] -> [{\"name\":\"B\",\"value\":\"z\"},{\"name\":\"A\","
     "\"value\":\"x\"}]\n"},
    /* The same number, another protocol: the key is the number alone, and the stated come first. */
    {CONTAINER(", ports: [{containerPort: 53, protocol: TCP}, {containerPort: 80}]"),
     CONTAINER(", ports: [{containerPort: 53, protocol: TCP}, {containerPort: 80}, "
               "{containerPort: 53, protocol: UDP}]"),
     "differs spec.template.spec.containers[name=cart].ports: [{\"containerPort\":53,\"protocol\":"
     "\"TCP\"},{\"containerPort\":80}] -> [{\"containerPort\":53,\"protocol\":\"TCP\"},"
     "{\"containerPort\":80},{\"containerPort\":53,\"protocol\":\"UDP\"}]\n"},
    /* A pointer to false is kept; the empty text of a label is a text. */
    {CONTAINER(", securityContext: {privileged: false}"), CONTAINER(", securityContext: {x: 1}"),
     "missing spec.template.spec.containers[name=cart].securityContext.privileged: false -> "
     "null\n"},
    {"{apiVersion: v1, kind: ConfigMap, data: {a: ''}}", "{apiVersion: v1, kind: ConfigMap}",
     "missing data.a: \"\" -> null\n"},
    /* Only what is stated stays in a strategy. */
    {DEPLOYMENT("{strategy: {type: RollingUpdate}}"),
     DEPLOYMENT("{strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 3}}}"),
     "differs spec.strategy.rollingUpdate: null -> {\"maxSurge\":3}\n"},
    {CONTAINER(", resources: {limits: {memory: 1Gi}}"),
     CONTAINER(", resources: {limits: {memory: '1073741824'}}"),
     "differs spec.template.spec.containers[name=cart].resources.limits.memory: \"1Gi\" -> "
     "\"1073741824\"\n"},
    {DEPLOYMENT("{strategy: {type: Recreate}}"), DEPLOYMENT("{strategy: x}"),
     "differs spec.strategy: {\"type\":\"Recreate\"} -> \"x\"\n"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {a.b/c: x}}, data: {k: v}}",
     "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}",
     "missing data.k: \"v\" -> null\nmissing metadata.labels['a.b/c']: \"x\" -> null\n"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {finalizers: [a]}}",
     "{apiVersion: v1, kind: ConfigMap, metadata: {finalizers: [b]}}",
     "missing metadata.finalizers[0]: \"a\" -> null\n"},
    {"{apiVersion: v1, kind: LimitRange, spec: {limits: [{type: Pod}]}}",
     "{apiVersion: v1, kind: LimitRange, spec: {limits: null}}",
     "missing spec.limits: [{\"type\":\"Pod\"}] -> null\n"},
    /* A text to a custom resource, whatever it looks like. */
    {ORDER("{limits: {memory: 1024Mi}}"), ORDER("{limits: {memory: 1Gi}}"),
     "differs spec.limits.memory: \"1024Mi\" -> \"1Gi\"\n"},
    {ORDER("{env: [{name: a}, {name: b}]}"), ORDER("{env: [{name: b}, {name: a}]}"),
     "differs spec.env[0].name: \"a\" -> \"b\"\ndiffers spec.env[1].name: \"b\" -> \"a\"\n"},
    {ORDER("{on: false}"), ORDER("{x: 1}"), "missing spec.true: false -> null\n"},
    {"{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, rules: [{verbs: [get]}]}",
     "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, rules: [{verbs: [get, list]}]}",
     "differs rules[0].verbs: [\"get\"] -> [\"get\",\"list\"]\n"},
};

START_TEST(a_stated_field_differs)
{
    ck_assert_str_eq(describe_drift(changed[_i].desired, changed[_i].live, NULL),
                     changed[_i].differences);
}
END_TEST

START_TEST(replicas_of_a_scaled_workload_are_not_compared)
{
    const struct drift_options options = {.scaled = true};
    ck_assert_str_eq(
        describe_drift(DEPLOYMENT("{replicas: 2}"), DEPLOYMENT("{replicas: 5}"), &options), "");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, equal_meanings_are_no_difference, 0, PLIM_LEN(same));
    tcase_add_loop_test(tcase, a_stated_field_differs, 0, PLIM_LEN(changed));
    tcase_add_test(tcase, replicas_of_a_scaled_workload_are_not_compared);
}

PLIM_CHECK_MAIN("drift.compare", add_cases)
