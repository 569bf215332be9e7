#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/log.h"
#include "maturity/document.h"
#include "policy/lint.h"
#include "policy/policy.h"
#include "snapshot/foreign.h"
#include "snapshot/reader.h"
#include "value/json.h"

#include "documents.h"
#include "door_inputs.h"
#include "policy_inputs.h"
#include "progress.h"
#include "saved_report.h"
#include "session_scope.h"
#include "version.h"

static const char default_fleet[] = "plimsoll.yaml";

enum plim_code session_clock(const char *now, struct plim_clock *clock_out, struct plim_err *err)
{
    *clock_out = (struct plim_clock){0};
    if (!now)
        return PLIM_OK;
    if (plim_time_parse(plim_str_from(now), &clock_out->seconds, err) != PLIM_OK)
        return plim_err_wrap(err, "--now");
    clock_out->fixed = true;
    return PLIM_OK;
}

static enum plim_code parse_flags_document(struct session *session, struct plim_str text,
                                           struct plim_err *err)
{
    struct value flags = {0};
    if (value_json_read(session->arena, text, &flags, err) != PLIM_OK)
        return plim_err_wrap(err, "capture: flags.json");
    const char *contexts[64];
    const char *repos[64];
    const struct value *context_list = value_get(&flags, "contexts");
    const struct value *repo_list = value_get(&flags, "repos");
    if (value_len(context_list) > PLIM_LEN(contexts) || value_len(repo_list) > PLIM_LEN(repos))
        return plim_err_set(err, PLIM_LIMIT,
                            "capture: flags.json: more than 64 contexts or repositories");
    for (size_t i = 0; i < value_len(context_list); i++) {
        struct plim_str item = value_str(value_at(context_list, i));
        contexts[i] = plim_arena_copy(session->arena, item.text, item.len);
    }
    for (size_t i = 0; i < value_len(repo_list); i++) {
        struct plim_str item = value_str(value_at(repo_list, i));
        repos[i] = plim_arena_copy(session->arena, item.text, item.len);
    }
    struct audit_flags given = {contexts, value_len(context_list), repos, value_len(repo_list)};
    return audit_fleet_from_flags(session->arena, &given, &session->fleet, err);
}

/* The fleet as it was when the capture was made. */
static enum plim_code open_capture(struct session *session, const char *dir, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    if (snapshot_reader_open(dir, &session->replay, err) != PLIM_OK)
        return err->code;
    bool flags = !snapshot_has(session->replay, "fleet.yaml");
    if (snapshot_get(session->replay, flags ? "flags.json" : "fleet.yaml", &text, err) != PLIM_OK)
        return err->code;
    if (flags)
        return parse_flags_document(session, plim_buf_str(&text), err);
    return audit_fleet_parse(session->arena, plim_path_join(session->arena, dir, "fleet.yaml"),
                             NULL, plim_buf_str(&text), &session->fleet, err);
}

/* What another tool left of a cluster: a fleet of one, called as the path is. */
static enum plim_code open_foreign(const struct session_settings *settings, struct session *session,
                                   struct plim_err *err)
{
    const char *name = plim_path_name(settings->snapshot);
    if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        name = "directory";
    struct audit_flags flags = {&name, 1, settings->repos.items, settings->repos.len};
    if (audit_fleet_from_flags(session->arena, &flags, &session->fleet, err) != PLIM_OK)
        return err->code;
    session->fleet.clusters[0].snapshot = plim_str_from(settings->snapshot);
    return PLIM_OK;
}

/* Of a fleet what holds for manifests too: they belong to none of its clusters and repositories. */
static enum plim_code open_rules(const struct session_settings *settings, struct session *session,
                                 struct plim_err *err)
{
    struct audit_fleet *fleet = &session->fleet;
    if (!settings->fleet)
        return audit_fleet_from_flags(session->arena, &(struct audit_flags){0}, fleet, err);
    if (audit_fleet_load(session->arena, settings->fleet, fleet, err) != PLIM_OK)
        return err->code;
    session->door_clusters = fleet->clusters;
    session->door_cluster_count = fleet->cluster_count;
    fleet->environment_count = fleet->cluster_count = fleet->repository_count = 0;
    return PLIM_OK;
}

static enum plim_code find_fleet(const struct session_settings *settings, struct session *session,
                                 struct plim_err *err)
{
    bool named = settings->contexts.len > 0 || settings->connection.all_contexts;
    bool by_default = !named && plim_file_exists(default_fleet);
    if (settings->snapshot && snapshot_is_foreign(settings->snapshot))
        return open_foreign(settings, session, err);
    if (settings->snapshot)
        return open_capture(session, settings->snapshot, err);
    if (settings->manifests.len > 0 || settings->desired)
        return open_rules(settings, session, err);
    if (settings->fleet && named)
        return plim_err_set(err, PLIM_INVALID, "--fleet and --context exclude each other");
    if (settings->fleet)
        return audit_fleet_load(session->arena, settings->fleet, &session->fleet, err);
    if (by_default)
        return audit_fleet_load(session->arena, default_fleet, &session->fleet, err);
    if (session_find_contexts(settings, session, !settings->clusters_optional, err) != PLIM_OK)
        return err->code;
    struct audit_flags flags = {session->contexts.items, session->contexts.len,
                                settings->repos.items, settings->repos.len};
    if (flags.context_count > 0 || settings->clusters_optional)
        return audit_fleet_from_flags(session->arena, &flags, &session->fleet, err);
    return plim_err_set(
        err, PLIM_INVALID,
        "nothing to audit: no plimsoll.yaml here, and no --context, -f or --snapshot");
}

/* Nothing to look at would be a clean run of nothing. */
static enum plim_code open_fleet(const struct session_settings *settings, struct session *session,
                                 struct plim_err *err)
{
    bool manifests = settings->manifests.len > 0 || settings->desired;
    if (find_fleet(settings, session, err) != PLIM_OK)
        return err->code;
    if (!manifests && !settings->clusters_optional && session->fleet.cluster_count == 0)
        return plim_err_set(err, PLIM_INVALID, "%s: there are no clusters under spec.clusters",
                            session->fleet.file);
    return PLIM_OK;
}

/* The policies that a part of the report is made of; of the others all. */
static const char *const part_patterns[] = {
    [REPORT_ALL] = NULL,          [REPORT_DRIFT] = "drift.*",
    [REPORT_PARITY] = "parity.*", [REPORT_RELEASES] = "images.*",
    [REPORT_MATURITY] = NULL,     [REPORT_COVERAGE] = "gitops.*",
};

static enum plim_code open_policies(const struct session_settings *settings,
                                    struct session *session, struct plim_err *err)
{
    session->policies = policy_set_new();
    const struct policy_inputs inputs = {
        .unloaded = settings->keep_going ? session->policies : NULL,
        .fleet = &session->fleet,
        .maturity = session->maturity,
        .exemptions = &settings->exemptions,
        .dirs = &settings->policy_dirs,
        .names = &settings->policies,
        .within = part_patterns[session->part],
        .natives = &session->natives,
    };
    struct policy_choice choice = {0};
    policy_set_pass_over_others(session->policies);
    if (settings->keep_going)
        policy_set_keep_going(session->policies);
    if (policy_inputs_choice(session->arena, &inputs, &choice, err) != PLIM_OK ||
        door_inputs_load(session->arena, &inputs, &session->door, err) != PLIM_OK ||
        policy_inputs_load(session->arena, &inputs, session->policies, err) != PLIM_OK)
        return err->code;
    if (policy_set_select(session->policies, &choice, err) != PLIM_OK)
        return settings->policies.len > 0 ? plim_err_wrap(err, "--policies") : err->code;
    policy_set_seal(session->policies);
    return PLIM_OK;
}

static enum plim_code open_maturity(struct session *session, struct plim_err *err)
{
    session->maturity = maturity_set_new(session->arena);
    if (documents_add_embedded(session->arena, session->maturity, err) != PLIM_OK ||
        documents_add_fleet(session->arena, session->maturity, &session->fleet, session->replay,
                            err) != PLIM_OK)
        return err->code;
    return maturity_set_link(session->maturity, NULL, 0, err);
}

/* None where the user has no home that exists: it is not ours to make. */
static const char *default_cache(struct plim_arena *arena)
{
    const char *cache = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");
    if (cache && cache[0])
        return plim_path_join(arena, cache, "plimsoll");
    return home && plim_dir_exists(home) ? plim_path_join(arena, home, ".cache/plimsoll") : NULL;
}

/* As Go has it: the lower case name first, and an empty value is none. */
static const char *get_any(const char *lower, const char *upper)
{
    const char *value = getenv(lower);
    return value && value[0] ? value : getenv(upper);
}

/* Manifests are of no cluster of the fleet; the doors that it names are those of its clusters. */
static const char *context_of(struct session *session, struct plim_str name)
{
    for (size_t i = 0; i < session->door_cluster_count; i++) {
        const struct audit_cluster *cluster = &session->door_clusters[i];
        if (plim_str_equal(cluster->name, name) && cluster->context.len > 0)
            name = cluster->context;
    }
    return plim_arena_copy(session->arena, name.text, name.len);
}

/* The flag overrides what the fleet says. */
static void set_doors(const struct session_settings *settings, struct session *session)
{
    struct audit_request *request = &session->request;
    const struct audit_fleet *fleet = &session->fleet;
    bool flagged = settings->policies_from.len > 0;
    if (session->part != REPORT_ALL)
        return;
    size_t count = flagged ? settings->policies_from.len : fleet->policies_from_count;
    const char **names = plim_arena_array(session->arena, count, sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = context_of(session, flagged ? plim_str_from(settings->policies_from.items[i])
                                               : fleet->policies_from[i]);
    request->policies_from = names;
    request->policies_from_count = count;
    request->policies_from_origin =
        flagged ? "--policies-from"
                : plim_arena_printf(session->arena, "%s: spec.policies.from", fleet->file);
}

static enum plim_code make_request(const struct session_settings *settings, struct session *session,
                                   struct plim_err *err)
{
    struct audit_request *request = &session->request;
    struct audit_limits limits = {0};
    if (session_limits(settings, &limits, err) != PLIM_OK)
        return err->code;
    *request = (struct audit_request){
        .fleet = &session->fleet,
        .policies = session->policies,
        .door = session->part == REPORT_ALL ? session->door : NULL,
        .native_choice = session->part == REPORT_ALL ? &session->natives : NULL,
        .maturity = part_patterns[session->part] ? NULL : session->maturity,
        .clock = session->clock,
        .version = PLIM_VERSION,
        .replay = session->replay,
        .manifests = settings->desired ? &settings->desired : settings->manifests.items,
        .manifest_count = settings->desired ? 1 : settings->manifests.len,
        .live_manifests = settings->live,
        .include_passed = settings->include_passed,
        .limits = limits,
    };
    set_doors(settings, session);
    const char *cache = settings->cache_dir ? settings->cache_dir : default_cache(session->arena);
    cache = cache && cache[0] ? cache : NULL;
    request->places = (struct audit_places){
        .kubeconfig = settings->kubeconfig,
        .kubeconfig_list = getenv("KUBECONFIG"),
        .home = getenv("HOME"),
        .cache_dir = cache,
        .cluster_cache_dir =
            cache && !settings->no_cache ? plim_path_join(session->arena, cache, "clusters") : NULL,
        .kustomize = settings->kustomize ? settings->kustomize : getenv("PLIMSOLL_KUSTOMIZE"),
        .helm = settings->helm ? settings->helm : getenv("PLIMSOLL_HELM"),
        .pod_host = getenv("KUBERNETES_SERVICE_HOST"),
        .pod_port = getenv("KUBERNETES_SERVICE_PORT"),
        .proxies = {.http_proxy = get_any("http_proxy", "HTTP_PROXY"),
                    .https_proxy = get_any("https_proxy", "HTTPS_PROXY"),
                    .no_proxy = get_any("no_proxy", "NO_PROXY")},
    };
    return session_connect(settings, session, err);
}

/* Those that what the run reads takes. */
static enum plim_code start_libraries(const struct session_settings *settings,
                                      struct session *session, struct plim_err *err)
{
    bool manifests = settings->desired || settings->manifests.len > 0;
    bool offline = session->replay || (manifests && session->request.policies_from_count == 0);
    session->libraries.http = !offline;
    session->libraries.git = !offline && session->fleet.repository_count > 0;
    return libraries_start(&session->libraries, err);
}

enum plim_code session_open(const struct session_settings *settings, enum report_part part,
                            struct session *session_out, struct plim_err *err)
{
    *session_out = (struct session){.arena = plim_arena_new(), .part = part};
    if (settings->debug)
        plim_log_set_level(PLIM_LOG_DEBUG);
    if (session_clock(settings->now, &session_out->clock, err) != PLIM_OK ||
        open_fleet(settings, session_out, err) != PLIM_OK ||
        open_maturity(session_out, err) != PLIM_OK ||
        open_policies(settings, session_out, err) != PLIM_OK ||
        make_request(settings, session_out, err) != PLIM_OK ||
        start_libraries(settings, session_out, err) != PLIM_OK)
        return err->code;
    return session_set_scope(settings, session_out, err);
}

void session_release(struct session *session)
{
    policy_set_free(session->policies);
    admission_door_free(session->door);
    snapshot_reader_free(session->replay);
    option_list_release(&session->contexts);
    plim_arena_free(session->arena);
    libraries_stop(&session->libraries);
    *session = (struct session){0};
}

/* NULL: none. */
static enum plim_code read_baseline(const char *path, struct report_baseline **baseline_out,
                                    struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value report = {0};
    if (!path)
        return PLIM_OK;
    if (saved_report_read(arena, path, &report, err) != PLIM_OK)
        return plim_err_wrap(err, "--baseline");
    *baseline_out = report_baseline_new(&report);
    return PLIM_OK;
}

enum plim_code session_audit(struct session_settings *settings, enum report_part part,
                             enum plim_exit *exit_out, struct plim_err *err)
{
    PLIM_CLEANUP(session_release) struct session session = {0};
    struct value report = {0};
    PLIM_CLEANUP(report_baseline_freep) struct report_baseline *baseline = NULL;
    if (session_check_outputs(settings, err) != PLIM_OK ||
        read_baseline(settings->baseline, &baseline, err) != PLIM_OK ||
        session_open(settings, part, &session, err) != PLIM_OK)
        return err->code;
    if (settings->explain_requests) {
        *exit_out = PLIM_EXIT_CLEAN;
        return session_explain(settings, &session, err);
    }
    bool silent = settings->quiet || settings->debug || settings->manifests.len > 0;
    struct progress progress = progress_start(silent);
    session.request.progress = progress_show;
    session.request.progress_context = &progress;
    enum plim_code code = session_watch(&session, err);
    if (code == PLIM_OK)
        code = audit_run(session.arena, &session.request, &report, err);
    session_watch_end(&session);
    progress_stop(&progress);
    if (code != PLIM_OK)
        return code;
    session_warn(&report);
    return session_finish(settings, part, &report, baseline, exit_out, err);
}
