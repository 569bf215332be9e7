/* How a session's clusters are reached: which contexts, and what flags say in place of their
 * kubeconfigs. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kube/config.h"
#include "kube/kuberc.h"

#include "session.h"

extern char **environ; /* POSIX declares it nowhere */

static const char *variable(const char *name)
{
    return getenv(name); /* NOLINT(concurrency-mt-unsafe): nobody sets it */
}

/* ---- contexts */

static bool is_pattern(const char *name)
{
    return strpbrk(name, "*?") != NULL;
}

static bool has_context(const struct kube_config *config, const char *name)
{
    for (size_t i = 0; i < kube_config_context_count(config); i++)
        if (strcmp(kube_config_context_at(config, i), name) == 0)
            return true;
    return false;
}

static void add_context(struct session *session, const char *name)
{
    for (size_t i = 0; i < session->contexts.len; i++)
        if (strcmp(session->contexts.items[i], name) == 0)
            return;
    option_list_add(&session->contexts, plim_arena_copy_c(session->arena, name));
}

/* In the order of the kubeconfig. */
static size_t add_matching(struct session *session, const struct kube_config *config,
                           const char *pattern)
{
    size_t found = 0;
    for (size_t i = 0; i < kube_config_context_count(config); i++) {
        const char *name = kube_config_context_at(config, i);
        if (!plim_str_matches_glob(plim_str_from(name), plim_str_from(pattern)))
            continue;
        add_context(session, name);
        found++;
    }
    return found;
}

static enum plim_code add_named(const struct session_settings *settings, struct session *session,
                                const struct kube_config *config, struct plim_err *err)
{
    for (size_t i = 0; i < settings->contexts.len; i++) {
        const char *name = settings->contexts.items[i];
        if (!is_pattern(name) || has_context(config, name))
            option_list_add(&session->contexts, name); /* twice is an error, told later */
        else if (add_matching(session, config, name) == 0)
            return plim_err_set(err, PLIM_NOT_FOUND, "--context '%s': no context matches", name);
    }
    return PLIM_OK;
}

static enum plim_code load_config(const struct session_settings *settings,
                                  struct kube_config **config_out, struct plim_err *err)
{
    struct kube_config_source source = {settings->kubeconfig, variable("KUBECONFIG"),
                                        variable("HOME")};
    return kube_config_load(&source, config_out, err);
}

/* Without any context: the current one when a flag speaks of a connection; the pod's own cluster
 * when there is no kubeconfig. Source: client-go clientcmd, DeferredLoadingClientConfig. */
static void add_default(const struct session_settings *settings, struct session *session,
                        const struct kube_config *config)
{
    const struct session_connection *connection = &settings->connection;
    const char *current = kube_config_current_context(config);
    const char *pod = variable("KUBERNETES_SERVICE_HOST");
    bool asked = settings->kubeconfig || connection->server || connection->token ||
                 connection->user || connection->cluster || connection->as;
    if (asked && current)
        add_context(session, current);
    else if (kube_config_context_count(config) == 0 && pod && *pod)
        add_context(session, "in-cluster");
}

enum plim_code session_find_contexts(const struct session_settings *settings,
                                     struct session *session, bool wanted, struct plim_err *err)
{
    bool all = settings->connection.all_contexts;
    bool patterns = all;
    for (size_t i = 0; i < settings->contexts.len; i++)
        patterns = patterns || is_pattern(settings->contexts.items[i]);
    bool lacks = wanted && settings->contexts.len == 0 && !all;
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    if ((patterns || lacks) && load_config(settings, &config, err) != PLIM_OK)
        return err->code;
    if (all && settings->contexts.len > 0)
        return plim_err_set(err, PLIM_INVALID, "--all-contexts and --context exclude each other");
    if (all && add_matching(session, config, "*") == 0)
        return plim_err_set(err, PLIM_NOT_FOUND, "--all-contexts: the kubeconfig has no context");
    if (lacks)
        add_default(settings, session, config);
    if (!patterns)
        for (size_t i = 0; i < settings->contexts.len; i++)
            option_list_add(&session->contexts, settings->contexts.items[i]);
    else if (!all && add_named(settings, session, config, err) != PLIM_OK)
        return err->code;
    return PLIM_OK;
}

/* ---- what flags say */

static struct kube_overrides make_overrides(const struct session_connection *flags)
{
    return (struct kube_overrides){
        .cluster = flags->cluster,
        .user = flags->user,
        .server = flags->server,
        .tls_server_name = flags->tls_server_name,
        .certificate_authority = flags->certificate_authority,
        .insecure = flags->insecure,
        .no_compression = flags->no_compression,
        .token = flags->token,
        .username = flags->username,
        .password = flags->password,
        .client_certificate = flags->client_certificate,
        .client_key = flags->client_key,
        .as = flags->as,
        .as_uid = flags->as_uid,
        .as_groups = flags->as_groups.items,
        .as_group_count = flags->as_groups.len,
        .as_extras = flags->as_extras.items,
        .as_extra_count = flags->as_extras.len,
    };
}

enum plim_code session_connect(const struct session_settings *settings, struct session *session,
                               struct plim_err *err)
{
    const struct session_connection *flags = &settings->connection;
    struct kube_kuberc_source kuberc = {flags->kuberc, variable("KUBERC"), variable("HOME")};
    struct audit_request *request = &session->request;
    if (flags->token && (flags->username || flags->password))
        return plim_err_set(err, PLIM_INVALID, "--token and --username exclude each other");
    if (flags->insecure && flags->certificate_authority)
        return plim_err_set(err, PLIM_INVALID,
                            "--certificate-authority and --insecure-skip-tls-verify exclude each "
                            "other");
    const char *flag = flags->server ? "--server" : flags->cluster ? "--cluster" : NULL;
    if (flag && session->fleet.cluster_count > 1)
        return plim_err_set(err, PLIM_INVALID, "%s means one cluster, and there are %zu", flag,
                            session->fleet.cluster_count);
    request->overrides = make_overrides(flags);
    request->plugins = (struct kube_plugin_settings){
        .environment = (const char *const *)environ,
        .has_terminal = isatty(STDIN_FILENO) != 0,
        .allow_unsafe_files = flags->allow_unsafe_kubeconfig,
    };
    bool live = !settings->snapshot && settings->manifests.len == 0 && !settings->desired;
    if (!live)
        return PLIM_OK;
    return kube_kuberc_load(session->arena, &kuberc, &request->plugins.policy, err);
}
