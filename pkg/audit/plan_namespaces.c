/* Which namespaces are looked at: those that the run is limited to, and those that are left when a
 * list of all of them is refused. */
#include <string.h>

#include "base/alloc.h"
#include "value/build.h"

#include "run_priv.h"

enum { NAMED_NAMESPACES = 5 };

const struct plim_str *audit_namespaces(const struct audit_run *run,
                                        const struct audit_cluster_run *cluster, size_t *count_out)
{
    const struct audit_request *request = run->request;
    const struct audit_cluster *spec = &run->fleet->clusters[cluster->index];
    bool given = request->namespace_count > 0;
    *count_out = given ? request->namespace_count : spec->namespace_count;
    return given ? request->namespaces : spec->namespaces;
}

bool audit_is_out_of_scope(const struct audit_run *run, const struct audit_cluster_run *cluster,
                           struct plim_str namespace)
{
    size_t count = 0;
    if (namespace.len == 0 || run->fleet->cluster_count == 0)
        return false;
    const struct plim_str *namespaces = audit_namespaces(run, cluster, &count);
    for (size_t i = 0; i < count; i++) {
        if (plim_str_equal(namespaces[i], namespace))
            return false;
    }
    return count > 0;
}

const struct kube_list_report *audit_list_report(struct audit_run *run,
                                                 const struct audit_cluster_run *cluster,
                                                 const struct audit_list *list)
{
    return kube_reader_list_at(run->reader, (size_t)cluster->reader_index, list->index);
}

/* ---- after a refusal */

struct names {
    struct plim_arena *arena;
    struct plim_map *known;
    const char **items; /* the arena's */
    size_t len;
};

static void add_name(struct names *names, struct plim_str name)
{
    char *text = plim_arena_copy(names->arena, name.text, name.len);
    if (name.len == 0 || names->len == AUDIT_FALLBACK_NAMESPACES_MAX ||
        plim_map_get(names->known, text))
        return;
    plim_map_set(names->known, text, text);
    names->items[names->len++] = text;
}

static bool knows_namespaces(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (!*list->resource->group && strcmp(list->resource->kind, "Namespace") == 0)
            return audit_list_report(run, cluster, list)->complete;
    }
    return false;
}

/* All that there are; where that is not told, those that somebody named: the context and Git. */
static void find_names(struct audit_run *run, const struct audit_cluster_run *cluster,
                       struct names *names)
{
    bool told = knows_namespaces(run, cluster);
    for (size_t i = 0; told && i < plim_map_len(cluster->namespaces); i++)
        add_name(names, plim_str_from(plim_map_key_at(cluster->namespaces, i)));
    if (told)
        return;
    add_name(names, plim_str_from(cluster->cluster->namespace));
    for (size_t i = 0; i < cluster->desired_count; i++)
        add_name(names, cluster->desired[i].identity.namespace);
}

static bool needs_fallback(struct audit_run *run, const struct audit_cluster_run *cluster,
                           const struct audit_list *list)
{
    return !cluster->no_fallback && list->asked && !list->namespace && list->resource->namespaced &&
           audit_list_report(run, cluster, list)->refused;
}

void audit_plan_fall_back(struct audit_run *run, struct audit_cluster_run *cluster)
{
    size_t before = cluster->list_count;
    PLIM_CLEANUP(plim_map_freep) struct plim_map *known = plim_map_new();
    struct names names = {.arena = run->desired_arena, .known = known};
    names.items =
        plim_arena_array(names.arena, AUDIT_FALLBACK_NAMESPACES_MAX, sizeof(*names.items));
    find_names(run, cluster, &names);
    for (size_t i = 0; i < before; i++) {
        struct audit_list list = cluster->lists[i];
        if (!needs_fallback(run, cluster, &list))
            continue;
        list.asked = false;
        list.fallback = true;
        for (size_t k = 0; k < names.len; k++) {
            list.namespace = names.items[k];
            audit_plan_add(cluster, &list);
        }
    }
}

/* ---- what came of it */

bool audit_list_is_covered(const struct audit_list *list, const struct kube_list_report *report)
{
    return report->complete || (list->fallback && report->refused);
}

struct value audit_list_read_in(struct audit_run *run, const struct audit_cluster_run *cluster,
                                const struct kube_resource *resource)
{
    struct value_list_builder names = {.arena = run->arena};
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (list->resource == resource && list->fallback && list->asked &&
            audit_list_report(run, cluster, list)->complete)
            value_list_add(&names, value_string_c(list->namespace));
    }
    return value_list_finish(&names);
}

struct plim_str audit_list_blindness(struct audit_run *run, const struct audit_cluster_run *cluster,
                                     const struct audit_list *list)
{
    const char *why = audit_list_report(run, cluster, list)->reason;
    struct value read_in = audit_list_read_in(run, cluster, list->resource);
    if (list->namespace || value_len(&read_in) == 0)
        return audit_blind_reason(run, list->resource->name, why);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&text, "%s could only be read in", list->resource->name);
    for (size_t i = 0; i < value_len(&read_in) && i < NAMED_NAMESPACES; i++)
        plim_buf_printf(&text, "%s %.*s", i > 0 ? "," : "",
                        PLIM_STR_ARG(value_str(value_at(&read_in, i))));
    if (value_len(&read_in) > NAMED_NAMESPACES)
        plim_buf_printf(&text, " and %zu more", value_len(&read_in) - NAMED_NAMESPACES);
    plim_buf_printf(&text, ": %s", why);
    return plim_str_from(plim_arena_copy(run->arena, text.text, text.len));
}
