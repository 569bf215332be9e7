/* Judging manifests: without a cluster, or against a set of objects that stands for one. */
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "resource/kind.h"

#include "run_priv.h"

enum { CHUNK = 64 /* objects of one job */ };

struct chunk {
    struct audit_run *run;
    size_t from, to; /* in the desired objects of the one cluster */
};

static void judge_chunk(void *job, size_t worker_index)
{
    const struct chunk *chunk = job;
    struct audit_run *run = chunk->run;
    struct audit_worker *worker = &run->workers[worker_index];
    struct audit_cluster_run *cluster = &run->clusters[0];
    for (size_t i = chunk->from; i < chunk->to; i++) {
        struct audit_desired *desired = &cluster->desired[i];
        struct audit_object object = {
            .cluster = cluster,
            .desired = desired,
            .identity = desired->identity,
            .unread = PLIM_STR(AUDIT_NO_CLUSTER),
        };
        resource_facts_add(&worker->clusters[0].facts, &desired->manifest->object,
                           &run->application_rule);
        audit_rights_add(&worker->clusters[0].rights, worker->keep, &desired->manifest->object,
                         desired->manifest);
        audit_object_judge(run, worker, &object);
        plim_arena_reset(worker->scratch);
    }
}

static void judge_all(struct audit_run *run)
{
    size_t count = run->clusters[0].desired_count;
    size_t chunk_count = (count + CHUNK - 1) / CHUNK;
    struct chunk *chunks = plim_arena_array(run->desired_arena, chunk_count, sizeof(*chunks));
    for (size_t i = 0; i < chunk_count; i++) {
        size_t end = (i + 1) * CHUNK;
        chunks[i] = (struct chunk){run, i * CHUNK, end < count ? end : count};
        plim_pool_submit(run->pool, judge_chunk, &chunks[i]);
    }
    plim_pool_wait(run->pool);
}

/* "3:1: did not find ...": the reason begins with a place in the file. */
static bool is_position(const char *reason)
{
    return reason[0] >= '0' && reason[0] <= '9';
}

/* A file named by the user must be readable; one met in a directory is reported and makes its part
 * unknown. */
static enum plim_code read_path(struct audit_run *run, const char *path,
                                struct manifest_set *set_out, struct plim_err *err)
{
    struct manifest_files files = {0};
    struct manifest_options options = {.kustomize = run->request->places.kustomize,
                                       .helm = run->request->places.helm,
                                       .charts_alone = true,
                                       .cancel = run->request->cancel,
                                       .pool = run->pool};
    if (manifest_collect_path(run->desired_arena, path, &options, &files, err) != PLIM_OK)
        return err->code;
    manifest_parse(&files, run->pool, set_out);
    if (set_out->len == 0 && set_out->unreadable_count == 0) {
        manifest_set_release(set_out);
        return plim_err_set(err, PLIM_INVALID, "no Kubernetes objects in '%s'", path);
    }
    if (!plim_dir_exists(path) && set_out->unreadable_count > 0) {
        const char *reason = set_out->unreadable[0].reason;
        enum plim_code code = plim_err_set(err, PLIM_INVALID, "%s:%s%s", path,
                                           is_position(reason) ? "" : " ", reason);
        manifest_set_release(set_out);
        return code;
    }
    return PLIM_OK;
}

enum plim_code audit_manifests_read(struct audit_run *run, struct plim_err *err)
{
    struct audit_cluster_run *cluster = &run->clusters[0];
    for (size_t i = 0; i < run->request->manifest_count; i++) {
        struct manifest_set set = {0};
        if (read_path(run, run->request->manifests[i], &set, err) != PLIM_OK)
            return err->code;
        PLIM_GROW(run->sources, run->source_count, run->source_cap);
        run->sources[run->source_count] =
            (struct audit_source){.subpath = plim_str_from(run->request->manifests[i]), .set = set};
        PLIM_GROW(cluster->sources, cluster->source_count, cluster->source_cap);
        cluster->sources[cluster->source_count++] = run->source_count++;
    }
    audit_desired_index(run, cluster);
    return PLIM_OK;
}

/* What could not be read is listed: a run over a broken file is not complete. */
static void list_unreadable(struct audit_run *run, const struct manifest_set *set)
{
    struct audit_worker *worker = &run->workers[0];
    for (size_t i = 0; i < set->unreadable_count; i++) {
        struct plim_str reason = plim_str_from(set->unreadable[i].reason);
        struct plim_str path = plim_str_from(set->unreadable[i].path);
        struct finding finding = {
            .state = FINDING_UNKNOWN,
            .severity = FINDING_HIGH,
            .policy = PLIM_STR("manifests.readable"),
            .title = PLIM_STR("Manifests can be read"),
            .reason = reason,
            .subject = PLIM_STR("object"),
            .source = {.path = path},
            .observed_at = run->now,
        };
        finding_list_add(&worker->findings, &finding);
        worker->results[FINDING_UNKNOWN]++;
    }
}

/* Autoscalers first: they explain replicas. */
static void read_scalings(struct audit_run *run, const struct manifest_set *live)
{
    for (size_t i = 0; i < live->len; i++) {
        const struct value *object = &live->objects[i].object;
        if (value_is_string(value_get(object, "kind"), "HorizontalPodAutoscaler"))
            resource_facts_add(&run->clusters[0].facts, object, &run->application_rule);
    }
    resource_facts_sort(&run->clusters[0].facts);
}

/*
 * The manifest that the live object is from although only one of them names a namespace: manifests
 * often leave it to the command that applies them. The first such object takes it.
 */
static struct audit_desired *find_without_namespace(const struct audit_cluster_run *cluster,
                                                    const struct value *live,
                                                    const struct resource_identity *identity)
{
    bool live_has = value_get_text(live, "metadata.namespace").len > 0;
    for (size_t i = 0; i < cluster->desired_count; i++) {
        struct audit_desired *desired = &cluster->desired[i];
        const struct value *object = &desired->manifest->object;
        bool has = value_get_text(object, "metadata.namespace").len > 0;
        if (live_has != has && plim_str_equal(desired->identity.name, identity->name) &&
            plim_str_equal(desired->identity.kind, identity->kind) &&
            plim_str_equal(desired->identity.group, identity->group) &&
            !atomic_load_explicit(&desired->seen, memory_order_relaxed))
            return desired;
    }
    return NULL;
}

static void judge_met(struct audit_run *run, const struct manifest_set *live)
{
    struct audit_cluster_run *cluster = &run->clusters[0];
    struct audit_worker *worker = &run->workers[0];
    for (size_t i = 0; i < live->len; i++) {
        struct audit_object object = {
            .cluster = cluster,
            .live = &live->objects[i].object,
            .identity = audit_desired_identity(NULL, &live->objects[i].object),
        };
        object.desired = audit_desired_find(cluster, worker->scratch, &object.identity);
        if (!object.desired)
            object.desired = find_without_namespace(cluster, object.live, &object.identity);
        if (object.desired)
            atomic_store_explicit(&object.desired->seen, true, memory_order_relaxed);
        audit_object_judge(run, worker, &object);
        plim_arena_reset(worker->scratch);
    }
}

/* An object may stand in what could not be read of the live side. */
static void judge_unmet(struct audit_run *run, const struct manifest_set *live)
{
    struct audit_cluster_run *cluster = &run->clusters[0];
    struct audit_worker *worker = &run->workers[0];
    struct plim_str unread = {0};
    if (live->unreadable_count > 0)
        unread = audit_blind_reason(run, live->unreadable[0].path, live->unreadable[0].reason);
    for (size_t i = 0; i < cluster->desired_count; i++) {
        struct audit_desired *desired = &cluster->desired[i];
        if (!audit_desired_counts(desired) ||
            atomic_load_explicit(&desired->seen, memory_order_relaxed))
            continue;
        struct audit_object object = {.cluster = cluster,
                                      .desired = desired,
                                      .identity = desired->identity,
                                      .unread = unread};
        audit_object_judge(run, worker, &object);
        plim_arena_reset(worker->scratch);
    }
}

static void merge_facts(struct audit_run *run)
{
    struct audit_cluster_run *cluster = &run->clusters[0];
    for (size_t i = 0; i < run->worker_count; i++) {
        resource_facts_merge(&cluster->facts, &run->workers[i].clusters[0].facts);
        audit_applications_merge(&cluster->applications, &run->workers[i].clusters[0].applications);
        audit_drift_counts_merge(&cluster->drift, &run->workers[i].clusters[0].drift);
        audit_rights_merge(&cluster->rights, &run->workers[i].clusters[0].rights);
    }
    resource_facts_sort(&cluster->facts);
    cluster->facts.pods_unknown = PLIM_STR(AUDIT_NO_CLUSTER);
    audit_relations_merge(run);
    audit_annotations_merge(run);
    cluster->rights_unknown = cluster->accounts_unknown = PLIM_STR(AUDIT_NO_CLUSTER);
    cluster->rights_joined = audit_rights_join(run->arena, &cluster->rights);
}

enum plim_code audit_manifests_judge(struct audit_run *run, struct plim_err *err)
{
    run->clusters[0].facts.texts = run->texts;
    for (size_t i = 0; i < run->source_count; i++)
        list_unreadable(run, &run->sources[i].set);
    if (!run->request->live_manifests) {
        judge_all(run);
        merge_facts(run);
        audit_images_judge(run);
        audit_relations_judge(run);
        audit_accounts_judge(run);
        return PLIM_OK;
    }
    struct manifest_set live = {0};
    if (read_path(run, run->request->live_manifests, &live, err) != PLIM_OK)
        return err->code;
    list_unreadable(run, &live);
    read_scalings(run, &live);
    judge_met(run, &live);
    judge_unmet(run, &live);
    merge_facts(run);
    manifest_set_release(&live);
    return PLIM_OK;
}
