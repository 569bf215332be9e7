/* Who is responsible for a live object. */
#ifndef PLIM_RESOURCE_OWNER_H
#define PLIM_RESOURCE_OWNER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "value/value.h"

enum resource_owner_kind {
    RESOURCE_OWNER_NONE,   /* nobody that we can see */
    RESOURCE_OWNER_GIT,    /* desired in a repository of this run, applied by no agent we know */
    RESOURCE_OWNER_ARGOCD, /* name, namespace: the Application */
    RESOURCE_OWNER_FLUX,   /* name, namespace: the Kustomization or HelmRelease */
    RESOURCE_OWNER_HELM,   /* name, namespace: the release */
    RESOURCE_OWNER_CONTROLLER, /* name: "ReplicaSet/cart-5d8f", or the component that makes it */
    RESOURCE_OWNER_PLATFORM,   /* name: the platform namespace */
};
enum { RESOURCE_OWNER_KINDS = 7 };

extern const char *const resource_owner_names[RESOURCE_OWNER_KINDS]; /* "none", "git", ... */

struct resource_owner {
    enum resource_owner_kind kind;
    struct plim_str name;
    struct plim_str namespace;
};

/* What one object alone does not tell. */
struct resource_owner_context {
    /* Objects listed in status.resources of the cluster's Argo CD Applications, made by
     * resource_owner_add_application; NULL when the cluster has none. */
    const struct plim_map *argocd;
    bool desired; /* some repository of this run declares the object */
};

/* Add what an Application (argoproj.io) lists in status.resources to `argocd`: identity key to a
 * struct resource_owner in the arena. The first Application to list an object keeps it. */
void resource_owner_add_application(struct plim_map *argocd, struct plim_arena *arena,
                                    const struct value *application);

/*
 * The first that holds: Argo CD (tracking annotation naming this very object, or listed by an
 * Application); when desired: Flux, Helm, Git; a controlling owner reference; made by the system (a
 * table, or written by nothing but Kubernetes' own components); Flux; Helm; a platform namespace;
 * none.
 *
 * Labels alone prove nothing where controllers copy them: app.kubernetes.io/instance is not looked
 * at. Texts are borrowed from the object, or made in the arena.
 */
struct resource_owner resource_owner_of(struct plim_arena *arena, const struct value *object,
                                        const struct resource_owner_context *context);

/* kube-system, kube-public, kube-node-lease. */
bool resource_namespace_is_platform(struct plim_str namespace);

/* The manager (of managedFields) is a part of Kubernetes: kube-controller-manager, kubelet, ... */
bool resource_manager_is_system(struct plim_str manager);

/* The `owner` record {kind, name, namespace}. */
struct value resource_owner_record(struct plim_arena *arena, const struct resource_owner *owner);

#endif
