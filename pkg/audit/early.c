/* What explains other objects: namespaces, autoscalers, what agents say of themselves. Kept whole,
 * and judged like everything else once it has explained. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "resource/kind.h"

#include "run_priv.h"

enum { JUDGED_TOGETHER = 64 }; /* kept objects, by one worker */

/* ---- on workers */

void audit_kept_add(struct audit_kept_list *list, struct audit_kept kept)
{
    PLIM_GROW(list->items, list->len, list->cap);
    list->items[list->len++] = kept;
}

void audit_early_keep(struct audit_worker *worker, size_t cluster, const struct kube_page *page)
{
    for (size_t i = 0; i < value_len(page->items); i++)
        audit_kept_add(&worker->clusters[cluster].kept,
                       (struct audit_kept){page->list, page->number, i, page->resource,
                                           value_copy(worker->keep, value_at(page->items, i))});
}

/* ---- on the loop, while nothing of the cluster is being read */

static int compare_kept(const void *left_pointer, const void *right_pointer)
{
    const struct audit_kept *left = left_pointer;
    const struct audit_kept *right = right_pointer;
    if (left->list != right->list)
        return left->list < right->list ? -1 : 1;
    if (left->page != right->page)
        return left->page < right->page ? -1 : 1;
    return left->item < right->item ? -1 : (int)(left->item > right->item);
}

void audit_kept_sort(struct audit_kept_list *list)
{
    if (list->len > 0)
        qsort(list->items, list->len, sizeof(*list->items), compare_kept);
}

/* From all workers, in the order of the lists. */
void audit_early_gather(struct audit_run *run, struct audit_cluster_run *cluster)
{
    struct audit_kept_list *all = &cluster->kept;
    for (size_t i = 0; i < run->worker_count; i++) {
        struct audit_kept_list *some = &run->workers[i].clusters[cluster - run->clusters].kept;
        for (size_t k = 0; k < some->len; k++)
            audit_kept_add(all, some->items[k]);
        some->len = 0;
    }
    audit_kept_sort(all);
}

static bool is_namespace(const struct audit_kept *kept)
{
    return strcmp(kept->resource->kind, "Namespace") == 0;
}

void audit_early_keep_namespaces(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->kept.len; i++) {
        const struct audit_kept *kept = &cluster->kept.items[i];
        if (!is_namespace(kept))
            continue;
        struct plim_str name = value_get_text(&kept->object, "metadata.name");
        struct value *object = plim_arena_alloc(run->desired_arena, sizeof(*object));
        *object = kept->object;
        plim_map_set(cluster->namespaces, plim_arena_copy(run->desired_arena, name.text, name.len),
                     object);
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

void audit_early_explain(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->kept.len; i++)
        explain(run, cluster, &cluster->kept.items[i]);
    explain_failures(run, cluster);
    doubt_agents(run, cluster);
    resource_facts_sort(&cluster->facts);
}

/* ---- judged, on workers again */

struct judging {
    struct audit_run *run;
    struct audit_cluster_run *cluster;
    size_t first, len; /* of the cluster's kept objects */
};

static void judge_some(void *job, size_t worker)
{
    const struct judging *judging = job;
    struct audit_run *run = judging->run;
    for (size_t i = 0; i < judging->len; i++) {
        const struct audit_kept *kept = &judging->cluster->kept.items[judging->first + i];
        audit_live_judge(run, &run->workers[worker], judging->cluster, kept->resource, KUBE_FULL,
                         &kept->object);
    }
}

void audit_early_judge(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->kept.len; i += JUDGED_TOGETHER) {
        size_t left = cluster->kept.len - i;
        struct judging *job = plim_arena_alloc(run->desired_arena, sizeof(*job));
        *job = (struct judging){run, cluster, i, left < JUDGED_TOGETHER ? left : JUDGED_TOGETHER};
        plim_pool_submit(run->pool, judge_some, job);
    }
}
