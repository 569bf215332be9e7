#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

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

void audit_applications_init(struct audit_applications *applications, struct plim_intern *texts)
{
    applications->by_name = plim_map_new();
    applications->texts = texts;
}

struct audit_application *audit_applications_get(struct audit_applications *applications,
                                                 struct plim_str name)
{
    struct plim_str key = plim_intern_str(applications->texts, name);
    const char *text = key.len > 0 ? key.text : "";
    struct audit_application *found = plim_map_get(applications->by_name, text);
    if (found)
        return found;
    struct plim_arena *arena = plim_intern_arena(applications->texts);
    struct audit_application *added = plim_arena_alloc(arena, sizeof(*added));
    added->name = text;
    plim_map_set(applications->by_name, text, added);
    return added;
}

void audit_application_add_namespace(struct audit_application *application,
                                     struct plim_intern *texts, struct plim_str name)
{
    size_t low = 0;
    size_t high = application->namespace_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (plim_str_compare(application->namespaces[middle], name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    struct plim_str *at = application->namespaces ? application->namespaces + low : NULL;
    size_t behind = application->namespace_count - low;
    if (behind > 0 && plim_str_equal(*at, name))
        return;
    PLIM_GROW(application->namespaces, application->namespace_count, application->namespace_cap);
    at = application->namespaces + low;
    memmove(at + 1, at, behind * sizeof(*at));
    *at = plim_intern_str(texts, name);
    application->namespace_count++;
}

/* Which of two owners is told does not depend on which worker met whom. */
static bool is_earlier(const struct resource_owner *left, const struct resource_owner *right)
{
    if (right->name.len == 0 || left->kind != right->kind)
        return right->name.len == 0 || left->kind < right->kind;
    int names = plim_str_compare(left->name, right->name);
    return names != 0 ? names < 0 : plim_str_compare(left->namespace, right->namespace) < 0;
}

void audit_application_set_owner(struct audit_application *application, struct plim_intern *texts,
                                 const struct resource_owner *owner)
{
    if (owner->name.len == 0 || !is_earlier(owner, &application->owner))
        return;
    application->owner.kind = owner->kind;
    application->owner.name = plim_intern_str(texts, owner->name);
    application->owner.namespace = plim_intern_str(texts, owner->namespace);
}

static void merge_one(struct audit_application *into, struct plim_intern *texts,
                      const struct audit_application *from)
{
    into->desired += from->desired;
    into->live += from->live;
    audit_drift_counts_merge(&into->drift, &from->drift);
    into->migration_hook = into->migration_hook || from->migration_hook;
    for (size_t i = 0; i < RESOURCE_OWNER_KINDS; i++)
        into->owners[i] += from->owners[i];
    if (from->owner.name.len > 0 && is_earlier(&from->owner, &into->owner))
        into->owner = from->owner;
    for (size_t i = 0; i < from->namespace_count; i++)
        audit_application_add_namespace(into, texts, from->namespaces[i]);
    if (!into->declared)
        into->declared = from->declared;
}

void audit_applications_merge(struct audit_applications *into,
                              const struct audit_applications *from)
{
    for (size_t i = 0; i < plim_map_len(from->by_name); i++) {
        const struct audit_application *source = plim_map_value_at(from->by_name, i);
        merge_one(audit_applications_get(into, plim_str_from(source->name)), into->texts, source);
    }
}

void audit_applications_release(struct audit_applications *applications)
{
    for (size_t i = 0; applications->by_name && i < plim_map_len(applications->by_name); i++) {
        struct audit_application *application = plim_map_value_at(applications->by_name, i);
        free(application->namespaces);
    }
    plim_map_free(applications->by_name);
    *applications = (struct audit_applications){0};
}
