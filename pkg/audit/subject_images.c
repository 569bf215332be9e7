/* Images, and applications across environments: records joined from the facts of all clusters. */
#include "parity/parity.h"
#include "release/release.h"
#include "value/build.h"
#include "value/pack.h"

#include "ranges_priv.h"
#include "run_priv.h"

static const struct resource_facts *gather_facts(struct audit_run *run)
{
    struct resource_facts *facts =
        plim_arena_array(run->desired_arena, run->cluster_count, sizeof(*facts));
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        cluster->facts.site = (struct resource_site){
            .cluster = value_str(&cluster->name_value),
            .environment = value_str(&cluster->environment_value),
            .production = cluster->production_value.boolean,
        };
        facts[i] = cluster->facts; /* a view: released with the cluster */
    }
    return facts;
}

static const struct release_tag *read_tags(struct audit_run *run, const struct value *facts,
                                           size_t *count_out)
{
    const struct value *list = value_get(facts, "tags");
    struct release_tag *tags = plim_arena_array(run->desired_arena, value_len(list), sizeof(*tags));
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *tag = value_at(list, i);
        tags[i] = (struct release_tag){value_get_text(tag, "name"), value_get_text(tag, "commit")};
    }
    *count_out = value_len(list);
    return tags;
}

static const struct release_repository *gather_repositories(struct audit_run *run)
{
    size_t count = run->fleet->repository_count;
    struct release_repository *list = plim_arena_array(run->desired_arena, count, sizeof(*list));
    for (size_t i = 0; i < count; i++) {
        const struct audit_repository *repository = &run->fleet->repositories[i];
        list[i] = (struct release_repository){.name = repository->name,
                                              .images = repository->images,
                                              .image_count = repository->image_count,
                                              .unknown = run->repository_failures[i]};
        list[i].tags = read_tags(run, &run->repository_facts[i], &list[i].tag_count);
    }
    return list;
}

static size_t cluster_of(const struct resource_facts *all, const struct resource_facts *one)
{
    return (size_t)(one - all);
}

/* Why pods with other digests may run somewhere: of a cluster that told neither workloads nor pods.
 * Where workloads are known, the release module knows which references are in doubt. */
static struct plim_str find_dark_cluster(const struct audit_run *run)
{
    for (size_t i = 0; i < run->cluster_count; i++) {
        const struct resource_facts *facts = &run->clusters[i].facts;
        if (facts->workloads_unknown.len > 0 && facts->pods_unknown.len > 0)
            return facts->pods_unknown;
    }
    return (struct plim_str){0};
}

/* Two digests are proven; one, or none, is only what was seen so far. */
static void doubt_digests(struct plim_arena *arena, struct plim_str reason, struct value *record)
{
    const struct value *digests = value_get(record, "digestsOfReference");
    if (reason.len == 0 || value_is(digests, VALUE_UNKNOWN) || value_len(digests) > 1)
        return;
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < value_len(record); i++) {
        const struct value_entry *entry = &record->entries[i];
        bool doubtful = value_is_string(&entry->key, "digestsOfReference");
        value_map_add_str(&map, value_str(&entry->key),
                          doubtful ? value_unknown(reason) : entry->value);
    }
    *record = value_map_finish(&map);
}

/* What the images are judged with. */
struct images {
    const struct resource_facts *facts;
    struct plim_str dark;
};

static void judge_image(const struct audit_range *range, struct audit_worker *worker, size_t i)
{
    struct audit_run *run = range->run;
    const struct images *images = range->context;
    const struct release_image *image = &run->images.items[i];
    const struct resource_identity *identity = &image->workload->identity;
    size_t index = cluster_of(images->facts, image->cluster);
    const struct audit_desired *desired =
        audit_desired_find(&run->clusters[index], worker->scratch, identity);
    struct value record = release_record(&run->images, i, worker->scratch);
    doubt_digests(worker->scratch, images->dark, &record);
    value_pack_add(range->pack, &record);
    struct audit_place place = {
        .worker = worker,
        .cluster = &run->clusters[index],
        .cluster_position = index,
        .application = image->workload->application,
        .api_version = resource_api_version(worker->scratch, identity),
        .kind = identity->kind,
        .namespace = identity->namespace,
        .name = identity->name,
        .container = image->container->name,
        .manifest = desired ? desired->manifest : NULL,
    };
    audit_record_judge(run, POLICY_IMAGE, &record, &place);
}

static void judge_image_range(const struct audit_range *range, struct audit_worker *worker)
{
    for (size_t i = range->first; i < range->end; i++)
        judge_image(range, worker, i);
}

static void judge_images(struct audit_run *run, const struct resource_facts *facts)
{
    struct release_input *input = plim_arena_alloc(run->desired_arena, sizeof(*input));
    *input = (struct release_input){.clusters = facts,
                                    .cluster_count = run->cluster_count,
                                    .repositories = gather_repositories(run),
                                    .repository_count = run->fleet->repository_count};
    run->images = release_build(run->desired_arena, input);
    const struct images images = {facts, find_dark_cluster(run)};
    audit_ranges_run(run, run->images.len, run->image_records, judge_image_range, &images);
}

static const struct parity_environment *gather_environments(struct audit_run *run)
{
    size_t count = run->fleet->environment_count;
    struct parity_environment *list = plim_arena_array(run->desired_arena, count, sizeof(*list));
    for (size_t i = 0; i < count; i++)
        list[i] = (struct parity_environment){run->fleet->environments[i].name,
                                              run->fleet->environments[i].production};
    return list;
}

static const struct parity_allowance *gather_allowances(struct audit_run *run)
{
    size_t count = run->fleet->allowance_count;
    struct parity_allowance *list = plim_arena_array(run->desired_arena, count, sizeof(*list));
    for (size_t i = 0; i < count; i++) {
        const struct audit_allowance *allowance = &run->fleet->allowances[i];
        list[i] = (struct parity_allowance){.application = allowance->application,
                                            .kind = allowance->kind,
                                            .field = allowance->field,
                                            .reason = allowance->reason,
                                            .expires = allowance->expires};
    }
    return list;
}

/* Why no application was met at all, although environments could be compared. */
static struct plim_str find_blindness(const struct audit_run *run)
{
    for (size_t i = 0; run->fleet->environment_count >= 2 && i < run->cluster_count; i++) {
        if (run->clusters[i].facts.workloads_unknown.len > 0)
            return run->clusters[i].facts.workloads_unknown;
    }
    return (struct plim_str){0};
}

static void judge_parity_range(const struct audit_range *range, struct audit_worker *worker)
{
    const struct parity_applications *applications = &range->run->parity;
    for (size_t i = range->first; i < range->end; i++) {
        struct audit_place place = {.worker = worker,
                                    .application = applications->items[i].application};
        struct value record = parity_application_record(applications, i, worker->scratch);
        value_pack_add(range->pack, &record);
        audit_record_judge(range->run, POLICY_PARITY, &record, &place);
    }
}

static void judge_parity(struct audit_run *run, const struct resource_facts *facts)
{
    struct parity_input *input = plim_arena_alloc(run->desired_arena, sizeof(*input));
    *input = (struct parity_input){.environments = gather_environments(run),
                                   .environment_count = run->fleet->environment_count,
                                   .clusters = facts,
                                   .cluster_count = run->cluster_count,
                                   .allowances = gather_allowances(run),
                                   .allowance_count = run->fleet->allowance_count,
                                   .now = run->now};
    run->parity = parity_build(run->desired_arena, input);
    struct plim_str blind = run->parity.len == 0 ? find_blindness(run) : (struct plim_str){0};
    if (blind.len > 0)
        audit_subject_unread(run, NULL, POLICY_PARITY, blind);
    audit_ranges_run(run, run->parity.len, run->parity_records, judge_parity_range, NULL);
}

void audit_images_judge(struct audit_run *run)
{
    const struct resource_facts *facts = gather_facts(run);
    judge_images(run, facts);
    judge_parity(run, facts);
}
