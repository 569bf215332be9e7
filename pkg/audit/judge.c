/* One object of a cluster: its twin in Git, its owner, its drift, and what the policies say. */
#include <string.h>

#include "resource/kind.h"
#include "resource/metadata.h"
#include "resource/workload.h"
#include "value/build.h"

#include "run_priv.h"

static bool is_agent(enum resource_owner_kind kind)
{
    return kind == RESOURCE_OWNER_ARGOCD || kind == RESOURCE_OWNER_FLUX ||
           kind == RESOURCE_OWNER_HELM;
}

static bool is_made_by_others(enum resource_owner_kind kind)
{
    return kind == RESOURCE_OWNER_CONTROLLER || kind == RESOURCE_OWNER_PLATFORM;
}

static void count_application(struct audit_worker *worker, struct audit_worker_cluster *mine,
                              const struct audit_object *object, const struct resource_owner *owner,
                              struct plim_str name)
{
    if (name.len == 0 || is_made_by_others(owner->kind))
        return;
    struct audit_application *application = audit_applications_get(&mine->applications, name);
    application->live++;
    application->owners[owner->kind]++;
    if (is_agent(owner->kind))
        audit_application_set_owner(application, worker->texts, owner);
    struct plim_str namespace = object->identity.namespace;
    if (namespace.len > 0)
        audit_application_add_namespace(application, worker->texts, namespace);
}

static void count_drift(struct audit_worker_cluster *mine, const struct audit_desired *desired,
                        const struct drift_result *drift)
{
    if (!audit_desired_counts(desired))
        return;
    audit_drift_count(&mine->drift, drift);
    if (desired->application.len > 0)
        audit_drift_count(&audit_applications_get(&mine->applications, desired->application)->drift,
                          drift);
}

/* The values that policies see of one object; they borrow from one another and the scratch arena.
 */
struct view {
    struct value object, desired, drift, owner, application, namespace_object, version;
    const struct value *slots[POLICY_OBJECT_SLOTS];
};

static const struct value null_value;

/* The live namespace, or the one that Git declares where there is no live one. */
static struct value find_namespace(const struct audit_object *object, struct plim_arena *scratch)
{
    const struct audit_cluster_run *cluster = object->cluster;
    struct plim_str name = object->identity.namespace;
    if (name.len == 0)
        return value_null();
    if (cluster->namespaces_unknown.len > 0)
        return value_unknown(cluster->namespaces_unknown);
    const char *key = plim_arena_copy(scratch, name.text, name.len);
    const struct value *live = cluster->namespaces ? plim_map_get(cluster->namespaces, key) : NULL;
    if (live)
        return *live;
    struct resource_identity identity = {.kind = PLIM_STR("Namespace"), .name = name};
    const struct audit_desired *declared = audit_desired_find(cluster, scratch, &identity);
    if (declared)
        return declared->manifest->object;
    return value_unknown(cluster->namespaces ? PLIM_STR("the namespace does not exist")
                                             : PLIM_STR(AUDIT_NO_CLUSTER));
}

/* A manifest that is judged for itself. */
static bool is_offline(const struct audit_object *object)
{
    return plim_str_is(object->unread, AUDIT_NO_CLUSTER);
}

static struct value version_of(const struct audit_object *object)
{
    const struct kube_cluster_report *report = object->cluster->report;
    if (report && report->version)
        return value_string_c(report->version);
    return is_offline(object) ? value_string(PLIM_STR(""))
                              : value_unknown(PLIM_STR("the cluster's version is not known"));
}

static void set_slots(const struct audit_object *object, struct plim_arena *scratch,
                      struct view *view)
{
    const struct audit_cluster_run *cluster = object->cluster;
    view->slots[POLICY_SLOT_OBJECT] = &view->object;
    view->slots[POLICY_SLOT_OLD_OBJECT] = &null_value;
    view->slots[POLICY_SLOT_CLUSTER] = &cluster->name_value;
    view->slots[POLICY_SLOT_ENVIRONMENT] = &cluster->environment_value;
    view->slots[POLICY_SLOT_PRODUCTION] = &cluster->production_value;
    view->slots[POLICY_SLOT_DESIRED] = &view->desired;
    view->slots[POLICY_SLOT_DRIFT] = &view->drift;
    view->slots[POLICY_SLOT_OWNER] = &view->owner;
    view->slots[POLICY_SLOT_APPLICATION] = &view->application;
    view->version = version_of(object);
    view->slots[POLICY_SLOT_KUBERNETES_VERSION] = &view->version;
    view->namespace_object = find_namespace(object, scratch);
    view->slots[POLICY_SLOT_NAMESPACE_OBJECT] = &view->namespace_object;
}

static struct plim_str api_version_of(const struct audit_object *object)
{
    const struct value *value = object->live ? object->live : &object->desired->manifest->object;
    return value_get_text(value, "apiVersion");
}

static struct audit_place make_place(const struct audit_run *run, const struct audit_object *object,
                                     struct plim_str application)
{
    struct resource_reference root =
        object->live ? resource_root_owner(object->live) : (struct resource_reference){0};
    return (struct audit_place){
        .cluster = object->cluster,
        .cluster_position = (size_t)(object->cluster - run->clusters),
        .subject = "object",
        .application = application,
        .api_version = api_version_of(object),
        .kind = object->identity.kind,
        .namespace = object->identity.namespace,
        .name = object->identity.name,
        .root_kind = root.kind,
        .root_name = root.name,
        .object = object->live ? object->live : &object->desired->manifest->object,
        .manifest = object->desired ? object->desired->manifest : NULL,
        .blind_reason = object->desired ? object->unread : object->cluster->desired_unknown,
        .doubt = is_offline(object) ? (struct plim_str){0} : object->unread,
    };
}

static void finish_place(const struct audit_run *run, struct audit_worker *worker,
                         struct audit_place *place)
{
    place->worker = worker;
    place->observed_at = run->now;
    place->include_passed = run->request->include_passed;
    if (run->request->manifest_count > 0)
        place->skip_reason = PLIM_STR(AUDIT_NO_CLUSTER);
}

/* What an autoscaler may have set is no proven difference while autoscalers are unknown. */
static void doubt_replicas(struct plim_arena *scratch, struct plim_str reason,
                           struct drift_result *drift)
{
    struct drift_difference *kept = plim_arena_array(scratch, drift->len, sizeof(*kept));
    size_t len = 0;
    for (size_t i = 0; i < drift->len; i++) {
        if (!plim_str_is(drift->items[i].field, "spec.replicas"))
            kept[len++] = drift->items[i];
    }
    if (len == drift->len)
        return;
    drift->items = kept;
    drift->len = len;
    drift->unknown = drift->unknown.len > 0 ? drift->unknown : reason;
    if (len == 0)
        drift->state = DRIFT_IN_SYNC;
}

static struct drift_result compare(const struct audit_object *object, struct plim_arena *scratch)
{
    const struct audit_cluster_run *cluster = object->cluster;
    const struct audit_desired *desired = object->desired;
    struct drift_options options = {
        .scaled = resource_facts_is_scaled(&cluster->facts, &object->identity),
        .live_metadata_only = object->metadata_only,
        .secrets_blanked = true, /* manifest/set.h */
    };
    const struct audit_schema *schema =
        desired ? audit_schema_find(cluster, &object->identity) : NULL;
    if (schema) {
        options.schema = schema->schema;
        options.schema_unknown = schema->unknown;
    }
    struct drift_result drift =
        drift_compare(scratch, desired ? &desired->manifest->object : NULL, object->live, &options);
    if (drift.state == DRIFT_CHANGED && cluster->facts.scalings_unknown.len > 0)
        doubt_replicas(scratch, cluster->facts.scalings_unknown, &drift);
    return drift;
}

static void set_drift(struct audit_worker *worker, struct audit_worker_cluster *mine,
                      const struct audit_object *object, struct view *view)
{
    const struct audit_desired *desired = object->desired;
    struct plim_str unknown = desired ? object->unread : object->cluster->desired_unknown;
    if (desired && desired->manifest->encrypted && object->live && unknown.len == 0)
        unknown = PLIM_STR("its values are encrypted in Git (SOPS)");
    if (desired && desired->manifest->unknown && object->live && unknown.len == 0)
        unknown = plim_str_from(desired->manifest->unknown);
    view->desired = desired ? desired->manifest->object : value_null();
    if (unknown.len == 0) {
        struct drift_result drift = compare(object, worker->scratch);
        view->drift = drift_record(worker->scratch, &drift);
        if (desired)
            count_drift(mine, desired, &drift);
        return;
    }
    view->drift = drift_record_unknown(worker->scratch, unknown);
    if (!desired) {
        view->desired = value_unknown(unknown);
    } else if (!is_offline(object)) {
        struct drift_result drift = {.state = DRIFT_IN_SYNC, .unknown = unknown};
        count_drift(mine, desired, &drift);
    }
}

static struct resource_owner find_owner(const struct audit_object *object, struct plim_arena *arena)
{
    struct resource_owner_context context = {.argocd = object->cluster->argocd,
                                             .desired = object->desired != NULL};
    if (object->live)
        return resource_owner_of(arena, object->live, &context);
    return (struct resource_owner){.kind = RESOURCE_OWNER_GIT};
}

/* Nobody's as it seems, while agents that may own it could not be asked. */
static bool is_owner_unknown(const struct audit_object *object, enum resource_owner_kind kind)
{
    return (kind == RESOURCE_OWNER_NONE || kind == RESOURCE_OWNER_GIT) &&
           object->cluster->agents_unknown.len > 0;
}

/* An agent's or nobody's: that it is no part of the platform is known all the same. */
static struct value doubt_owner(struct plim_arena *arena, struct plim_str reason)
{
    static const char *const fields[] = {"kind", "name", "namespace"};
    struct value_map_builder record = {.arena = arena};
    for (size_t i = 0; i < PLIM_LEN(fields); i++)
        value_map_add(&record, fields[i], value_unknown(reason));
    value_map_add(&record, "platform", value_bool(false));
    return value_map_finish(&record);
}

static void set_owner(struct audit_worker *worker, struct audit_worker_cluster *mine,
                      const struct audit_object *object, struct plim_str application,
                      struct view *view)
{
    struct resource_owner owner = find_owner(object, worker->scratch);
    bool unknown = is_owner_unknown(object, owner.kind);
    view->owner = unknown ? doubt_owner(worker->scratch, object->cluster->agents_unknown)
                          : resource_owner_record(worker->scratch, &owner);
    if (!object->live)
        return;
    bool nobody_knows = unknown && owner.kind == RESOURCE_OWNER_NONE;
    audit_ownership_add(&mine->ownership, worker->texts, &object->identity, owner.kind,
                        nobody_knows);
    if (nobody_knows)
        mine->owners.unknown++;
    else
        mine->owners.kinds[owner.kind]++;
    count_application(worker, mine, object, &owner, application);
}

/* Git's word alone proves a failure, but nothing right: passes become unknown. */
static void evaluate(const struct audit_run *run, struct audit_worker *worker,
                     struct policy_input *input, struct audit_place *place)
{
    size_t count = policy_set_len(run->request->policies);
    bool doubtful = place->doubt.len > 0;
    finish_place(run, worker, place);
    input->tallies = doubtful ? worker->doubtful : worker->tallies;
    input->waive = input->subject == POLICY_EXEMPTION ? NULL : audit_place_waives;
    input->waive_context = place;
    policy_evaluate(worker->session, input, worker->scratch, audit_place_take, place);
    for (size_t i = 0; doubtful && i < count; i++) {
        uint64_t *counts = worker->doubtful[i].counts;
        counts[FINDING_UNKNOWN] += counts[FINDING_PASS];
        counts[FINDING_PASS] = 0;
    }
    if (doubtful) {
        policy_tallies_add(worker->tallies, worker->doubtful, count);
        memset(worker->doubtful, 0, count * sizeof(*worker->doubtful));
    }
}

/* An API server takes a field of a built-in kind that is null as one that is not there. */
static struct value as_read(const struct audit_object *object, struct plim_arena *arena)
{
    if (object->live)
        return *object->live;
    const struct value *manifest = &object->desired->manifest->object;
    return resource_group_is_builtin(object->identity.group) ? value_without_nulls(arena, manifest)
                                                             : *manifest;
}

void audit_object_judge(struct audit_run *run, struct audit_worker *worker,
                        const struct audit_object *object)
{
    struct audit_worker_cluster *mine = &worker->clusters[object->cluster - run->clusters];
    const struct value *shown = object->live ? object->live : &object->desired->manifest->object;
    struct plim_str application = resource_application_of(shown, &run->application_rule);
    struct view view = {.object = as_read(object, worker->scratch),
                        .application = value_string(application)};
    set_owner(worker, mine, object, application, &view);
    set_drift(worker, mine, object, &view);
    audit_annotations_add(worker, mine, &object->identity, shown);
    if (run->wants_relations)
        audit_relations_add(run, worker, object, application, &view.owner);
    set_slots(object, worker->scratch, &view);
    struct audit_place place = make_place(run, object, application);
    struct policy_input input = {
        .subject = POLICY_OBJECT,
        .values = view.slots,
        .group = object->identity.group,
        .version = object->identity.version,
        .kind = object->identity.kind,
        .resource = object->resource,
        .from_git = object->live == NULL,
        .partial = object->metadata_only ? PLIM_STR("only the metadata of this kind is read")
                                         : (struct plim_str){0},
    };
    evaluate(run, worker, &input, &place);
    const struct audit_at_door at = {object, shown, &view.namespace_object};
    audit_doors_judge(run, worker, &at, &place);
}

void audit_record_judge(struct audit_run *run, enum policy_subject subject,
                        const struct value *record, struct audit_place *place)
{
    struct audit_worker *worker = place->worker ? place->worker : &run->workers[0];
    const struct value *slots[POLICY_RECORD_SLOTS] = {[POLICY_SLOT_RECORD] = record};
    struct policy_input input = {.subject = subject, .values = slots};
    place->subject = policy_subject_names[subject];
    place->skip_unknown = run->request->manifest_count > 0;
    evaluate(run, worker, &input, place);
    plim_arena_reset(worker->scratch);
}

/* Results about what could not be read at all. */
static void judge_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                         struct policy_input *input, struct plim_str reason)
{
    struct audit_worker *worker = &run->workers[0];
    struct audit_place place = {
        .cluster = cluster,
        .cluster_position = cluster ? (size_t)(cluster - run->clusters) : 0,
        .subject = policy_subject_names[input->subject],
        .blind_reason = reason,
    };
    finish_place(run, worker, &place);
    input->tallies = worker->tallies;
    policy_evaluate_unread(worker->session, input, reason, audit_place_take, &place);
    plim_arena_reset(worker->scratch);
}

void audit_subject_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                          enum policy_subject subject, struct plim_str reason)
{
    struct policy_input input = {.subject = subject};
    judge_unread(run, cluster, &input, reason);
}

void audit_kind_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                       const struct policy_kind *kind, struct plim_str reason)
{
    struct policy_input input = {
        .subject = POLICY_OBJECT, .group = kind->group, .resource = kind->resource};
    judge_unread(run, cluster, &input, reason);
}
