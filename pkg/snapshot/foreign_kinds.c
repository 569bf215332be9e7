/* What kinds are called in requests, which files seldom tell. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "resource/kind.h"

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
    {"", "v1", "PodTemplate", "podtemplates", true},
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
    struct plim_str resource = resource_kind_plural(arena, group, kind);
    return add(foreign,
               (struct snapshot_foreign_kind){
                   .group = plim_arena_copy(arena, group.len > 0 ? group.text : "", group.len),
                   .version = plim_arena_copy(arena, rest.text, rest.len),
                   .kind = plim_arena_copy(arena, kind.text, kind.len),
                   .resource = plim_arena_copy(arena, resource.text, resource.len),
                   .namespaced = namespaced,
               });
}

/* ---- what CustomResourceDefinitions tell */

static void name_kind(struct snapshot_foreign *foreign, const struct value *definition,
                      struct plim_str version)
{
    struct plim_arena *arena = foreign->arena;
    struct plim_str group = value_get_text(definition, "spec.group");
    struct plim_str kind = value_get_text(definition, "spec.names.kind");
    struct plim_str plural = value_get_text(definition, "spec.names.plural");
    if (group.len == 0 || kind.len == 0 || plural.len == 0 || version.len == 0)
        return;
    char *api_version =
        plim_arena_printf(arena, "%.*s/%.*s", PLIM_STR_ARG(group), PLIM_STR_ARG(version));
    struct snapshot_foreign_kind *named =
        snapshot_foreign_kind(foreign, plim_str_from(api_version), kind, true);
    named->resource = plim_arena_copy(arena, plural.text, plural.len);
    named->namespaced = !value_is_string(value_get_path(definition, "spec.scope"), "Cluster");
}

void snapshot_foreign_name_kinds(struct snapshot_foreign *foreign)
{
    struct snapshot_foreign_kind *of = snapshot_foreign_kind(
        foreign, PLIM_STR("apiextensions.k8s.io/v1"), PLIM_STR("CustomResourceDefinition"), false);
    struct value definitions = value_list_finish(&of->objects);
    for (size_t i = 0; i < value_len(&definitions); i++) {
        const struct value *definition = value_at(&definitions, i);
        const struct value *versions = value_get_path(definition, "spec.versions");
        for (size_t j = 0; j < value_len(versions); j++) {
            const struct value *version = value_at(versions, j);
            if (value_bool_or(value_get(version, "served"), false))
                name_kind(foreign, definition, value_get_text(version, "name"));
        }
    }
}

void snapshot_foreign_prefer_kinds(struct snapshot_foreign *foreign)
{
    struct snapshot_foreign_kind *kinds = plim_calloc(foreign->cap, sizeof(*kinds));
    size_t len = 0;
    for (size_t i = 0; i < foreign->len; i++)
        if (foreign->kinds[i].objects.len > 0)
            kinds[len++] = foreign->kinds[i];
    for (size_t i = 0; i < foreign->len; i++)
        if (foreign->kinds[i].objects.len == 0)
            kinds[len++] = foreign->kinds[i];
    free(foreign->kinds);
    foreign->kinds = kinds;
}
