/* Counting what belongs to an application in one cluster. */
#ifndef PLIM_AUDIT_APPLICATIONS_PRIV_H
#define PLIM_AUDIT_APPLICATIONS_PRIV_H

#include <stdbool.h>

#include "base/intern.h"
#include "base/map.h"
#include "drift/drift.h"
#include "resource/owner.h"

struct audit_desired;

/* Desired objects by what became of them. An object with added fields that differs as well counts
 * as both. */
struct audit_drift_counts {
    size_t in_sync, differs, missing, extra, unknown;
};

void audit_drift_count(struct audit_drift_counts *counts, const struct drift_result *drift);
void audit_drift_counts_merge(struct audit_drift_counts *into,
                              const struct audit_drift_counts *from);

/* What one application amounts to in one cluster. Workers fill their own and merge them. */
struct audit_application {
    const char *name;
    size_t desired, live;
    struct audit_drift_counts drift;
    size_t owners[RESOURCE_OWNER_KINDS];
    struct resource_owner owner; /* one that is an agent or a release, if there is one */
    struct plim_str *namespaces; /* owned; sorted */
    size_t namespace_count, namespace_cap;
    const struct audit_desired *declared;
    bool migration_hook;
};

struct audit_applications {
    struct plim_map *by_name; /* owned; items stand beside the texts */
    struct plim_intern *texts;
};

void audit_applications_init(struct audit_applications *applications, struct plim_intern *texts);

/* The application of that name, made when it is new. */
struct audit_application *audit_applications_get(struct audit_applications *applications,
                                                 struct plim_str name);

/* It has objects in the namespace. */
void audit_application_add_namespace(struct audit_application *application,
                                     struct plim_intern *texts, struct plim_str name);

/* Of several agents and releases, one: by kind, then name. */
void audit_application_set_owner(struct audit_application *application, struct plim_intern *texts,
                                 const struct resource_owner *owner);

/* The result does not depend on the order of merging. */
void audit_applications_merge(struct audit_applications *into,
                              const struct audit_applications *from);
void audit_applications_release(struct audit_applications *applications);

#endif
