#include <string.h>

#include "applications_priv.h"

static bool has(const struct drift_result *drift, bool extra)
{
    for (size_t i = 0; i < drift->len; i++) {
        if ((drift->items[i].verdict == DRIFT_EXTRA) == extra)
            return true;
    }
    return false;
}

void audit_drift_count(struct audit_drift_counts *counts, const struct drift_result *drift)
{
    bool extra = has(drift, true);
    bool stated = drift->state == DRIFT_CHANGED && has(drift, false);
    bool whole = drift->unknown.len == 0;
    counts->missing += drift->state == DRIFT_ABSENT ? 1 : 0;
    counts->differs += stated ? 1 : 0;
    counts->extra += extra ? 1 : 0;
    counts->unknown += !whole && !stated && drift->state != DRIFT_ABSENT ? 1 : 0;
    counts->in_sync += whole && drift->state == DRIFT_IN_SYNC ? 1 : 0;
}

void audit_drift_counts_merge(struct audit_drift_counts *into,
                              const struct audit_drift_counts *from)
{
    into->in_sync += from->in_sync;
    into->differs += from->differs;
    into->missing += from->missing;
    into->extra += from->extra;
    into->unknown += from->unknown;
}

void audit_applications_init(struct audit_applications *applications, struct plim_arena *arena)
{
    applications->by_name = plim_map_new();
    applications->arena = arena;
}

struct audit_application *audit_applications_get(struct audit_applications *applications,
                                                 struct plim_str name)
{
    char shortened[256]; /* asked for once per object: the arena keeps each name once */
    char *key = NULL;
    if (name.len < sizeof(shortened)) {
        key = shortened;
        memcpy(key, name.text ? name.text : "", name.len);
        key[name.len] = '\0';
    } else {
        key = plim_arena_copy(applications->arena, name.text, name.len);
    }
    struct audit_application *found = plim_map_get(applications->by_name, key);
    if (found)
        return found;
    key = plim_arena_copy(applications->arena, name.text, name.len);
    struct audit_application *added = plim_arena_alloc(applications->arena, sizeof(*added));
    added->name = key;
    added->namespaces = plim_map_new();
    plim_map_set(applications->by_name, key, added);
    return added;
}

/* Which of two owners is told does not depend on which worker met whom. */
static bool is_earlier(const struct resource_owner *left, const struct resource_owner *right)
{
    if (right->name.len == 0 || left->kind != right->kind)
        return right->name.len == 0 || left->kind < right->kind;
    int names = plim_str_compare(left->name, right->name);
    return names != 0 ? names < 0 : plim_str_compare(left->namespace, right->namespace) < 0;
}

void audit_application_set_owner(struct audit_application *application, struct plim_arena *arena,
                                 const struct resource_owner *owner)
{
    if (owner->name.len == 0 || !is_earlier(owner, &application->owner))
        return;
    application->owner.kind = owner->kind;
    application->owner.name = plim_arena_copy_str(arena, owner->name);
    application->owner.namespace = plim_arena_copy_str(arena, owner->namespace);
}

static void merge_one(struct audit_application *into, const struct audit_application *from)
{
    into->desired += from->desired;
    into->live += from->live;
    audit_drift_counts_merge(&into->drift, &from->drift);
    into->migration_hook = into->migration_hook || from->migration_hook;
    for (size_t i = 0; i < RESOURCE_OWNER_KINDS; i++)
        into->owners[i] += from->owners[i];
    if (from->owner.name.len > 0 && is_earlier(&from->owner, &into->owner))
        into->owner = from->owner;
    for (size_t i = 0; i < plim_map_len(from->namespaces); i++) {
        const char *name = plim_map_key_at(from->namespaces, i);
        plim_map_set(into->namespaces, name, into);
    }
    if (!into->declared)
        into->declared = from->declared;
}

void audit_applications_merge(struct audit_applications *into,
                              const struct audit_applications *from)
{
    for (size_t i = 0; i < plim_map_len(from->by_name); i++) {
        const struct audit_application *source = plim_map_value_at(from->by_name, i);
        merge_one(audit_applications_get(into, plim_str_from(source->name)), source);
    }
}

void audit_applications_release(struct audit_applications *applications)
{
    for (size_t i = 0; applications->by_name && i < plim_map_len(applications->by_name); i++) {
        struct audit_application *application = plim_map_value_at(applications->by_name, i);
        plim_map_free(application->namespaces);
    }
    plim_map_free(applications->by_name);
    *applications = (struct audit_applications){0};
}
