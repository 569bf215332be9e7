#include "release/release.h"

#include "resource/image.h"
#include "value/build.h"

#include "digest_priv.h"

struct release_build {
    struct plim_arena *arena; /* of what is made */
    const struct release_input *input;
    struct release_index index;
};

/* One container with its image taken apart. */
struct subject {
    const struct resource_facts *cluster;
    const struct resource_workload *workload;
    const struct resource_container *container;
    struct resource_image image;
    struct plim_str canonical;
    struct release_sightings sightings; /* of the same reference, all over the fleet */
};

/* Sorted by digest already. */
static void add_once(struct value_list_builder *list, struct plim_str digest)
{
    if (list->len == 0 || !plim_str_equal(value_str(&list->items[list->len - 1]), digest))
        value_list_add(list, value_string(digest));
}

static void add_running(struct release_build *build, const struct subject *subject,
                        struct value_map_builder *record)
{
    struct plim_str unknown = subject->cluster->pods_unknown;
    struct release_sightings pods =
        release_index_place(&build->index, subject->cluster, subject->workload, subject->container);
    struct value_list_builder digests = {.arena = build->arena};
    for (size_t i = 0; i < pods.len; i++)
        add_once(&digests, pods.items[i].digest);
    bool known = unknown.len == 0;
    value_map_add(record, "runningDigests",
                  known ? value_list_finish(&digests) : value_unknown(unknown));
    value_map_add(record, "running", known ? value_int((int64_t)pods.len) : value_unknown(unknown));
}

static struct value make_site(struct release_build *build, const struct release_sighting *sighting)
{
    struct value_map_builder site = {.arena = build->arena};
    value_map_add(&site, "digest", value_string(sighting->digest));
    value_map_add(&site, "cluster", value_string(sighting->cluster->site.cluster));
    value_map_add(&site, "namespace", value_string(sighting->pod->namespace));
    value_map_add(&site, "workload", value_string(sighting->pod->root.name));
    return value_map_finish(&site);
}

static void add_fleet_digests(struct release_build *build, const struct subject *subject,
                              struct value_map_builder *record)
{
    struct value_list_builder digests = {.arena = build->arena};
    struct value_list_builder sites = {.arena = build->arena};
    for (size_t i = 0; i < subject->sightings.len; i++) {
        struct value site = make_site(build, &subject->sightings.items[i]);
        add_once(&digests, subject->sightings.items[i].digest);
        if (sites.len == 0 || !value_equal(&sites.items[sites.len - 1], &site))
            value_list_add(&sites, site);
    }
    struct plim_str unknown = {0};
    if (digests.len < 2)
        unknown = release_index_blind_spot(&build->index, subject->canonical);
    value_map_add(record, "digestsOfReference",
                  unknown.len > 0 ? value_unknown(unknown) : value_list_finish(&digests));
    value_map_add(record, "digestSites", value_list_finish(&sites));
}

static bool is_source_of(const struct release_repository *repository, struct plim_str image)
{
    for (size_t i = 0; i < repository->image_count; i++) {
        if (plim_str_matches_glob(image, repository->images[i]))
            return true;
    }
    return false;
}

static struct value make_git_tag(struct plim_arena *arena, const struct release_tag *tag,
                                 struct plim_str repository)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "found", value_bool(tag != NULL));
    value_map_add(&map, "name", value_string(tag ? tag->name : (struct plim_str){0}));
    value_map_add(&map, "commit", value_string(tag ? tag->commit : (struct plim_str){0}));
    value_map_add(&map, "repository", value_string(repository));
    return value_map_finish(&map);
}

/* "registry.example.org/shop/cart" */
static struct plim_str full_name(struct release_build *build, const struct resource_image *image)
{
    const struct plim_str parts[] = {image->registry, image->repository};
    return plim_str_from(plim_arena_join(build->arena, parts, PLIM_LEN(parts), '/'));
}

static struct value find_git_tag(struct release_build *build, const struct resource_image *image)
{
    struct plim_str name = full_name(build, image);
    const struct release_repository *source = NULL;
    struct plim_str unknown = {0};
    for (size_t i = 0; i < build->input->repository_count; i++) {
        const struct release_repository *repository = &build->input->repositories[i];
        if (!is_source_of(repository, name))
            continue;
        const struct release_tag *tag = release_tag_find(repository, image->repository, image->tag);
        if (tag)
            return make_git_tag(build->arena, tag, repository->name);
        if (repository->unknown.len > 0)
            unknown = repository->unknown;
        source = repository;
    }
    if (unknown.len > 0)
        return value_unknown(unknown);
    if (source)
        return make_git_tag(build->arena, NULL, source->name);
    const struct plim_str parts[] = {PLIM_STR("no repository is declared as the source of "), name};
    return value_unknown(
        plim_str_from(plim_arena_join(build->arena, parts, PLIM_LEN(parts), '\0')));
}

/* Once some repository says which images are its own, all others are other people's; before that
 * nobody knows. */
static struct value is_declared(struct release_build *build, const struct resource_image *image)
{
    struct plim_str name = full_name(build, image);
    bool any = false;
    for (size_t i = 0; i < build->input->repository_count; i++) {
        if (is_source_of(&build->input->repositories[i], name))
            return value_bool(true);
        any = any || build->input->repositories[i].image_count > 0;
    }
    if (any)
        return value_bool(false);
    return value_unknown(PLIM_STR("no repository is declared as the source of any image"));
}

static void add_place(struct release_build *build, const struct subject *subject,
                      struct value_map_builder *record)
{
    const struct resource_site *site = &subject->cluster->site;
    const struct resource_identity *identity = &subject->workload->identity;
    struct value_map_builder workload = {.arena = build->arena};
    value_map_add(&workload, "apiVersion",
                  value_string(resource_api_version(build->arena, identity)));
    value_map_add(&workload, "kind", value_string(identity->kind));
    value_map_add(&workload, "name", value_string(identity->name));

    value_map_add(record, "cluster", value_string(site->cluster));
    value_map_add(record, "environment", value_string(site->environment));
    value_map_add(record, "production", value_bool(site->production));
    value_map_add(record, "application", value_string(subject->workload->application));
    value_map_add(record, "namespace", value_string(identity->namespace));
    value_map_add(record, "workload", value_map_finish(&workload));
    value_map_add(record, "container", value_string(subject->container->name));
    value_map_add(record, "containerType",
                  value_string_c(resource_container_names[subject->container->type]));
}

static void add_reference(const struct resource_image *image, struct value_map_builder *record)
{
    struct resource_version version = {-1, -1, -1, {0}, {0}};
    bool semver = resource_version_parse(image->tag, &version);
    value_map_add(record, "reference", value_string(image->reference));
    value_map_add(record, "registry", value_string(image->registry));
    value_map_add(record, "registryStated", value_bool(image->registry_stated));
    value_map_add(record, "repository", value_string(image->repository));
    value_map_add(record, "tag", value_string(image->tag));
    value_map_add(record, "digest", value_string(image->digest));
    value_map_add(record, "semver", value_bool(semver));
    value_map_add(record, "prerelease", value_bool(version.prerelease.len > 0));
    value_map_add(record, "major", value_int(version.major));
    value_map_add(record, "minor", value_int(version.minor));
    value_map_add(record, "patch", value_int(version.patch));
}

/* What could not be split is all repository: no policy on tags or registries can pass by it. */
static struct resource_image split(struct plim_arena *arena, struct plim_str reference,
                                   struct plim_str *problem_out)
{
    struct resource_image image = {0};
    struct plim_err err = {0};
    if (resource_image_parse(arena, reference, &image, &err) == PLIM_OK)
        return image;
    *problem_out = plim_str_from(plim_arena_copy_c(arena, err.msg));
    return (struct resource_image){.reference = reference, .repository = reference};
}

static struct value build_record(struct release_build *build, struct subject *subject)
{
    struct plim_str problem = {0};
    subject->image = split(build->arena, subject->container->image, &problem);
    subject->canonical = release_canonical(build->arena, subject->container->image);
    subject->sightings = release_index_reference(&build->index, subject->canonical);

    struct value_map_builder record = {.arena = build->arena};
    add_place(build, subject, &record);
    add_reference(&subject->image, &record);
    add_running(build, subject, &record);
    add_fleet_digests(build, subject, &record);
    value_map_add(&record, "sourceDeclared", is_declared(build, &subject->image));
    value_map_add(&record, "gitTag",
                  problem.len > 0 ? value_unknown(problem) : find_git_tag(build, &subject->image));
    return value_map_finish(&record);
}

static size_t count_containers(const struct release_input *input)
{
    size_t count = 0;
    for (size_t i = 0; i < input->cluster_count; i++) {
        for (size_t j = 0; j < input->clusters[i].workload_count; j++)
            count += input->clusters[i].workloads[j].container_count;
    }
    return count;
}

static void add_workload(const struct resource_facts *cluster,
                         const struct resource_workload *workload, struct release_images *images)
{
    for (size_t i = 0; workload->top_level && i < workload->container_count; i++)
        images->items[images->len++] = (struct release_image){
            .cluster = cluster,
            .workload = workload,
            .container = &workload->containers[i],
        };
}

struct release_images release_build(struct plim_arena *arena, const struct release_input *input)
{
    struct release_build *build = plim_arena_alloc(arena, sizeof(*build));
    build->input = input;
    build->index = release_index_build(arena, input->clusters, input->cluster_count);
    struct release_images images = {
        .items = plim_arena_array(arena, count_containers(input), sizeof(*images.items)),
        .build = build,
    };
    for (size_t i = 0; i < input->cluster_count; i++) {
        for (size_t j = 0; j < input->clusters[i].workload_count; j++)
            add_workload(&input->clusters[i], &input->clusters[i].workloads[j], &images);
    }
    return images;
}

struct value release_record(const struct release_images *images, size_t i, struct plim_arena *arena)
{
    const struct release_image *image = &images->items[i];
    struct release_build build = *images->build;
    struct subject subject = {
        .cluster = image->cluster,
        .workload = image->workload,
        .container = image->container,
    };
    build.arena = arena;
    return build_record(&build, &subject);
}
