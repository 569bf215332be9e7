/* One object of a cluster: its twin in Git, its owner, its drift, and what the policies say. */
#include <string.h>

#include "resource/metadata.h"
#include "resource/workload.h"

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
    if (is_agent(owner->kind) && application->owner.name.len == 0) {
        application->owner.kind = owner->kind;
        application->owner.name = plim_arena_copy_str(worker->keep, owner->name);
        application->owner.namespace = plim_arena_copy_str(worker->keep, owner->namespace);
    }
    struct plim_str namespace = object->identity.namespace;
    if (namespace.len > 0)
        plim_map_set(application->namespaces,
                     plim_arena_copy(worker->scratch, namespace.text, namespace.len), application);
}

static void count_drift(struct audit_worker_cluster *mine, struct plim_str name,
                        const struct drift_result *drift)
{
    if (name.len == 0)
        return;
    struct audit_application *application = audit_applications_get(&mine->applications, name);
    bool extra = false;
    bool stated = drift->state == DRIFT_ABSENT;
    for (size_t i = 0; i < drift->len; i++) {
        extra = extra || drift->items[i].verdict == DRIFT_EXTRA;
        stated = stated || drift->items[i].verdict != DRIFT_EXTRA;
    }
    application->missing += drift->state == DRIFT_ABSENT ? 1 : 0;
    application->differs += drift->state == DRIFT_CHANGED && stated ? 1 : 0;
    application->extra += extra ? 1 : 0;
    application->unknown += drift->unknown.len > 0 && !stated ? 1 : 0;
    application->in_sync +=
        drift->unknown.len == 0 && !stated && drift->state != DRIFT_UNDECLARED ? 1 : 0;
}

/* The values that policies see of one object; they borrow from one another and the scratch arena.
 */
struct view {
    struct value object, desired, drift, owner, application, namespace_object;
    const struct value *slots[POLICY_OBJECT_SLOTS];
};

static const struct value null_value;

static void set_namespace(const struct audit_object *object, struct view *view)
{
    const struct audit_cluster_run *cluster = object->cluster;
    struct plim_str name = object->identity.namespace;
    view->namespace_object = value_null();
    if (name.len > 0 && cluster->namespaces) {
        char key[256];
        if (name.len < sizeof(key)) {
            memcpy(key, name.text, name.len);
            key[name.len] = '\0';
            const struct value *found = plim_map_get(cluster->namespaces, key);
            view->namespace_object =
                found ? *found : value_unknown(PLIM_STR("the namespace was not read"));
        }
        if (cluster->namespaces_unknown.len > 0)
            view->namespace_object = value_unknown(cluster->namespaces_unknown);
    }
    view->slots[POLICY_SLOT_NAMESPACE_OBJECT] = &view->namespace_object;
}

static void set_slots(const struct audit_object *object, struct view *view)
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
    set_namespace(object, view);
}

static struct plim_str api_version_of(const struct audit_object *object)
{
    const struct value *value = object->live ? object->live : &object->desired->manifest->object;
    return value_get_text(value, "apiVersion");
}

static struct audit_place make_place(struct audit_run *run, struct audit_worker *worker,
                                     const struct audit_object *object, struct plim_str application)
{
    struct resource_reference root =
        object->live ? resource_root_owner(object->live) : (struct resource_reference){0};
    return (struct audit_place){
        .worker = worker,
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
        .manifest = object->desired ? object->desired->manifest : NULL,
        .blind_reason = object->desired ? object->unread : object->cluster->desired_unknown,
        .observed_at = run->now,
        .include_passed = run->request->include_passed,
        .offline = run->request->manifest_count > 0,
    };
}

static void set_drift(struct audit_run *run, struct audit_worker *worker,
                      const struct audit_object *object, struct plim_str application,
                      struct view *view)
{
    struct audit_worker_cluster *mine = &worker->clusters[object->cluster - run->clusters];
    const struct audit_desired *desired = object->desired;
    view->desired = desired ? desired->manifest->object : value_null();
    if (object->unread.len > 0) {
        view->drift = drift_record_unknown(worker->scratch, object->unread);
        if (application.len > 0)
            audit_applications_get(&mine->applications, application)->unknown++;
        return;
    }
    if (!desired && object->cluster->desired_unknown.len > 0) {
        view->desired = value_unknown(object->cluster->desired_unknown);
        view->drift = drift_record_unknown(worker->scratch, object->cluster->desired_unknown);
        return;
    }
    struct drift_options options = {
        .scaled = resource_facts_is_scaled(&object->cluster->facts, &object->identity),
        .live_metadata_only = object->metadata_only,
    };
    struct drift_result drift = drift_compare(
        worker->scratch, desired ? &desired->manifest->object : NULL, object->live, &options);
    view->drift = drift_record(worker->scratch, &drift);
    if (desired)
        count_drift(mine, application, &drift);
}

static struct resource_owner find_owner(const struct audit_object *object, struct plim_arena *arena)
{
    struct resource_owner_context context = {.argocd = object->cluster->argocd,
                                             .desired = object->desired != NULL};
    if (object->live)
        return resource_owner_of(arena, object->live, &context);
    return (struct resource_owner){.kind = RESOURCE_OWNER_GIT};
}

void audit_object_judge(struct audit_run *run, struct audit_worker *worker,
                        const struct audit_object *object)
{
    struct audit_worker_cluster *mine = &worker->clusters[object->cluster - run->clusters];
    const struct value *shown = object->live ? object->live : &object->desired->manifest->object;
    struct plim_str application = resource_application_of(shown, &run->application_rule);
    struct resource_owner owner = find_owner(object, worker->scratch);
    struct view view = {.object = *shown, .application = value_string(application)};
    bool nobody = owner.kind == RESOURCE_OWNER_NONE || owner.kind == RESOURCE_OWNER_GIT;
    view.owner = nobody && object->cluster->agents_unknown.len > 0
                     ? value_unknown(object->cluster->agents_unknown)
                     : resource_owner_record(worker->scratch, &owner);
    if (object->live) {
        mine->owners[owner.kind]++;
        count_application(worker, mine, object, &owner, application);
    }
    set_drift(run, worker, object, application, &view);
    set_slots(object, &view);
    if (object->metadata_only)
        view.object = value_unknown(PLIM_STR("only the metadata of this kind is read"));

    struct audit_place place = make_place(run, worker, object, application);
    struct policy_input input = {
        .subject = POLICY_OBJECT,
        .values = view.slots,
        .group = object->identity.group,
        .version = object->identity.version,
        .kind = object->identity.kind,
        .resource = object->resource,
        .from_git = object->live == NULL,
        .tallies = worker->tallies,
    };
    policy_evaluate(worker->session, &input, worker->scratch, audit_place_take, &place);
}

void audit_record_judge(struct audit_run *run, enum policy_subject subject,
                        const struct value *record, struct audit_place *place)
{
    struct audit_worker *worker = &run->workers[0];
    const struct value *slots[POLICY_RECORD_SLOTS] = {[POLICY_SLOT_RECORD] = record};
    struct policy_input input = {.subject = subject, .values = slots, .tallies = worker->tallies};
    place->worker = worker;
    place->subject = policy_subject_names[subject];
    place->observed_at = run->now;
    place->include_passed = run->request->include_passed;
    place->offline = run->request->manifest_count > 0;
    policy_evaluate(worker->session, &input, worker->scratch, audit_place_take, place);
    plim_arena_reset(worker->scratch);
}
