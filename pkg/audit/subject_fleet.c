/* The record of the whole run. */
#include <stdlib.h>

#include "value/build.h"

#include "run_priv.h"

static struct value list_clusters(struct audit_run *run)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < run->fleet->cluster_count; i++)
        value_list_add(&list, value_string(run->fleet->clusters[i].name));
    return value_list_finish(&list);
}

static struct value list_environments(struct audit_run *run, bool production)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < run->fleet->environment_count; i++) {
        const struct audit_environment *environment = &run->fleet->environments[i];
        if (!production || environment->production)
            value_list_add(&list, value_string(environment->name));
    }
    return value_list_finish(&list);
}

static struct value list_repositories(struct audit_run *run)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < run->fleet->repository_count; i++)
        value_list_add(&list, value_string(run->fleet->repositories[i].name));
    return value_list_finish(&list);
}

static int compare_values(const void *left, const void *right)
{
    return value_compare(left, right);
}

/* All versions are known only when every cluster told its own. */
static struct value list_versions(struct audit_run *run)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < run->cluster_count; i++) {
        const struct audit_cluster_run *cluster = &run->clusters[i];
        struct value version = audit_version_of(run, cluster);
        if (value_is(&version, VALUE_UNKNOWN))
            return version;
        bool known = false;
        for (size_t k = 0; !known && k < list.len; k++)
            known = value_equal(&list.items[k], &version);
        if (!known)
            value_list_add(&list, version);
    }
    if (list.len > 0)
        qsort(list.items, list.len, sizeof(*list.items), compare_values);
    return value_list_finish(&list);
}

void audit_fleet_judge(struct audit_run *run)
{
    if (run->cluster_count == 0)
        return;
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "clusters", list_clusters(run));
    value_map_add(&map, "environments", list_environments(run, false));
    value_map_add(&map, "production", list_environments(run, true));
    value_map_add(&map, "repositories", list_repositories(run));
    value_map_add(&map, "kubernetesVersions", list_versions(run));
    value_map_add(&map, "applications", value_int((int64_t)run->parity.len));
    struct audit_gaps unequal = audit_enforcement_unequal(run);
    struct audit_gaps missing = audit_enforcement_missing(run);
    value_map_add(&map, "enforcementUnequal", unequal.found);
    value_map_add(&map, "enforcementUnequalCompared", unequal.compared);
    value_map_add(&map, "enforcementMissing", missing.found);
    value_map_add(&map, "enforcementMissingCompared", missing.compared);
    struct value record = value_map_finish(&map);
    struct audit_place place = {0};
    audit_record_judge(run, POLICY_FLEET, &record, &place);
}
