/* What the fields of custom resources are, for their comparison with Git. */
#include <string.h>

#include "base/alloc.h"
#include "kube/schema.h"
#include "resource/kind.h"

#include "run_priv.h"

static bool is_of(const struct audit_schema *schema, const struct resource_identity *identity)
{
    return plim_str_is(identity->kind, schema->resource->kind) &&
           plim_str_is(identity->group, schema->resource->group) &&
           plim_str_is(identity->version, schema->resource->version);
}

const struct audit_schema *audit_schema_find(const struct audit_cluster_run *cluster,
                                             const struct resource_identity *identity)
{
    for (size_t i = 0; i < cluster->schema_count; i++) {
        if (is_of(&cluster->schemas[i], identity))
            return &cluster->schemas[i];
    }
    return NULL;
}

/* Only in the version that Git states: in another one nothing but metadata is compared. */
static const struct kube_resource *find_resource(struct plim_arena *scratch,
                                                 const struct audit_cluster_run *cluster,
                                                 const struct resource_identity *identity)
{
    const char *group = plim_arena_copy(scratch, identity->group.text, identity->group.len);
    const char *version = plim_arena_copy(scratch, identity->version.text, identity->version.len);
    const char *kind = plim_arena_copy(scratch, identity->kind.text, identity->kind.len);
    return kube_discovery_find(cluster->report->discovery, group, version, kind);
}

bool audit_schemas_want(struct audit_run *run, struct audit_cluster_run *cluster)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    for (size_t i = 0; i < cluster->desired_count; i++) {
        const struct resource_identity *identity = &cluster->desired[i].identity;
        if (resource_group_is_builtin(identity->group) || audit_schema_find(cluster, identity))
            continue;
        const struct kube_resource *resource = find_resource(scratch, cluster, identity);
        if (!resource)
            continue;
        PLIM_GROW(cluster->schemas, cluster->schema_count, cluster->schema_cap);
        cluster->schemas[cluster->schema_count++] = (struct audit_schema){.resource = resource};
        kube_reader_want_schema(run->reader, (size_t)cluster->reader_index, resource);
    }
    return cluster->schema_count > 0;
}

void audit_schemas_take(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->schema_count; i++) {
        struct audit_schema *schema = &cluster->schemas[i];
        struct kube_schema_kind kind = {schema->resource->group, schema->resource->version,
                                        schema->resource->kind};
        const char *reason = NULL;
        schema->schema =
            kube_reader_schema(run->reader, (size_t)cluster->reader_index, &kind, &reason);
        if (schema->schema)
            continue;
        const char *what = plim_arena_printf(run->desired_arena, "the schema of %s.%s",
                                             schema->resource->name, schema->resource->group);
        schema->unknown = audit_blind_reason(run, what, reason);
    }
}
