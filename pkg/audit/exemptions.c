/* Failures that somebody answers for, and whether those who do still have reason to. */
#include "policy/exemption.h"
#include "value/build.h"

#include "run_priv.h"

static bool is_expired(const struct audit_run *run, const struct policy_exemption *exemption)
{
    return exemption->expires <= run->now;
}

static struct policy_place place_of(const struct audit_place *place)
{
    const struct audit_cluster_run *cluster = place->cluster;
    return (struct policy_place){
        .cluster = cluster ? value_str(&cluster->name_value) : (struct plim_str){0},
        .environment = cluster ? value_str(&cluster->environment_value) : (struct plim_str){0},
        .namespace = place->namespace,
        .kind = place->kind,
        .name = place->name,
        .application = place->application,
        .root_kind = place->root_kind,
        .root_name = place->root_name,
        .object = place->object,
    };
}

/* Every exemption that covers the failure is used, the first says why. */
bool audit_place_waives(void *audit_place, const struct policy_info *policy,
                        struct plim_arena *arena, struct plim_str *reason_out)
{
    const struct audit_place *place = audit_place;
    const struct audit_run *run = place->worker->run;
    const struct policy_set *set = run->request->policies;
    struct policy_place subject = place_of(place);
    bool waived = false;
    for (size_t i = 0; i < policy_set_exemption_len(set); i++) {
        const struct policy_exemption *exemption = policy_set_exemption_at(set, i);
        if (is_expired(run, exemption) || !policy_exemption_covers(exemption, policy->id, &subject))
            continue;
        place->worker->exemption_used[i] = true;
        if (!waived)
            *reason_out = policy_exemption_reason(arena, exemption);
        waived = true;
    }
    if (waived || place->object)
        return waived || policy_annotation_waives(arena, place->object, policy->id, reason_out);
    return policy_annotations_waive(arena, audit_annotations_find(place), policy->id, reason_out);
}

/* Why a failure may have gone unseen; empty: none may. */
static struct plim_str find_gap(const struct audit_run *run)
{
    if (run->request->manifest_count > 0)
        return PLIM_STR(AUDIT_NO_CLUSTER);
    if (run->interruption.code != PLIM_OK)
        return PLIM_STR("the run ended early");
    if (run->request->namespace_count > 0)
        return PLIM_STR("only some namespaces were read");
    for (size_t i = 0; i < run->cluster_count; i++) {
        const struct audit_cluster_run *cluster = &run->clusters[i];
        if (!cluster->report || cluster->report->state != KUBE_COMPLETE)
            return PLIM_STR("not every cluster was read completely");
        if (run->fleet->clusters[cluster->index].namespace_count > 0)
            return PLIM_STR("only some namespaces were read");
    }
    for (size_t i = 0; i < run->fleet->repository_count; i++) {
        if (run->repository_failures[i].len > 0)
            return PLIM_STR("not every repository was read");
    }
    return (struct plim_str){0};
}

static struct value used(const struct audit_run *run, size_t i)
{
    struct plim_str gap = find_gap(run);
    for (size_t k = 0; k < run->worker_count; k++) {
        if (run->workers[k].exemption_used[i])
            return value_bool(true);
    }
    return gap.len > 0 ? value_unknown(gap) : value_bool(false);
}

/* Rounded towards the past: 0 is less than a day left. */
static int64_t days_between(int64_t from, int64_t to)
{
    enum { DAY = 24 * 60 * 60 };
    int64_t seconds = to - from;
    return seconds >= 0 ? seconds / DAY : -((-seconds + DAY - 1) / DAY);
}

static void judge_one(struct audit_run *run, const struct policy_exemption *exemption, size_t i)
{
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "name", value_string(exemption->name));
    value_map_add(&map, "policy", value_string(exemption->policy));
    value_map_add(&map, "reason", value_string(exemption->reason));
    value_map_add(&map, "owner", value_string(exemption->owner));
    value_map_add(&map, "expires", value_string(exemption->expires_text));
    value_map_add(&map, "expired", value_bool(is_expired(run, exemption)));
    value_map_add(&map, "daysLeft", value_int(days_between(run->now, exemption->expires)));
    value_map_add(&map, "known", value_bool(exemption->known));
    value_map_add(&map, "chosen", value_bool(exemption->chosen));
    value_map_add(&map, "used", used(run, i));
    struct value record = value_map_finish(&map);
    struct audit_place place = {
        .api_version = PLIM_STR("plimsoll.dev/v1alpha1"),
        .kind = PLIM_STR("Exemption"),
        .name = exemption->name,
        .path = plim_str_from(exemption->file),
        .line = exemption->position.line,
    };
    audit_record_judge(run, POLICY_EXEMPTION, &record, &place);
}

void audit_exemptions_judge(struct audit_run *run)
{
    const struct policy_set *set = run->request->policies;
    for (size_t i = 0; i < policy_set_exemption_len(set); i++)
        judge_one(run, policy_set_exemption_at(set, i), i);
}
