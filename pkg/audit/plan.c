/* What is listed of a cluster: nothing that no policy, practice or desired object needs. */
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#include "run_priv.h"

struct kind_name {
    const char *group;
    const char *kind;
};

/* Read first: the rest is judged with what they say. */
static const struct kind_name early_kinds[] = {
    {"", "Namespace"},
    {"autoscaling", "HorizontalPodAutoscaler"},
    {"argoproj.io", "Application"},
    {"kustomize.toolkit.fluxcd.io", "Kustomization"},
    {"helm.toolkit.fluxcd.io", "HelmRelease"},
};

/* Images, parity and applications are made of these. */
static const struct kind_name fact_kinds[] = {
    {"", "Pod"},          {"apps", "Deployment"}, {"apps", "StatefulSet"}, {"apps", "DaemonSet"},
    {"batch", "CronJob"}, {"batch", "Job"},       {"", "ConfigMap"},
};

/* The `cluster` record is made of these. */
static const struct kind_name cluster_kinds[] = {
    {"rbac.authorization.k8s.io", "ClusterRole"},
    {"rbac.authorization.k8s.io", "ClusterRoleBinding"},
    {"rbac.authorization.k8s.io", "Role"},
    {"rbac.authorization.k8s.io", "RoleBinding"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"},
};

/* Helm keeps its releases in these. */
static const struct kind_name secret_kind = {"", "Secret"};

/* Kinds that change all the time and declare nothing: a policy on everything does not mean these.
 */
static const struct kind_name restless_kinds[] = {
    {"", "Event"},
    {"events.k8s.io", "Event"},
    {"coordination.k8s.io", "Lease"},
    {"discovery.k8s.io", "EndpointSlice"},
    {"", "Endpoints"},
    {"", "ComponentStatus"},
    {"apps", "ControllerRevision"},
    {"metrics.k8s.io", "PodMetrics"},
    {"metrics.k8s.io", "NodeMetrics"},
};

static bool is_restless(const struct kube_resource *resource)
{
    for (size_t i = 0; i < PLIM_LEN(restless_kinds); i++) {
        if (plim_str_is(plim_str_from(resource->group), restless_kinds[i].group) &&
            plim_str_is(plim_str_from(resource->kind), restless_kinds[i].kind))
            return true;
    }
    return false;
}

static bool same_kind(const struct kube_resource *left, const struct kube_resource *right)
{
    return plim_str_is(plim_str_from(left->group), right->group) &&
           plim_str_is(plim_str_from(left->name), right->name);
}

static void add_list(struct audit_run *run, struct audit_cluster_run *cluster,
                     const struct kube_resource *resource)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        if (same_kind(cluster->lists[i].resource, resource))
            return;
    }
    struct kube_query query = {.resource = resource};
    PLIM_GROW(cluster->lists, cluster->list_count, cluster->list_cap);
    cluster->lists[cluster->list_count++] = (struct audit_list){
        resource, kube_reader_list(run->reader, (size_t)cluster->reader_index, &query)};
}

static void add_kind(struct audit_run *run, struct audit_cluster_run *cluster, const char *group,
                     const char *version, const char *kind)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    const struct kube_resource *resource = kube_discovery_find(discovery, group, version, kind);
    if (!resource)
        resource = kube_discovery_find(discovery, group, NULL, kind);
    if (resource)
        add_list(run, cluster, resource);
}

/* A kind that is not served is absent, unless discovery of its group failed: then it is unknown. */
static void note_absent(struct audit_run *run, struct audit_cluster_run *cluster,
                        const struct kind_name *kind)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    const char *failure = kube_discovery_failure(discovery, kind->group, NULL);
    if (!failure || kube_discovery_find(discovery, kind->group, NULL, kind->kind))
        return;
    struct plim_str reason =
        audit_blind_reason(run, kind->group[0] ? kind->group : "the core group", failure);
    PLIM_GROW(cluster->blind_kinds, cluster->blind_kind_count, cluster->blind_kind_cap);
    cluster->blind_kinds[cluster->blind_kind_count++] =
        (struct audit_blind_kind){kind->group, kind->kind, reason};
    audit_blind_note(cluster, kind->group, kind->kind, reason);
    if (strcmp(kind->group, "argoproj.io") == 0 || strstr(kind->group, ".fluxcd.io"))
        cluster->groups_unknown = reason;
}

static void add_kinds(struct audit_run *run, struct audit_cluster_run *cluster,
                      const struct kind_name *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_kind(run, cluster, kinds[i].group, NULL, kinds[i].kind);
        note_absent(run, cluster, &kinds[i]);
    }
}

/* Of objects that two groups serve, a policy on any group means those of the one to read. */
static bool wants(const struct kube_discovery *discovery, const struct policy_kind *kind,
                  const struct kube_resource *resource)
{
    bool all = plim_str_is(kind->resource, "*");
    bool group = plim_str_is(kind->group, "*") ? !kube_discovery_is_twin(discovery, resource)
                                               : plim_str_is(kind->group, resource->group);
    return group && (all ? !is_restless(resource) : plim_str_is(kind->resource, resource->name));
}

static void add_policy_kinds(struct audit_run *run, struct audit_cluster_run *cluster)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    size_t count = 0;
    const struct policy_kind *kinds = policy_set_kinds(run->request->policies, &count);
    for (size_t i = 0; i < discovery->len; i++) {
        const struct kube_resource *resource = &discovery->resources[i];
        for (size_t k = 0; resource->preferred && k < count; k++) {
            if (wants(discovery, &kinds[k], resource))
                add_list(run, cluster, resource);
        }
    }
}

/* Desired objects are compared in the version that Git states. */
static void add_desired_kinds(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->desired_count; i++) {
        const struct resource_identity *identity = &cluster->desired[i].identity;
        char *group =
            plim_arena_copy(run->desired_arena, identity->group.text, identity->group.len);
        char *version =
            plim_arena_copy(run->desired_arena, identity->version.text, identity->version.len);
        char *kind = plim_arena_copy(run->desired_arena, identity->kind.text, identity->kind.len);
        add_kind(run, cluster, group, version, kind);
    }
}

static bool is_listed(const struct audit_cluster_run *cluster, const char *group, const char *kind)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct kube_resource *resource = cluster->lists[i].resource;
        if (plim_str_is(plim_str_from(group), resource->group) &&
            plim_str_is(plim_str_from(kind), resource->kind))
            return true;
    }
    return false;
}

void audit_plan_early(struct audit_run *run, struct audit_cluster_run *cluster)
{
    add_kinds(run, cluster, early_kinds, PLIM_LEN(early_kinds));
}

void audit_plan_rest(struct audit_run *run, struct audit_cluster_run *cluster)
{
    const struct policy_set *policies = run->request->policies;
    add_desired_kinds(run, cluster);
    add_policy_kinds(run, cluster);
    if (policy_set_subject_len(policies, POLICY_IMAGE) +
            policy_set_subject_len(policies, POLICY_PARITY) +
            policy_set_subject_len(policies, POLICY_APPLICATION) >
        0)
        add_kinds(run, cluster, fact_kinds, PLIM_LEN(fact_kinds));
    if (policy_set_subject_len(policies, POLICY_CLUSTER) > 0)
        add_kinds(run, cluster, cluster_kinds, PLIM_LEN(cluster_kinds));
    if (policy_set_find(policies, PLIM_STR("helm.release-owned")))
        add_kinds(run, cluster, &secret_kind, 1);
    if (!is_listed(cluster, "", "Secret") && cluster->secrets_unknown.len == 0)
        cluster->secrets_unknown = PLIM_STR("no policy of this run asks for Secrets");
}
