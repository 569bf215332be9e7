#include "resource/owner.h"

#include "resource_fixture.h"
#include "system_priv.h"

static const struct {
    const char *yaml;
    const char *maker;
} objects[] = {
    {"{apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}", "kube-apiserver"},
    {"{apiVersion: v1, kind: Namespace, metadata: {name: shop}}", ""},
    {"{apiVersion: v1, kind: Service, metadata: {name: kubernetes, namespace: default}}",
     "kube-apiserver"},
    {"{apiVersion: v1, kind: Service, metadata: {name: kubernetes, namespace: shop}}", ""},
    {"{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}}",
     "kube-controller-manager"},
    {"{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: cart-x, namespace: "
     "shop, labels: "
     "{endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}}}",
     "kube-controller-manager"},
    {"{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: by-hand, namespace: "
     "shop}}",
     ""},
    {"{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: admin, "
     "labels: "
     "{kubernetes.io/bootstrapping: rbac-defaults}}}",
     "kube-apiserver"},
    {"{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: admin}}", ""},
    {"{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: "
     "system-node-critical}}",
     "kube-apiserver"},
    {"{apiVersion: flowcontrol.apiserver.k8s.io/v1, kind: FlowSchema, metadata: {name: x, "
     "annotations: "
     "{apf.kubernetes.io/autoupdate-spec: 'true'}}}",
     "kube-apiserver"},
    {"{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: x, namespace: shop}}",
     "leader election"},
    {"{apiVersion: v1, kind: Secret, type: bootstrap.kubernetes.io/token, metadata: {name: x, "
     "namespace: kube-system}}",
     "kube-controller-manager"},
    /* A claim made from a StatefulSet's template: nobody but Kubernetes has written it. */
    {"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-store-0, namespace: "
     "shop, managedFields: "
     "[{manager: kube-controller-manager}, {manager: kube-scheduler}]}}",
     "kube-scheduler"},
    {"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: uploads, namespace: shop, "
     "managedFields: "
     "[{manager: kubectl-create}, {manager: kube-controller-manager}]}}",
     ""},
};

START_TEST(what_kubernetes_makes_is_known)
{
    struct value object = plim_value_from_yaml(arena, objects[_i].yaml);
    plim_assert_text(resource_system_maker(&object), objects[_i].maker);
}
END_TEST

START_TEST(managers_of_kubernetes_are_known)
{
    ck_assert(resource_manager_is_system(PLIM_STR("kubelet")));
    ck_assert(!resource_manager_is_system(PLIM_STR("kubectl-edit")));
    ck_assert(resource_namespace_is_platform(PLIM_STR("kube-node-lease")));
    ck_assert(!resource_namespace_is_platform(PLIM_STR("default")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, what_kubernetes_makes_is_known, 0, PLIM_LEN(objects));
    tcase_add_test(tcase, managers_of_kubernetes_are_known);
}

PLIM_CHECK_MAIN("resource.system", add_cases)
