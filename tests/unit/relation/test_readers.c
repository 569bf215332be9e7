/* What each kind names: field, kind, name and key of every reference. */
#include "relation_fixture.h"

#define POD(spec)                                                                          \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: shop}, spec: " \
    "{template: "                                                                          \
    "{spec: {" spec "}}}}"

static const struct {
    const char *object;
    const char *want; /* "FIELD KIND NAMESPACE/NAME KEY?\n", optional ones with '?' */
} rows[] = {
    {POD("serviceAccountName: cart"),
     "spec.template.spec.serviceAccountName ServiceAccount shop/cart \n"},
    {POD("priorityClassName: high, runtimeClassName: gvisor"),
     "spec.template.spec.priorityClassName PriorityClass /high \n"
     "spec.template.spec.runtimeClassName RuntimeClass /gvisor \n"},
    {POD("imagePullSecrets: [{name: pull}]"),
     "spec.template.spec.imagePullSecrets[0] Secret shop/pull ?\n"},
    {POD("containers: [{name: c, env: [{name: U, valueFrom: {configMapKeyRef: {name: m, key: k}}}, "
         "{name: V, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}]}]"),
     "spec.template.spec.containers[name=c].env[name=U].valueFrom.configMapKeyRef ConfigMap shop/m "
     "k\n"
     "spec.template.spec.containers[name=c].env[name=V].valueFrom.secretKeyRef Secret shop/s k?\n"},
    {POD("initContainers: [{name: c, envFrom: [{configMapRef: {name: m}}, {secretRef: {name: "
         "s}}]}]"),
     "spec.template.spec.initContainers[name=c].envFrom[0].configMapRef ConfigMap shop/m \n"
     "spec.template.spec.initContainers[name=c].envFrom[1].secretRef Secret shop/s \n"},
    {POD("volumes: [{name: v, configMap: {name: m, items: [{key: k, path: p}]}}, {name: w, secret: "
         "{secretName: s, optional: true}}]"),
     "spec.template.spec.volumes[name=v].configMap.items[0] ConfigMap shop/m k\n"
     "spec.template.spec.volumes[name=w].secret Secret shop/s ?\n"},
    {POD("volumes: [{name: v, projected: {sources: [{configMap: {name: m}}, {secret: {name: "
         "s}}]}}]"),
     "spec.template.spec.volumes[name=v].projected.sources[0].configMap ConfigMap shop/m \n"
     "spec.template.spec.volumes[name=v].projected.sources[1].secret Secret shop/s \n"},
    {POD("volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]"),
     "spec.template.spec.volumes[name=v].persistentVolumeClaim.claimName PersistentVolumeClaim "
     "shop/data \n"},
    {POD("volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: "
         "fast}}}}]"),
     "spec.template.spec.volumes[name=v].ephemeral.volumeClaimTemplate.spec.storageClassName "
     "StorageClass /fast \n"},
    {"{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a, namespace: shop}, spec: "
     "{serviceName: db, volumeClaimTemplates: [{spec: {storageClassName: fast}}]}}",
     "spec.serviceName Service shop/db \n"
     "spec.volumeClaimTemplates[0].spec.storageClassName StorageClass /fast \n"},
    {"{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, namespace: shop}, "
     "spec: "
     "{ingressClassName: nginx, defaultBackend: {service: {name: d, port: {name: http}}}, rules: "
     "[{http: {paths: [{backend: {service: {name: w, port: {number: 80}}}}]}}], tls: [{secretName: "
     "t}]}}",
     "spec.ingressClassName IngressClass /nginx \n"
     "spec.defaultBackend.service Service shop/d http\n"
     "spec.rules[0].http.paths[0].backend.service Service shop/w 80\n"
     "spec.tls[0].secretName Secret shop/t \n"},
    {"{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: a, namespace: "
     "shop}, spec: {parentRefs: [{name: g, namespace: edge}, {kind: Service, name: no}], rules: "
     "[{backendRefs: [{name: w, port: 80}, {kind: Bucket, group: x, name: no}, {name: o, "
     "namespace: "
     "other, port: 1}]}]}}",
     "spec.parentRefs[0] Gateway edge/g \n"
     "spec.rules[0].backendRefs[0] Service shop/w 80\n"
     "spec.rules[0].backendRefs[2] Service other/o 1\n"},
    {"{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a, namespace: "
     "shop}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: w}}}",
     "spec.scaleTargetRef Deployment shop/w \n"},
    {"{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: a, namespace: "
     "shop}, roleRef: {kind: ClusterRole, name: view}, subjects: [{kind: User, name: u}, {kind: "
     "ServiceAccount, name: s, namespace: ci}]}",
     "roleRef ClusterRole /view \n"
     "subjects[1] ServiceAccount ci/s \n"},
    {"{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: a, namespace: "
     "shop}, roleRef: {kind: Role, name: r}}",
     "roleRef Role shop/r \n"},
    {"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, namespace: shop}, spec: "
     "{storageClassName: fast}}",
     "spec.storageClassName StorageClass /fast \n"},
    {"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, namespace: shop}, spec: "
     "{storageClassName: manual, volumeName: v}}",
     "spec.storageClassName StorageClass /manual ?\n"},
};

START_TEST(every_name_of_another_object_is_found_with_its_field)
{
    add_objects(rows[_i].object);
    const struct relation_detail *detail = facts.objects[0].detail;
    struct plim_buf text = {0};
    for (size_t i = 0; i < detail->reference_count; i++) {
        const struct relation_reference *one = &detail->references[i];
        plim_buf_printf(&text, "%.*s %.*s %.*s/%.*s %.*s%s\n", PLIM_STR_ARG(one->field),
                        PLIM_STR_ARG(one->kind), PLIM_STR_ARG(one->namespace),
                        PLIM_STR_ARG(one->name), PLIM_STR_ARG(one->key), one->optional ? "?" : "");
    }
    ck_assert_str_eq(text.text, rows[_i].want);
    plim_buf_release(&text);
}
END_TEST

static const struct {
    const char *spec;
    bool ingress, egress, denies_ingress, denies_egress;
} limits[] = {
    {"{}", true, false, true, false},
    {"{policyTypes: [Egress]}", false, true, false, true},
    {"{policyTypes: [Ingress, Egress], egress: [{}]}", true, true, true, false},
    {"{egress: [{}]}", true, true, true, false},
    {"{ingress: [{}]}", true, false, false, false},
};

/* Source: NetworkPolicySpec, policyTypes. */
START_TEST(a_network_policy_limits_what_it_says_or_has_rules_for)
{
    add_objects(
        plim_arena_printf(arena,
                          "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: "
                          "{name: a, namespace: shop}, spec: %s}",
                          limits[_i].spec));
    const struct relation_detail *detail = facts.objects[0].detail;
    ck_assert_int_eq(detail->ingress, limits[_i].ingress);
    ck_assert_int_eq(detail->egress, limits[_i].egress);
    ck_assert_int_eq(detail->denies_ingress, limits[_i].denies_ingress);
    ck_assert_int_eq(detail->denies_egress, limits[_i].denies_egress);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_cluster, close_cluster);
    tcase_add_loop_test(tcase, every_name_of_another_object_is_found_with_its_field, 0,
                        PLIM_LEN(rows));
    tcase_add_loop_test(tcase, a_network_policy_limits_what_it_says_or_has_rules_for, 0,
                        PLIM_LEN(limits));
}

PLIM_CHECK_MAIN("relation.readers", add_cases)
