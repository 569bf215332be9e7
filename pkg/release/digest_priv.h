/* Which digests run where, over the whole fleet. */
#ifndef PLIM_RELEASE_DIGEST_PRIV_H
#define PLIM_RELEASE_DIGEST_PRIV_H

#include <stddef.h>

#include "base/arena.h"
#include "resource/facts.h"

/* One container of one pod that reports what it runs; or, without a pod, a container whose pods
 * could not be read. */
struct release_sighting {
    struct plim_str reference; /* canonical: "registry/repository:tag" */
    struct plim_str digest;
    const struct resource_facts *cluster;
    const struct resource_pod *pod;
    const struct resource_pod_container *container;
};

/* Owned by the arena. */
struct release_sightings {
    struct release_sighting *items;
    size_t len;
};

struct release_index {
    struct release_sightings by_reference; /* then digest, place */
    struct release_sightings by_place; /* cluster, namespace, workload, container, then digest */
    struct release_sightings blind;    /* without a pod; by reference */
};

struct release_index release_index_build(struct plim_arena *arena,
                                         const struct resource_facts *clusters,
                                         size_t cluster_count);

/* All that run this reference, anywhere. */
struct release_sightings release_index_reference(const struct release_index *index,
                                                 struct plim_str reference);

/* All pods of this workload's container. */
struct release_sightings release_index_place(const struct release_index *index,
                                             const struct resource_facts *cluster,
                                             const struct resource_workload *workload,
                                             const struct resource_container *container);

/* Why another digest of this reference may run unseen; empty when none can. */
struct plim_str release_index_blind_spot(const struct release_index *index,
                                         struct plim_str reference);

/* "registry/repository:tag"; of a text that is no reference the text itself. */
struct plim_str release_canonical(struct plim_arena *arena, struct plim_str reference);

#endif
