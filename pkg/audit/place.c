/* From a policy's result to a finding: where it was found, and where Git says what should be. */
#include "run_priv.h"

static void add_source(const struct audit_place *place, struct finding *finding)
{
    finding->source.repository = place->repository;
    finding->source.commit = place->commit;
    if (!place->manifest)
        return;
    finding->source.repository = plim_str_from(place->manifest->repository);
    finding->source.commit = plim_str_from(place->manifest->commit);
    finding->source.path = plim_str_from(place->manifest->path);
    finding->source.line = manifest_object_position(place->manifest, finding->field).line;
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
static bool is_new(const struct audit_place *place, const struct policy_result *result)
{
    struct audit_worker *worker = place->worker;
    struct plim_map *blind = worker->clusters[place->cluster_position].blind;
    char *key = plim_arena_printf(worker->scratch, "%zu %.*s", result->policy->index,
                                  PLIM_STR_ARG(result->reason));
    if (plim_map_get(blind, key))
        return false;
    plim_map_set(blind, key, blind);
    return true;
}

static bool is_skipped(const struct audit_place *place, const struct policy_result *result)
{
    return result->state == FINDING_UNKNOWN &&
           (place->skip_unknown ||
            (place->skip_reason.len > 0 && plim_str_equal(result->reason, place->skip_reason)));
}

static void take(const struct audit_place *place, const struct policy_result *result)
{
    struct audit_worker *worker = place->worker;
    if (is_skipped(place, result)) {
        worker->results[FINDING_SKIP]++;
        return;
    }
    worker->results[result->state]++;
    bool listed = result->state != FINDING_PASS && result->state != FINDING_SKIP &&
                  result->state != FINDING_NOT_APPLICABLE;
    if (!listed && !place->include_passed)
        return;
    bool blind = result->state == FINDING_UNKNOWN && place->blind_reason.len > 0 &&
                 place->cluster && plim_str_equal(result->reason, place->blind_reason);
    if (blind && !is_new(place, result))
        return;
    struct finding finding = {0};
    policy_result_fill(result, &finding);
    add_place(place, &finding);
    add_source(place, &finding);
    if (blind) { /* it stands for all of them alike, whichever came first */
        finding.namespace = finding.name = finding.kind = finding.api_version =
            (struct plim_str){0};
        finding.application = finding.root_kind = finding.root_name = (struct plim_str){0};
    }
    finding_list_add(&worker->findings, &finding);
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
