/* Where one cluster's door lets in what another's refuses. */
#include "value/build.h"

#include "run_priv.h"

/* Whether what `peer` does about a policy is expected of `here`; indexes of the run's clusters. */
typedef bool (*relation)(const struct audit_run *run, size_t here, size_t peer);

struct comparison {
    struct audit_run *run;
    relation related;
    enum audit_action least; /* what a peer does less is not expected of others */
    struct value_list_builder gaps;
    int64_t compared;        /* a policy of a peer, in a cluster of which the same is expected */
    struct plim_str unknown; /* why not all clusters could be compared; or empty */
};

static bool in_one_environment(const struct audit_run *run, size_t here, size_t peer)
{
    const struct audit_cluster *clusters = run->fleet->clusters;
    int environment = clusters[run->clusters[here].index].environment;
    return here != peer && environment != AUDIT_NO_ENVIRONMENT &&
           environment == clusters[run->clusters[peer].index].environment;
}

static bool in_production_and_not(const struct audit_run *run, size_t here, size_t peer)
{
    return audit_fleet_is_production(run->fleet, run->clusters[here].index) &&
           !audit_fleet_is_production(run->fleet, run->clusters[peer].index);
}

/* Notes why; once is enough. */
static bool is_unread(struct comparison *comparison, size_t index)
{
    const struct audit_cluster_run *cluster = &comparison->run->clusters[index];
    bool reached = cluster->report && cluster->report->state != KUBE_UNREACHABLE;
    struct plim_str why = reached ? cluster->admission_unknown : cluster->failure;
    if (reached && why.len == 0)
        return false;
    if (comparison->unknown.len == 0)
        comparison->unknown = plim_str_from(
            plim_arena_printf(comparison->run->arena, "the policies at the door of %.*s%s%.*s",
                              PLIM_STR_ARG(value_str(&cluster->name_value)),
                              why.len > 0 ? ": " : " were not read", PLIM_STR_ARG(why)));
    return true;
}

/* One gap a policy: of several peers the strictest tells, of those the first. */
static bool tells(struct comparison *comparison, size_t here, size_t peer,
                  const struct audit_enforced *policy)
{
    const struct audit_run *run = comparison->run;
    for (size_t i = 0; i < run->cluster_count; i++) {
        if (i == peer || !comparison->related(run, here, i) || is_unread(comparison, i))
            continue;
        enum audit_action action =
            audit_enforcement_find(&run->clusters[i].rights.enforcement, policy);
        if (action > policy->action || (action == policy->action && i < peer))
            return false;
    }
    return true;
}

static void add_gap(struct comparison *comparison, size_t here, size_t peer,
                    const struct audit_enforced *policy)
{
    const struct audit_cluster_run *cluster = &comparison->run->clusters[here];
    enum audit_action action = audit_enforcement_find(&cluster->rights.enforcement, policy);
    if (policy->action < comparison->least)
        return;
    comparison->compared++;
    if (policy->action <= action || !tells(comparison, here, peer, policy))
        return;
    struct value_map_builder map = {.arena = comparison->run->arena};
    value_map_add(&map, "kind", value_string(policy->kind));
    value_map_add(&map, "name", value_string(policy->name));
    value_map_add(&map, "cluster", cluster->name_value);
    value_map_add(&map, "environment", cluster->environment_value);
    value_map_add(&map, "action", value_string_c(audit_action_name(action)));
    value_map_add(&map, "otherCluster", comparison->run->clusters[peer].name_value);
    value_map_add(&map, "otherAction", value_string_c(audit_action_name(policy->action)));
    value_list_add(&comparison->gaps, value_map_finish(&map));
}

static void compare_two(struct comparison *comparison, size_t here, size_t peer)
{
    if (!comparison->related(comparison->run, here, peer) || is_unread(comparison, here) ||
        is_unread(comparison, peer))
        return;
    const struct audit_enforcement *doors = &comparison->run->clusters[peer].rights.enforcement;
    for (size_t i = 0; i < doors->len; i++)
        add_gap(comparison, here, peer, &doors->items[i]);
}

/* What was seen is proven, whatever was not read. */
static struct audit_gaps compare_all(struct comparison *comparison)
{
    size_t count = comparison->run->cluster_count;
    comparison->gaps.arena = comparison->run->arena;
    for (size_t here = 0; here < count; here++) {
        for (size_t peer = 0; peer < count; peer++)
            compare_two(comparison, here, peer);
    }
    bool unknown = comparison->unknown.len > 0;
    struct value reason = value_unknown(comparison->unknown);
    return (struct audit_gaps){
        .found =
            unknown && comparison->gaps.len == 0 ? reason : value_list_finish(&comparison->gaps),
        .compared = unknown && comparison->compared == 0 ? reason : value_int(comparison->compared),
    };
}

struct audit_gaps audit_enforcement_unequal(struct audit_run *run)
{
    struct comparison comparison = {
        .run = run, .related = in_one_environment, .least = AUDIT_ACTION_AUDIT};
    return compare_all(&comparison);
}

struct audit_gaps audit_enforcement_missing(struct audit_run *run)
{
    struct comparison comparison = {
        .run = run, .related = in_production_and_not, .least = AUDIT_ACTION_DENY};
    return compare_all(&comparison);
}
