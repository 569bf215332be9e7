/* The AuditReport: design, section 9. Absent fields are left out; order never depends on threads.
 */
#include "value/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "policy/policy.h"
#include "value/pack.h"

#include "build_priv.h"
#include "ranges_priv.h"

static const char *const kube_state_names[] = {
    [KUBE_COMPLETE] = "complete", [KUBE_PARTIAL] = "partial", [KUBE_UNREACHABLE] = "unreachable"};

static struct value copy_text(struct audit_run *run, const char *text)
{
    return value_string_c(plim_arena_copy_c(run->arena, text));
}

/* Of flags; a document's paths would be told apart by where it lies. */
static void hash_flag(struct plim_sha256 *hash, const struct audit_repository *repository)
{
    plim_sha256_add_part(hash, repository->url);
    plim_sha256_add_part(hash, repository->revision);
    for (size_t i = 0; i < repository->path_count; i++)
        plim_sha256_add_part(hash, repository->paths[i].path);
}

/* The fleet as it was given; of flags, what they amount to. */
static void hash_fleet(const struct audit_run *run, char text_out[PLIM_SHA256_TEXT_BYTES])
{
    struct plim_sha256 *hash = plim_sha256_new();
    const struct audit_fleet *fleet = run->fleet;
    for (size_t i = 0; i < fleet->cluster_count; i++) {
        plim_sha256_add_part(hash, fleet->clusters[i].name);
        plim_sha256_add_part(hash, audit_fleet_environment_name(fleet, i));
        for (size_t k = 0; k < run->request->namespace_count; k++)
            plim_sha256_add_part(hash, run->request->namespaces[k]);
    }
    for (size_t i = 0; i < fleet->repository_count; i++) {
        plim_sha256_add_part(hash, fleet->repositories[i].name);
        if (!fleet->document.value)
            hash_flag(hash, &fleet->repositories[i]);
    }
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct plim_err err = {0};
    if (fleet->document.value &&
        value_json_write(fleet->document.value, VALUE_JSON_COMPACT, &buf, &err) == PLIM_OK)
        plim_sha256_add_part(hash, plim_buf_str(&buf));
    plim_sha256_finish(hash, text_out);
}

/* The models and practice libraries in use, in their order. */
static void hash_models(const struct value *assessments, char text_out[PLIM_SHA256_TEXT_BYTES])
{
    struct plim_sha256 *hash = plim_sha256_new();
    for (size_t i = 0; i < value_len(assessments); i++) {
        const struct value *inputs = value_get(value_at(assessments, i), "inputs");
        plim_sha256_add_part(hash, value_get_text(inputs, "modelDigest"));
        plim_sha256_add_part(hash, value_get_text(inputs, "libraryDigest"));
    }
    plim_sha256_finish(hash, text_out);
}

/* Of AuditPolicies alone, their own digest. */
static void hash_policies(const struct audit_run *run, char text_out[PLIM_SHA256_TEXT_BYTES])
{
    const char *own = policy_set_digest(run->request->policies);
    if (run->door_count == 0) {
        memcpy(text_out, own, PLIM_SHA256_TEXT_BYTES);
        return;
    }
    struct plim_sha256 *hash = plim_sha256_new();
    plim_sha256_add_part(hash, plim_str_from(own));
    for (size_t i = 0; i < run->door_count; i++)
        plim_sha256_add_part(hash, plim_str_from(admission_door_digest(run->doors[i].door)));
    plim_sha256_finish(hash, text_out);
}

static struct value make_inputs(struct audit_run *run, const struct value *assessments)
{
    char fleet[PLIM_SHA256_TEXT_BYTES];
    char policies[PLIM_SHA256_TEXT_BYTES];
    char models[PLIM_SHA256_TEXT_BYTES];
    hash_fleet(run, fleet);
    hash_policies(run, policies);
    hash_models(assessments, models);
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "fleet", copy_text(run, fleet));
    value_map_add(&map, "policies", copy_text(run, policies));
    value_map_add(&map, "models", copy_text(run, models));
    return value_map_finish(&map);
}

static struct value make_run(struct audit_run *run, const struct value *inputs)
{
    char started[PLIM_TIME_TEXT_BYTES];
    (void)plim_time_format(run->now, started);
    char digest[PLIM_SHA256_TEXT_BYTES];
    struct plim_sha256 *hash = plim_sha256_new();
    plim_sha256_add_part(hash, value_get_text(inputs, "fleet"));
    plim_sha256_add_part(hash, value_get_text(inputs, "policies"));
    plim_sha256_add_part(hash, value_get_text(inputs, "models"));
    plim_sha256_add_part(hash, plim_str_from(started));
    plim_sha256_finish(hash, digest);
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "id",
                  value_string_c(plim_arena_printf(run->arena, "%s-%.8s", started, digest)));
    value_map_add(&map, "startedAt", copy_text(run, started));
    value_map_add(&map, "seconds",
                  value_double(plim_clock_elapsed(&run->request->clock) - run->started));
    value_map_add(&map, "version", value_string_c(run->request->version));
    if (run->interruption.code != PLIM_OK) {
        value_map_add(&map, "interrupted", value_bool(true));
        value_map_add(&map, "reason", copy_text(run, run->interruption.msg));
    }
    return value_map_finish(&map);
}

static struct value list_warnings(struct audit_run *run, const struct kube_cluster_report *report)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < report->warning_len; i++)
        value_list_add(&list, value_string_c(report->warnings[i]));
    return value_list_finish(&list);
}

static struct value make_cluster(struct audit_run *run, const struct audit_cluster_run *cluster)
{
    const struct kube_cluster_report *report = cluster->report;
    struct kube_statistics statistics = report ? report->statistics : (struct kube_statistics){0};
    enum kube_state state = report ? report->state : KUBE_UNREACHABLE;
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "name", cluster->name_value);
    value_map_add_text(&map, "environment", value_str(&cluster->environment_value));
    if (cluster->cluster)
        value_map_add(&map, "server", copy_text(run, cluster->cluster->server));
    value_map_add_text(&map, "uid", cluster->uid);
    if (report && report->version)
        value_map_add(&map, "version", copy_text(run, report->version));
    if (cluster->same_as)
        value_map_add(&map, "sameAs", cluster->same_as->name_value);
    value_map_add(&map, "state", value_string_c(kube_state_names[state]));
    struct value scope = audit_build_scope(run, cluster);
    if (value_len(&scope) > 0)
        value_map_add(&map, "namespaces", scope);
    value_map_add(&map, "objects", value_int((int64_t)statistics.objects));
    value_map_add(&map, "seconds", value_double(statistics.seconds));
    value_map_add(&map, "throttledSeconds", value_double(statistics.throttled_seconds));
    value_map_add(&map, "unread", audit_unread_list(run, cluster));
    if (report && report->warning_len > 0)
        value_map_add(&map, "warnings", list_warnings(run, report));
    struct value built = value_map_finish(&map);
    return value_copy(run->arena, &built);
}

static struct value make_problem(struct plim_arena *arena, const char *path, struct plim_str reason)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "path", value_string_c(path[0] ? path : "."));
    value_map_add(&map, "reason", value_string(reason));
    return value_map_finish(&map);
}

static struct value list_problems(struct audit_run *run, size_t repository)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < run->source_count; i++) {
        const struct audit_source *source = &run->sources[i];
        if (source->repository != repository)
            continue;
        char *subpath = plim_arena_copy(run->arena, source->subpath.text, source->subpath.len);
        if (source->failure.len > 0)
            value_list_add(&list, make_problem(run->arena, subpath, source->failure));
        for (size_t k = 0; k < source->set.unreadable_count; k++)
            value_list_add(&list, make_problem(run->arena, source->set.unreadable[k].path,
                                               plim_str_from(source->set.unreadable[k].reason)));
    }
    return value_list_finish(&list);
}

/* Objects and applications that the repository declares, summed over the clusters. */
static void count_declared(struct audit_run *run, size_t repository, struct value_map_builder *map)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *names = plim_map_new();
    size_t objects = 0;
    for (size_t i = 0; i < run->cluster_count; i++) {
        for (size_t k = 0; k < run->clusters[i].desired_count; k++) {
            const struct audit_desired *desired = &run->clusters[i].desired[k];
            if (!audit_desired_counts(desired) || desired->source->repository != repository)
                continue;
            objects++;
            struct plim_str name = desired->application;
            if (name.len > 0)
                plim_map_set(names, plim_arena_copy(run->desired_arena, name.text, name.len),
                             names);
        }
    }
    value_map_add(map, "objects", value_int((int64_t)objects));
    value_map_add(map, "applications", value_int((int64_t)plim_map_len(names)));
}

static struct value make_repository(struct audit_run *run, size_t i)
{
    const struct audit_repository *repository = &run->fleet->repositories[i];
    const struct value *facts = &run->repository_facts[i];
    struct plim_str failure = run->repository_failures[i];
    struct value problems = list_problems(run, i);
    bool partial = value_len(&problems) > 0;
    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "name", value_string(repository->name));
    value_map_add_text(&map, "url", value_get_text(facts, "url"));
    value_map_add(&map, "requested", value_string(repository->revision));
    value_map_add_text(&map, "revision", value_get_text(facts, "commit"));
    value_map_add(&map, "state",
                  value_string_c(failure.len > 0 ? "unreachable"
                                 : partial       ? "partial"
                                                 : "complete"));
    value_map_add_text(&map, "reason", failure);
    count_declared(run, i, &map);
    value_map_add(&map, "unread", problems);
    struct value built = value_map_finish(&map);
    return value_copy(run->arena, &built);
}

static struct value make_results(struct audit_run *run)
{
    struct value_map_builder map = {.arena = run->arena};
    for (size_t i = 0; i < FINDING_STATES; i++)
        value_map_add(&map, finding_state_names[i], value_int((int64_t)run->workers[0].results[i]));
    return value_map_finish(&map);
}

static void build_range(const struct audit_range *range, struct audit_worker *worker)
{
    const struct finding_list *findings = range->context;
    for (size_t i = range->first; i < range->end; i++) {
        struct finding finding = finding_list_get(findings, i);
        struct value built = audit_build_finding(worker->scratch, &finding);
        value_pack_add(range->pack, &built);
        plim_arena_reset(worker->scratch);
    }
}

static struct value list_findings(struct audit_run *run)
{
    const struct finding_list *findings = &run->workers[0].findings;
    struct value_pack *pack = audit_pack_new(run);
    audit_ranges_run(run, findings->len, pack, build_range, findings);
    return value_pack_list(pack);
}

/* Add a part that borrows from what ends with the run. */
static void add_part(struct audit_run *run, struct value_map_builder *map, const char *key,
                     struct value part)
{
    value_map_add(map, key, value_copy(run->arena, &part));
}

struct value audit_report_build(struct audit_run *run, struct value assessments)
{
    struct value inputs = make_inputs(run, &assessments);
    struct value_list_builder clusters = {.arena = run->arena};
    struct value_list_builder repositories = {.arena = run->arena};
    for (size_t i = 0; i < run->fleet->cluster_count; i++)
        value_list_add(&clusters, make_cluster(run, &run->clusters[i]));
    for (size_t i = 0; i < run->fleet->repository_count; i++)
        value_list_add(&repositories, make_repository(run, i));

    struct value_map_builder map = {.arena = run->arena};
    value_map_add(&map, "apiVersion", value_string_c("plimsoll.dev/v1alpha1"));
    value_map_add(&map, "kind", value_string_c("AuditReport"));
    add_part(run, &map, "run", make_run(run, &inputs));
    add_part(run, &map, "inputs", inputs);
    value_map_add(&map, "clusters", value_list_finish(&clusters));
    value_map_add(&map, "repositories", value_list_finish(&repositories));
    value_map_add(&map, "results", make_results(run));
    add_part(run, &map, "summary", audit_build_summary(run));
    value_map_add(&map, "findings", list_findings(run));
    add_part(run, &map, "coverage", audit_build_coverage(run));
    add_part(run, &map, "assessments", assessments);
    return value_map_finish(&map);
}
