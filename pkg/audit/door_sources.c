/* Whose doors: those that the request names, and where their clusters are found. */
#include <string.h>

#include "run_priv.h"

static const char self[] = "self";

bool audit_doors_ask(const struct audit_request *request)
{
    for (size_t i = 0; i < request->policies_from_count; i++) {
        if (request->manifest_count == 0 || strcmp(request->policies_from[i], self) != 0)
            return true;
    }
    return false;
}

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
        return plim_err_wrap(err, "%s", run->request->policies_from_origin);
    add_door(run, cluster, NULL);
    return PLIM_OK;
}

static enum plim_code add_own(struct audit_run *run, struct plim_err *err)
{
    if (run->fleet->cluster_count == 0)
        return plim_err_set(err, PLIM_INVALID, "%s: self: no cluster is audited",
                            run->request->policies_from_origin);
    for (size_t i = 0; i < run->cluster_count; i++)
        add_door(run, &run->clusters[i], &run->clusters[i]);
    return PLIM_OK;
}

/* ---- the manifests of the run */

static struct plim_str manifests_unread(struct audit_run *run)
{
    for (size_t i = 0; i < run->source_count; i++) {
        const struct manifest_set *set = &run->sources[i].set;
        if (set->unreadable_count > 0)
            return audit_blind_reason(run, set->unreadable[0].path, set->unreadable[0].reason);
    }
    return (struct plim_str){0};
}

static bool is_of_kind(const struct audit_desired *desired, const struct admission_kind *kind)
{
    return plim_str_equal(desired->identity.group, kind->group) &&
           plim_str_equal(desired->identity.kind, kind->kind);
}

static void add_params_of(const struct audit_cluster_run *cluster, struct admission_door *door,
                          const struct admission_kind *kind)
{
    for (size_t i = 0; i < cluster->desired_count; i++) {
        const struct audit_desired *desired = &cluster->desired[i];
        if (desired->replaced || !is_of_kind(desired, kind))
            continue;
        admission_door_add_param(door, &desired->manifest->object);
        if (desired->manifest->encrypted)
            admission_door_cover(door, kind, PLIM_STR("its values are encrypted in Git (SOPS)"));
    }
}

/* Values of Secrets are never read. Of other kinds those that are there are all, unless some file
 * may hold more. */
static void add_params(struct audit_run *run, struct admission_door *door, struct plim_str unread)
{
    for (size_t i = 0; i < admission_door_param_kinds(door); i++) {
        const struct admission_kind kind = admission_door_param_kind_at(door, i);
        if (kind.group.len == 0 && plim_str_is(kind.kind, "Secret"))
            admission_door_cover(door, &kind, PLIM_STR("Secrets are not read"));
        else if (unread.len > 0)
            admission_door_cover(door, &kind, unread);
        add_params_of(&run->clusters[0], door, &kind);
    }
}

/* As a directory of policies would hold, without its bindings too. */
static void add_manifests(struct audit_run *run)
{
    struct plim_err err = {0};
    const struct audit_cluster_run *cluster = &run->clusters[0];
    struct admission_door *door = audit_door_new(run);
    struct plim_str unread = manifests_unread(run);
    for (size_t i = 0; i < cluster->desired_count; i++) {
        const struct audit_desired *desired = &cluster->desired[i];
        if (!desired->replaced)
            admission_door_add_manifest(door,
                                        plim_arena_printf(run->arena, "%s:%zu",
                                                          desired->manifest->path,
                                                          (size_t)desired->manifest->line),
                                        &desired->manifest->object);
    }
    add_params(run, door, unread);
    (void)!admission_door_close(door, &err); /* nothing of it is a file's */
    run->doors[run->door_count++] = (struct audit_door){.door = door, .waivers_unknown = unread};
}

/* Named ones; whether "self" is among them. */
static enum plim_code add_all(struct audit_run *run, bool *own_out, struct plim_err *err)
{
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

/* Of a door that could not be read it is not known what it has. */
static bool has_gaps(const struct audit_run *run)
{
    for (size_t i = 0; i < run->door_count; i++) {
        if (admission_door_gaps(run->doors[i].door) > 0)
            return true;
    }
    return false;
}

static enum plim_code check_choice(const struct audit_run *run, struct plim_err *err)
{
    const struct admission_choice *choice = run->request->native_choice;
    for (size_t i = 0; choice && i < choice->len; i++) {
        const struct admission_term *term = &choice->terms[i];
        if (!term->met && !has_gaps(run))
            return plim_err_set(err, PLIM_INVALID,
                                "%s: there is no native policy '%.*s' in files of policies or at "
                                "doors (--policy-dir, --policies-from)",
                                term->origin, PLIM_STR_ARG(term->name));
    }
    return PLIM_OK;
}

enum plim_code audit_doors_find(struct audit_run *run, struct plim_err *err)
{
    size_t first = run->door_count;
    bool own = false;
    if (run->request->policies_from_count == 0)
        return check_choice(run, err);
    bool of_manifests = run->request->manifest_count > 0;
    if (add_all(run, &own, err) != PLIM_OK ||
        (own && !of_manifests && add_own(run, err) != PLIM_OK))
        return err->code;
    audit_doors_read(run, first);
    if (own && of_manifests)
        add_manifests(run);
    return check_choice(run, err);
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
