/* From the fleet's clusters to something that can be read: a context, a pod's own cluster, or a
 * capture. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "snapshot/foreign.h"
#include "snapshot/reader.h"
#include "snapshot/writer.h"

#include "route_priv.h"
#include "run_priv.h"

static enum plim_code load_config(struct audit_run *run, const char *path,
                                  struct kube_config **config_out, struct plim_err *err)
{
    const struct audit_places *places = &run->request->places;
    struct kube_config_source source = {
        .path = path ? path : places->kubeconfig,
        .env_list = places->kubeconfig_list,
        .home = places->home,
    };
    if (kube_config_load(&source, config_out, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < kube_config_missing_count(*config_out); i++)
        plim_log(PLIM_LOG_WARN, "kubeconfig '%s' of KUBECONFIG does not exist",
                 kube_config_missing_at(*config_out, i));
    return PLIM_OK;
}

static bool has_context(const struct kube_config *config, const char *context)
{
    for (size_t i = 0; i < kube_config_context_count(config); i++) {
        if (strcmp(kube_config_context_at(config, i), context) == 0)
            return true;
    }
    return false;
}

static struct kube_connect_options make_options(struct audit_run *run,
                                                const struct audit_cluster_run *cluster)
{
    const struct audit_cluster *spec = &run->fleet->clusters[cluster->index];
    struct audit_limits limits =
        audit_limits_or(run->request->limits, audit_limits_or(spec->limits, run->fleet->limits));
    return (struct kube_connect_options){
        .name = plim_arena_copy(run->arena, spec->name.text, spec->name.len),
        .request_timeout_ms = limits.request_timeout_ms,
        .deadline_ms =
            limits.cluster_timeout_ms == AUDIT_NO_LIMIT_MS ? 0 : limits.cluster_timeout_ms,
        .in_flight_max = limits.in_flight_max,
        .plugins = run->plugins,
        .overrides = &run->request->overrides,
        .proxies = &run->request->places.proxies,
    };
}

/* What is wrong with one cluster's credentials is that cluster's result; a context that does not
 * exist is a mistake in the configuration of the run. */
static enum plim_code connect_context(struct audit_run *run, struct audit_cluster_run *cluster,
                                      const struct kube_config *config, struct plim_err *err)
{
    const struct audit_cluster *spec = &run->fleet->clusters[cluster->index];
    char *context = plim_arena_copy(run->arena, spec->context.text, spec->context.len);
    if (!has_context(config, context))
        return plim_err_set(err, PLIM_NOT_FOUND, "no kubeconfig has a context '%s'", context);
    struct kube_connect_options options = make_options(run, cluster);
    struct plim_err reason = {0};
    if (kube_config_connect(config, context, &options, &cluster->cluster, &reason) != PLIM_OK)
        cluster->failure = plim_str_from(plim_arena_copy_c(run->arena, reason.msg));
    return PLIM_OK;
}

static enum plim_code connect_pod(struct audit_run *run, struct audit_cluster_run *cluster,
                                  struct plim_err *err)
{
    struct kube_pod_environment pod = {run->request->places.pod_host, run->request->places.pod_port,
                                       NULL};
    struct kube_connect_options options = make_options(run, cluster);
    struct plim_err reason = {0};
    enum plim_code code = kube_cluster_of_pod(&pod, &options, &cluster->cluster, &reason);
    if (code == PLIM_NOT_FOUND)
        return plim_err_set(err, code, "%s", reason.msg);
    if (code != PLIM_OK)
        cluster->failure = plim_str_from(plim_arena_copy_c(run->arena, reason.msg));
    return PLIM_OK;
}

static enum plim_code connect_live(struct audit_run *run, struct audit_cluster_run *cluster,
                                   struct plim_err *err)
{
    const struct audit_cluster *spec = &run->fleet->clusters[cluster->index];
    if (plim_str_is(spec->context, "in-cluster"))
        return connect_pod(run, cluster, err);
    if (spec->kubeconfig.len > 0) {
        PLIM_CLEANUP(kube_config_freep) struct kube_config *own = NULL;
        char *path = plim_arena_copy(run->arena, spec->kubeconfig.text, spec->kubeconfig.len);
        if (load_config(run, path, &own, err) != PLIM_OK)
            return err->code;
        return connect_context(run, cluster, own, err);
    }
    if (!run->config && load_config(run, NULL, &run->config, err) != PLIM_OK)
        return err->code;
    return connect_context(run, cluster, run->config, err);
}

static bool find_captured(const struct snapshot_reader *reader, const char *name,
                          struct snapshot_cluster *captured_out)
{
    for (size_t i = 0; i < snapshot_reader_cluster_count(reader); i++) {
        *captured_out = snapshot_reader_cluster_at(reader, i);
        if (strcmp(captured_out->name, name) == 0)
            return true;
    }
    return false;
}

static const char *namespace_document(struct audit_run *run, struct plim_str cluster)
{
    return plim_arena_printf(run->arena, "clusters/%.*s/namespace", PLIM_STR_ARG(cluster));
}

/* The context's: where to look after a refusal. Captures without it are of a version that did not
 * look anywhere. */
static void restore_namespace(struct audit_run *run, const struct snapshot_reader *reader,
                              const char *captured, struct audit_cluster_run *cluster)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    const char *document = namespace_document(run, plim_str_from(captured));
    cluster->no_fallback =
        !snapshot_has(reader, document) || snapshot_get(reader, document, &text, &err) != PLIM_OK;
    if (cluster->no_fallback)
        return;
    free(cluster->cluster->namespace);
    cluster->cluster->namespace = plim_copy(text.text, text.len);
}

/* Why a capture has no answers of the cluster: it could not be reached then either, perhaps. */
static void connect_nothing(struct audit_run *run, struct audit_cluster_run *cluster,
                            const struct snapshot_reader *reader, const char *name)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf reason = {0};
    struct plim_err err = {0};
    char *document = plim_arena_printf(run->arena, "clusters/%s/failure", name);
    bool known = snapshot_get(reader, document, &reason, &err) == PLIM_OK && reason.len > 0;
    cluster->failure = plim_str_from(
        known ? plim_arena_copy(run->arena, reason.text, reason.len)
              : plim_arena_printf(run->arena, "the capture does not hold cluster '%s'", name));
}

/* The whole run is replayed: each cluster has its own name in the capture. */
static void connect_replayed(struct audit_run *run, struct audit_cluster_run *cluster)
{
    const struct snapshot_reader *reader = run->request->replay;
    struct plim_str name = run->fleet->clusters[cluster->index].name;
    char *text = plim_arena_copy(run->arena, name.text, name.len);
    struct snapshot_cluster captured = {0};
    if (!find_captured(reader, text, &captured)) {
        connect_nothing(run, cluster, reader, text);
        return;
    }
    cluster->cluster = kube_cluster_replayed(captured.name, captured.server);
    restore_namespace(run, reader, captured.name, cluster);
}

/* What another tool left of a cluster. */
static enum plim_code connect_foreign(struct audit_run *run, struct audit_cluster_run *cluster,
                                      const char *path, struct plim_err *err)
{
    struct plim_str spec = run->fleet->clusters[cluster->index].name;
    char *name = plim_arena_copy(run->arena, spec.text, spec.len);
    if (snapshot_foreign_open(path, &cluster->foreign, err) != PLIM_OK)
        return err->code;
    cluster->cluster = kube_cluster_replayed(name, path);
    cluster->replay = snapshot_foreign_replay(cluster->foreign);
    audit_route_add(run->route, name, name, cluster->replay);
    return PLIM_OK;
}

/* A capture of its own: one of a single cluster serves under any name. */
static enum plim_code connect_snapshot(struct audit_run *run, struct audit_cluster_run *cluster,
                                       struct plim_err *err)
{
    const struct audit_cluster *spec = &run->fleet->clusters[cluster->index];
    char *dir = plim_arena_copy(run->arena, spec->snapshot.text, spec->snapshot.len);
    char *name = plim_arena_copy(run->arena, spec->name.text, spec->name.len);
    if (snapshot_is_foreign(dir))
        return connect_foreign(run, cluster, dir, err);
    if (snapshot_reader_open(dir, &cluster->capture, err) != PLIM_OK)
        return err->code;
    struct snapshot_cluster captured = {0};
    bool found = find_captured(cluster->capture, name, &captured);
    if (!found && snapshot_reader_cluster_count(cluster->capture) == 1) {
        captured = snapshot_reader_cluster_at(cluster->capture, 0);
        found = true;
    }
    if (!found) {
        connect_nothing(run, cluster, cluster->capture, name);
        return PLIM_OK;
    }
    cluster->cluster = kube_cluster_replayed(name, captured.server);
    restore_namespace(run, cluster->capture, captured.name, cluster);
    cluster->replay = snapshot_reader_replay(cluster->capture);
    cluster->replay->cancel = run->request->cancel;
    audit_route_add(run->route, name, captured.name, cluster->replay);
    return PLIM_OK;
}

static enum plim_code connect_one(struct audit_run *run, struct audit_cluster_run *cluster,
                                  struct plim_err *err)
{
    if (run->request->replay) {
        connect_replayed(run, cluster);
        return PLIM_OK;
    }
    if (run->fleet->clusters[cluster->index].snapshot.len > 0)
        return connect_snapshot(run, cluster, err);
    return connect_live(run, cluster, err);
}

static enum plim_code record_cluster(struct audit_run *run, const struct audit_cluster_run *cluster,
                                     struct plim_err *err)
{
    struct snapshot_writer *writer = run->request->record;
    if (!writer)
        return PLIM_OK;
    struct plim_str name = run->fleet->clusters[cluster->index].name;
    if (cluster->cluster) {
        snapshot_writer_add_cluster(writer, cluster->cluster->name, cluster->cluster->server);
        return snapshot_put(writer, namespace_document(run, name),
                            plim_str_from(cluster->cluster->namespace), err);
    }
    char *document = plim_arena_printf(run->arena, "clusters/%.*s/failure", PLIM_STR_ARG(name));
    return snapshot_put(writer, document, cluster->failure, err);
}

enum plim_code audit_cluster_connect(struct audit_run *run, struct audit_cluster_run *cluster,
                                     struct plim_err *err)
{
    if (connect_one(run, cluster, err) != PLIM_OK)
        return err->code;
    return record_cluster(run, cluster, err);
}

enum plim_code audit_clusters_connect(struct audit_run *run, struct plim_err *err)
{
    run->cluster_count = run->fleet->cluster_count;
    run->clusters = plim_arena_array(run->arena, run->cluster_count, sizeof(*run->clusters));
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        cluster->index = i;
        cluster->reader_index = AUDIT_NOT_READ;
        cluster->name_value = value_string(run->fleet->clusters[i].name);
        cluster->environment_value = value_string(audit_fleet_environment_name(run->fleet, i));
        cluster->production_value = value_bool(audit_fleet_is_production(run->fleet, i));
        if (audit_cluster_connect(run, cluster, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}
