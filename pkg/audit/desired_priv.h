/* What Git declares for each cluster. */
#ifndef PLIM_AUDIT_DESIRED_PRIV_H
#define PLIM_AUDIT_DESIRED_PRIV_H

#include <stdatomic.h>

#include "base/err.h"
#include "manifest/set.h"
#include "resource/identity.h"

struct audit_cluster_run;
struct audit_run;

/* One collection of manifests: a repository at a commit below a sub-path. */
struct audit_source {
    size_t repository; /* index in the fleet */
    struct plim_str subpath;
    struct manifest_set set;
    struct plim_str failure; /* why there is no set; empty: there is one */
};

/* An object that Git declares for one cluster. */
struct audit_desired {
    const struct manifest_object *manifest;
    const struct audit_source *source;
    struct resource_identity identity;
    struct plim_str application;
    atomic_bool seen; /* a live twin was met */
    bool replaced;    /* a later document declares the same object */
    bool hook;        /* made and deleted in the course of a deployment: may be absent */
};

/* Read every repository. Fails only when a capture cannot be written. */
PLIM_NODISCARD enum plim_code audit_desired_read(struct audit_run *run, struct plim_err *err);
void audit_desired_release(struct audit_run *run);

/* Make `desired` of the cluster from its sources; after discovery, which tells which kinds have
 * namespaces. */
void audit_desired_index(struct audit_run *run, struct audit_cluster_run *cluster);

/* kubectl puts a namespaced object without a namespace into "default"; a namespace on a
 * cluster-scoped kind is ignored. cluster: NULL when there is none to ask. */
struct resource_identity audit_desired_identity(const struct audit_cluster_run *cluster,
                                                const struct value *object);
struct audit_desired *audit_desired_find(const struct audit_cluster_run *cluster,
                                         struct plim_arena *scratch,
                                         const struct resource_identity *identity);

/* It should be live: no later document replaces it, and it is no hook. */
bool audit_desired_counts(const struct audit_desired *desired);

#endif
