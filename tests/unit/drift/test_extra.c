#include "drift_fixture.h"

#define DESIRED                                                                                   \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, labels: {app: cart}}, spec: " \
    "{replicas: 2, template: {spec: {containers: [{name: cart, image: 'cart:1'}]}}}}"

/* Live has one more label, one more variable, a default, a node selector and a container. */
#define LIVE(manager, operation, fields)                                                           \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, labels: {app: cart, touched: " \
    "'yes'}, "                                                                                     \
    "annotations: {kubectl.kubernetes.io/restartedAt: x}, managedFields: ["                        \
    "{manager: kubectl-client-side-apply, operation: Update, time: '2026-01-01T00:00:00Z', "       \
    "fieldsV1: {'f:metadata': "                                                                    \
    "{'f:labels': {'.': {}, 'f:app': {}}}, 'f:spec': {'f:replicas': {}, 'f:paused': {}, "          \
    "'f:template': {'f:spec': "                                                                    \
    "{'f:containers': {'k:{\"name\":\"cart\"}': {'.': {}, 'f:name': {}, 'f:image': {}}}}}}}},"     \
    "{manager: " manager ", operation: " operation                                                 \
    ", time: '2026-02-01T00:00:00Z', fieldsV1: " fields "}]}, spec: "                              \
    "{replicas: 2, paused: true, template: {spec: {dnsPolicy: ClusterFirst, nodeSelector: {disk: " \
    "ssd}, containers: "                                                                           \
    "[{name: cart, image: 'cart:1', env: [{name: DEBUG, value: 1}]}, {name: side, image: "         \
    "'side:1'}]}}}}"

#define LABEL          "{'f:metadata': {'f:labels': {'f:touched': {}}}}"
#define INSIDE(fields) "{'f:spec': {'f:template': {'f:spec': " fields "}}}"

static const struct {
    const char *live;
    const char *differences;
} extras[] = {
    {LIVE("kubectl-label", "Update", LABEL),
     "extra metadata.labels.touched: null -> \"yes\" (kubectl-label)\n"},
    {LIVE("kubectl-label", "Update", "'{\"f:metadata\":{\"f:labels\":{\"f:touched\":{}}}}'"),
     "extra metadata.labels.touched: null -> \"yes\" (kubectl-label)\n"}, /* as its JSON */
    {LIVE("kubectl-label", "Update", "'no JSON'"), ""},
    {LIVE("Mozilla", "Update", LABEL),
     "extra metadata.labels.touched: null -> \"yes\" (Mozilla)\n"},
    {LIVE("somebody", "Apply", LABEL),
     "extra metadata.labels.touched: null -> \"yes\" (somebody)\n"},
    {LIVE("kube-controller-manager", "Update", LABEL), ""},
    {LIVE("kustomize-controller", "Apply", LABEL), ""},
    {LIVE("shop-operator", "Update", LABEL), ""},
    {LIVE("argocd-controller", "Apply", LABEL), ""},
    {LIVE("kubectl-create", "Update", LABEL), ""}, /* made by the tool that applies */
    {LIVE("kubectl-edit", "Update", INSIDE("{'f:dnsPolicy': {}}")),
     ""}, /* what the server fills in */
    {LIVE("kubectl-edit", "Update", INSIDE("{'f:nodeSelector': {}}")),
     "extra spec.template.spec.nodeSelector: null -> {\"disk\":\"ssd\"} (kubectl-edit)\n"},
    {LIVE("kubectl-set", "Update",
          INSIDE("{'f:containers': {'k:{\"name\":\"cart\"}': {'f:env': {'.': {}, "
                 "'k:{\"name\":\"DEBUG\"}': {'.': {}, "
                 "'f:name': {}, 'f:value': {}}}}}}")),
     "extra spec.template.spec.containers[name=cart].env[name=DEBUG]: null -> "
     "{\"name\":\"DEBUG\",\"value\":1} "
     "(kubectl-set)\n"},
    {LIVE("kubectl-edit", "Update",
          INSIDE("{'f:containers': {'k:{\"name\":\"side\"}': {'.': {}, 'f:name': {}, 'f:image': "
                 "{}}}}")),
     "extra spec.template.spec.containers[name=side]: null -> "
     "{\"name\":\"side\",\"image\":\"side:1\"} (kubectl-edit)\n"},
    {LIVE("kubectl-edit", "Update",
          INSIDE("{'f:containers': {'k:{\"name\":\"gone\"}': {'.': {}}}}")),
     ""},
    {LIVE("kubectl-edit", "Update", INSIDE("{'f:containers': {'k:not json': {'.': {}}}}")), ""},
    {LIVE(
         "kubectl-rollout", "Update",
         "{'f:metadata': {'f:annotations': {'.': {}, 'f:kubectl.kubernetes.io/restartedAt': {}}}}"),
     ""},
};

START_TEST(what_a_stranger_added_is_extra)
{
    ck_assert_str_eq(describe_drift(DESIRED, extras[_i].live, NULL), extras[_i].differences);
}
END_TEST

START_TEST(the_writer_of_a_difference_is_named)
{
    const char *live =
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, managedFields: [{manager: apply, "
        "operation: Apply, time: "
        "'2026-01-01T00:00:00Z', fieldsV1: {'f:data': {'f:k': {}}}}, {manager: kubectl-edit, "
        "operation: Update, time: "
        "'2026-02-01T00:00:00Z', fieldsV1: {'f:data': {'f:k': {}}}}]}, data: {k: w}}";
    ck_assert_str_eq(
        describe_drift("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}", live,
                       NULL),
        "differs data.k: \"v\" -> \"w\" (kubectl-edit)\n");
}
END_TEST

/* On the server side an applier owns just what it stated, so the label was in Git once. */
START_TEST(what_git_has_dropped_since_it_was_applied_differs)
{
    const char *live =
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {old: x}, managedFields: "
        "[{manager: kubectl, operation: Apply, fieldsV1: {'f:metadata': {'f:labels': {'f:old': "
        "{}}}, 'f:data': {'f:k': {}}}}]}, data: {k: v}}";
    ck_assert_str_eq(
        describe_drift("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}", live,
                       NULL),
        "differs metadata.labels.old: null -> \"x\" (kubectl)\n");
}
END_TEST

START_TEST(what_an_agent_adds_of_its_own_is_not_what_git_has_dropped)
{
    const char *live =
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {old: x, "
        "app.kubernetes.io/instance: shop}, managedFields: [{manager: argocd-controller, "
        "operation: "
        "Apply, fieldsV1: {'f:metadata': {'f:labels': {'f:old': {}, "
        "'f:app.kubernetes.io/instance': {}}}, 'f:data': {'f:k': {}}}}]}, data: {k: v}}";
    ck_assert_str_eq(
        describe_drift("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}", live,
                       NULL),
        "differs metadata.labels.old: null -> \"x\" (argocd-controller)\n");
}
END_TEST

/* An atomic list is written whole; apply would take the addition away again. */
START_TEST(an_addition_inside_an_atomic_list_differs)
{
    const char *live =
        "{apiVersion: shop.example.org/v1, kind: Order, metadata: {managedFields: [{manager: a, "
        "operation: "
        "Apply, fieldsV1: {'f:spec': {'f:total': {}}}}, {manager: kubectl-edit, operation: Update, "
        "fieldsV1: {'f:spec': {'f:items': {}}}}]}, spec: {total: 1, items: [{name: pen, count: "
        "7}]}}";
    ck_assert_str_eq(describe_drift("{apiVersion: shop.example.org/v1, kind: Order, spec: {total: "
                                    "1, items: [{name: pen}]}}",
                                    live, NULL),
                     "differs spec.items[0].count: null -> 7 (kubectl-edit)\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, what_a_stranger_added_is_extra, 0, PLIM_LEN(extras));
    tcase_add_test(tcase, the_writer_of_a_difference_is_named);
    tcase_add_test(tcase, what_an_agent_adds_of_its_own_is_not_what_git_has_dropped);
    tcase_add_test(tcase, what_git_has_dropped_since_it_was_applied_differs);
    tcase_add_test(tcase, an_addition_inside_an_atomic_list_differs);
}

PLIM_CHECK_MAIN("drift.extra", add_cases)
