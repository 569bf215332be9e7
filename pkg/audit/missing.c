/* After the last page: desired objects that were not met, and kinds that could not be read. */
#include <string.h>

#include "run_priv.h"

/* The list would have shown the object. */
static bool covers(const struct audit_list *list, const struct resource_identity *identity)
{
    return plim_str_is(identity->group, list->resource->group) &&
           plim_str_is(identity->kind, list->resource->kind) &&
           (!list->namespace || plim_str_is(identity->namespace, list->namespace));
}

/* Why objects of this kind may be live although none was met; empty when they are not. */
static struct plim_str find_blindness(struct audit_run *run,
                                      const struct audit_cluster_run *cluster,
                                      const struct resource_identity *identity)
{
    if (!cluster->report || cluster->report->state == KUBE_UNREACHABLE)
        return cluster->failure;
    struct plim_str reason = {0};
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (!covers(list, identity))
            continue;
        if (audit_list_report(run, cluster, list)->complete)
            return (struct plim_str){0};
        if (reason.len == 0)
            reason = audit_list_blindness(run, cluster, list);
    }
    if (reason.len > 0)
        return reason;
    char *group = plim_arena_copy(run->desired_arena, identity->group.text, identity->group.len);
    const char *failure = kube_discovery_failure(cluster->report->discovery, group, NULL);
    return failure ? audit_blind_reason(run, group, failure) : (struct plim_str){0};
}

static void judge_missing(struct audit_run *run, struct audit_cluster_run *cluster)
{
    struct audit_worker *worker = &run->workers[0];
    for (size_t i = 0; i < cluster->desired_count; i++) {
        struct audit_desired *desired = &cluster->desired[i];
        if (!audit_desired_counts(desired) ||
            atomic_load_explicit(&desired->seen, memory_order_relaxed))
            continue;
        struct audit_object object = {
            .cluster = cluster,
            .desired = desired,
            .identity = desired->identity,
            .unread = find_blindness(run, cluster, &desired->identity),
        };
        audit_object_judge(run, worker, &object);
        plim_arena_reset(worker->scratch);
    }
}

/* Images and applications that this kind would have told of are unknown. */
static void judge_unread_workloads(struct audit_run *run, struct audit_cluster_run *cluster,
                                   const char *group, const char *kind, struct plim_str reason)
{
    if (!resource_is_workload(plim_str_from(group), plim_str_from(kind)))
        return;
    audit_subject_unread(run, cluster, POLICY_IMAGE, reason);
    audit_subject_unread(run, cluster, POLICY_APPLICATION, reason);
}

static void judge_unread_lists(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (audit_list_is_covered(list, audit_list_report(run, cluster, list)))
            continue;
        struct plim_str reason = audit_list_blindness(run, cluster, list);
        struct policy_kind kind = {plim_str_from(list->resource->group),
                                   plim_str_from(list->resource->name)};
        audit_blind_note(cluster, list->resource->group, list->resource->kind, reason);
        audit_kind_unread(run, cluster, &kind, reason);
        audit_doors_unread(run, cluster, list->resource, reason);
        judge_unread_workloads(run, cluster, list->resource->group, list->resource->kind, reason);
    }
    for (size_t i = 0; i < cluster->blind_kind_count; i++) {
        const struct audit_blind_kind *blind = &cluster->blind_kinds[i];
        judge_unread_workloads(run, cluster, blind->group, blind->kind, blind->reason);
    }
}

/* Groups of these are computed at each request: nothing in them is declared. */
static bool is_measured(const char *group)
{
    return plim_str_ends(plim_str_from(group), PLIM_STR("metrics.k8s.io"));
}

/* Whom a policy on all groups may have wanted. */
static void judge_failed_groups(struct audit_run *run, struct audit_cluster_run *cluster,
                                struct plim_str resource)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    for (size_t i = 0; i < discovery->failed_len; i++) {
        const struct kube_failed_group *failed = &discovery->failed[i];
        struct policy_kind kind = {plim_str_from(failed->group), resource};
        if (!is_measured(failed->group))
            audit_kind_unread(run, cluster, &kind,
                              audit_blind_reason(run, failed->group, failed->reason));
    }
}

static bool is_served(const struct audit_cluster_run *cluster, const struct policy_kind *kind)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    for (size_t i = 0; i < discovery->len; i++) {
        if (plim_str_is(kind->group, discovery->resources[i].group) &&
            plim_str_is(kind->resource, discovery->resources[i].name))
            return true;
    }
    return false;
}

static void judge_undiscovered_at_doors(struct audit_run *run, struct audit_cluster_run *cluster)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    for (size_t i = 0; i < discovery->failed_len; i++) {
        const struct kube_failed_group *failed = &discovery->failed[i];
        if (!is_measured(failed->group))
            audit_doors_group_unread(run, cluster, failed->group,
                                     audit_blind_reason(run, failed->group, failed->reason));
    }
}

/* What policies ask for in groups whose discovery failed. */
static void judge_undiscovered(struct audit_run *run, struct audit_cluster_run *cluster)
{
    size_t count = 0;
    const struct policy_kind *kinds = policy_set_kinds(run->request->policies, &count);
    judge_undiscovered_at_doors(run, cluster);
    for (size_t i = 0; i < count; i++) {
        if (plim_str_is(kinds[i].group, "*")) {
            judge_failed_groups(run, cluster, kinds[i].resource);
            continue;
        }
        char *group = plim_arena_copy(run->desired_arena, kinds[i].group.text, kinds[i].group.len);
        const char *failure = kube_discovery_failure(cluster->report->discovery, group, NULL);
        if (failure && !is_served(cluster, &kinds[i]))
            audit_kind_unread(run, cluster, &kinds[i], audit_blind_reason(run, group, failure));
    }
}

/* Of a cluster that does not answer, everything is unknown, also to policies that ask for no kind.
 */
static void judge_unreachable(struct audit_run *run, struct audit_cluster_run *cluster)
{
    static const enum policy_subject subjects[] = {POLICY_IMAGE, POLICY_APPLICATION};
    static const struct policy_kind everything = {{"*", 1}, {"*", 1}};
    size_t count = 0;
    const struct policy_kind *kinds = policy_set_kinds(run->request->policies, &count);
    cluster->facts.pods_unknown = cluster->failure;
    cluster->facts.workloads_unknown = cluster->failure;
    cluster->facts.configs_unknown = cluster->failure;
    for (size_t i = 0; i < PLIM_LEN(subjects); i++)
        audit_subject_unread(run, cluster, subjects[i], cluster->failure);
    audit_kind_unread(run, cluster, &everything, cluster->failure);
    audit_doors_unread(run, cluster, NULL, cluster->failure);
    for (size_t i = 0; i < count; i++)
        audit_kind_unread(run, cluster, &kinds[i], cluster->failure);
}

void audit_missing_judge(struct audit_run *run)
{
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        bool unreachable = !cluster->report || cluster->report->state == KUBE_UNREACHABLE;
        if (unreachable) {
            judge_unreachable(run, cluster);
        } else {
            judge_unread_lists(run, cluster);
            judge_undiscovered(run, cluster);
        }
        judge_missing(run, cluster);
    }
}
