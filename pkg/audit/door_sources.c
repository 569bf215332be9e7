/* Whose doors: those that the request names, and where their clusters are found. */
#include "run_priv.h"

static struct audit_cluster_run *find_cluster(const struct audit_run *run, struct plim_str name)
{
    for (size_t i = 0; i < run->fleet->cluster_count && i < run->cluster_count; i++) {
        const struct audit_cluster *spec = &run->fleet->clusters[i];
        if (plim_str_equal(spec->name, name) || plim_str_equal(spec->context, name))
            return &run->clusters[i];
    }
    return NULL;
}

static bool has_source(const struct audit_run *run, const struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < run->door_count; i++) {
        if (run->doors[i].source == cluster && !run->doors[i].only)
            return true;
    }
    return false;
}

static void add_door(struct audit_run *run, struct audit_cluster_run *cluster,
                     const struct audit_cluster_run *only)
{
    if (has_source(run, cluster))
        return;
    run->doors[run->door_count++] = (struct audit_door){
        .origin = value_str(&cluster->name_value), .source = cluster, .only = only};
}

/* A cluster that is no part of the audit: only its door is looked at. It stands behind those of the
 * fleet. */
static enum plim_code connect_other(struct audit_run *run, struct plim_str name,
                                    struct audit_cluster_run **cluster_out, struct plim_err *err)
{
    struct audit_fleet *fleet = plim_arena_alloc(run->arena, sizeof(*fleet));
    size_t index = run->fleet->cluster_count + run->door_only_count;
    *fleet = *run->fleet;
    fleet->clusters = plim_arena_array(run->arena, index + 1, sizeof(*fleet->clusters));
    for (size_t i = 0; i < index; i++)
        fleet->clusters[i] = run->fleet->clusters[i];
    fleet->clusters[index] =
        (struct audit_cluster){.name = name, .context = name, .environment = AUDIT_NO_ENVIRONMENT};
    run->fleet = fleet;
    struct audit_cluster_run *cluster = &run->door_only[run->door_only_count++];
    *cluster = (struct audit_cluster_run){
        .index = index, .reader_index = AUDIT_NOT_READ, .name_value = value_string(name)};
    *cluster_out = cluster;
    return audit_cluster_connect(run, cluster, err);
}

static enum plim_code add_named(struct audit_run *run, struct plim_str name, struct plim_err *err)
{
    struct audit_cluster_run *cluster = find_cluster(run, name);
    if (!cluster && connect_other(run, name, &cluster, err) != PLIM_OK)
        return plim_err_wrap(err, "--policies-from");
    add_door(run, cluster, NULL);
    return PLIM_OK;
}

static enum plim_code add_own(struct audit_run *run, struct plim_err *err)
{
    if (run->fleet->cluster_count == 0)
        return plim_err_set(err, PLIM_INVALID, "--policies-from self: no cluster is audited");
    for (size_t i = 0; i < run->cluster_count; i++)
        add_door(run, &run->clusters[i], &run->clusters[i]);
    return PLIM_OK;
}

/* Named ones; whether "self" is among them. */
static enum plim_code add_all(struct audit_run *run, bool *own_out, struct plim_err *err)
{
    static const char self[] = "self";
    const struct audit_request *request = run->request;
    size_t count = request->policies_from_count;
    size_t first = run->door_count;
    struct audit_door *doors =
        plim_arena_array(run->arena, first + count + run->fleet->cluster_count, sizeof(*doors));
    for (size_t i = 0; i < first; i++)
        doors[i] = run->doors[i];
    run->doors = doors;
    run->door_only = plim_arena_array(run->arena, count, sizeof(*run->door_only));
    for (size_t i = 0; i < count; i++) {
        struct plim_str name = plim_str_from(request->policies_from[i]);
        if (plim_str_is(name, self))
            *own_out = true;
        else if (add_named(run, name, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

enum plim_code audit_doors_find(struct audit_run *run, struct plim_err *err)
{
    size_t first = run->door_count;
    bool own = false;
    if (run->request->policies_from_count == 0)
        return PLIM_OK;
    if (add_all(run, &own, err) != PLIM_OK || (own && add_own(run, err) != PLIM_OK))
        return err->code;
    audit_doors_read(run, first);
    return PLIM_OK;
}

enum plim_code audit_doors_plan(struct audit_run *run, struct plim_err *err)
{
    size_t first = run->door_count;
    bool own = false;
    if (run->request->policies_from_count == 0)
        return PLIM_OK;
    if (add_all(run, &own, err) != PLIM_OK)
        return err->code;
    audit_doors_read(run, first);
    if (own)
        run->doors[run->door_count++] = (struct audit_door){
            .door = audit_door_new(run),
            .origin = PLIM_STR("self"),
            .source = &run->clusters[0],
            .requests = audit_doors_assume(run),
        };
    return PLIM_OK;
}
