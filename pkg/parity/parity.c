#include "parity/parity.h"

#include <stdlib.h>

#include "record_priv.h"

struct entries {
    struct parity_entry *items; /* owned by the arena */
    size_t len;
};

/* Sorted by application, then view, then cluster; within a cluster workloads come before
 * configuration. */
static int compare_entries(const void *left, const void *right)
{
    const struct parity_entry *a = left;
    const struct parity_entry *b = right;
    int order = plim_str_compare(a->application, b->application);
    if (order != 0)
        return order;
    if (a->view != b->view)
        return a->view < b->view ? -1 : 1;
    if (a->cluster != b->cluster)
        return plim_str_compare(a->cluster->site.cluster, b->cluster->site.cluster);
    if (a->is_workload != b->is_workload)
        return a->is_workload ? -1 : 1;
    return a->is_workload
               ? resource_identity_compare(&a->workload->identity, &b->workload->identity)
               : resource_identity_compare(&a->config->identity, &b->config->identity);
}

/* Every cluster of the API server has this one. */
static bool is_system_config(const struct resource_config *config)
{
    return plim_str_is(config->identity.name, "kube-root-ca.crt");
}

static void add_cluster(struct entries *entries, const struct resource_facts *facts, size_t view)
{
    for (size_t i = 0; i < facts->workload_count; i++) {
        const struct resource_workload *workload = &facts->workloads[i];
        if (!workload->top_level || workload->application.len == 0)
            continue;
        entries->items[entries->len++] = (struct parity_entry){
            .application = workload->application,
            .view = view,
            .is_workload = true,
            .cluster = facts,
            .workload = workload,
        };
    }
    for (size_t i = 0; i < facts->config_count; i++) {
        const struct resource_config *config = &facts->configs[i];
        if (config->application.len == 0 || is_system_config(config))
            continue;
        entries->items[entries->len++] = (struct parity_entry){
            .application = config->application,
            .view = view,
            .cluster = facts,
            .config = config,
        };
    }
}

/* The view of this cluster's environment among `count`; `count` when there is none. */
static size_t find_view(const struct parity_view *views, size_t count,
                        const struct resource_facts *facts)
{
    size_t i = 0;
    while (i < count && !plim_str_equal(views[i].environment->name, facts->site.environment))
        i++;
    return i;
}

static void keep_reason(struct plim_str *reason, struct plim_str other)
{
    if (reason->len == 0)
        *reason = other;
}

/* Views of the environments that have clusters, nothing filled in but what could not be read. */
static size_t make_views(const struct parity_input *input, struct parity_view *views)
{
    size_t count = 0;
    for (size_t i = 0; i < input->environment_count; i++) {
        struct parity_view view = {.environment = &input->environments[i], .replicas = -1};
        bool populated = false;
        for (size_t j = 0; j < input->cluster_count; j++) {
            const struct resource_facts *facts = &input->clusters[j];
            if (!plim_str_equal(facts->site.environment, view.environment->name))
                continue;
            populated = true;
            keep_reason(&view.workloads_unknown, facts->workloads_unknown);
            keep_reason(&view.pods_unknown, facts->pods_unknown);
            keep_reason(&view.configs_unknown, facts->configs_unknown);
            keep_reason(&view.scalings_unknown, facts->scalings_unknown);
        }
        if (populated)
            views[count++] = view;
    }
    return count;
}

static struct entries gather(struct plim_arena *arena, const struct parity_input *input,
                             const struct parity_view *views, size_t view_count)
{
    size_t total = 0;
    for (size_t i = 0; i < input->cluster_count; i++)
        total += input->clusters[i].workload_count + input->clusters[i].config_count;
    struct entries entries = {.items = plim_arena_array(arena, total, sizeof(*entries.items))};
    for (size_t i = 0; i < input->cluster_count; i++) {
        size_t view = find_view(views, view_count, &input->clusters[i]);
        if (view < view_count)
            add_cluster(&entries, &input->clusters[i], view);
    }
    if (entries.len > 1)
        qsort(entries.items, entries.len, sizeof(*entries.items), compare_entries);
    return entries;
}

static bool has_workload(const struct parity_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (entries[i].is_workload)
            return true;
    }
    return false;
}

struct parity_applications parity_build(struct plim_arena *arena, const struct parity_input *input)
{
    struct parity_view *views = plim_arena_array(arena, input->environment_count, sizeof(*views));
    size_t view_count = make_views(input, views);
    struct parity_applications applications = {.input = input};
    if (view_count < 2)
        return applications;
    struct entries entries = gather(arena, input, views, view_count);
    applications.items = plim_arena_array(arena, entries.len, sizeof(*applications.items));
    for (size_t start = 0; start < entries.len;) {
        size_t end = start + 1;
        struct plim_str name = entries.items[start].application;
        while (end < entries.len && plim_str_equal(entries.items[end].application, name))
            end++;
        if (has_workload(entries.items + start, end - start))
            applications.items[applications.len++] = (struct parity_application){
                .application = name,
                .entries = entries.items + start,
                .entry_count = end - start,
            };
        start = end;
    }
    return applications;
}

struct value parity_application_record(const struct parity_applications *applications, size_t i,
                                       struct plim_arena *arena)
{
    const struct parity_input *input = applications->input;
    const struct parity_application *application = &applications->items[i];
    struct parity_view *views = plim_arena_array(arena, input->environment_count, sizeof(*views));
    size_t view_count = make_views(input, views);
    parity_views_fill(arena, views, application->entries, application->entry_count);
    struct parity_comparison comparison = {
        .arena = arena,
        .input = input,
        .application = application->application,
        .views = views,
        .view_count = view_count,
        .differences = {.arena = arena},
    };
    parity_compare(&comparison);
    return parity_record(&comparison);
}
