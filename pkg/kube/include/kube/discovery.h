/*
 * Which kinds a cluster serves. All forms are read: aggregated (APIGroupDiscoveryList v2 or
 * v2beta1, two requests for everything) and legacy (APIVersions, APIGroupList, one APIResourceList
 * for each group version); one Accept header lets the server choose the first that it has. Source:
 * KEP-3352; k8s.io/api/apidiscovery/v2; client-go discovery.
 */
#ifndef PLIM_KUBE_DISCOVERY_H
#define PLIM_KUBE_DISCOVERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "value/value.h"

struct plim_arena;

/* A kind that can be listed. */
struct kube_resource {
    const char *group;   /* "" for core */
    const char *version; /* "v1" */
    const char *kind;    /* "Deployment" */
    const char *name;    /* "deployments": plural, as in URLs */
    bool namespaced;
    bool preferred; /* the version to read, unless another is asked for: one for each group and name
                     */
};

/* A group version that could not be discovered. */
struct kube_failed_group {
    const char *group;   /* "*": every group but core */
    const char *version; /* "*": every version */
    const char *reason;
};

/* Everything in it is owned by the arena. All-zero but for `arena` is empty. */
struct kube_discovery {
    struct plim_arena *arena;
    struct kube_resource
        *resources; /* in the server's order: groups, versions by preference, names */
    size_t len;
    size_t cap;
    struct kube_failed_group *failed;
    size_t failed_len;
    size_t failed_cap;
};

enum kube_discovery_form {
    KUBE_DISCOVERY_AGGREGATED, /* nothing more to ask, unless it continues */
    KUBE_DISCOVERY_VERSIONS,   /* legacy /api: ask for kube_discovery_next of each */
    KUBE_DISCOVERY_GROUPS,     /* legacy /apis: the same */
    KUBE_DISCOVERY_RESOURCES,  /* legacy: one group version */
};

/* A group version whose APIResourceList has to be fetched: "/apis/apps/v1"; or the rest of an
 * aggregated list that says that it continues: "/apis?limit=500&continue=...". */
struct kube_discovery_next {
    const char *group;   /* "*": the rest of every group but core */
    const char *version; /* "*": the rest of the list */
    const char *target;
};

struct kube_discovery_next_list {
    struct kube_discovery_next *items; /* owned by the discovery's arena */
    size_t len;
    size_t cap;
};

/*
 * Take in one discovery document of any form. Subresources and kinds without `list` are left out;
 * stale groups become failed ones.
 *
 * next      grows by what a legacy document, or one that continues, asks for
 * form_out  which form it was
 * Fails with PLIM_INVALID; the discovery is then unchanged.
 */
PLIM_NODISCARD enum plim_code kube_discovery_add(struct kube_discovery *discovery,
                                                 const struct value *document,
                                                 struct kube_discovery_next_list *next,
                                                 enum kube_discovery_form *form_out,
                                                 struct plim_err *err);

void kube_discovery_fail(struct kube_discovery *discovery, const char *group, const char *version,
                         const char *reason);

/* The kind, in this version or, when it is NULL, the preferred one. NULL when it is not served. */
const struct kube_resource *kube_discovery_find(const struct kube_discovery *discovery,
                                                const char *group, const char *version,
                                                const char *kind);

/* The same objects are served by another group of this cluster too, which is the one to read:
 * events of events.k8s.io, deployments of extensions. False while that other group is not
 * discovered. */
bool kube_discovery_is_twin(const struct kube_discovery *discovery,
                            const struct kube_resource *resource);

/* Whether an API server makes metadata of the rest of an object of this kind when it sends it
 * whole, as it does with annotations of deployments: metadata alone are not the same then. */
bool kube_resource_makes_metadata(const struct kube_resource *resource);

/* Why the group version, or with NULL any version of the group, may have kinds that we do not know
 * of; NULL when nothing is missing. A kind that was not found in such a group is unknown, not
 * absent. */
const char *kube_discovery_failure(const struct kube_discovery *discovery, const char *group,
                                   const char *version);

#endif
