/* What expressions of doors ask the object's own cluster for. */
#include "admission/door.h"
#include "resource/kind.h"
#include "value/build.h"

#include "door_priv.h"
#include "run_priv.h"

bool audit_doors_mean(const struct admission_kind *kind, const struct kube_resource *resource)
{
    return plim_str_is(kind->group, resource->group) &&
           (kind->version.len == 0 || *resource->version == '\0' ||
            plim_str_is(kind->version, resource->version)) &&
           (kind->kind.len > 0 ? plim_str_is(kind->kind, resource->kind)
                               : plim_str_is(kind->resource, resource->name));
}

void audit_doors_keep_asked(struct audit_run *run, struct audit_cluster_run *cluster)
{
    cluster->asked = plim_arena_array(run->arena, cluster->list_count, sizeof(*cluster->asked));
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        struct audit_asked asked = {.resource = list->resource};
        if (!(list->purposes & AUDIT_FOR_QUESTIONS) || list->fallback)
            continue;
        if (!audit_list_report(run, cluster, list)->complete)
            asked.unknown = audit_list_blindness(run, cluster, list);
        else if (list->namespace)
            asked.unknown = plim_str_from(
                plim_arena_printf(run->arena, "%s may be in namespaces that this audit leaves out",
                                  list->resource->name));
        cluster->asked[cluster->asked_count++] = asked;
    }
}

static struct value ask_kept(const struct audit_cluster_run *cluster,
                             const struct audit_asked *asked, const struct admission_query *query,
                             struct plim_arena *arena)
{
    struct value_list_builder list = {.arena = arena};
    if (asked->unknown.len > 0)
        return value_unknown(asked->unknown);
    for (size_t i = 0; i < cluster->kept.len; i++) {
        const struct audit_kept *kept = &cluster->kept.items[i];
        if (kept->resource != asked->resource)
            continue;
        bool here =
            !kept->resource->namespaced || query->namespace.len == 0 ||
            plim_str_equal(value_get_text(&kept->object, "metadata.namespace"), query->namespace);
        if (here && (query->name.len == 0 ||
                     plim_str_equal(value_get_text(&kept->object, "metadata.name"), query->name)))
            value_list_add(&list, kept->object);
    }
    return value_list_finish(&list);
}

static bool is_kind(const struct admission_query *query, const struct resource_identity *identity,
                    struct plim_arena *arena)
{
    if (!plim_str_equal(query->group, identity->group) ||
        (query->version.len > 0 && !plim_str_equal(query->version, identity->version)))
        return false;
    if (query->kind.len > 0)
        return plim_str_equal(query->kind, identity->kind);
    return plim_str_equal(query->resource,
                          resource_kind_plural(arena, identity->group, identity->kind));
}

/* Manifests tell what will be there, and never what will not. */
static struct value ask_manifests(const struct audit_cluster_run *manifests,
                                  const struct admission_query *query, struct plim_arena *arena)
{
    for (size_t i = 0; query->name.len > 0 && i < manifests->desired_count; i++) {
        const struct audit_desired *desired = &manifests->desired[i];
        const struct resource_identity *identity = &desired->identity;
        bool here =
            identity->namespace.len == 0 || plim_str_equal(identity->namespace, query->namespace);
        if (!here || !plim_str_equal(identity->name, query->name) ||
            !audit_desired_counts(desired) || !is_kind(query, identity, arena))
            continue;
        if (desired->manifest->encrypted)
            return value_unknown(PLIM_STR("its values are encrypted in Git (SOPS)"));
        return value_list(&desired->manifest->object, 1);
    }
    return value_unknown(PLIM_STR(AUDIT_NO_CLUSTER));
}

static struct value ask_namespaces(const struct audit_cluster_run *cluster,
                                   const struct admission_query *query, struct plim_arena *arena)
{
    struct value_list_builder list = {.arena = arena};
    if (cluster->namespaces_unknown.len > 0)
        return value_unknown(cluster->namespaces_unknown);
    for (size_t i = 0; i < plim_map_len(cluster->namespaces); i++) {
        const struct value *object = plim_map_value_at(cluster->namespaces, i);
        if (query->name.len == 0 ||
            plim_str_equal(value_get_text(object, "metadata.name"), query->name))
            value_list_add(&list, *object);
    }
    return value_list_finish(&list);
}

static bool names(const struct admission_query *query, const char *kind, const char *plural)
{
    return query->group.len == 0 && (query->kind.len > 0 ? plim_str_is(query->kind, kind)
                                                         : plim_str_is(query->resource, plural));
}

struct value audit_doors_ask_cluster(const struct audit_run *run,
                                     const struct audit_cluster_run *cluster,
                                     const struct admission_query *query, struct plim_arena *arena)
{
    struct plim_str what = query->kind.len > 0 ? query->kind : query->resource;
    if (names(query, "Secret", "secrets"))
        return value_unknown(PLIM_STR("Secrets are not read"));
    if (run->request->manifest_count > 0)
        return ask_manifests(cluster, query, arena);
    if (names(query, "Namespace", "namespaces"))
        return ask_namespaces(cluster, query, arena);
    const struct admission_kind kind = {.group = query->group,
                                        .version = query->version,
                                        .kind = query->kind,
                                        .resource = query->resource};
    for (size_t i = 0; i < cluster->asked_count; i++) {
        if (audit_doors_mean(&kind, cluster->asked[i].resource))
            return ask_kept(cluster, &cluster->asked[i], query, arena);
    }
    return value_unknown(plim_str_from(plim_arena_printf(
        arena, "%.*s are not kept for expressions to ask for", PLIM_STR_ARG(what))));
}
