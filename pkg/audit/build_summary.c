/* Sums over facts: drift, versions, parity, coverage. */
#include "value/build.h"
#include "value/pack.h"

#include "build_priv.h"

static void add_count(struct value_map_builder *map, const char *key, size_t count)
{
    value_map_add(map, key, value_int((int64_t)count));
}

static struct value sum_drift(struct audit_run *run)
{
    struct audit_drift_counts sum = {0};
    size_t desired = 0;
    for (size_t i = 0; i < run->cluster_count; i++) {
        const struct audit_cluster_run *cluster = &run->clusters[i];
        if (cluster->same_as)
            continue;
        for (size_t k = 0; k < cluster->desired_count; k++)
            desired += audit_desired_counts(&cluster->desired[k]) ? 1 : 0;
        audit_drift_counts_merge(&sum, &cluster->drift);
    }
    struct value_map_builder map = {.arena = run->arena};
    add_count(&map, "desired", desired);
    add_count(&map, "inSync", sum.in_sync);
    add_count(&map, "differs", sum.differs);
    add_count(&map, "missing", sum.missing);
    add_count(&map, "extra", sum.extra);
    add_count(&map, "unknown", sum.unknown);
    return value_map_finish(&map);
}

struct version_counts {
    size_t released, latest, floating, split, unknown;
};

static void count_version(struct version_counts *counts, const struct value *record)
{
    struct plim_str tag = value_get_text(record, "tag");
    const struct value *digests = value_get(record, "digestsOfReference");
    bool semver = value_bool_or(value_get(record, "semver"), false);
    bool pinned = value_get_text(record, "digest").len > 0;
    bool latest = plim_str_is(tag, "latest") || (tag.len == 0 && !pinned);
    counts->released += semver ? 1 : 0;
    counts->latest += latest ? 1 : 0;
    counts->floating += !semver && !latest && !pinned ? 1 : 0;
    counts->split += value_len(digests) > 1 ? 1 : 0;
    counts->unknown += value_is(digests, VALUE_UNKNOWN) ? 1 : 0;
}

static struct value sum_versions(struct audit_run *run)
{
    struct version_counts counts = {0};
    struct plim_arena *scratch = run->workers[0].scratch;
    struct value records = value_pack_list(run->image_records);
    for (size_t i = 0; i < run->images.len; i++) {
        count_version(&counts, value_list_item(&records, i, scratch));
        plim_arena_reset(scratch);
    }
    struct value_map_builder map = {.arena = run->arena};
    add_count(&map, "images", run->images.len);
    add_count(&map, "released", counts.released);
    add_count(&map, "latest", counts.latest);
    add_count(&map, "floating", counts.floating);
    add_count(&map, "splitTags", counts.split);
    add_count(&map, "unknownDigests", counts.unknown);
    return value_map_finish(&map);
}

static bool has_open_difference(const struct value *record)
{
    const struct value *differences = value_get(record, "differences");
    for (size_t i = 0; i < value_len(differences); i++) {
        if (!value_bool_or(value_get(value_at(differences, i), "allowed"), false))
            return true;
    }
    return false;
}

/* What could not be compared is not equal. Where nothing runs there are no digests to compare. */
static bool is_unknown(const struct value *record)
{
    const struct value *compared = value_get(record, "digestsCompared");
    bool digests =
        value_int_or(compared, 0) > 0 && value_is(value_get(record, "sameDigest"), VALUE_UNKNOWN);
    return digests || value_is(compared, VALUE_UNKNOWN) ||
           value_is(value_get(record, "sameVersion"), VALUE_UNKNOWN) ||
           value_is(value_get(record, "sameConfig"), VALUE_UNKNOWN);
}

static struct value sum_parity(struct audit_run *run)
{
    size_t unknown = 0;
    struct plim_arena *scratch = run->workers[0].scratch;
    struct value_list_builder differing = {.arena = run->arena};
    struct value records = value_pack_list(run->parity_records);
    for (size_t i = 0; i < run->parity.len; i++) {
        const struct value *record = value_list_item(&records, i, scratch);
        if (has_open_difference(record))
            value_list_add(&differing, value_string(run->parity.items[i].application));
        else if (is_unknown(record))
            unknown++;
        plim_arena_reset(scratch);
    }
    struct value_map_builder map = {.arena = run->arena};
    add_count(&map, "applications", run->parity.len);
    add_count(&map, "equal", run->parity.len - differing.len - unknown);
    add_count(&map, "unknown", unknown);
    value_map_add(&map, "differing", value_list_finish(&differing));
    value_map_add(&map, "records", records);
    return value_map_finish(&map);
}

struct value audit_build_summary(struct audit_run *run)
{
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "drift", sum_drift(run));
    value_map_add(&map, "versions", sum_versions(run));
    value_map_add(&map, "parity", sum_parity(run));
    value_map_add(&map, "images", value_pack_list(run->image_records));
    return value_map_finish(&map);
}

static struct value cover_cluster(struct plim_arena *arena, const struct audit_cluster_run *cluster)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "cluster", cluster->name_value);
    audit_ownership_count(&map, &cluster->owners);
    value_map_add(&map, "namespaces", audit_ownership_namespaces(arena, &cluster->ownership));
    value_map_add(&map, "nobodys", audit_ownership_nobodys(arena, &cluster->ownership));
    return value_map_finish(&map);
}

struct value audit_build_coverage(struct audit_run *run)
{
    struct audit_owners sum = {0};
    struct value_list_builder clusters = {.arena = run->arena};
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        if (!cluster->same_as)
            audit_owners_merge(&sum, &cluster->owners);
        if (cluster->report && cluster->report->state != KUBE_UNREACHABLE)
            value_list_add(&clusters, cover_cluster(run->arena, cluster));
    }
    struct value_map_builder map = {.arena = run->arena};
    audit_ownership_count(&map, &sum);
    value_map_add(&map, "clusters", value_list_finish(&clusters));
    return value_map_finish(&map);
}
