/* Desired objects by identity, for each cluster. */
#include "base/alloc.h"
#include "base/str.h"
#include "resource/kind.h"
#include "resource/metadata.h"

#include "run_priv.h"

/* Built-in kinds are known; of the others discovery tells, and without it they count as namespaced.
 */
static bool is_namespaced(const struct audit_cluster_run *cluster,
                          const struct resource_identity *identity)
{
    const struct resource_kind *known = resource_kind_find(identity->group, identity->kind);
    if (known)
        return known->namespaced;
    const struct kube_discovery *discovery =
        cluster && cluster->report ? cluster->report->discovery : NULL;
    for (size_t i = 0; discovery && i < discovery->len; i++) {
        const struct kube_resource *resource = &discovery->resources[i];
        if (plim_str_is(identity->group, resource->group) &&
            plim_str_is(identity->kind, resource->kind))
            return resource->namespaced;
    }
    return true;
}

struct resource_identity audit_desired_identity(const struct audit_cluster_run *cluster,
                                                const struct value *object)
{
    struct resource_identity identity = resource_identity_of(object);
    if (!is_namespaced(cluster, &identity))
        identity.namespace = (struct plim_str){0};
    else if (identity.namespace.len == 0)
        identity.namespace = PLIM_STR("default");
    return identity;
}

bool audit_desired_counts(const struct audit_desired *desired)
{
    return !desired->replaced && !desired->hook;
}

/* Helm and Argo CD make hooks for the time of a deployment and may delete them after it. */
static struct plim_str find_hooks(const struct value *object)
{
    struct plim_str helm = resource_annotation(object, "helm.sh/hook");
    return helm.len > 0 ? helm : resource_annotation(object, "argocd.argoproj.io/hook");
}

static bool is_migration_hook(const struct value *object)
{
    static const char *const hooks[] = {"pre-install", "pre-upgrade", "PreSync"};
    if (!value_is_string(value_get(object, "kind"), "Job"))
        return false;
    for (struct plim_str rest = find_hooks(object); rest.len > 0;) {
        struct plim_str hook = {0};
        (void)plim_str_cut(&rest, ',', &hook);
        for (size_t i = 0; i < PLIM_LEN(hooks); i++) {
            if (plim_str_is(plim_str_trim(hook), hooks[i]))
                return true;
        }
    }
    return false;
}

static void add_object(struct audit_run *run, struct audit_cluster_run *cluster,
                       const struct audit_source *source, const struct manifest_object *manifest)
{
    struct resource_identity identity = audit_desired_identity(cluster, &manifest->object);
    if (audit_is_out_of_scope(run, cluster, identity.namespace))
        return;
    struct audit_desired *desired = &cluster->desired[cluster->desired_count++];
    desired->manifest = manifest;
    desired->source = source;
    desired->identity = identity;
    desired->hook = find_hooks(&manifest->object).len > 0;
    desired->application = resource_application_of(&manifest->object, &run->application_rule);
    const char *key = resource_identity_key(run->desired_arena, &desired->identity);
    struct audit_desired *earlier = plim_map_get(cluster->desired_by_key, key);
    if (earlier)
        earlier->replaced = true;
    plim_map_set(cluster->desired_by_key, key, desired);
}

static void note_unknown(struct audit_run *run, struct audit_cluster_run *cluster,
                         struct plim_str where, struct plim_str why)
{
    if (cluster->desired_unknown.len > 0)
        return;
    cluster->desired_unknown = plim_str_from(plim_arena_printf(
        run->desired_arena, "%.*s: %.*s", PLIM_STR_ARG(where), PLIM_STR_ARG(why)));
}

/* What Git declares is known only when all of it could be read. */
static void note_blind_spots(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->source_count; i++) {
        const struct audit_source *source = &run->sources[cluster->sources[i]];
        if (source->failure.len > 0)
            note_unknown(run, cluster, run->fleet->repositories[source->repository].name,
                         source->failure);
        for (size_t k = 0; k < source->set.unreadable_count; k++)
            note_unknown(run, cluster, plim_str_from(source->set.unreadable[k].path),
                         plim_str_from(source->set.unreadable[k].reason));
    }
    for (size_t i = 0; i < run->fleet->repository_count; i++) {
        if (run->fleet->repositories[i].desired && run->repository_failures[i].len > 0)
            note_unknown(run, cluster, run->fleet->repositories[i].name,
                         run->repository_failures[i]);
    }
    if (cluster->source_count == 0 && cluster->desired_unknown.len == 0)
        cluster->desired_unknown = PLIM_STR("no repository declares the objects of this cluster");
}

static void count_desired(struct audit_cluster_run *cluster, const struct audit_desired *desired)
{
    if (desired->replaced || desired->application.len == 0)
        return;
    struct audit_application *application =
        audit_applications_get(&cluster->applications, desired->application);
    application->desired++;
    application->declared = application->declared ? application->declared : desired;
    application->migration_hook =
        application->migration_hook || is_migration_hook(&desired->manifest->object);
    if (desired->identity.namespace.len > 0)
        audit_application_add_namespace(application, cluster->applications.texts,
                                        desired->identity.namespace);
}

void audit_desired_index(struct audit_run *run, struct audit_cluster_run *cluster)
{
    size_t count = 0;
    for (size_t i = 0; i < cluster->source_count; i++)
        count += run->sources[cluster->sources[i]].set.len;
    cluster->desired = plim_arena_array(run->desired_arena, count, sizeof(*cluster->desired));
    cluster->desired_by_key = plim_map_new();
    audit_applications_init(&cluster->applications, run->texts);
    for (size_t i = 0; i < cluster->source_count; i++) {
        const struct audit_source *source = &run->sources[cluster->sources[i]];
        for (size_t k = 0; k < source->set.len; k++)
            add_object(run, cluster, source, &source->set.objects[k]);
    }
    note_blind_spots(run, cluster);
    for (size_t i = 0; i < cluster->desired_count; i++)
        count_desired(cluster, &cluster->desired[i]);
}

struct audit_desired *audit_desired_find(const struct audit_cluster_run *cluster,
                                         struct plim_arena *scratch,
                                         const struct resource_identity *identity)
{
    if (cluster->desired_count == 0)
        return NULL;
    return plim_map_get(cluster->desired_by_key, resource_identity_key(scratch, identity));
}
