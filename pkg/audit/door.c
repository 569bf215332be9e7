/* Source of what a door does about a failure: k8s.io/apiserver/pkg/admission/plugin/policy/
 * validating/dispatcher.go. */
#include <stdlib.h>

#include "admission/session.h"
#include "base/alloc.h"
#include "value/build.h"

#include "door_priv.h"
#include "run_priv.h"

void audit_doors_take(struct audit_run *run)
{
    if (!run->request->door)
        return;
    run->doors = plim_arena_alloc(run->arena, sizeof(*run->doors));
    run->doors[run->door_count++] = (struct audit_door){.door = run->request->door};
}

void audit_doors_open(struct audit_run *run)
{
    for (size_t i = 0; i < run->worker_count; i++) {
        struct audit_worker *worker = &run->workers[i];
        worker->doors = plim_calloc(run->door_count + 1, sizeof(struct admission_session *));
        for (size_t k = 0; k < run->door_count; k++)
            worker->doors[k] = admission_session_new(admission_door_set(run->doors[k].door));
    }
}

void audit_doors_release(struct audit_worker *worker, size_t count)
{
    for (size_t i = 0; worker->doors && i < count; i++)
        admission_session_free(worker->doors[i]);
    free(worker->doors);
}

/* An object on its way through one door. */
struct passage {
    struct audit_worker *worker;
    const struct audit_door *door;
    const struct audit_cluster_run *cluster; /* that the object is in */
    const struct audit_place *place;
};

static struct value find(void *context, const struct admission_query *query,
                         struct plim_arena *arena)
{
    const struct passage *passage = context;
    if (query->of_expression)
        return audit_doors_ask_cluster(passage->worker->run, passage->cluster, query, arena);
    return admission_door_find(passage->door->door, query, arena);
}

static enum finding_severity severity_of(const struct admission_result *result)
{
    for (size_t i = 0; i < FINDING_SEVERITIES; i++) {
        if (plim_str_is(result->about->severity, finding_severity_names[i]))
            return (enum finding_severity)i;
    }
    return result->actions & ADMISSION_DENY ? FINDING_HIGH : FINDING_MEDIUM;
}

static bool is_failure(const struct admission_result *result)
{
    return result->state == FINDING_FAIL || result->state == FINDING_WARN ||
           (result->state == FINDING_ERROR && result->actions != 0);
}

/* An error is what the door would refuse the object for, unless its policy ignores errors. */
static enum finding_state state_of(const struct admission_result *result)
{
    if (result->state == FINDING_WAIVED && result->waived_as_pass)
        return FINDING_PASS;
    if (!is_failure(result) || result->state == FINDING_WARN)
        return result->state;
    return result->actions & ADMISSION_DENY ? FINDING_FAIL : FINDING_WARN;
}

static void add_part(struct plim_buf *buf, const char *what, struct plim_str name)
{
    if (name.len == 0)
        return;
    plim_buf_printf(buf, "%s%s%.*s", buf->len > 0 ? ", " : "", what, PLIM_STR_ARG(name));
}

/* Of a failure: "Forbidden, binding shop, parameter shop/limits, door of prod-eu". */
static struct plim_str reason_of(const struct passage *passage,
                                 const struct admission_result *result)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    if (!is_failure(result))
        return result->message;
    add_part(&buf, "", result->reason);
    add_part(&buf, "binding ", result->binding);
    add_part(&buf, "parameter ", result->param);
    add_part(&buf, "door of ", passage->door->origin);
    return plim_arena_copy_str(passage->worker->scratch, plim_buf_str(&buf));
}

static void take(void *context, const struct admission_result *result)
{
    const struct passage *passage = context;
    const struct admission_about *about = result->about;
    struct plim_str none = {0};
    struct finding finding = {
        .state = state_of(result),
        .severity = severity_of(result),
        .policy = about->id,
        .title = about->title.len > 0 ? about->title : result->policy,
        .message = is_failure(result) ? result->message : none,
        .field =
            result->state == FINDING_FAIL || result->state == FINDING_WARN ? result->field : none,
        .reason = reason_of(passage, result),
        .remediation = about->description,
    };
    if (is_failure(result) && result->format != ADMISSION_VAP &&
        passage->door->waivers_unknown.len > 0) {
        finding.state = FINDING_UNKNOWN;
        finding.message = none;
        finding.reason = passage->door->waivers_unknown;
    }
    audit_place_add(passage->place, &finding);
}

void audit_doors_judge(const struct audit_run *run, struct audit_worker *worker,
                       const struct audit_at_door *at, const struct audit_place *place)
{
    const struct audit_object *object = at->object;
    for (size_t i = 0; i < run->door_count; i++) {
        const struct audit_door *door = &run->doors[i];
        if (door->only && door->only != object->cluster)
            continue;
        struct passage passage = {worker, door, object->cluster, place};
        const struct admission_objects others = {find, &passage};
        const struct admission_request request = {
            .object = at->shown,
            .resource = object->resource,
            .namespaced = object->identity.namespace.len > 0,
            .partial = object->metadata_only ? PLIM_STR("only the metadata of this kind is read")
                                             : (struct plim_str){0},
            .namespace_object = at->namespace_object,
            .now = run->now,
            .others = &others,
            .unbound = door->origin.len == 0,
        };
        admission_session_judge(worker->doors[i], &request, worker->scratch, take, &passage);
    }
}
