/* One record per application in one cluster. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "resource/image.h"
#include "value/build.h"

#include "run_priv.h"

static bool names_database(struct plim_str variable)
{
    static const char *const patterns[] = {"DATABASE_URL", "*_DATABASE_URL", "DB_HOST", "*_DB_HOST",
                                           "PGHOST",       "POSTGRES_*",     "MYSQL_*", "*_DSN",
                                           "MONGO*_URI",   "MONGO*_URL"};
    for (size_t i = 0; i < PLIM_LEN(patterns); i++) {
        if (plim_str_matches_glob(variable, plim_str_from(patterns[i])))
            return true;
    }
    return false;
}

static bool uses_database(const struct resource_workload *workload)
{
    for (size_t i = 0; i < workload->container_count; i++) {
        const struct resource_container *container = &workload->containers[i];
        for (size_t k = 0; k < container->env_count; k++) {
            if (names_database(container->env[k]))
                return true;
        }
    }
    return false;
}

static bool is_of(const struct resource_workload *workload,
                  const struct audit_application *application)
{
    return workload->top_level && plim_str_is(workload->application, application->name);
}

static bool has_database(const struct audit_cluster_run *cluster,
                         const struct audit_application *application)
{
    for (size_t i = 0; i < cluster->facts.workload_count; i++) {
        const struct resource_workload *workload = &cluster->facts.workloads[i];
        if (is_of(workload, application) && uses_database(workload))
            return true;
    }
    return false;
}

static int compare_values(const void *left, const void *right)
{
    return value_compare(left, right);
}

/* Sorted, each once. */
static struct value make_set(struct value *items, size_t len)
{
    if (len > 0)
        qsort(items, len, sizeof(*items), compare_values);
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        if (kept == 0 || !value_equal(&items[kept - 1], &items[i]))
            items[kept++] = items[i];
    }
    return value_list(items, kept);
}

static struct value list_versions(struct audit_run *run, const struct audit_cluster_run *cluster,
                                  const struct audit_application *application)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < cluster->facts.workload_count; i++) {
        const struct resource_workload *workload = &cluster->facts.workloads[i];
        for (size_t k = 0; is_of(workload, application) && k < workload->container_count; k++) {
            struct resource_image image = {0};
            struct plim_err err = {0};
            if (resource_image_parse(run->arena, workload->containers[k].image, &image, &err) ==
                PLIM_OK)
                value_list_add(&list, value_string(image.tag.len > 0 ? image.tag : image.digest));
        }
    }
    return make_set(list.items, list.len);
}

static struct value list_namespaces(struct audit_run *run,
                                    const struct audit_application *application)
{
    size_t count = plim_map_len(application->namespaces);
    struct value *items = plim_arena_array(run->arena, count, sizeof(*items));
    for (size_t i = 0; i < count; i++)
        items[i] = value_string_c(
            plim_arena_copy_c(run->arena, plim_map_key_at(application->namespaces, i)));
    return make_set(items, count);
}

/* An agent or release where some object names one; else Git, else nobody. */
static struct resource_owner owner_of(const struct audit_application *application)
{
    if (application->owner.name.len > 0)
        return application->owner;
    enum resource_owner_kind kind =
        application->owners[RESOURCE_OWNER_GIT] > 0 || application->desired > 0
            ? RESOURCE_OWNER_GIT
            : RESOURCE_OWNER_NONE;
    return (struct resource_owner){.kind = kind};
}

static struct value make_drift(struct plim_arena *arena,
                               const struct audit_application *application)
{
    const struct audit_drift_counts *drift = &application->drift;
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "inSync", value_int((int64_t)drift->in_sync));
    value_map_add(&map, "differs", value_int((int64_t)drift->differs));
    value_map_add(&map, "missing", value_int((int64_t)drift->missing));
    value_map_add(&map, "extra", value_int((int64_t)drift->extra));
    value_map_add(&map, "unknown", value_int((int64_t)drift->unknown));
    return value_map_finish(&map);
}

static struct value make_source(struct audit_run *run, const struct audit_application *application)
{
    const struct audit_desired *declared = application->declared;
    struct value_map_builder map = {.arena = run->arena};
    const char *repository = declared ? declared->manifest->repository : "";
    const char *commit = declared ? declared->manifest->commit : "";
    value_map_add(&map, "repository", value_string_c(repository));
    value_map_add(&map, "commit", value_string_c(commit));
    value_map_add(
        &map, "path",
        value_string_c(declared ? plim_path_dir(run->arena, declared->manifest->path) : ""));
    return value_map_finish(&map);
}

/* Helm keeps each revision of a release as Secret "sh.helm.release.v1.NAME.vREVISION"; only its
 * metadata is read. */
static bool is_revision(const struct resource_config *config, const struct resource_owner *release)
{
    struct plim_str name = config->identity.name;
    struct plim_str prefix = PLIM_STR("sh.helm.release.v1.");
    if (!plim_str_is(config->identity.kind, "Secret") || !plim_str_starts(name, prefix) ||
        !plim_str_equal(config->identity.namespace, release->namespace))
        return false;
    struct plim_str rest = {name.text + prefix.len, name.len - prefix.len};
    if (!plim_str_starts(rest, release->name))
        return false;
    rest.text += release->name.len;
    rest.len -= release->name.len;
    if (!plim_str_starts(rest, PLIM_STR(".v")) || rest.len == 2)
        return false;
    for (size_t i = 2; i < rest.len; i++) {
        if (rest.text[i] < '0' || rest.text[i] > '9')
            return false;
    }
    return true;
}

static bool is_recorded(const struct audit_cluster_run *cluster,
                        const struct resource_owner *release)
{
    for (size_t i = 0; i < cluster->facts.config_count; i++) {
        if (is_revision(&cluster->facts.configs[i], release))
            return true;
    }
    return false;
}

static struct value make_helm(struct audit_run *run, const struct audit_cluster_run *cluster,
                              const struct audit_application *application)
{
    struct value_map_builder map = {.arena = run->arena};
    bool released = application->owner.kind == RESOURCE_OWNER_HELM;
    struct plim_str release = released ? application->owner.name : (struct plim_str){0};
    value_map_add(&map, "release", value_string(release));
    struct value recorded = value_bool(released && is_recorded(cluster, &application->owner));
    if (released && !recorded.boolean && cluster->secrets_unknown.len > 0)
        recorded = value_unknown(cluster->secrets_unknown);
    value_map_add(&map, "recorded", recorded);
    return value_map_finish(&map);
}

static struct value make_declared(const struct audit_cluster_run *cluster,
                                  const struct audit_application *application)
{
    if (application->desired == 0 && cluster->desired_unknown.len > 0)
        return value_unknown(cluster->desired_unknown);
    return value_bool(application->desired > 0);
}

/* Not met is not absent where something could not be read. */
static struct value make_live(const struct audit_cluster_run *cluster,
                              const struct audit_application *application)
{
    if (application->live > 0)
        return value_bool(true);
    if (cluster->facts.workloads_unknown.len > 0)
        return value_unknown(cluster->facts.workloads_unknown);
    if (application->drift.unknown > 0)
        return value_unknown(PLIM_STR("its objects could not be read"));
    return value_bool(false);
}

static struct value make_owner(struct audit_run *run, const struct audit_cluster_run *cluster,
                               const struct resource_owner *owner)
{
    bool nobody = owner->kind == RESOURCE_OWNER_NONE || owner->kind == RESOURCE_OWNER_GIT;
    return nobody && cluster->agents_unknown.len > 0 ? value_unknown(cluster->agents_unknown)
                                                     : resource_owner_record(run->arena, owner);
}

/* An agent that could not be asked is not one that says nothing. */
static struct value make_sync(struct audit_run *run, const struct audit_cluster_run *cluster,
                              const struct resource_owner *owner)
{
    const struct audit_agent_object *agent = audit_agents_find(&cluster->agents, owner);
    if (agent)
        return agent->sync;
    return cluster->agents_unknown.len > 0 ? value_unknown(cluster->agents_unknown)
                                           : audit_agent_silence(run->arena);
}

static struct value make_record(struct audit_run *run, const struct audit_cluster_run *cluster,
                                const struct audit_application *application)
{
    struct resource_owner owner = owner_of(application);
    bool undeclared = application->desired == 0 && cluster->source_count > 0;
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "name", value_string_c(application->name));
    value_map_add(&map, "cluster", cluster->name_value);
    value_map_add(&map, "environment", cluster->environment_value);
    value_map_add(&map, "production", cluster->production_value);
    value_map_add(&map, "namespaces", list_namespaces(run, application));
    value_map_add(&map, "declared", make_declared(cluster, application));
    value_map_add(&map, "live", make_live(cluster, application));
    value_map_add(&map, "owner", make_owner(run, cluster, &owner));
    value_map_add(&map, "objects", value_int((int64_t)application->desired));
    value_map_add(&map, "liveObjects", value_int((int64_t)application->live));
    value_map_add(&map, "drift", make_drift(run->arena, application));
    value_map_add(&map, "sync", make_sync(run, cluster, &owner));
    value_map_add(&map, "source", make_source(run, application));
    value_map_add(&map, "versions", list_versions(run, cluster, application));
    value_map_add(&map, "database", value_bool(has_database(cluster, application)));
    value_map_add(&map, "migrationHook", value_bool(application->migration_hook));
    value_map_add(&map, "helm", make_helm(run, cluster, application));
    value_map_add(&map, "unrendered",
                  value_string(undeclared ? cluster->desired_unknown : (struct plim_str){0}));
    return value_map_finish(&map);
}

static int compare_names(const void *left_pointer, const void *right_pointer)
{
    const struct audit_application *const *left = left_pointer;
    const struct audit_application *const *right = right_pointer;
    return strcmp((*left)->name, (*right)->name);
}

static void judge_cluster(struct audit_run *run, struct audit_cluster_run *cluster)
{
    size_t count = plim_map_len(cluster->applications.by_name);
    const struct audit_application **sorted =
        plim_arena_array(run->arena, count, sizeof(const struct audit_application *));
    for (size_t i = 0; i < count; i++)
        sorted[i] = plim_map_value_at(cluster->applications.by_name, i);
    if (count > 0)
        qsort(sorted, count, sizeof(const struct audit_application *), compare_names);
    for (size_t i = 0; i < count; i++) {
        struct value record = make_record(run, cluster, sorted[i]);
        struct audit_place place = {
            .cluster = cluster,
            .cluster_position = (size_t)(cluster - run->clusters),
            .application = plim_str_from(sorted[i]->name),
            .manifest = sorted[i]->declared ? sorted[i]->declared->manifest : NULL,
            .blind_reason = cluster->desired_unknown,
        };
        audit_record_judge(run, POLICY_APPLICATION, &record, &place);
    }
}

void audit_applications_judge(struct audit_run *run)
{
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        if (cluster->report && cluster->report->state != KUBE_UNREACHABLE)
            judge_cluster(run, cluster);
    }
}
