#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "kube/schema.h"

#include "answer_priv.h"
#include "probe_priv.h"

/* A schema that was asked for; in the cluster's arena. */
struct kube_wanted_schema {
    struct kube_wanted_schema *next;
    const struct kube_resource *resource;
    bool settled;
    const struct value *schema; /* NULL: see reason */
    const char *reason;
    struct kube_probe *probe; /* owned while requests are made: its document, or definition */
};

static kube_reader_step_fn ask_index;

static struct kube_schema_kind kind_of(const struct kube_resource *resource)
{
    return (struct kube_schema_kind){resource->group, resource->version, resource->kind};
}

static struct kube_wanted_schema *find(const struct kube_reader_cluster *cluster,
                                       const struct kube_schema_kind *kind)
{
    struct kube_wanted_schema *wanted = cluster->schemas;
    for (; wanted; wanted = wanted->next) {
        if (strcmp(wanted->resource->kind, kind->kind) == 0 &&
            strcmp(wanted->resource->group, kind->group) == 0 &&
            strcmp(wanted->resource->version, kind->version) == 0)
            break;
    }
    return wanted;
}

void kube_reader_want_schema(struct kube_reader *reader, size_t cluster_index,
                             const struct kube_resource *resource)
{
    struct kube_reader_cluster *cluster = reader->clusters[cluster_index];
    struct kube_schema_kind kind = kind_of(resource);
    if (find(cluster, &kind))
        return;
    struct kube_wanted_schema *wanted = plim_arena_alloc(cluster->arena, sizeof(*wanted));
    *wanted = (struct kube_wanted_schema){.next = cluster->schemas, .resource = resource};
    cluster->schemas = wanted;
    cluster->step = ask_index;
    cluster->active = true;
}

const struct value *kube_reader_schema(const struct kube_reader *reader, size_t cluster,
                                       const struct kube_schema_kind *kind, const char **reason_out)
{
    const struct kube_wanted_schema *wanted = find(reader->clusters[cluster], kind);
    if (wanted && wanted->schema)
        return wanted->schema;
    if (reason_out)
        *reason_out = wanted && wanted->reason ? wanted->reason : "nobody asked for its schema";
    return NULL;
}

/* ---- what came */

static void settle(struct kube_reader_cluster *cluster, struct kube_wanted_schema *wanted,
                   const struct value *schema)
{
    struct value *kept = plim_arena_alloc(cluster->arena, sizeof(*kept));
    *kept = *schema;
    wanted->schema = kept;
    wanted->settled = true;
}

/* The document of a group version, for all kinds of it. */
static void take_document(struct kube_reader_cluster *cluster, struct kube_wanted_schema *first)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value document = {0};
    const char *reason = kube_probe_read(first->probe, arena, &document);
    for (struct kube_wanted_schema *each = first; each; each = each->next) {
        struct kube_schema_kind kind = kind_of(each->resource);
        struct value schema = {0};
        struct plim_err err = {0};
        if (each->settled || strcmp(each->resource->group, first->resource->group) != 0 ||
            strcmp(each->resource->version, first->resource->version) != 0)
            continue;
        if (!reason &&
            kube_schema_of_openapi(cluster->arena, &document, &kind, &schema, &err) == PLIM_OK)
            settle(cluster, each, &schema);
        else
            each->reason = plim_arena_copy_c(cluster->arena, reason ? reason : err.msg);
    }
}

static void take_definition(struct kube_reader_cluster *cluster, struct kube_wanted_schema *wanted)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value definition = {0};
    struct value schema = {0};
    struct plim_err err = {0};
    struct kube_schema_kind kind = kind_of(wanted->resource);
    const char *reason = kube_probe_read(wanted->probe, arena, &definition);
    if (!reason &&
        kube_schema_of_definition(cluster->arena, &definition, &kind, &schema, &err) == PLIM_OK)
        settle(cluster, wanted, &schema);
    else if (wanted->probe->response.status != 404) /* else it is not made by a definition */
        wanted->reason = plim_arena_printf(cluster->arena, "%s; its CustomResourceDefinition: %s",
                                           wanted->reason, reason ? reason : err.msg);
}

/* ---- what is asked */

static void ask(struct kube_reader_cluster *cluster, struct kube_wanted_schema *wanted,
                const char *target)
{
    wanted->probe = plim_calloc(1, sizeof(*wanted->probe));
    *wanted->probe = (struct kube_probe){.cluster = cluster, .what = "schemas"};
    kube_probe_ask(wanted->probe, target);
}

static void forget_probe(struct kube_wanted_schema *wanted)
{
    kube_probe_release(wanted->probe);
    free(wanted->probe);
    wanted->probe = NULL;
}

/* Another kind of the same group version is asked for already. */
static bool is_asked(const struct kube_wanted_schema *all, const struct kube_wanted_schema *wanted)
{
    for (; all != wanted; all = all->next) {
        if (all->probe && strcmp(all->resource->group, wanted->resource->group) == 0 &&
            strcmp(all->resource->version, wanted->resource->version) == 0)
            return true;
    }
    return false;
}

static void ask_documents(struct kube_reader_cluster *cluster)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value index = {0};
    const char *reason = kube_probe_read(cluster->schema_index, arena, &index);
    for (struct kube_wanted_schema *each = cluster->schemas; each; each = each->next) {
        struct kube_schema_kind kind = kind_of(each->resource);
        const char *target = NULL;
        struct plim_err err = {0};
        if (each->settled || is_asked(cluster->schemas, each))
            continue;
        if (!reason && kube_schema_target(arena, &index, &kind, &target, &err) == PLIM_OK)
            ask(cluster, each, target);
        else
            each->reason = plim_arena_copy_c(cluster->arena, reason ? reason : err.msg);
    }
}

/* For a while after a change an API server's index has the digest of the former document, and the
 * answer to that is where the present one is: the same without a digest. */
static void ask_moved_again(struct kube_reader_cluster *cluster)
{
    for (struct kube_wanted_schema *each = cluster->schemas; each; each = each->next) {
        if (!each->probe || each->probe->response.status != 301)
            continue;
        PLIM_CLEANUP(plim_buf_release) struct plim_buf target = {0};
        const char *root = *each->resource->group ? "apis/" : "api";
        plim_buf_printf(&target, "/openapi/v3/%s%s/%s", root, each->resource->group,
                        each->resource->version);
        kube_probe_release(each->probe);
        kube_probe_ask(each->probe, target.text);
    }
}

static void take_documents(struct kube_reader_cluster *cluster)
{
    for (struct kube_wanted_schema *each = cluster->schemas; each; each = each->next) {
        if (!each->probe)
            continue;
        take_document(cluster, each);
        forget_probe(each);
    }
}

/* Groups of kube-apiserver itself have no definitions; those of others have a domain. */
static void ask_definitions(struct kube_reader_cluster *cluster)
{
    static const char path[] = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    for (struct kube_wanted_schema *each = cluster->schemas; each; each = each->next) {
        if (each->settled || !strchr(each->resource->group, '.'))
            continue;
        PLIM_CLEANUP(plim_buf_release) struct plim_buf target = {0};
        plim_buf_printf(&target, "%s/%s.%s", path, each->resource->name, each->resource->group);
        ask(cluster, each, target.text);
    }
}

static void take_definitions(struct kube_reader_cluster *cluster)
{
    for (struct kube_wanted_schema *each = cluster->schemas; each; each = each->next) {
        if (each->probe) {
            take_definition(cluster, each);
            forget_probe(each);
        }
        if (each->settled)
            continue;
        each->settled = true;
        const char *title = kube_resource_title(cluster->arena, each->resource);
        kube_reader_note(cluster, plim_arena_printf(cluster->arena, "schema of %s", title),
                         each->reason);
    }
}

/* ---- its steps */

void kube_reader_schemas_release(struct kube_reader_cluster *cluster)
{
    for (struct kube_wanted_schema *each = cluster->schemas; each; each = each->next) {
        if (each->probe)
            forget_probe(each);
    }
    if (cluster->schema_index)
        kube_probe_release(cluster->schema_index);
    free(cluster->schema_index);
    cluster->schema_index = NULL;
}

static void finish(struct kube_reader_cluster *cluster)
{
    take_definitions(cluster);
    kube_reader_schemas_release(cluster);
}

static void go_on_with_definitions(struct kube_reader_cluster *cluster)
{
    take_documents(cluster);
    ask_definitions(cluster);
    cluster->step = finish;
}

static void go_on_with_moved(struct kube_reader_cluster *cluster)
{
    ask_moved_again(cluster);
    cluster->step = go_on_with_definitions;
}

static void go_on_with_documents(struct kube_reader_cluster *cluster)
{
    ask_documents(cluster);
    cluster->step = go_on_with_moved;
}

static void ask_index(struct kube_reader_cluster *cluster)
{
    cluster->schema_index = plim_calloc(1, sizeof(*cluster->schema_index));
    *cluster->schema_index = (struct kube_probe){.cluster = cluster, .what = "schemas"};
    kube_probe_ask(cluster->schema_index, "/openapi/v3");
    cluster->step = go_on_with_documents;
}
