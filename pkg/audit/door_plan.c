/* Which kinds the policies of doors make an audit list, and what they say when one could not be. */
#include "admission/session.h"
#include "value/build.h"

#include "run_priv.h"

static struct admission_kind kind_of(const struct kube_resource *resource)
{
    return (struct admission_kind){
        .group = plim_str_from(resource->group),
        .version = plim_str_from(resource->version),
        .kind = plim_str_from(resource->kind),
        .resource = plim_str_from(resource->name),
        .namespaced = resource->namespaced,
    };
}

/* What is generated of a rule for pod controllers is the same policy. */
static bool is_named_before(const struct admission_set *set, size_t rule)
{
    return rule > 0 && plim_str_equal(admission_set_about(set, rule)->id,
                                      admission_set_about(set, rule - 1)->id);
}

static bool asks(const struct audit_door *door, size_t rule, const struct admission_kind *kind)
{
    return admission_set_asks(admission_door_set(door->door), rule, kind, door->origin.len == 0);
}

/* It would ask for any other kind as well. */
static bool asks_all(const struct audit_door *door, size_t rule, const struct admission_kind *kind)
{
    struct admission_kind other = *kind;
    other.kind = other.resource = PLIM_STR("?");
    return asks(door, rule, &other);
}

/* NULL: in some cluster. */
static bool judges(const struct audit_door *door, const struct audit_cluster_run *cluster)
{
    return !door->only || !cluster || door->only == cluster;
}

bool audit_doors_want(const struct audit_run *run, const struct audit_cluster_run *cluster,
                      const struct kube_resource *resource, bool restless)
{
    const struct admission_kind kind = kind_of(resource);
    for (size_t i = 0; i < run->door_count; i++) {
        const struct admission_set *set = admission_door_set(run->doors[i].door);
        for (size_t k = 0; judges(&run->doors[i], cluster) && k < admission_set_rules(set); k++) {
            if (asks(&run->doors[i], k, &kind) && !(restless && asks_all(&run->doors[i], k, &kind)))
                return true;
        }
    }
    return false;
}

bool audit_doors_read_managed_fields(const struct audit_run *run)
{
    for (size_t i = 0; i < run->door_count; i++) {
        if (admission_door_reads_managed_fields(run->doors[i].door))
            return true;
    }
    return false;
}

const char *audit_doors_reader(struct audit_run *run, const struct kube_resource *resource)
{
    const struct admission_kind kind = kind_of(resource);
    for (size_t i = 0; i < run->door_count; i++) {
        const struct admission_set *set = admission_door_set(run->doors[i].door);
        for (size_t k = 0; k < admission_set_rules(set); k++) {
            if (asks(&run->doors[i], k, &kind))
                return plim_arena_printf(run->arena, "policy %.*s judges it",
                                         PLIM_STR_ARG(admission_set_about(set, k)->id));
        }
    }
    return NULL;
}

void audit_doors_name(struct audit_run *run, const struct audit_cluster_run *cluster,
                      const struct kube_resource *resource, struct value_list_builder *names)
{
    const struct admission_kind kind = kind_of(resource);
    for (size_t i = 0; i < run->door_count; i++) {
        const struct admission_set *set = admission_door_set(run->doors[i].door);
        for (size_t k = 0; judges(&run->doors[i], cluster) && k < admission_set_rules(set); k++) {
            if (asks(&run->doors[i], k, &kind) && !is_named_before(set, k))
                value_list_add(names, value_string_c(plim_arena_printf(
                                          run->arena, "policy %.*s",
                                          PLIM_STR_ARG(admission_set_about(set, k)->id))));
        }
    }
}

/* In a cluster, of no object; or, cluster NULL, in none. */
static void tell(struct audit_run *run, const struct audit_cluster_run *cluster,
                 const struct admission_about *about, struct plim_str reason)
{
    const struct audit_place place = {
        .worker = &run->workers[0],
        .cluster = cluster,
        .cluster_position = cluster ? (size_t)(cluster - run->clusters) : 0,
        .subject = "object",
        .observed_at = run->now,
    };
    struct finding finding = {
        .state = FINDING_UNKNOWN,
        .severity = FINDING_HIGH,
        .policy = about->id,
        .title = about->title.len > 0 ? about->title : about->id,
        .reason = reason,
    };
    audit_place_add(&place, &finding);
    plim_arena_reset(run->workers[0].scratch);
}

void audit_doors_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                        const struct kube_resource *resource, struct plim_str reason)
{
    struct admission_kind kind = {0};
    if (resource)
        kind = kind_of(resource);
    for (size_t i = 0; i < run->door_count; i++) {
        const struct admission_set *set = admission_door_set(run->doors[i].door);
        for (size_t k = 0; judges(&run->doors[i], cluster) && k < admission_set_rules(set); k++) {
            if ((!resource || asks(&run->doors[i], k, &kind)) && !is_named_before(set, k))
                tell(run, cluster, admission_set_about(set, k), reason);
        }
    }
}

static bool knows_kind(const struct audit_cluster_run *cluster, const struct audit_door *door,
                       size_t rule, const char *group)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    for (size_t i = 0; i < discovery->len; i++) {
        const struct kube_resource *resource = &discovery->resources[i];
        const struct admission_kind kind = kind_of(resource);
        if (plim_str_is(kind.group, group) && asks(door, rule, &kind))
            return true;
    }
    return false;
}

void audit_doors_group_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                              const char *group, struct plim_str reason)
{
    for (size_t i = 0; i < run->door_count; i++) {
        const struct audit_door *door = &run->doors[i];
        const struct admission_set *set = admission_door_set(door->door);
        for (size_t k = 0; judges(door, cluster) && k < admission_set_rules(set); k++) {
            if (admission_set_asks_group(set, k, plim_str_from(group), door->origin.len == 0) &&
                !knows_kind(cluster, door, k, group))
                tell(run, cluster, admission_set_about(set, k), reason);
        }
    }
}

void audit_doors_tell_gaps(struct audit_run *run)
{
    for (size_t i = 0; i < run->door_count; i++) {
        const struct admission_door *door = run->doors[i].door;
        for (size_t k = 0; k < admission_door_gaps(door); k++) {
            struct admission_gap gap = admission_door_gap_at(door, k);
            struct admission_about about = {.id = gap.what};
            if (plim_str_is(gap.what, AUDIT_DOOR_READABLE))
                about.title = PLIM_STR("The policies of a door can be read");
            tell(run, NULL, &about, gap.reason);
        }
    }
}
