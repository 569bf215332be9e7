/* After the last page: desired objects that were not met, and kinds that could not be read. */
#include <string.h>

#include "run_priv.h"

static struct plim_str print_reason(struct audit_run *run, const char *what, const char *why)
{
    return plim_str_from(plim_arena_printf(run->arena, "%s could not be read: %s", what, why));
}

/* Why objects of this kind may be live although none was met; empty when they are not. */
static struct plim_str find_blindness(struct audit_run *run,
                                      const struct audit_cluster_run *cluster,
                                      const struct resource_identity *identity)
{
    if (!cluster->report || cluster->report->state == KUBE_UNREACHABLE)
        return cluster->failure;
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (!plim_str_is(identity->group, list->resource->group) ||
            !plim_str_is(identity->kind, list->resource->kind))
            continue;
        const struct kube_list_report *report =
            kube_reader_list_at(run->reader, (size_t)cluster->reader_index, list->index);
        return report->complete ? (struct plim_str){0}
                                : print_reason(run, list->resource->name, report->reason);
    }
    char *group = plim_arena_copy(run->desired_arena, identity->group.text, identity->group.len);
    const char *failure = kube_discovery_failure(cluster->report->discovery, group, NULL);
    return failure ? print_reason(run, group, failure) : (struct plim_str){0};
}

static void judge_missing(struct audit_run *run, struct audit_cluster_run *cluster)
{
    struct audit_worker *worker = &run->workers[0];
    for (size_t i = 0; i < cluster->desired_count; i++) {
        struct audit_desired *desired = &cluster->desired[i];
        if (desired->replaced || atomic_load_explicit(&desired->seen, memory_order_relaxed))
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

static struct audit_place cluster_place(struct audit_run *run, struct audit_cluster_run *cluster,
                                        enum policy_subject subject)
{
    return (struct audit_place){
        .worker = &run->workers[0],
        .cluster = cluster,
        .cluster_position = (size_t)(cluster - run->clusters),
        .subject = policy_subject_names[subject],
        .observed_at = run->now,
    };
}

void audit_unread_judge(struct audit_run *run, struct audit_cluster_run *cluster,
                        const struct kube_resource *resource, struct plim_str reason)
{
    struct audit_worker *worker = &run->workers[0];
    struct audit_place place = cluster_place(run, cluster, POLICY_OBJECT);
    place.kind = plim_str_from(resource->kind);
    place.blind_reason = reason;
    struct policy_input input = {
        .subject = POLICY_OBJECT,
        .group = plim_str_from(resource->group),
        .version = plim_str_from(resource->version),
        .kind = plim_str_from(resource->kind),
        .resource = plim_str_from(resource->name),
        .tallies = worker->tallies,
    };
    policy_evaluate_unread(worker->session, &input, reason, audit_place_take, &place);
    plim_arena_reset(worker->scratch);
}

void audit_subject_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                          enum policy_subject subject, struct plim_str reason)
{
    struct audit_worker *worker = &run->workers[0];
    struct audit_place place = cluster_place(run, cluster, subject);
    place.blind_reason = reason;
    struct policy_input input = {.subject = subject, .tallies = worker->tallies};
    policy_evaluate_unread(worker->session, &input, reason, audit_place_take, &place);
    plim_arena_reset(worker->scratch);
}

/* Facts that other records are joined from are incomplete with the list they come from. */
static void note_facts(struct audit_cluster_run *cluster, const struct kube_resource *resource,
                       struct plim_str reason)
{
    struct resource_facts *facts = &cluster->facts;
    if (strcmp(resource->group, "rbac.authorization.k8s.io") == 0)
        cluster->rights_unknown = reason;
    if (strcmp(resource->group, "admissionregistration.k8s.io") == 0)
        cluster->admission_unknown = reason;
    if (strcmp(resource->name, "secrets") == 0)
        cluster->secrets_unknown = reason;
    if (strcmp(resource->name, "pods") == 0) {
        facts->pods_unknown = reason;
        facts->workloads_unknown = reason;
    } else if (strcmp(resource->name, "configmaps") == 0) {
        facts->configs_unknown = reason;
    } else if (resource_is_workload(plim_str_from(resource->group),
                                    plim_str_from(resource->kind))) {
        facts->workloads_unknown = reason;
    }
}

static void judge_unread_lists(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        const struct kube_list_report *report =
            kube_reader_list_at(run->reader, (size_t)cluster->reader_index, list->index);
        if (report->complete)
            continue;
        struct plim_str reason = print_reason(run, list->resource->name, report->reason);
        note_facts(cluster, list->resource, reason);
        audit_unread_judge(run, cluster, list->resource, reason);
    }
}

/* What policies ask for by name, in groups whose discovery failed. Of a cluster that does not
 * answer: all. */
static void judge_undiscovered(struct audit_run *run, struct audit_cluster_run *cluster)
{
    size_t count = 0;
    const struct policy_kind *kinds = policy_set_kinds(run->request->policies, &count);
    for (size_t i = 0; i < count; i++) {
        char *group = plim_arena_copy(run->desired_arena, kinds[i].group.text, kinds[i].group.len);
        char *name =
            plim_arena_copy(run->desired_arena, kinds[i].resource.text, kinds[i].resource.len);
        struct plim_str reason = cluster->failure;
        if (cluster->report && cluster->report->state != KUBE_UNREACHABLE) {
            const char *failure = kube_discovery_failure(cluster->report->discovery, group, NULL);
            reason = failure ? print_reason(run, group, failure) : (struct plim_str){0};
        }
        struct kube_resource resource = {.group = group, .version = "", .kind = "", .name = name};
        if (reason.len > 0)
            audit_unread_judge(run, cluster, &resource, reason);
    }
}

static void judge_unreachable(struct audit_run *run, struct audit_cluster_run *cluster)
{
    static const enum policy_subject subjects[] = {POLICY_IMAGE, POLICY_APPLICATION};
    cluster->facts.pods_unknown = cluster->failure;
    cluster->facts.workloads_unknown = cluster->failure;
    cluster->facts.configs_unknown = cluster->failure;
    for (size_t i = 0; i < PLIM_LEN(subjects); i++)
        audit_subject_unread(run, cluster, subjects[i], cluster->failure);
}

void audit_missing_judge(struct audit_run *run)
{
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        bool unreachable = !cluster->report || cluster->report->state == KUBE_UNREACHABLE;
        if (unreachable)
            judge_unreachable(run, cluster);
        else
            judge_unread_lists(run, cluster);
        judge_undiscovered(run, cluster);
        judge_missing(run, cluster);
    }
}
