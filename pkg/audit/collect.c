/* Two passes over all clusters at once: first what explains other objects, then everything else. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "resource/kind.h"
#include "resource/metadata.h"

#include "run_priv.h"

static void judge_live(struct audit_run *run, struct audit_worker *worker,
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
    audit_rights_add(&mine->rights, worker->keep, live);
    audit_object_judge(run, worker, &object);
    plim_arena_reset(worker->scratch);
}

static void keep_items(struct audit_run *run, struct audit_worker *worker,
                       const struct kube_page *page)
{
    for (size_t i = 0; i < value_len(page->items); i++) {
        PLIM_GROW(worker->kept, worker->kept_count, worker->kept_cap);
        worker->kept[worker->kept_count++] =
            (struct audit_kept){run->by_reader[page->cluster],
                                page->list,
                                page->number,
                                i,
                                page->resource,
                                value_copy(worker->keep, value_at(page->items, i))};
    }
}

static void take_page(void *context, size_t worker_index, const struct kube_page *page)
{
    struct audit_run *run = context;
    struct audit_worker *worker = &run->workers[worker_index];
    struct audit_cluster_run *cluster = &run->clusters[run->by_reader[page->cluster]];
    if (run->early) {
        keep_items(run, worker, page);
        return;
    }
    for (size_t i = 0; i < value_len(page->items); i++)
        judge_live(run, worker, cluster, page->resource, page->mode, value_at(page->items, i));
}

static void show_progress(void *context, size_t cluster, const char *what, uint64_t objects)
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
    request->progress(request->progress_context, text, what, objects);
}

static void start_reader(struct audit_run *run)
{
    struct kube_reader_config config = {
        .transport = run->transport,
        .pool = run->pool,
        .clock = &run->request->clock,
        .page = take_page,
        .progress = show_progress,
        .context = run,
        .json_only = run->request->record != NULL,
        .managed_fields_text = !policy_set_reads_managed_fields(run->request->policies),
    };
    run->reader = kube_reader_new(&config);
    run->by_reader = plim_arena_array(run->arena, run->cluster_count, sizeof(*run->by_reader));
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        if (!cluster->cluster)
            continue;
        size_t index = kube_reader_add(run->reader, cluster->cluster);
        cluster->reader_index = (int)index;
        run->by_reader[index] = i;
    }
}

/* The reader's reports move when it works: they are taken anew after each step. */
static void refresh_reports(struct audit_run *run)
{
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        if (cluster->reader_index == AUDIT_NOT_READ)
            continue;
        cluster->report = kube_reader_report(run->reader, (size_t)cluster->reader_index);
        cluster->uid = plim_str_from(cluster->report->uid);
        if (cluster->report->state == KUBE_UNREACHABLE && cluster->failure.len == 0)
            cluster->failure = plim_str_from(
                cluster->report->unread_len > 0 ? cluster->report->unread[0].reason : "no answer");
    }
}

static bool is_readable(const struct audit_cluster_run *cluster)
{
    return cluster->report && cluster->report->state != KUBE_UNREACHABLE;
}

static int compare_kept(const void *left_pointer, const void *right_pointer)
{
    const struct audit_kept *left = left_pointer;
    const struct audit_kept *right = right_pointer;
    if (left->cluster != right->cluster)
        return left->cluster < right->cluster ? -1 : 1;
    if (left->list != right->list)
        return left->list < right->list ? -1 : 1;
    if (left->page != right->page)
        return left->page < right->page ? -1 : 1;
    return left->item < right->item ? -1 : (int)(left->item > right->item);
}

/* All into the first worker's list, in the order of the clusters and their lists. */
static void gather_kept(struct audit_run *run)
{
    struct audit_worker *first = &run->workers[0];
    for (size_t i = 1; i < run->worker_count; i++) {
        struct audit_worker *worker = &run->workers[i];
        for (size_t k = 0; k < worker->kept_count; k++) {
            PLIM_GROW(first->kept, first->kept_count, first->kept_cap);
            first->kept[first->kept_count++] = worker->kept[k];
        }
        worker->kept_count = 0;
    }
    if (first->kept_count > 0)
        qsort(first->kept, first->kept_count, sizeof(*first->kept), compare_kept);
}

static bool is_namespace(const struct audit_kept *kept)
{
    return strcmp(kept->resource->kind, "Namespace") == 0;
}

static void keep_namespaces(struct audit_run *run)
{
    const struct audit_worker *first = &run->workers[0];
    for (size_t i = 0; i < first->kept_count; i++) {
        const struct audit_kept *kept = &first->kept[i];
        if (!is_namespace(kept))
            continue;
        struct plim_str name = value_get_text(&kept->object, "metadata.name");
        struct value *object = plim_arena_alloc(run->desired_arena, sizeof(*object));
        *object = kept->object;
        plim_map_set(run->clusters[kept->cluster].namespaces,
                     plim_arena_copy(run->desired_arena, name.text, name.len), object);
    }
}

static void explain(struct audit_run *run, struct audit_cluster_run *cluster,
                    const struct audit_kept *kept)
{
    if (is_namespace(kept))
        return;
    if (strcmp(kept->resource->kind, "HorizontalPodAutoscaler") == 0) {
        resource_facts_add(&cluster->facts, &kept->object, &run->application_rule);
        return;
    }
    if (strcmp(kept->resource->kind, "Application") == 0)
        resource_owner_add_application(cluster->argocd, run->arena, &kept->object);
    audit_agents_add(&cluster->agents, run->arena, &kept->object, run->now);
}

static bool has_objects(struct audit_run *run, const struct audit_cluster_run *cluster,
                        const struct kube_resource *resource)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (list->resource == resource && audit_list_report(run, cluster, list)->objects > 0)
            return true;
    }
    return false;
}

static void explain_failures(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (audit_list_is_covered(list, audit_list_report(run, cluster, list)))
            continue;
        struct plim_str reason = audit_list_blindness(run, cluster, list);
        audit_blind_note(cluster, list->resource->group, list->resource->kind, reason);
    }
}

/* Agents keep their objects where they like: none in the namespaces that the run is limited to may
 * mean that they are in others. */
static void doubt_agents(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct kube_resource *resource = cluster->lists[i].resource;
        bool builtin = resource_group_is_builtin(plim_str_from(resource->group));
        if (!cluster->lists[i].namespace || cluster->lists[i].fallback || builtin ||
            has_objects(run, cluster, resource))
            continue;
        audit_blind_note(
            cluster, resource->group, resource->kind,
            plim_str_from(plim_arena_printf(
                run->arena, "%s may be in namespaces that this audit leaves out", resource->name)));
    }
}

/* Everything planned; what is refused as a whole, namespace by namespace. */
static void read_planned(struct audit_run *run)
{
    bool more = false;
    for (size_t i = 0; i < run->cluster_count; i++)
        audit_plan_ask(run, &run->clusters[i]);
    kube_reader_run(run->reader);
    gather_kept(run);
    if (run->early)
        keep_namespaces(run);
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        if (is_readable(cluster) && audit_plan_fall_back(run, cluster)) {
            audit_plan_ask(run, cluster);
            more = true;
        }
    }
    if (more)
        kube_reader_run(run->reader);
    refresh_reports(run);
}

static void read_early(struct audit_run *run)
{
    run->early = true;
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        cluster->namespaces = plim_map_new();
        cluster->argocd = plim_map_new();
        cluster->facts.texts = run->texts;
        if (is_readable(cluster))
            audit_plan_early(run, cluster);
    }
    read_planned(run);
    gather_kept(run);
    const struct audit_worker *first = &run->workers[0];
    for (size_t i = 0; i < first->kept_count; i++)
        explain(run, &run->clusters[first->kept[i].cluster], &first->kept[i]);
    for (size_t i = 0; i < run->cluster_count; i++) {
        if (is_readable(&run->clusters[i])) {
            explain_failures(run, &run->clusters[i]);
            doubt_agents(run, &run->clusters[i]);
        }
        resource_facts_sort(&run->clusters[i].facts);
    }
    run->early = false;
}

static void read_rest(struct audit_run *run)
{
    for (size_t i = 0; i < run->cluster_count; i++) {
        if (is_readable(&run->clusters[i]))
            audit_plan_rest(run, &run->clusters[i]);
    }
    read_planned(run);
    struct audit_worker *first = &run->workers[0];
    for (size_t i = 0; i < first->kept_count; i++) {
        const struct audit_kept *kept = &first->kept[i];
        judge_live(run, first, &run->clusters[kept->cluster], kept->resource, KUBE_FULL,
                   &kept->object);
    }
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
            audit_drift_counts_merge(&into->drift, &from->drift);
            audit_applications_release(&from->applications);
            audit_applications_init(&from->applications, run->workers[i].texts);
        }
    }
    for (size_t k = 0; k < run->cluster_count; k++)
        resource_facts_sort(&run->clusters[k].facts);
}

static void discover(struct audit_run *run)
{
    start_reader(run);
    kube_reader_discover(run->reader);
    refresh_reports(run);
    audit_duplicates_find(run);
    for (size_t i = 0; i < run->cluster_count; i++)
        audit_desired_index(run, &run->clusters[i]);
}

void audit_plan_all(struct audit_run *run)
{
    discover(run);
    audit_schemas_want(run);
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        if (!is_readable(cluster))
            continue;
        audit_plan_early(run, cluster);
        audit_plan_rest(run, cluster);
        audit_plan_ask(run, cluster);
    }
}

void audit_collect(struct audit_run *run)
{
    discover(run);
    audit_schemas_read(run);
    refresh_reports(run);
    read_early(run);
    read_rest(run);
    audit_missing_judge(run);
    merge_workers(run);
}
