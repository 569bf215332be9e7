#include <stdlib.h>

#include "base/alloc.h"
#include "http/client.h"
#include "kube/cache.h"
#include "policy/exemption.h"
#include "snapshot/foreign.h"
#include "snapshot/reader.h"
#include "snapshot/writer.h"
#include "value/pack.h"

#include "route_priv.h"
#include "run_priv.h"

static void free_pack(void *pack)
{
    value_pack_free(pack);
}

struct value_pack *audit_pack_new(struct audit_run *run)
{
    struct value_pack *pack = value_pack_new();
    plim_arena_own(run->arena, free_pack, pack);
    return pack;
}

static void start_workers(struct audit_run *run)
{
    run->image_records = audit_pack_new(run);
    run->parity_records = audit_pack_new(run);
    run->pool = plim_pool_new(0);
    run->worker_count = plim_pool_threads(run->pool);
    run->workers = plim_calloc(run->worker_count, sizeof(*run->workers));
    for (size_t i = 0; i < run->worker_count; i++) {
        struct audit_worker *worker = &run->workers[i];
        worker->keep = plim_arena_new();
        worker->texts = plim_intern_new(worker->keep);
        worker->findings.texts = worker->texts;
        worker->scratch = plim_arena_new();
        worker->session = policy_session_new(run->request->policies, run->now);
        worker->tallies = policy_tallies_new(run->request->policies);
        worker->doubtful = policy_tallies_new(run->request->policies);
        worker->run = run;
        worker->exemption_used = plim_calloc(policy_set_exemption_len(run->request->policies) + 1,
                                             sizeof(*worker->exemption_used));
        worker->clusters = plim_calloc(run->cluster_count, sizeof(*worker->clusters));
        for (size_t k = 0; k < run->cluster_count; k++) {
            worker->clusters[k].facts.texts = worker->texts;
            worker->clusters[k].relations.texts = worker->texts;
            worker->clusters[k].blind = plim_map_new();
            audit_applications_init(&worker->clusters[k].applications, worker->texts);
        }
    }
}

static void free_worker(struct audit_run *run, struct audit_worker *worker)
{
    for (size_t k = 0; k < run->cluster_count; k++) {
        resource_facts_release(&worker->clusters[k].facts);
        audit_applications_release(&worker->clusters[k].applications);
        audit_rights_release(&worker->clusters[k].rights);
        relation_facts_release(&worker->clusters[k].relations);
        audit_ownership_release(&worker->clusters[k].ownership);
        plim_map_free(worker->clusters[k].blind);
        free(worker->clusters[k].kept.items);
        audit_annotations_release(&worker->clusters[k].annotated);
    }
    free(worker->clusters);
    free(worker->tallies);
    free(worker->doubtful);
    free(worker->exemption_used);
    finding_list_release(&worker->findings);
    policy_session_free(worker->session);
    audit_doors_release(worker, run->door_count);
    plim_intern_free(worker->texts);
    plim_arena_free(worker->scratch);
    plim_arena_free(worker->keep);
}

static void free_cluster(struct audit_cluster_run *cluster)
{
    kube_cluster_free(cluster->cluster);
    if (cluster->replay)
        cluster->replay->free(cluster->replay);
    snapshot_reader_free(cluster->capture);
    snapshot_foreign_free(cluster->foreign);
    plim_map_free(cluster->desired_by_key);
    plim_map_free(cluster->namespaces);
    plim_map_free(cluster->argocd);
    free(cluster->kept.items);
    free(cluster->lists);
    free(cluster->blind_kinds);
    free(cluster->schemas);
    audit_agents_release(&cluster->agents);
    resource_facts_release(&cluster->facts);
    audit_applications_release(&cluster->applications);
    audit_rights_release(&cluster->rights);
    relation_joins_free(cluster->joins); /* before the facts that they join */
    relation_facts_release(&cluster->relations);
    audit_annotations_release(&cluster->annotated);
    audit_ownership_release(&cluster->ownership);
}

static void release(struct audit_run *run)
{
    kube_reader_free(run->reader); /* before the pool that it borrows */
    plim_pool_free(run->pool);
    for (size_t i = 0; run->workers && i < run->worker_count; i++)
        free_worker(run, &run->workers[i]);
    free(run->workers);
    audit_desired_release(run);
    for (size_t i = 0; i < run->cluster_count; i++)
        free_cluster(&run->clusters[i]);
    for (size_t i = 0; i < run->door_only_count; i++)
        free_cluster(&run->door_only[i]);
    audit_route_free(run->route);
    if (run->recording)
        run->recording->free(run->recording);
    if (run->cache)
        run->cache->free(run->cache);
    if (run->live)
        run->live->free(run->live);
    kube_plugins_free(run->plugins); /* after the clusters and the transport that ask it */
    kube_config_free(run->config);
    plim_intern_free(run->texts);
    plim_arena_free(run->desired_arena);
}

/* What answers requests: the capture, or the network, with a recorder before it if wanted. */
static enum plim_code open_transport(struct audit_run *run, struct plim_err *err)
{
    const struct audit_request *request = run->request;
    struct audit_limits limits = audit_limits_or(request->limits, run->fleet->limits);
    struct http_client_config config = {
        .version = request->version, .seed = 1, .in_flight_total = limits.in_flight_total};
    if (request->replay)
        run->live = snapshot_reader_replay(request->replay);
    else if (http_client_new(&config, &run->live, err) != PLIM_OK)
        return err->code;
    run->live->cancel = request->cancel;
    if (request->places.cluster_cache_dir && !request->replay)
        run->cache = kube_cache_new(run->live, request->places.cluster_cache_dir);
    run->plugins = kube_plugins_new(&request->plugins);
    run->route = audit_route_new(run->cache ? run->cache : run->live);
    run->transport = audit_route_transport(run->route);
    if (request->record) {
        run->recording = snapshot_writer_record(request->record, run->transport);
        run->transport = run->recording;
    }
    return PLIM_OK;
}

static void set_application_rule(struct audit_run *run)
{
    if (run->fleet->application_label.len == 0)
        run->application_rule = resource_application_default;
    else
        run->application_rule =
            (struct resource_application_rule){&run->fleet->application_label, 1};
}

/* One reason in one cluster is one finding per policy, whichever worker met it first. */
static bool repeats(const struct finding *before, const struct finding *finding)
{
    return (before->state == FINDING_UNKNOWN || before->state == FINDING_SKIP) &&
           finding->state == before->state && before->name.len == 0 && finding->name.len == 0 &&
           plim_str_equal(before->cluster, finding->cluster) &&
           plim_str_equal(before->policy, finding->policy) &&
           plim_str_equal(before->container, finding->container) &&
           plim_str_equal(before->subject, finding->subject) &&
           plim_str_equal(before->application, finding->application) &&
           plim_str_equal(before->source.path, finding->source.path) &&
           plim_str_equal(before->reason, finding->reason);
}

static void gather_results(struct audit_run *run)
{
    struct audit_worker *first = &run->workers[0];
    for (size_t i = 1; i < run->worker_count; i++) {
        const struct audit_worker *worker = &run->workers[i];
        policy_tallies_add(first->tallies, worker->tallies, policy_set_len(run->request->policies));
        finding_list_merge(&first->findings, &run->workers[i].findings);
        for (size_t k = 0; k < FINDING_STATES; k++)
            first->results[k] += worker->results[k];
    }
    finding_list_sort(&first->findings);
    finding_list_drop_repeated(&first->findings, repeats);
}

/* What is desired, and whom to ask about the rest. */
static enum plim_code prepare(struct audit_run *run, struct plim_err *err)
{
    if (open_transport(run, err) != PLIM_OK || audit_clusters_connect(run, err) != PLIM_OK)
        return err->code;
    start_workers(run);
    if (audit_doors_find(run, err) != PLIM_OK)
        return err->code;
    audit_doors_open(run);
    return audit_desired_read(run, err);
}

static enum plim_code collect(struct audit_run *run, struct plim_err *err)
{
    if (prepare(run, err) != PLIM_OK)
        return err->code;
    audit_collect(run);
    (void)!plim_cancel_check(run->request->cancel, &run->interruption);
    return PLIM_OK;
}

static enum plim_code plan(struct audit_run *run, struct plim_err *err)
{
    if (run->fleet->cluster_count > 0) {
        if (prepare(run, err) != PLIM_OK)
            return err->code;
        audit_plan_all(run);
        return PLIM_OK;
    }
    struct audit_fleet *assumed = plim_arena_alloc(run->arena, sizeof(*assumed));
    *assumed = *run->fleet;
    assumed->clusters = plim_arena_array(run->arena, 1, sizeof(*assumed->clusters));
    assumed->cluster_count = 1;
    run->fleet = assumed;
    run->cluster_count = 1;
    run->clusters = plim_arena_array(run->arena, 1, sizeof(*run->clusters));
    run->clusters[0].name_value = value_string_c("");
    start_workers(run);
    if (run->request->policies_from_count > 0 &&
        (open_transport(run, err) != PLIM_OK || audit_doors_plan(run, err) != PLIM_OK))
        return err->code;
    audit_plan_assume(run, &run->clusters[0]);
    return PLIM_OK;
}

/* Of files, and of clusters that nothing else is asked of. */
static enum plim_code open_doors(struct audit_run *run, struct plim_err *err)
{
    if (audit_doors_ask(run->request) && open_transport(run, err) != PLIM_OK)
        return err->code;
    if (audit_doors_find(run, err) != PLIM_OK)
        return err->code;
    audit_doors_open(run);
    return PLIM_OK;
}

static enum plim_code judge(struct audit_run *run, struct value *report_out, struct plim_err *err)
{
    struct value assessments = value_list(NULL, 0);
    bool offline = run->request->manifest_count > 0;
    if (offline) {
        run->cluster_count = 1;
        run->clusters = plim_arena_array(run->arena, 1, sizeof(*run->clusters));
        run->clusters[0].name_value = value_string_c("");
        run->clusters[0].environment_value = value_string_c("");
        run->clusters[0].production_value = value_bool(false);
        start_workers(run);
        if (audit_manifests_read(run, err) != PLIM_OK || open_doors(run, err) != PLIM_OK ||
            audit_manifests_judge(run, err) != PLIM_OK)
            return err->code;
    } else if (collect(run, err) != PLIM_OK) {
        return err->code;
    } else {
        audit_subjects_judge(run);
    }
    audit_doors_tell_gaps(run);
    audit_unloaded_tell(run);
    audit_exemptions_judge(run);
    gather_results(run);
    if (!offline && audit_assess(run, &assessments, err) != PLIM_OK)
        return err->code;
    *report_out = audit_report_build(run, assessments);
    return PLIM_OK;
}

static struct audit_run start(const struct audit_request *request, struct plim_arena *arena)
{
    struct audit_run run = {
        .request = request,
        .fleet = request->fleet,
        .arena = arena,
        .now = plim_clock_now(&request->clock),
        .started = plim_clock_elapsed(&request->clock),
        .desired_arena = plim_arena_new(),
        .wants_facts = audit_wants_facts(request->policies),
        .wants_relations = policy_set_subject_len(request->policies, POLICY_RELATION) > 0 ||
                           policy_set_subject_len(request->policies, POLICY_NAMESPACE) > 0,
    };
    run.texts = plim_intern_new(run.desired_arena);
    audit_doors_take(&run);
    return run;
}

enum plim_code audit_run(struct plim_arena *arena, const struct audit_request *request,
                         struct value *report_out, struct plim_err *err)
{
    struct audit_run run = start(request, arena);
    set_application_rule(&run);
    enum plim_code code = judge(&run, report_out, err);
    release(&run);
    return code;
}

enum plim_code audit_capture(const struct audit_request *request, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct audit_run run = start(request, arena);
    set_application_rule(&run);
    enum plim_code code = collect(&run, err);
    release(&run);
    if (code == PLIM_OK && run.interruption.code != PLIM_OK) {
        *err = run.interruption;
        return err->code;
    }
    return code;
}

enum plim_code audit_explain(struct plim_arena *arena, const struct audit_request *request,
                             struct value *plan_out, struct plim_err *err)
{
    struct audit_run run = start(request, arena);
    set_application_rule(&run);
    enum plim_code code = plan(&run, err);
    if (code == PLIM_OK)
        *plan_out = audit_plan_build(&run);
    release(&run);
    return code;
}
