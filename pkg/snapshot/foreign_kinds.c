/* What kinds are called in requests, which files do not tell. */
#include <string.h>

#include "base/alloc.h"

#include "foreign_priv.h"

/* Source: `kubectl api-resources` of Kubernetes 1.36. */
static const struct {
    const char *group, *version, *kind, *resource;
    bool namespaced;
} known[] = {
    {"", "v1", "ConfigMap", "configmaps", true},
    {"", "v1", "Endpoints", "endpoints", true},
    {"", "v1", "Event", "events", true},
    {"", "v1", "LimitRange", "limitranges", true},
    {"", "v1", "Namespace", "namespaces", false},
    {"", "v1", "Node", "nodes", false},
    {"", "v1", "PersistentVolume", "persistentvolumes", false},
    {"", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true},
    {"", "v1", "Pod", "pods", true},
    {"", "v1", "ReplicationController", "replicationcontrollers", true},
    {"", "v1", "ResourceQuota", "resourcequotas", true},
    {"", "v1", "Secret", "secrets", true},
    {"", "v1", "Service", "services", true},
    {"", "v1", "ServiceAccount", "serviceaccounts", true},
    {"admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration",
     "mutatingwebhookconfigurations", false},
    {"admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy",
     "validatingadmissionpolicies", false},
    {"admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding",
     "validatingadmissionpolicybindings", false},
    {"admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration",
     "validatingwebhookconfigurations", false},
    {"apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false},
    {"apps", "v1", "DaemonSet", "daemonsets", true},
    {"apps", "v1", "Deployment", "deployments", true},
    {"apps", "v1", "ReplicaSet", "replicasets", true},
    {"apps", "v1", "StatefulSet", "statefulsets", true},
    {"autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true},
    {"batch", "v1", "CronJob", "cronjobs", true},
    {"batch", "v1", "Job", "jobs", true},
    {"networking.k8s.io", "v1", "Ingress", "ingresses", true},
    {"networking.k8s.io", "v1", "IngressClass", "ingressclasses", false},
    {"networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true},
    {"policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true},
    {"rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false},
    {"rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", false},
    {"rbac.authorization.k8s.io", "v1", "Role", "roles", true},
    {"rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true},
    {"scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", false},
    {"storage.k8s.io", "v1", "StorageClass", "storageclasses", false},
    /* Those of the delivery tools: not to know of them must not look like not to have them. */
    {"argoproj.io", "v1alpha1", "Application", "applications", true},
    {"argoproj.io", "v1alpha1", "ApplicationSet", "applicationsets", true},
    {"argoproj.io", "v1alpha1", "AppProject", "appprojects", true},
    {"helm.toolkit.fluxcd.io", "v2", "HelmRelease", "helmreleases", true},
    {"kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "kustomizations", true},
    {"source.toolkit.fluxcd.io", "v1", "GitRepository", "gitrepositories", true},
    {"source.toolkit.fluxcd.io", "v1", "HelmRepository", "helmrepositories", true},
};

static struct snapshot_foreign_kind *add(struct snapshot_foreign *foreign,
                                         struct snapshot_foreign_kind kind)
{
    PLIM_GROW(foreign->kinds, foreign->len, foreign->cap);
    kind.objects = (struct value_list_builder){.arena = foreign->arena};
    foreign->kinds[foreign->len] = kind;
    return &foreign->kinds[foreign->len++];
}

void snapshot_foreign_add_known(struct snapshot_foreign *foreign)
{
    for (size_t i = 0; i < PLIM_LEN(known); i++)
        (void)add(foreign, (struct snapshot_foreign_kind){
                               .group = known[i].group,
                               .version = known[i].version,
                               .kind = known[i].kind,
                               .resource = known[i].resource,
                               .namespaced = known[i].namespaced,
                           });
}

/* As the API machinery guesses it. Source: k8s.io/apimachinery, pkg/api/meta/restmapper.go,
 * UnsafeGuessKindToResource. */
static const char *guess_resource(struct plim_arena *arena, struct plim_str kind)
{
    char *lower = plim_arena_copy(arena, kind.text, kind.len);
    for (char *at = lower; *at; at++) {
        if (*at >= 'A' && *at <= 'Z')
            *at |= 0x20; /* ASCII */
    }
    if (plim_str_ends(kind, PLIM_STR("s")))
        return plim_arena_printf(arena, "%ses", lower);
    if (plim_str_ends(kind, PLIM_STR("y")))
        return plim_arena_printf(arena, "%.*sies", (int)(kind.len - 1), lower);
    return plim_arena_printf(arena, "%ss", lower);
}

struct snapshot_foreign_kind *snapshot_foreign_kind(struct snapshot_foreign *foreign,
                                                    struct plim_str api_version,
                                                    struct plim_str kind, bool namespaced)
{
    struct plim_str rest = api_version;
    struct plim_str group = {0};
    bool has_group = memchr(api_version.text, '/', api_version.len) != NULL;
    if (has_group)
        (void)plim_str_cut(&rest, '/', &group);
    for (size_t i = 0; i < foreign->len; i++) {
        struct snapshot_foreign_kind *one = &foreign->kinds[i];
        if (plim_str_is(group, one->group) && plim_str_is(rest, one->version) &&
            plim_str_is(kind, one->kind))
            return one;
    }
    struct plim_arena *arena = foreign->arena;
    return add(foreign,
               (struct snapshot_foreign_kind){
                   .group = plim_arena_copy(arena, group.len > 0 ? group.text : "", group.len),
                   .version = plim_arena_copy(arena, rest.text, rest.len),
                   .kind = plim_arena_copy(arena, kind.text, kind.len),
                   .resource = guess_resource(arena, kind),
                   .namespaced = namespaced,
               });
}
