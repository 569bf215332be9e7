/* From a policy's result to a finding: where it was found, and where Git says what should be. */
#include "run_priv.h"

/* As JSON; names of objects need no escapes. */
static bool is_quoted(struct plim_str json, struct plim_str text)
{
    return json.len == text.len + 2 && json.text[0] == '"' &&
           plim_str_equal((struct plim_str){json.text + 1, text.len}, text);
}

/* A binding is at fault when it is what was found: `actual` is its title. */
static const struct manifest_object *find_manifest(const struct audit_place *place,
                                                   const struct finding *finding)
{
    for (size_t i = 0; place->account && i < place->account->binding_count; i++) {
        if (is_quoted(finding->actual, place->account->bindings[i]->title))
            return place->account->bindings[i]->manifest;
    }
    return place->manifest;
}

static void add_source(const struct audit_place *place, struct finding *finding)
{
    finding->source.repository = place->repository;
    finding->source.commit = place->commit;
    finding->source.path = place->path;
    finding->source.line = place->line;
    const struct manifest_object *manifest = find_manifest(place, finding);
    if (!manifest)
        return;
    finding->source.repository = plim_str_from(manifest->repository);
    finding->source.commit = plim_str_from(manifest->commit);
    finding->source.path = plim_str_from(manifest->path);
    finding->source.line = manifest_object_position(manifest, finding->field).line;
}

static void add_place(const struct audit_place *place, struct finding *finding)
{
    finding->subject = plim_str_from(place->subject);
    finding->application = place->application;
    finding->api_version = place->api_version;
    finding->kind = place->kind;
    finding->namespace = place->namespace;
    finding->name = place->name;
    finding->root_kind = place->root_kind;
    finding->root_name = place->root_name;
    finding->observed_at = place->observed_at;
    if (finding->container.len == 0)
        finding->container = place->container;
    if (!place->cluster)
        return;
    finding->cluster = value_str(&place->cluster->name_value);
    finding->environment = value_str(&place->cluster->environment_value);
    finding->cluster_uid = place->cluster->uid;
}

/* The first result of this policy in this cluster that is unknown for this reason. */
static bool is_new(const struct audit_place *place, struct plim_str policy, struct plim_str reason)
{
    struct audit_worker *worker = place->worker;
    struct plim_map *blind = worker->clusters[place->cluster_position].blind;
    char *key =
        plim_arena_printf(worker->scratch, "%.*s %.*s", PLIM_STR_ARG(policy), PLIM_STR_ARG(reason));
    if (plim_map_get(blind, key))
        return false;
    plim_map_set(blind, key, blind);
    return true;
}

static bool is_skipped(const struct audit_place *place, enum finding_state state,
                       struct plim_str reason)
{
    return state == FINDING_UNKNOWN &&
           (place->skip_unknown ||
            (place->skip_reason.len > 0 && plim_str_ends(reason, place->skip_reason)));
}

/* Count the result. Whether it is to be listed too. */
static bool count_in(const struct audit_place *place, enum finding_state state,
                     struct plim_str reason)
{
    bool skipped = is_skipped(place, state, reason);
    place->worker->results[skipped ? FINDING_SKIP : state]++;
    if (skipped)
        return false;
    return place->include_passed ||
           (state != FINDING_PASS && state != FINDING_SKIP && state != FINDING_NOT_APPLICABLE);
}

static bool is_blind(const struct audit_place *place, enum finding_state state,
                     struct plim_str reason)
{
    return state == FINDING_UNKNOWN && place->blind_reason.len > 0 && place->cluster &&
           plim_str_equal(reason, place->blind_reason);
}

/* One that stands for all objects that it is said of, whichever came first. */
static void add_general(const struct audit_place *place, struct finding *finding)
{
    add_place(place, finding);
    add_source(place, finding);
    finding->namespace = finding->name = finding->kind = finding->api_version =
        (struct plim_str){0};
    finding->application = finding->root_kind = finding->root_name = (struct plim_str){0};
    finding_list_add(&place->worker->findings, finding);
}

static void add_listed(const struct audit_place *place, struct finding *finding)
{
    if (is_blind(place, finding->state, finding->reason)) {
        add_general(place, finding);
        return;
    }
    add_place(place, finding);
    add_source(place, finding);
    finding_list_add(&place->worker->findings, finding);
}

static void take(const struct audit_place *place, const struct policy_result *result)
{
    if (!count_in(place, result->state, result->reason))
        return;
    if (is_blind(place, result->state, result->reason) &&
        !is_new(place, result->policy->id, result->reason))
        return;
    struct finding finding = {0};
    policy_result_fill(result, &finding);
    add_listed(place, &finding);
}

void audit_place_add(const struct audit_place *place, struct finding *finding)
{
    if (finding->state == FINDING_PASS && place->doubt.len > 0) {
        finding->state = FINDING_UNKNOWN;
        finding->reason = place->doubt;
    }
    bool listed = count_in(place, finding->state, finding->reason);
    bool idle = finding->state == FINDING_SKIP && finding->reason.len > 0;
    if (idle && is_new(place, finding->policy, finding->reason)) {
        struct audit_place general = *place;
        general.manifest = NULL;
        add_general(&general, finding);
    } else if (listed && (!is_blind(place, finding->state, finding->reason) ||
                          is_new(place, finding->policy, finding->reason)))
        add_listed(place, finding);
}

void audit_place_take(void *audit_place, const struct policy_result *result)
{
    const struct audit_place *place = audit_place;
    struct policy_result doubted = *result;
    if (place->doubt.len > 0 && result->state == FINDING_PASS) {
        doubted.state = FINDING_UNKNOWN;
        doubted.reason = place->doubt;
    }
    take(place, &doubted);
}
