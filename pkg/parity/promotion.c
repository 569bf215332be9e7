#include "resource/image.h"

#include "difference_priv.h"

/* One version in one environment against a lower one. */
struct promotion {
    struct plim_arena *arena;
    const struct parity_view *view;
    const struct parity_view *before;
    struct value_list_builder *list;
};

static void add_promotion(const struct promotion *promotion, struct plim_str container,
                          struct plim_str version)
{
    struct value_map_builder map = {.arena = promotion->arena};
    value_map_add(&map, "environment", value_string(promotion->view->environment->name));
    value_map_add(&map, "before", value_string(promotion->before->environment->name));
    value_map_add(&map, "container", value_string(container));
    value_map_add(&map, "version", value_string(version));
    value_list_add(promotion->list, value_map_finish(&map));
}

/* Newer than everything that runs in the lower environment. What is older came through it once;
 * what is no version cannot be told. */
static bool is_ahead(struct plim_str version, const struct parity_set *lower)
{
    struct resource_version own = {0};
    if (!resource_version_parse(version, &own))
        return false;
    for (size_t i = 0; i < lower->len; i++) {
        struct resource_version other = {0};
        if (!resource_version_parse(lower->items[i], &other) ||
            resource_version_compare(&own, &other) <= 0)
            return false;
    }
    return lower->len > 0;
}

static void compare_versions(const struct promotion *promotion)
{
    const struct parity_view *view = promotion->view;
    for (size_t i = 0; i < view->container_count; i++) {
        const struct parity_container *container = &view->containers[i];
        const struct parity_container *lower =
            parity_view_container(promotion->before, container->key);
        for (size_t j = 0; j < container->versions.len; j++) {
            /* The whole environment was left out: the application runs below it and above it. */
            bool skipped = !promotion->before->present;
            if (skipped || (lower && is_ahead(container->versions.items[j], &lower->versions)))
                add_promotion(promotion, container->key, container->versions.items[j]);
        }
    }
}

static bool is_present_below(const struct parity_view *views, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (views[i].present)
            return true;
    }
    return false;
}

struct value parity_promotion(struct plim_arena *arena, const struct parity_view *views,
                              size_t count)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 1; i < count; i++) {
        const struct parity_view *before = &views[i - 1];
        struct promotion promotion = {arena, &views[i], before, &list};
        if (!views[i].present || before->workloads_unknown.len > 0)
            continue;
        if (before->present || is_present_below(views, i - 1))
            compare_versions(&promotion);
    }
    return value_list_finish(&list);
}
