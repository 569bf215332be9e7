/* One record per cluster. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "value/build.h"

#include "run_priv.h"

void audit_version_split(const char *version, int64_t *major_out, int64_t *minor_out)
{
    const char *at = version && version[0] == 'v' ? version + 1 : version;
    char *end = NULL;
    *major_out = *minor_out = -1;
    if (!at)
        return;
    long major = strtol(at, &end, 10);
    if (end == at || *end != '.')
        return;
    *major_out = major;
    *minor_out = strtol(end + 1, NULL, 10);
}

static struct value list_groups(struct plim_arena *arena, const struct kube_discovery *discovery)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < discovery->len; i++) {
        const char *group = discovery->resources[i].group;
        bool known = group[0] == '\0';
        for (size_t k = 0; !known && k < list.len; k++)
            known = value_is_string(&list.items[k], group);
        if (!known)
            value_list_add(&list, value_string_c(group));
    }
    return value_list_finish(&list);
}

/* A controller of an agent: a Deployment or StatefulSet whose name says so, with its agent's own
 * API served. */
static const struct agent_kind {
    const char *kind;
    const char *group;
    const char *workload;
} agent_kinds[] = {
    {"argocd", "argoproj.io", "argocd-application-controller"},
    {"flux", "kustomize.toolkit.fluxcd.io", "kustomize-controller"},
    {"flux", "helm.toolkit.fluxcd.io", "helm-controller"},
};

static bool serves_group(const struct kube_discovery *discovery, const char *group)
{
    for (size_t i = 0; i < discovery->len; i++) {
        if (strcmp(discovery->resources[i].group, group) == 0)
            return true;
    }
    return false;
}

/* Ready is a running pod of the controller; what its Deployment promises does not count. */
static struct value find_ready(const struct audit_cluster_run *cluster,
                               const struct resource_workload *workload)
{
    for (size_t i = 0; i < cluster->facts.pod_count; i++) {
        const struct resource_pod *pod = &cluster->facts.pods[i];
        if (plim_str_equal(pod->namespace, workload->identity.namespace) &&
            plim_str_equal(pod->root.name, workload->identity.name))
            return value_bool(true);
    }
    if (cluster->facts.pods_unknown.len > 0)
        return value_unknown(cluster->facts.pods_unknown);
    return value_bool(false);
}

static void add_agent(struct audit_run *run, const struct audit_cluster_run *cluster,
                      const struct agent_kind *kind, struct value_list_builder *list)
{
    for (size_t i = 0; i < cluster->facts.workload_count; i++) {
        const struct resource_workload *workload = &cluster->facts.workloads[i];
        if (!workload->top_level || !plim_str_is(workload->identity.name, kind->workload))
            continue;
        struct value_map_builder map = {.arena = run->arena};
        value_map_add(&map, "kind", value_string_c(kind->kind));
        value_map_add(&map, "namespace", value_string(workload->identity.namespace));
        value_map_add(&map, "ready", find_ready(cluster, workload));
        value_list_add(list, value_map_finish(&map));
    }
}

static struct value list_agents(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < PLIM_LEN(agent_kinds); i++) {
        if (serves_group(cluster->report->discovery, agent_kinds[i].group))
            add_agent(run, cluster, &agent_kinds[i], &list);
    }
    return value_list_finish(&list);
}

static bool is_titled(const struct kube_resource *resource, const char *title)
{
    struct plim_str rest = plim_str_from(title);
    struct plim_str name = {0};
    (void)plim_str_cut(&rest, '.', &name);
    return plim_str_is(name, resource->name) && plim_str_is(rest, resource->group);
}

/* The namespaces in which it could be read all the same. */
static struct value find_read_in(struct audit_run *run, const struct audit_cluster_run *cluster,
                                 const char *title)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (list->fallback && is_titled(list->resource, title))
            return audit_list_read_in(run, cluster, list->resource);
    }
    return value_list(NULL, 0);
}

struct value audit_unread_list(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    struct plim_arena *arena = run->arena;
    struct value_list_builder list = {.arena = arena};
    size_t count = cluster->report ? cluster->report->unread_len : 0;
    for (size_t i = 0; i < count; i++) {
        struct value_map_builder item = {.arena = arena};
        value_map_add(&item, "resource", value_string_c(cluster->report->unread[i].resource));
        value_map_add(&item, "reason", value_string_c(cluster->report->unread[i].reason));
        struct value read_in = find_read_in(run, cluster, cluster->report->unread[i].resource);
        if (value_len(&read_in) > 0)
            value_map_add(&item, "readIn", read_in);
        value_list_add(&list, value_map_finish(&item));
    }
    if (count == 0 && cluster->failure.len > 0) {
        struct value_map_builder item = {.arena = arena};
        value_map_add(&item, "resource", value_string_c("cluster"));
        value_map_add(&item, "reason", value_string(cluster->failure));
        value_list_add(&list, value_map_finish(&item));
    }
    return value_list_finish(&list);
}

static struct value or_unknown(struct value value, struct plim_str reason)
{
    return reason.len > 0 ? value_unknown(reason) : value;
}

/* An agent is known by its API and its workloads: both must have been seen. */
static struct value make_agents(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    struct plim_str reason = cluster->facts.workloads_unknown;
    return or_unknown(list_agents(run, cluster), reason.len > 0 ? reason : cluster->groups_unknown);
}

struct value audit_version_of(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    const struct kube_cluster_report *report = cluster->report;
    if (report && report->version)
        return value_string_c(report->version);
    struct plim_str why = cluster->failure;
    for (size_t i = 0; report && why.len == 0 && i < report->unread_len; i++)
        if (strcmp(report->unread[i].resource, "version") == 0)
            why = plim_str_from(report->unread[i].reason);
    return value_unknown(
        plim_str_from(plim_arena_printf(run->arena, "the version of %.*s is not known%s%.*s",
                                        PLIM_STR_ARG(value_str(&cluster->name_value)),
                                        why.len > 0 ? ": " : "", PLIM_STR_ARG(why))));
}

/* Unknown when there may be groups that nobody told of. */
static struct value make_groups(struct audit_run *run, const struct kube_discovery *discovery)
{
    const char *failure = NULL;
    for (size_t i = 0; !failure && i < discovery->failed_len; i++)
        failure = strcmp(discovery->failed[i].group, "*") == 0 ? discovery->failed[i].reason : NULL;
    return or_unknown(list_groups(run->arena, discovery),
                      failure ? audit_blind_reason(run, "the API groups", failure)
                              : (struct plim_str){0});
}

static void add_version(struct audit_run *run, const struct audit_cluster_run *cluster,
                        struct value_map_builder *map)
{
    struct value version = audit_version_of(run, cluster);
    int64_t major = -1, minor = -1;
    audit_version_split(cluster->report->version, &major, &minor);
    bool known = cluster->report->version != NULL;
    value_map_add(map, "version", version);
    value_map_add(map, "major", known ? value_int(major) : version);
    value_map_add(map, "minor", known ? value_int(minor) : version);
}

static struct value make_record(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    const struct kube_cluster_report *report = cluster->report;
    const size_t *owners = cluster->owners.kinds;
    size_t managed = owners[RESOURCE_OWNER_ARGOCD] + owners[RESOURCE_OWNER_FLUX];
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "name", cluster->name_value);
    value_map_add(&map, "environment", cluster->environment_value);
    value_map_add(&map, "production", cluster->production_value);
    value_map_add(&map, "server", value_string_c(cluster->cluster->server));
    value_map_add(&map, "uid", value_string(cluster->uid));
    add_version(run, cluster, &map);
    value_map_add(&map, "groups", make_groups(run, report->discovery));
    value_map_add(&map, "agents", make_agents(run, cluster));
    value_map_add(&map, "admissionPolicies",
                  or_unknown(value_int((int64_t)cluster->rights.enforcement.len),
                             cluster->admission_unknown));
    value_map_add(
        &map, "enforcingBindings",
        or_unknown(value_int((int64_t)audit_enforcement_denying(&cluster->rights.enforcement)),
                   cluster->admission_unknown));
    value_map_add(&map, "enforcement",
                  or_unknown(audit_enforcement_record(run->arena, &cluster->rights.enforcement),
                             cluster->admission_unknown));
    value_map_add(&map, "humanWriters",
                  or_unknown(audit_rights_writers(run->arena, &cluster->rights_joined),
                             cluster->rights_unknown));
    value_map_add(&map, "namespaces",
                  or_unknown(value_int((int64_t)plim_map_len(cluster->namespaces)),
                             cluster->namespaces_unknown));
    value_map_add(&map, "objects", value_int((int64_t)report->statistics.objects));
    value_map_add(&map, "managed", value_int((int64_t)managed));
    value_map_add(&map, "owners", audit_owners_record(run->arena, &cluster->owners));
    value_map_add(&map, "unread", audit_unread_list(run, cluster));
    return value_map_finish(&map);
}

static void judge_one(struct audit_run *run, struct audit_cluster_run *cluster)
{
    if (!cluster->report || cluster->report->state == KUBE_UNREACHABLE) {
        audit_subject_unread(run, cluster, POLICY_CLUSTER, cluster->failure);
        return;
    }
    struct value record = make_record(run, cluster);
    struct audit_place place = {.cluster = cluster,
                                .cluster_position = (size_t)(cluster - run->clusters)};
    audit_record_judge(run, POLICY_CLUSTER, &record, &place);
}

void audit_clusters_judge(struct audit_run *run)
{
    for (size_t i = 0; i < run->cluster_count; i++)
        judge_one(run, &run->clusters[i]);
}
