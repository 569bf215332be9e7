#include <stdlib.h>
#include <string.h>

#include "resource/image.h"

#include "digest_priv.h"

struct plim_str release_canonical(struct plim_arena *arena, struct plim_str reference)
{
    struct resource_image image = {0};
    struct plim_err err = {0};
    if (resource_image_parse(arena, reference, &image, &err) != PLIM_OK)
        return reference;
    return resource_image_canonical(arena, &image);
}

static int compare_places(const struct release_sighting *a, const struct release_sighting *b)
{
    if (!a->pod || !b->pod)
        return (a->pod != NULL) - (b->pod != NULL);
    const struct plim_str pairs[][2] = {
        {a->cluster->site.cluster, b->cluster->site.cluster},
        {a->pod->namespace, b->pod->namespace},
        {a->pod->root.kind, b->pod->root.kind},
        {a->pod->root.name, b->pod->root.name},
        {a->container->name, b->container->name},
    };
    int order = 0;
    for (size_t i = 0; order == 0 && i < PLIM_LEN(pairs); i++)
        order = plim_str_compare(pairs[i][0], pairs[i][1]);
    return order;
}

static int by_reference(const void *left, const void *right)
{
    const struct release_sighting *a = left;
    const struct release_sighting *b = right;
    int order = plim_str_compare(a->reference, b->reference);
    if (order == 0)
        order = plim_str_compare(a->digest, b->digest);
    return order != 0 ? order : compare_places(a, b);
}

static int by_place(const void *left, const void *right)
{
    const struct release_sighting *a = left;
    const struct release_sighting *b = right;
    int order = compare_places(a, b);
    return order != 0 ? order : plim_str_compare(a->digest, b->digest);
}

static void sort(struct release_sightings *sightings, int (*compare)(const void *, const void *))
{
    if (sightings->len > 1)
        qsort(sightings->items, sightings->len, sizeof(*sightings->items), compare);
}

static void add_pods(struct plim_arena *arena, const struct resource_facts *cluster,
                     struct release_sightings *sightings)
{
    for (size_t i = 0; i < cluster->pod_count; i++) {
        const struct resource_pod *pod = &cluster->pods[i];
        for (size_t j = 0; j < pod->container_count; j++) {
            if (pod->containers[j].digest.len == 0)
                continue;
            sightings->items[sightings->len++] = (struct release_sighting){
                .reference = release_canonical(arena, pod->containers[j].image),
                .digest = pod->containers[j].digest,
                .cluster = cluster,
                .pod = pod,
                .container = &pod->containers[j],
            };
        }
    }
}

static void add_blind(struct plim_arena *arena, const struct resource_facts *cluster,
                      struct release_sightings *sightings)
{
    for (size_t i = 0; cluster->pods_unknown.len > 0 && i < cluster->workload_count; i++) {
        const struct resource_workload *workload = &cluster->workloads[i];
        for (size_t j = 0; j < workload->container_count; j++)
            sightings->items[sightings->len++] = (struct release_sighting){
                .reference = release_canonical(arena, workload->containers[j].image),
                .cluster = cluster,
            };
    }
}

struct release_index release_index_build(struct plim_arena *arena,
                                         const struct resource_facts *clusters,
                                         size_t cluster_count)
{
    size_t running = 0;
    size_t declared = 0;
    for (size_t i = 0; i < cluster_count; i++) {
        for (size_t j = 0; j < clusters[i].pod_count; j++)
            running += clusters[i].pods[j].container_count;
        for (size_t j = 0; j < clusters[i].workload_count; j++)
            declared += clusters[i].workloads[j].container_count;
    }
    struct release_index index = {0};
    size_t size = sizeof(struct release_sighting);
    index.by_reference.items = plim_arena_array(arena, running, size);
    index.by_place.items = plim_arena_array(arena, running, size);
    index.blind.items = plim_arena_array(arena, declared, size);
    for (size_t i = 0; i < cluster_count; i++) {
        add_pods(arena, &clusters[i], &index.by_reference);
        add_blind(arena, &clusters[i], &index.blind);
    }
    index.by_place.len = index.by_reference.len;
    if (index.by_place.len > 0)
        memcpy(index.by_place.items, index.by_reference.items, index.by_place.len * size);
    sort(&index.by_reference, by_reference);
    sort(&index.by_place, by_place);
    sort(&index.blind, by_reference);
    return index;
}

static int to_reference(const struct release_sighting *item, const struct release_sighting *wanted)
{
    return plim_str_compare(item->reference, wanted->reference);
}

/* The items that compare equal to `wanted`, in a list sorted so that they stand together. */
static struct release_sightings find_equal(const struct release_sightings *sorted,
                                           const struct release_sighting *wanted,
                                           int (*compare)(const struct release_sighting *,
                                                          const struct release_sighting *))
{
    size_t low = 0;
    size_t high = sorted->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&sorted->items[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < sorted->len && compare(&sorted->items[end], wanted) == 0)
        end++;
    return (struct release_sightings){sorted->items + low, end - low};
}

struct release_sightings release_index_reference(const struct release_index *index,
                                                 struct plim_str reference)
{
    const struct release_sighting wanted = {.reference = reference};
    return find_equal(&index->by_reference, &wanted, to_reference);
}

struct release_sightings release_index_place(const struct release_index *index,
                                             const struct resource_facts *cluster,
                                             const struct resource_workload *workload,
                                             const struct resource_container *container)
{
    const struct resource_identity *identity = &workload->identity;
    const struct resource_pod pod = {
        .namespace = identity->namespace,
        .root = {identity->group, identity->kind, identity->name},
    };
    const struct resource_pod_container of = {.name = container->name};
    const struct release_sighting wanted = {.cluster = cluster, .pod = &pod, .container = &of};
    return find_equal(&index->by_place, &wanted, compare_places);
}

struct plim_str release_index_blind_spot(const struct release_index *index,
                                         struct plim_str reference)
{
    const struct release_sighting wanted = {.reference = reference};
    struct release_sightings found = find_equal(&index->blind, &wanted, to_reference);
    return found.len > 0 ? found.items[0].cluster->pods_unknown : (struct plim_str){0};
}
