/* Each cluster goes its own way: its kinds, then what explains other objects, then everything else.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "resource/kind.h"
#include "resource/metadata.h"

#include "run_priv.h"

void audit_live_judge(struct audit_run *run, struct audit_worker *worker,
                      struct audit_cluster_run *cluster, const struct kube_resource *resource,
                      enum kube_mode mode, const struct value *live)
{
    struct audit_worker_cluster *mine = &worker->clusters[cluster - run->clusters];
    struct audit_object object = {
        .cluster = cluster,
        .live = live,
        .identity = resource_identity_of(live),
        .resource = plim_str_from(resource->name),
        .metadata_only = mode == KUBE_METADATA,
    };
    object.identity.group = plim_str_from(resource->group);
    object.identity.version = plim_str_from(resource->version);
    object.identity.kind = plim_str_from(resource->kind);
    object.desired = audit_desired_find(cluster, worker->scratch, &object.identity);
    if (object.desired)
        atomic_store_explicit(&object.desired->seen, true, memory_order_relaxed);
    if (run->wants_facts)
        resource_facts_add(&mine->facts, live, &run->application_rule);
    audit_rights_add(&mine->rights, worker->keep, live,
                     object.desired ? object.desired->manifest : NULL);
    audit_object_judge(run, worker, &object);
    plim_arena_reset(worker->scratch);
}

static void take_page(void *context, size_t worker_index, const struct kube_page *page)
{
    struct audit_run *run = context;
    struct audit_worker *worker = &run->workers[worker_index];
    struct audit_cluster_run *cluster = &run->clusters[run->by_reader[page->cluster]];
    if (!cluster->explained) {
        audit_early_keep(worker, run->by_reader[page->cluster], page);
        return;
    }
    for (size_t i = 0; i < value_len(page->items); i++)
        audit_live_judge(run, worker, cluster, page->resource, page->mode,
                         value_at(page->items, i));
}

static void show_progress(void *context, size_t cluster, const char *what, uint64_t objects,
                          uint64_t expected)
{
    const struct audit_run *run = context;
    const struct audit_request *request = run->request;
    if (!request->progress)
        return;
    struct plim_str name = run->fleet->clusters[run->clusters[run->by_reader[cluster]].index].name;
    char text[256];
    size_t len = name.len < sizeof(text) - 1 ? name.len : sizeof(text) - 1;
    memcpy(text, name.text, len);
    text[len] = '\0';
    request->progress(request->progress_context, text, what, objects, expected);
}

/* ---- the steps of one cluster: on the loop, while nothing that was asked of it is outstanding */

/* The reader's report moves when it works: it is taken anew before each step. */
static void refresh_report(struct audit_run *run, struct audit_cluster_run *cluster)
{
    cluster->report = kube_reader_report(run->reader, (size_t)cluster->reader_index);
    cluster->uid = plim_str_from(cluster->report->uid);
    if (cluster->report->state == KUBE_UNREACHABLE && cluster->failure.len == 0)
        cluster->failure = plim_str_from(
            cluster->report->unread_len > 0 ? cluster->report->unread[0].reason : "no answer");
}

static bool is_readable(const struct audit_cluster_run *cluster)
{
    return cluster->report && cluster->report->state != KUBE_UNREACHABLE;
}

/* Each says whether it asked for anything: the next one waits for the answers. */
typedef bool step_fn(struct audit_run *run, struct audit_cluster_run *cluster);

/* Its kinds are known. */
static bool read_early(struct audit_run *run, struct audit_cluster_run *cluster)
{
    audit_desired_index(run, cluster);
    if (!is_readable(cluster))
        return false;
    bool schemas = audit_schemas_want(run, cluster);
    audit_plan_early(run, cluster);
    return audit_plan_ask(run, cluster) || schemas;
}

static bool read_early_by_namespace(struct audit_run *run, struct audit_cluster_run *cluster)
{
    audit_schemas_take(run, cluster);
    audit_early_gather(run, cluster);
    audit_early_keep_namespaces(run, cluster);
    audit_plan_fall_back(run, cluster);
    return audit_plan_ask(run, cluster);
}

static bool read_rest(struct audit_run *run, struct audit_cluster_run *cluster)
{
    audit_early_gather(run, cluster);
    audit_early_explain(run, cluster);
    audit_doors_keep_asked(run, cluster);
    cluster->explained = true;
    audit_plan_rest(run, cluster);
    return audit_plan_ask(run, cluster);
}

static bool read_rest_by_namespace(struct audit_run *run, struct audit_cluster_run *cluster)
{
    audit_plan_fall_back(run, cluster);
    return audit_plan_ask(run, cluster);
}

/* The last one: nothing may write to the cluster any more while workers judge. */
static bool judge_early(struct audit_run *run, struct audit_cluster_run *cluster)
{
    audit_early_judge(run, cluster);
    return false;
}

static step_fn *const steps[] = {read_early, read_early_by_namespace, read_rest,
                                 read_rest_by_namespace, judge_early};

static void take_steps(void *context, size_t reader_index)
{
    struct audit_run *run = context;
    struct audit_cluster_run *cluster = &run->clusters[run->by_reader[reader_index]];
    bool asked = false;
    refresh_report(run, cluster);
    while (!asked && cluster->step < PLIM_LEN(steps)) {
        asked = steps[cluster->step++](run, cluster);
        if (!is_readable(cluster))
            cluster->step = PLIM_LEN(steps);
    }
}

/* ---- all clusters */

static void start_reader(struct audit_run *run, kube_drained_fn *drained)
{
    struct kube_reader_config config = {
        .transport = run->transport,
        .pool = run->pool,
        .clock = &run->request->clock,
        .page = take_page,
        .drained = drained,
        .progress = show_progress,
        .context = run,
        .json_only = run->request->record != NULL,
        .managed_fields_text = !policy_set_reads_managed_fields(run->request->policies) &&
                               !audit_doors_read_managed_fields(run),
    };
    run->reader = kube_reader_new(&config);
    run->by_reader = plim_arena_array(run->arena, run->cluster_count, sizeof(*run->by_reader));
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        cluster->namespaces = plim_map_new();
        cluster->argocd = plim_map_new();
        cluster->facts.texts = run->texts;
        if (!cluster->cluster) {
            audit_desired_index(run, cluster);
            continue;
        }
        size_t index = kube_reader_add(run->reader, cluster->cluster);
        cluster->reader_index = (int)index;
        run->by_reader[index] = i;
        kube_reader_discover(run->reader, index);
    }
}

/* Where the version is not known, what older servers allow counts. */
static void join_rights(struct audit_run *run, struct audit_cluster_run *cluster)
{
    int64_t major = -1, minor = -1;
    audit_version_split(cluster->report ? cluster->report->version : NULL, &major, &minor);
    cluster->rights.get_connects = major < 1 || (major == 1 && minor < 35);
    cluster->rights_joined = audit_rights_join(run->arena, &cluster->rights);
}

static void merge_workers(struct audit_run *run)
{
    for (size_t i = 0; i < run->worker_count; i++) {
        for (size_t k = 0; k < run->cluster_count; k++) {
            struct audit_worker_cluster *from = &run->workers[i].clusters[k];
            struct audit_cluster_run *into = &run->clusters[k];
            resource_facts_merge(&into->facts, &from->facts);
            audit_applications_merge(&into->applications, &from->applications);
            audit_rights_merge(&into->rights, &from->rights);
            audit_owners_merge(&into->owners, &from->owners);
            audit_ownership_merge(&into->ownership, &from->ownership);
            audit_drift_counts_merge(&into->drift, &from->drift);
            audit_applications_release(&from->applications);
            audit_applications_init(&from->applications, run->workers[i].texts);
        }
    }
    for (size_t k = 0; k < run->cluster_count; k++) {
        resource_facts_sort(&run->clusters[k].facts);
        audit_ownership_sort(&run->clusters[k].ownership);
        join_rights(run, &run->clusters[k]);
    }
    audit_relations_merge(run);
    audit_annotations_merge(run);
}

static void take_kinds(void *context, size_t reader_index)
{
    struct audit_run *run = context;
    struct audit_cluster_run *cluster = &run->clusters[run->by_reader[reader_index]];
    refresh_report(run, cluster);
    audit_desired_index(run, cluster);
}

void audit_plan_all(struct audit_run *run)
{
    start_reader(run, take_kinds);
    kube_reader_run(run->reader);
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        if (!is_readable(cluster))
            continue;
        (void)audit_schemas_want(run, cluster);
        audit_plan_early(run, cluster);
        audit_plan_rest(run, cluster);
        (void)audit_plan_ask(run, cluster);
    }
}

void audit_collect(struct audit_run *run)
{
    start_reader(run, take_steps);
    kube_reader_run(run->reader);
    plim_pool_wait(run->pool);
    audit_duplicates_find(run);
    audit_missing_judge(run);
    merge_workers(run);
}
