/* Counting what belongs to an application in one cluster. */
#include "run_priv.h"

void audit_applications_init(struct audit_applications *applications, struct plim_arena *arena)
{
    applications->by_name = plim_map_new();
    applications->arena = arena;
}

struct audit_application *audit_applications_get(struct audit_applications *applications,
                                                 struct plim_str name)
{
    char *key = plim_arena_copy(applications->arena, name.text, name.len);
    struct audit_application *found = plim_map_get(applications->by_name, key);
    if (found)
        return found;
    struct audit_application *added = plim_arena_alloc(applications->arena, sizeof(*added));
    added->name = key;
    added->namespaces = plim_map_new();
    plim_map_set(applications->by_name, key, added);
    return added;
}

static void merge_one(struct audit_application *into, const struct audit_application *from)
{
    into->desired += from->desired;
    into->live += from->live;
    into->in_sync += from->in_sync;
    into->differs += from->differs;
    into->missing += from->missing;
    into->extra += from->extra;
    into->unknown += from->unknown;
    into->migration_hook = into->migration_hook || from->migration_hook;
    for (size_t i = 0; i < RESOURCE_OWNER_KINDS; i++)
        into->owners[i] += from->owners[i];
    bool earlier = plim_str_compare(from->owner.name, into->owner.name) < 0;
    if (from->owner.name.len > 0 && (into->owner.name.len == 0 || earlier))
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
