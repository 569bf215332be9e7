/* One record per application in one cluster. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "resource/image.h"
#include "value/build.h"

#include "ranges_priv.h"
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

/* The workloads of one application: a part of the cluster's, which are sorted by it. */
struct workloads {
    const struct resource_workload **items;
    size_t len;
};

/* A record that is made; its arena is reset once it is judged. */
struct making {
    struct plim_arena *arena;
    const struct audit_cluster_run *cluster;
    const struct audit_application *application;
    struct workloads workloads;
};

static bool has_database(const struct workloads *workloads)
{
    for (size_t i = 0; i < workloads->len; i++) {
        if (uses_database(workloads->items[i]))
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

static struct value list_versions(const struct making *making)
{
    struct value_list_builder list = {.arena = making->arena};
    for (size_t i = 0; i < making->workloads.len; i++) {
        const struct resource_workload *workload = making->workloads.items[i];
        for (size_t k = 0; k < workload->container_count; k++) {
            struct resource_image image = {0};
            struct plim_err err = {0};
            if (resource_image_parse(making->arena, workload->containers[k].image, &image, &err) ==
                PLIM_OK)
                value_list_add(&list, value_string(image.tag.len > 0 ? image.tag : image.digest));
        }
    }
    return make_set(list.items, list.len);
}

static struct value list_namespaces(const struct making *making)
{
    const struct audit_application *application = making->application;
    struct value *items =
        plim_arena_array(making->arena, application->namespace_count, sizeof(*items));
    for (size_t i = 0; i < application->namespace_count; i++)
        items[i] = value_string(application->namespaces[i]);
    return make_set(items, application->namespace_count);
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

static struct value make_source(struct plim_arena *arena,
                                const struct audit_application *application)
{
    const struct audit_desired *declared = application->declared;
    struct value_map_builder map = {.arena = arena};
    const char *repository = declared ? declared->manifest->repository : "";
    const char *commit = declared ? declared->manifest->commit : "";
    value_map_add(&map, "repository", value_string_c(repository));
    value_map_add(&map, "commit", value_string_c(commit));
    value_map_add(&map, "path",
                  value_string_c(declared ? plim_path_dir(arena, declared->manifest->path) : ""));
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

static struct value make_helm(const struct making *making)
{
    const struct audit_cluster_run *cluster = making->cluster;
    const struct audit_application *application = making->application;
    struct value_map_builder map = {.arena = making->arena};
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

static struct value make_owner(const struct making *making, const struct resource_owner *owner)
{
    struct plim_str unknown = making->cluster->agents_unknown;
    bool nobody = owner->kind == RESOURCE_OWNER_NONE || owner->kind == RESOURCE_OWNER_GIT;
    return nobody && unknown.len > 0 ? value_unknown(unknown)
                                     : resource_owner_record(making->arena, owner);
}

/* An agent that could not be asked is not one that says nothing. */
static struct value make_sync(const struct making *making, const struct resource_owner *owner)
{
    const struct audit_cluster_run *cluster = making->cluster;
    const struct audit_agent_object *agent = audit_agents_find(&cluster->agents, owner);
    if (agent)
        return agent->sync;
    return cluster->agents_unknown.len > 0 ? value_unknown(cluster->agents_unknown)
                                           : audit_agent_silence(making->arena);
}

static struct value make_record(const struct making *making)
{
    const struct audit_cluster_run *cluster = making->cluster;
    const struct audit_application *application = making->application;
    struct resource_owner owner = owner_of(application);
    bool undeclared = application->desired == 0 && cluster->source_count > 0;
    struct value_map_builder map = {.arena = making->arena};
    value_map_add(&map, "name", value_string_c(application->name));
    value_map_add(&map, "cluster", cluster->name_value);
    value_map_add(&map, "environment", cluster->environment_value);
    value_map_add(&map, "production", cluster->production_value);
    value_map_add(&map, "namespaces", list_namespaces(making));
    value_map_add(&map, "declared", make_declared(cluster, application));
    value_map_add(&map, "live", make_live(cluster, application));
    value_map_add(&map, "owner", make_owner(making, &owner));
    value_map_add(&map, "objects", value_int((int64_t)application->desired));
    value_map_add(&map, "liveObjects", value_int((int64_t)application->live));
    value_map_add(&map, "drift", make_drift(making->arena, application));
    value_map_add(&map, "sync", make_sync(making, &owner));
    value_map_add(&map, "source", make_source(making->arena, application));
    value_map_add(&map, "versions", list_versions(making));
    value_map_add(&map, "database", value_bool(has_database(&making->workloads)));
    value_map_add(&map, "migrationHook", value_bool(application->migration_hook));
    value_map_add(&map, "helm", make_helm(making));
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

static int compare_workloads(const void *left_pointer, const void *right_pointer)
{
    const struct resource_workload *const *left = left_pointer;
    const struct resource_workload *const *right = right_pointer;
    int order = plim_str_compare((*left)->application, (*right)->application);
    return order != 0 ? order : resource_identity_compare(&(*left)->identity, &(*right)->identity);
}

/* The top-level ones, by application. */
static struct workloads sort_workloads(struct plim_arena *arena, const struct resource_facts *facts)
{
    struct workloads sorted = {.items = plim_arena_array(arena, facts->workload_count,
                                                         sizeof(const struct resource_workload *))};
    for (size_t i = 0; i < facts->workload_count; i++) {
        if (facts->workloads[i].top_level)
            sorted.items[sorted.len++] = &facts->workloads[i];
    }
    if (sorted.len > 1)
        qsort(sorted.items, sorted.len, sizeof(const struct resource_workload *),
              compare_workloads);
    return sorted;
}

/* Those of one application. */
static struct workloads find_workloads(const struct workloads *sorted, const char *application)
{
    struct plim_str name = plim_str_from(application);
    size_t low = 0;
    size_t high = sorted->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (plim_str_compare(sorted->items[middle]->application, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    struct workloads found = {.items = sorted->items + low};
    while (low + found.len < sorted->len &&
           plim_str_equal(found.items[found.len]->application, name))
        found.len++;
    return found;
}

/* The applications of one cluster, by name, and all its workloads. */
struct applications {
    struct audit_cluster_run *cluster;
    const struct audit_application **sorted;
    struct workloads workloads;
};

static void judge_range(const struct audit_range *range, struct audit_worker *worker)
{
    const struct applications *applications = range->context;
    struct audit_cluster_run *cluster = applications->cluster;
    for (size_t i = range->first; i < range->end; i++) {
        const struct audit_application *application = applications->sorted[i];
        const struct making making = {worker->scratch, cluster, application,
                                      find_workloads(&applications->workloads, application->name)};
        struct value record = make_record(&making);
        struct audit_place place = {
            .worker = worker,
            .cluster = cluster,
            .cluster_position = (size_t)(cluster - range->run->clusters),
            .application = plim_str_from(application->name),
            .manifest = application->declared ? application->declared->manifest : NULL,
            .blind_reason = cluster->desired_unknown,
        };
        audit_record_judge(range->run, POLICY_APPLICATION, &record, &place);
    }
}

static void judge_cluster(struct audit_run *run, struct audit_cluster_run *cluster)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *own = plim_arena_new();
    size_t count = plim_map_len(cluster->applications.by_name);
    struct applications applications = {
        .cluster = cluster,
        .sorted = plim_arena_array(own, count, sizeof(const struct audit_application *)),
        .workloads = sort_workloads(own, &cluster->facts),
    };
    for (size_t i = 0; i < count; i++)
        applications.sorted[i] = plim_map_value_at(cluster->applications.by_name, i);
    if (count > 0)
        qsort(applications.sorted, count, sizeof(const struct audit_application *), compare_names);
    audit_ranges_run(run, count, NULL, judge_range, &applications);
}

void audit_applications_judge(struct audit_run *run)
{
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        if (cluster->report && cluster->report->state != KUBE_UNREACHABLE)
            judge_cluster(run, cluster);
    }
}
