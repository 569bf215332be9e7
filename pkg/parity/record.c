#include <string.h>

#include "record_priv.h"

/* A map from each container's key to one of its facts. */
static struct value map_containers(struct plim_arena *arena, const struct parity_view *view,
                                   struct value (*read)(struct plim_arena *arena,
                                                        const struct parity_container *container))
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < view->container_count; i++)
        value_map_add_str(&map, view->containers[i].key, read(arena, &view->containers[i]));
    return value_map_finish(&map);
}

static struct value read_versions(struct plim_arena *arena,
                                  const struct parity_container *container)
{
    return value_string(parity_set_join(arena, &container->versions));
}

static struct value read_digests(struct plim_arena *arena, const struct parity_container *container)
{
    return parity_set_list(arena, &container->digests);
}

static struct value read_env(struct plim_arena *arena, const struct parity_container *container)
{
    return parity_set_list(arena, &container->env);
}

/* Of what containers set the amounts alone: the rest is told where it differs. */
static struct value read_resources(struct plim_arena *arena,
                                   const struct parity_container *container)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < container->settings.len; i++) {
        const struct parity_setting *setting = &container->settings.items[i];
        if (setting->name->kind == RESOURCE_SETTING_RESOURCES)
            value_map_add(&map, setting->name->field + strlen("resources."),
                          parity_set_list(arena, &setting->values));
    }
    return value_map_finish(&map);
}

static struct value list_scaled(struct plim_arena *arena, const struct parity_view *view)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < view->workload_count; i++) {
        if (view->workloads[i].is_scaled)
            value_list_add(&list, value_string(view->workloads[i].name));
    }
    return value_list_finish(&list);
}

static struct value list_workloads(struct plim_arena *arena, const struct parity_view *view)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < view->workload_count; i++)
        value_list_add(&list, value_string(view->workloads[i].name));
    return value_list_finish(&list);
}

static struct value map_configs(struct plim_arena *arena, const struct parity_view *view)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < view->config_count; i++)
        value_map_add_str(&map, view->configs[i].name,
                          parity_set_list(arena, &view->configs[i].keys));
    return value_map_finish(&map);
}

static struct value known_or(struct value known, struct plim_str unknown)
{
    return unknown.len > 0 ? value_unknown(unknown) : known;
}

static struct value make_environment(struct plim_arena *arena, const struct parity_view *view)
{
    struct plim_str blind = view->workloads_unknown;
    struct plim_str pods = blind.len > 0 ? blind : view->pods_unknown;
    struct plim_str scalings = blind.len > 0 ? blind : view->scalings_unknown;
    struct plim_str configs = blind.len > 0 ? blind : view->configs_unknown;
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "name", value_string(view->environment->name));
    value_map_add(&map, "clusters", parity_set_list(arena, &view->clusters));
    value_map_add(&map, "production", value_bool(view->environment->production));
    value_map_add(&map, "present",
                  view->present ? value_bool(true) : known_or(value_bool(false), blind));
    value_map_add(&map, "versions", known_or(map_containers(arena, view, read_versions), blind));
    value_map_add(&map, "digests", known_or(map_containers(arena, view, read_digests), pods));
    value_map_add(&map, "workloads", known_or(list_workloads(arena, view), blind));
    value_map_add(&map, "autoscaled", known_or(list_scaled(arena, view), scalings));
    value_map_add(&map, "replicas",
                  known_or(value_int(view->replicas), view->replicas < 0 ? blind : scalings));
    value_map_add(&map, "env", known_or(map_containers(arena, view, read_env), blind));
    value_map_add(&map, "resources", known_or(map_containers(arena, view, read_resources), blind));
    value_map_add(&map, "config", known_or(map_configs(arena, view), configs));
    return value_map_finish(&map);
}

static struct plim_str find_unread(const struct parity_comparison *comparison, bool configs)
{
    for (size_t i = 0; i < comparison->view_count; i++) {
        const struct parity_view *view = &comparison->views[i];
        if (view->workloads_unknown.len > 0)
            return view->workloads_unknown;
        if (configs && view->present && view->configs_unknown.len > 0)
            return view->configs_unknown;
    }
    return (struct plim_str){0};
}

static struct value judge_digests(const struct parity_comparison *comparison)
{
    struct plim_str unread = find_unread(comparison, false);
    if (comparison->found[PARITY_DIGEST] > 0)
        return value_bool(false);
    if (unread.len > 0)
        return value_unknown(unread);
    if (comparison->digests_unknown.len > 0)
        return value_unknown(comparison->digests_unknown);
    if (comparison->digests_compared == 0)
        return value_unknown(PLIM_STR("no two environments run the same version"));
    return value_bool(true);
}

/* Nothing to compare is known only when everything could be read: a CronJob between two runs has no
 * pods. */
static struct value count_compared(const struct parity_comparison *comparison)
{
    size_t compared = comparison->digests_compared + comparison->found[PARITY_DIGEST];
    struct plim_str unread = find_unread(comparison, false);
    if (compared == 0 && unread.len > 0)
        return value_unknown(unread);
    if (compared == 0 && comparison->digests_unknown.len > 0)
        return value_unknown(comparison->digests_unknown);
    return value_int((int64_t)compared);
}

static struct value judge(size_t found, struct plim_str unread)
{
    return found > 0 ? value_bool(false) : known_or(value_bool(true), unread);
}

struct value parity_record(struct parity_comparison *comparison)
{
    struct plim_arena *arena = comparison->arena;
    struct value_list_builder environments = {.arena = arena};
    for (size_t i = 0; i < comparison->view_count; i++)
        value_list_add(&environments, make_environment(arena, &comparison->views[i]));
    size_t config = comparison->found[PARITY_ENV] + comparison->found[PARITY_CONFIG];

    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "application", value_string(comparison->application));
    value_map_add(&map, "environments", value_list_finish(&environments));
    value_map_add(&map, "differences", value_list_finish(&comparison->differences));
    value_map_add(&map, "sameVersion",
                  judge(comparison->found[PARITY_VERSION], find_unread(comparison, false)));
    value_map_add(&map, "sameDigest", judge_digests(comparison));
    value_map_add(&map, "digestsCompared", count_compared(comparison));
    value_map_add(&map, "sameConfig", judge(config, find_unread(comparison, true)));
    value_map_add(&map, "promotion",
                  parity_promotion(arena, comparison->views, comparison->view_count));
    return value_map_finish(&map);
}
