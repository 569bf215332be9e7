/* One record per repository: what Git tells joined with what its manifests tell. */
#include "manifest/repository.h"

#include "run_priv.h"

static const struct manifest_set **gather_sets(struct audit_run *run, size_t repository,
                                               size_t *count_out)
{
    const struct manifest_set **sets =
        plim_arena_array(run->arena, run->source_count, sizeof(const struct manifest_set *));
    *count_out = 0;
    for (size_t i = 0; i < run->source_count; i++) {
        const struct audit_source *source = &run->sources[i];
        if (source->repository == repository && source->failure.len == 0)
            sets[(*count_out)++] = &source->set;
    }
    return sets;
}

void audit_repositories_judge(struct audit_run *run)
{
    for (size_t i = 0; i < run->fleet->repository_count; i++) {
        size_t count = 0;
        const struct manifest_set **sets = gather_sets(run, i, &count);
        struct value record = run->repository_facts[i];
        if (run->repository_failures[i].len == 0)
            record =
                manifest_repository_record(run->arena, &record, sets, count, &run->request->clock);
        struct audit_place place = {
            .name = run->fleet->repositories[i].name,
            .kind = PLIM_STR("Repository"),
            .repository = run->fleet->repositories[i].name,
            .commit = value_get_text(&record, "commit"),
        };
        audit_record_judge(run, POLICY_REPOSITORY, &record, &place);
    }
}

void audit_subjects_judge(struct audit_run *run)
{
    audit_images_judge(run);
    audit_applications_judge(run);
    audit_relations_judge(run);
    audit_repositories_judge(run);
    audit_clusters_judge(run);
    audit_accounts_judge(run);
    audit_fleet_judge(run);
}
