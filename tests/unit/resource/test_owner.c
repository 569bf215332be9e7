#include "resource/owner.h"

#include "resource_fixture.h"

/* Of each object: who owns it when it is not desired, and when it is. */
static const struct {
    const char *yaml;
    const char *undesired;
    const char *desired;
} objects[] = {
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}", "none//", "git//"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop, annotations: "
     "{argocd.argoproj.io/tracking-id: 'cart:/ConfigMap:shop/a'}}}",
     "argocd/cart/", "argocd/cart/"},
    {"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: shop, annotations: "
     "{argocd.argoproj.io/tracking-id: 'team_cart:apps/Deployment:shop/a'}}}",
     "argocd/cart/team", "argocd/cart/team"},
    /* Copied from another object. */
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: shop, annotations: "
     "{argocd.argoproj.io/tracking-id: 'cart:/ConfigMap:shop/a'}}}",
     "none//", "git//"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: listed, namespace: shop}}",
     "argocd/web/argocd", "argocd/web/argocd"},
    /* The label alone proves nothing. */
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: shop, labels: "
     "{app.kubernetes.io/instance: web}}}",
     "none//", "git//"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop, labels: "
     "{kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace: "
     "flux-system}}}",
     "flux/apps/flux-system", "flux/apps/flux-system"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop, labels: "
     "{app.kubernetes.io/managed-by: "
     "Helm, helm.toolkit.fluxcd.io/name: r, helm.toolkit.fluxcd.io/namespace: apps}}}",
     "flux/r/apps", "flux/r/apps"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop, labels: "
     "{app.kubernetes.io/managed-by: "
     "Helm}, annotations: {meta.helm.sh/release-name: r, meta.helm.sh/release-namespace: shop}}}",
     "helm/r/shop", "helm/r/shop"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop, labels: "
     "{app.kubernetes.io/managed-by: "
     "Helm}}}",
     "none//", "git//"},
    {"{apiVersion: v1, kind: Secret, type: helm.sh/release.v1, metadata: {name: "
     "sh.helm.release.v1.r.v1, namespace: "
     "shop, labels: {name: r, owner: helm}}}",
     "helm/r/shop", "helm/r/shop"},
    {"{apiVersion: example.org/v1, kind: Widget, type: helm.sh/release.v1, metadata: {name: w, "
     "namespace: shop, labels: {name: r}}}",
     "none//", "git//"},
    {"{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: a, namespace: shop, "
     "ownerReferences: [{kind: Deployment, "
     "name: cart, controller: true}]}}",
     "controller/Deployment/cart/shop", "git//"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt, namespace: shop}}",
     "controller/kube-controller-manager/shop", "git//"},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: kube-system}}",
     "platform/kube-system/kube-system", "git//"},
};

static struct plim_map *list_resources(void)
{
    struct value application =
        plim_value_from_yaml(arena, "{metadata: {name: web, namespace: argocd}, status: "
                                    "{resources: [{kind: ConfigMap, version: v1, "
                                    "namespace: shop, name: listed}]}}");
    struct plim_map *argocd = plim_map_new();
    resource_owner_add_application(argocd, arena, &application);
    return argocd;
}

static const char *describe(const struct value *object, bool desired)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *argocd = list_resources();
    const struct resource_owner_context context = {.argocd = argocd, .desired = desired};
    struct resource_owner owner = resource_owner_of(arena, object, &context);
    return plim_arena_printf(arena, "%s/%.*s/%.*s", resource_owner_names[owner.kind],
                             PLIM_STR_ARG(owner.name), PLIM_STR_ARG(owner.namespace));
}

START_TEST(every_object_has_one_owner)
{
    struct value object = plim_value_from_yaml(arena, objects[_i].yaml);
    ck_assert_str_eq(describe(&object, false), objects[_i].undesired);
    ck_assert_str_eq(describe(&object, true), objects[_i].desired);
}
END_TEST

START_TEST(without_applications_nothing_is_listed)
{
    struct value object = plim_value_from_yaml(arena, objects[4].yaml);
    const struct resource_owner_context context = {0};
    struct resource_owner owner = resource_owner_of(arena, &object, &context);
    ck_assert_int_eq(owner.kind, RESOURCE_OWNER_NONE);
}
END_TEST

START_TEST(the_record_has_all_keys)
{
    const struct resource_owner owner = {RESOURCE_OWNER_NONE, {0}, {0}};
    const struct resource_owner platform = {RESOURCE_OWNER_PLATFORM, {0}, {0}};
    struct value record = resource_owner_record(arena, &owner);
    plim_assert_json(&record,
                     "{\"kind\":\"none\",\"name\":\"\",\"namespace\":\"\",\"platform\":false}");
    record = resource_owner_record(arena, &platform);
    ck_assert(value_get(&record, "platform")->boolean);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, every_object_has_one_owner, 0, PLIM_LEN(objects));
    tcase_add_test(tcase, without_applications_nothing_is_listed);
    tcase_add_test(tcase, the_record_has_all_keys);
}

PLIM_CHECK_MAIN("resource.owner", add_cases)
