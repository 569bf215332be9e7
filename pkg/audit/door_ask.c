/* What expressions of doors ask the object's own cluster for. */
#include "admission/door.h"
#include "resource/kind.h"
#include "value/build.h"

#include "door_priv.h"
#include "run_priv.h"

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
    return value_unknown(plim_str_from(plim_arena_printf(
        arena, "%.*s are not kept for expressions to ask for", PLIM_STR_ARG(what))));
}
