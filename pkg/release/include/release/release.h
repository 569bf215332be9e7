/* What runs: every container image of the fleet, with the digests seen for it and its Git tag. */
#ifndef PLIM_RELEASE_RELEASE_H
#define PLIM_RELEASE_RELEASE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "resource/facts.h"
#include "value/value.h"

struct release_tag {
    struct plim_str name;
    struct plim_str commit;
};

/* A Git repository that images are built from. */
struct release_repository {
    struct plim_str name;
    const struct plim_str
        *images; /* globs over "registry/repository": the images it is declared source of */
    size_t image_count;
    const struct release_tag *tags;
    size_t tag_count;
    struct plim_str unknown; /* why the tags could not be read; empty: they were */
};

struct release_input {
    const struct resource_facts *clusters; /* sorted, in the order of the report */
    size_t cluster_count;
    const struct release_repository *repositories;
    size_t repository_count;
};

struct release_image {
    const struct resource_facts *cluster;
    const struct resource_workload *workload;
    const struct resource_container *container;
};

struct release_images {
    struct release_image *items; /* owned by the arena */
    size_t len;
    const struct release_build *build; /* what records are made of; the same */
};

/*
 * One entry per container of each top-level workload, in the order of clusters, workloads,
 * containers. Borrows from the input, which must outlive it. Threads: pure.
 */
struct release_images release_build(struct plim_arena *arena, const struct release_input *input);

/*
 * The `image` record of the i-th, made in `arena`.
 *
 * A digest list is unknown where pods that could hold another digest were not readable, unless two
 * digests are proven already. Borrows from the images. Threads: pure.
 */
struct value release_record(const struct release_images *images, size_t i,
                            struct plim_arena *arena);

/*
 * The Git tag that an image's tag names: `v{tag}`, `{tag}`, `{name}-{tag}`, `{name}-v{tag}`,
 * `{name}/{tag}`, `{name}/v{tag}` or `{name}@{tag}`, where {name} is the last part of the image's
 * repository and {tag} has no leading "v" before a digit. NULL when there is none.
 */
const struct release_tag *release_tag_find(const struct release_repository *repository,
                                           struct plim_str image_repository, struct plim_str tag);

#endif
