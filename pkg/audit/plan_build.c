/* The plan as a document: what would be asked of each cluster, and why. */
#include <string.h>

#include "base/str.h"
#include "resource/kind.h"
#include "value/build.h"

#include "build_priv.h"

/* What every cluster is asked first. Source: reader_discover.c. */
static const char *const discovery_paths[] = {"/version", "/api", "/apis",
                                              "/api/v1/namespaces/kube-system"};

static const struct {
    enum audit_purpose purpose;
    const char *text;
} purposes[] = {
    {AUDIT_FOR_OTHERS, "tells of other objects"},
    {AUDIT_FOR_DESIRED, "declared in Git"},
    {AUDIT_FOR_FACTS, "facts of images and applications"},
    {AUDIT_FOR_CLUSTER, "facts of the cluster"},
    {AUDIT_FOR_ACCOUNTS, "facts of accounts"},
    {AUDIT_FOR_HELM, "releases of Helm"},
    {AUDIT_FOR_RELATIONS, "joined with others"},
    {AUDIT_FOR_QUESTIONS, "policies of the door ask for it"},
};

/* The same of the kinds that tell of others. */
static const struct {
    const char *kind;
    const char *text;
} others[] = {
    {"Namespace", "policies see the namespace of an object"},
    {"HorizontalPodAutoscaler", "autoscalers own replicas"},
    {"Application", "Argo CD owns objects"},
    {"Kustomization", "Flux owns objects"},
    {"HelmRelease", "Flux owns objects"},
};

static const char *name_purpose(size_t purpose, const struct kube_resource *resource)
{
    for (size_t i = 0; purposes[purpose].purpose == AUDIT_FOR_OTHERS && i < PLIM_LEN(others); i++) {
        if (strcmp(others[i].kind, resource->kind) == 0)
            return others[i].text;
    }
    return purposes[purpose].text;
}

static struct value list_wanters(struct audit_run *run, const struct audit_cluster_run *cluster,
                                 const struct audit_list *list)
{
    struct value_list_builder wanters = {.arena = run->arena};
    const struct policy_set *policies = run->request->policies;
    struct policy_kind kind = {plim_str_from(list->resource->group),
                               plim_str_from(list->resource->name)};
    for (size_t i = 0; i < PLIM_LEN(purposes); i++) {
        if (list->purposes & purposes[i].purpose)
            value_list_add(&wanters, value_string_c(name_purpose(i, list->resource)));
    }
    for (size_t i = 0; list->purposes & AUDIT_FOR_POLICIES && i < policy_set_len(policies); i++) {
        if (policy_set_asks(policies, i, &kind))
            value_list_add(&wanters, value_string_c(plim_arena_printf(
                                         run->arena, "policy %.*s",
                                         PLIM_STR_ARG(policy_set_at(policies, i)->id))));
    }
    if (list->purposes & AUDIT_FOR_POLICIES)
        audit_doors_name(run, cluster, list->resource, &wanters);
    return value_list_finish(&wanters);
}

static struct value make_request(struct audit_run *run, const struct audit_cluster_run *cluster,
                                 const struct audit_list *list)
{
    struct value_map_builder map = {.arena = run->arena};
    const struct kube_resource *resource = list->resource;
    if (cluster->cluster) {
        const struct kube_list_report *report = audit_list_report(run, cluster, list);
        value_map_add(&map, "path", value_string_c(report->target));
        value_map_add(&map, "mode",
                      value_string_c(report->mode == KUBE_METADATA ? "metadata" : "full"));
    }
    value_map_add(&map, "group", value_string_c(resource->group));
    value_map_add_text(&map, "version", plim_str_from(resource->version));
    value_map_add(&map, "resource", value_string_c(resource->name));
    value_map_add(&map, "namespaced", value_bool(resource->namespaced));
    if (list->namespace)
        value_map_add(&map, "namespace", value_string_c(list->namespace));
    value_map_add(&map, "wantedBy", list_wanters(run, cluster, list));
    const char *whole = audit_plan_whole(run, list);
    const char *selector = audit_plan_selector(run, list);
    if (selector)
        value_map_add(&map, "selector", value_string_c(selector));
    if (whole)
        value_map_add(&map, "because", value_string_c(whole));
    return value_map_finish(&map);
}

static bool is_asked(const struct audit_cluster_run *cluster, const struct kube_resource *resource)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        if (strcmp(cluster->lists[i].resource->group, resource->group) == 0 &&
            strcmp(cluster->lists[i].resource->name, resource->name) == 0)
            return true;
    }
    return false;
}

static struct value list_unasked(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < discovery->len; i++) {
        const struct kube_resource *resource = &discovery->resources[i];
        if (!resource->preferred || is_asked(cluster, resource))
            continue;
        const char *name = *resource->group ? plim_arena_printf(run->arena, "%s.%s", resource->name,
                                                                resource->group)
                                            : resource->name;
        bool twin = kube_discovery_is_twin(discovery, resource);
        struct value_map_builder map = {.arena = run->arena};
        value_map_add(&map, "resource", value_string_c(name));
        value_map_add(&map, "reason",
                      value_string_c(twin ? "another group serves the same objects"
                                          : "no policy, fact or desired object needs it"));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static void add_once(struct value_list_builder *list, const char *text)
{
    for (size_t i = 0; i < list->len; i++) {
        if (value_is_string(&list->items[i], text))
            return;
    }
    value_list_add(list, value_string_c(text));
}

/* And the schemas of custom resources that Git declares, one document for each group version. */
static struct value list_discovery(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < PLIM_LEN(discovery_paths); i++)
        add_once(&list, discovery_paths[i]);
    for (size_t i = 0; i < cluster->schema_count; i++) {
        const struct kube_resource *resource = cluster->schemas[i].resource;
        add_once(&list, "/openapi/v3");
        add_once(&list, plim_arena_printf(run->arena, "/openapi/v3/apis/%s/%s", resource->group,
                                          resource->version));
    }
    return value_list_finish(&list);
}

struct value audit_build_scope(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    size_t count = 0;
    const struct plim_str *namespaces = audit_namespaces(run, cluster, &count);
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < count; i++)
        value_list_add(&list, value_string(namespaces[i]));
    return value_list_finish(&list);
}

/* What its own door takes; that was asked by now. */
static void add_door_requests(const struct audit_run *run, const struct audit_cluster_run *cluster,
                              struct value_list_builder *requests)
{
    for (size_t i = 0; i < run->door_count; i++) {
        const struct audit_door *door = &run->doors[i];
        for (size_t k = 0; door->source == cluster && k < value_len(&door->requests); k++)
            value_list_add(requests, *value_at(&door->requests, k));
    }
}

static struct value make_cluster(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    struct value_map_builder map = {.arena = run->arena};
    struct value_list_builder requests = {.arena = run->arena};
    struct value scope = audit_build_scope(run, cluster);
    value_map_add(&map, "name", cluster->name_value);
    if (cluster->cluster)
        value_map_add(&map, "server", value_string_c(cluster->cluster->server));
    value_map_add_text(&map, "reason", cluster->failure);
    if (value_len(&scope) > 0)
        value_map_add(&map, "namespaces", scope);
    value_map_add(&map, "discovery", list_discovery(run, cluster));
    for (size_t i = 0; i < cluster->list_count; i++)
        value_list_add(&requests, make_request(run, cluster, &cluster->lists[i]));
    add_door_requests(run, cluster, &requests);
    value_map_add(&map, "requests", value_list_finish(&requests));
    if (cluster->cluster && cluster->report)
        value_map_add(&map, "notAsked", list_unasked(run, cluster));
    value_map_add(&map, "unread", audit_unread_list(run, cluster));
    return value_map_finish(&map);
}

struct value audit_plan_build(struct audit_run *run)
{
    struct value_list_builder clusters = {.arena = run->arena};
    for (size_t i = 0; i < run->cluster_count; i++)
        value_list_add(&clusters, make_cluster(run, &run->clusters[i]));
    for (size_t i = 0; i < run->door_only_count; i++)
        value_list_add(&clusters, make_cluster(run, &run->door_only[i]));
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "apiVersion", value_string_c("plimsoll.dev/v1alpha1"));
    value_map_add(&map, "kind", value_string_c("RequestPlan"));
    value_map_add(&map, "clusters", value_list_finish(&clusters));
    struct value plan = value_map_finish(&map);
    return value_copy(run->arena, &plan);
}
