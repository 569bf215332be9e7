#include "slots.h"

#include <string.h>

#include "cel/env.h"
#include "resource/workload.h"
#include "value/build.h"

#include "containers.h"
#include "old_apis.h"

static struct value kind_record(struct plim_arena *arena, const struct policy_input *input,
                                const char *last, struct plim_str name)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "group", value_string(input->group));
    value_map_add(&map, "version", value_string(input->version));
    value_map_add(&map, last, value_string(name));
    return value_map_finish(&map);
}

/* What was read of it, whatever the expression at hand may see. */
static const struct value *object_of(const struct policy_scene *scene)
{
    return scene->input->partial.len > 0 ? scene->input->values[POLICY_SLOT_OBJECT]
                                         : scene->session->slots[POLICY_SLOT_OBJECT];
}

/* As an API server would see the object arrive; there is nobody who sends it. */
static struct value make_request(const struct policy_scene *scene)
{
    const struct policy_input *input = scene->input;
    const struct value *object = object_of(scene);
    struct value_map_builder map = {.arena = scene->arena};
    value_map_add(&map, "operation", value_string(PLIM_STR("CREATE")));
    value_map_add(&map, "kind", kind_record(scene->arena, input, "kind", input->kind));
    value_map_add(&map, "resource", kind_record(scene->arena, input, "resource", input->resource));
    value_map_add(&map, "subResource", value_string(PLIM_STR("")));
    value_map_add(&map, "name", value_string(value_get_text(object, "metadata.name")));
    value_map_add(&map, "namespace", value_string(value_get_text(object, "metadata.namespace")));
    value_map_add(&map, "userInfo",
                  value_unknown(PLIM_STR("nobody sends a request when an object is audited")));
    value_map_add(&map, "dryRun", value_bool(false));
    value_map_add(&map, "options", value_null());
    return value_map_finish(&map);
}

static struct value make_pod_spec(const struct policy_scene *scene)
{
    const struct policy_input *input = scene->input;
    const struct value *object = object_of(scene);
    if (value_is(object, VALUE_UNKNOWN))
        return *object;
    if (input->partial.len > 0 && resource_is_workload(input->group, input->kind))
        return value_unknown(input->partial);
    const struct value *spec = resource_pod_spec(object);
    return spec != NULL ? *spec : value_null();
}

static const struct value *resolve(void *context, size_t slot, struct plim_arena *arena);

static struct value make_pod_metadata(const struct policy_scene *scene)
{
    const struct policy_input *input = scene->input;
    const struct value *object = object_of(scene);
    if (value_is(object, VALUE_UNKNOWN))
        return *object;
    if (!resource_is_workload(input->group, input->kind))
        return value_null();
    bool pod = plim_str_is(input->kind, "Pod");
    if (input->partial.len > 0 && !pod)
        return value_unknown(input->partial);
    const struct value *metadata =
        value_get(pod ? object : resource_pod_template(object), "metadata");
    return value_is(metadata, VALUE_MAP) ? *metadata : value_map(NULL, 0);
}

/* A workload without a pod spec is half a manifest: nothing is said of its containers. */
static struct value make_containers(struct policy_scene *scene)
{
    const char *path = resource_pod_spec_path(scene->input->group, scene->input->kind);
    const struct value *spec = resolve(scene, POLICY_SLOT_POD_SPEC, scene->arena);
    if (value_is(spec, VALUE_UNKNOWN))
        return *spec;
    if (path == NULL)
        return value_list(NULL, 0);
    if (!value_is(spec, VALUE_MAP))
        return value_unknown(PLIM_STR("it has no pod spec"));
    return policy_containers_make(scene->arena, path, spec);
}

static struct value make_old_apis(struct policy_scene *scene)
{
    const struct value *object = object_of(scene);
    if (value_is(object, VALUE_UNKNOWN))
        return *object;
    return policy_old_apis_make(scene->arena, object,
                                resolve(scene, POLICY_SLOT_DESIRED, scene->arena));
}

static struct value make_pod_path(const struct policy_input *input)
{
    const char *path = resource_pod_spec_path(input->group, input->kind);
    return value_string_c(path != NULL ? path : "");
}

static struct value unknown_variable(const struct policy_scene *scene, const char *name)
{
    return value_unknown(
        plim_str_from(plim_arena_printf(scene->arena, "'%s' is not known here", name)));
}

static struct value make_object_slot(struct policy_scene *scene, size_t slot, const char *name)
{
    switch (slot) {
    case POLICY_SLOT_OLD_OBJECT:
        return value_null();
    case POLICY_SLOT_REQUEST:
        return make_request(scene);
    case POLICY_SLOT_ORIGIN:
        return value_string(scene->input->from_git ? PLIM_STR("git") : PLIM_STR("live"));
    case POLICY_SLOT_POD_SPEC:
        return make_pod_spec(scene);
    case POLICY_SLOT_POD_PATH:
        return make_pod_path(scene->input);
    case POLICY_SLOT_POD_METADATA:
        return make_pod_metadata(scene);
    case POLICY_SLOT_CONTAINERS:
        return make_containers(scene);
    case POLICY_SLOT_OLD_APIS:
        return make_old_apis(scene);
    default:
        return unknown_variable(scene, name);
    }
}

static const struct value *resolve(void *context, size_t slot, struct plim_arena *arena)
{
    (void)arena;
    struct policy_scene *scene = context;
    struct policy_session *session = scene->session;
    const struct policy_environment *base =
        &session->set->environments[scene->policy->info.subject];
    if (session->slots[slot] != NULL)
        return session->slots[slot];
    struct value made;
    if (slot >= base->len)
        made = policy_slots_evaluate(scene, scene->policy->variables[slot - base->len]);
    else if (scene->input->subject == POLICY_OBJECT)
        made = make_object_slot(scene, slot, base->variables[slot].name);
    else
        made = unknown_variable(scene, base->variables[slot].name);
    session->made[slot] = made;
    session->slots[slot] = &session->made[slot];
    return session->slots[slot];
}

static size_t params_slot(enum policy_subject subject)
{
    return subject == POLICY_OBJECT ? (size_t)POLICY_SLOT_PARAMS
                                    : (size_t)POLICY_SLOT_RECORD_PARAMS;
}

void policy_slots_set_subject(struct policy_scene *scene)
{
    const struct policy_input *input = scene->input;
    size_t len = scene->session->set->environments[input->subject].len;
    memcpy(scene->session->slots, input->values, len * sizeof(struct value *));
    scene->hidden = value_unknown(input->partial);
    scene->session->subject++;
}

void policy_slots_set_policy(struct policy_scene *scene, const struct policy *policy)
{
    struct policy_session *session = scene->session;
    size_t base = session->set->environments[policy->info.subject].len;
    size_t params = params_slot(policy->info.subject);
    scene->policy = policy;
    scene->budget = CEL_COST_PER_POLICY;
    if (scene->input->values[params] == NULL)
        session->slots[params] = &policy->params;
    for (size_t i = 0; i <= policy->variables_len; i++)
        session->slots[base + i] = NULL;
}

void policy_slots_set_item(struct policy_scene *scene, const struct value *item)
{
    scene->session->slots[policy_item_slot(scene->session->set, scene->policy)] = item;
}

static struct value evaluate(struct policy_scene *scene, const struct cel_program *program)
{
    struct policy_session *session = scene->session;
    struct cel_bindings bindings = {
        .values = session->slots,
        .len = policy_item_slot(session->set, scene->policy) + 1,
        .resolve = resolve,
        .context = scene,
        .now = session->now,
        .budget = &scene->budget,
    };
    if (session->cover == NULL)
        return cel_eval(program, &bindings, scene->arena, NULL);
    struct cel_explanation explanation = {0};
    struct value value = cel_explain(program, &bindings, scene->arena, &explanation);
    session->cover(session->cover_context, program, &explanation);
    return value;
}

struct value policy_slots_evaluate(struct policy_scene *scene, const struct cel_program *program)
{
    const struct value **object = &scene->session->slots[POLICY_SLOT_OBJECT];
    if (scene->input->partial.len == 0)
        return evaluate(scene, program);
    /* Variables are made in the middle of the expressions that ask for them, which see another. */
    const struct value *outer = *object;
    *object = policy_reads_whole(scene->policy, program) ? &scene->hidden : object_of(scene);
    struct value result = evaluate(scene, program);
    *object = outer;
    return result;
}

/* Of a subject that was read in part policies may see different halves; tests measure all. */
struct value policy_slots_condition(struct policy_scene *scene,
                                    const struct policy_condition *condition)
{
    struct policy_session *session = scene->session;
    if (condition->shared == 0 || scene->input->partial.len > 0 || session->cover != NULL)
        return policy_slots_evaluate(scene, condition->program);
    struct policy_known *known = &session->known[condition->shared - 1];
    if (known->subject == session->subject) {
        scene->budget -= known->cost < scene->budget ? known->cost : scene->budget;
        return known->value;
    }
    uint64_t budget = scene->budget;
    struct value value = policy_slots_evaluate(scene, condition->program);
    *known = (struct policy_known){session->subject, budget - scene->budget, value};
    return value;
}
