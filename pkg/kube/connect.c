#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "http/client.h"
#include "kube/config.h"

#include "cluster_priv.h"
#include "credential_priv.h"

static void fail_unknown_context(const struct kube_config *config, struct plim_str name,
                                 struct plim_err *err)
{
    size_t count = config->contexts.len;
    PLIM_CLEANUP(plim_freep) const char **names = plim_calloc(count + 1, sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = config->contexts.entries[i].name;
    const char *nearest = plim_str_nearest(name, names, count);
    (void)plim_err_set(err, PLIM_NOT_FOUND, "the kubeconfig has no context '%.*s'%s%s%s",
                       PLIM_STR_ARG(name), nearest ? "; did you mean '" : "",
                       nearest ? nearest : "", nearest ? "'?" : "");
}

struct chosen {
    const struct kube_config_entry *context;
    const struct kube_config_entry *cluster;
    const struct kube_config_entry *user; /* NULL: nobody */
};

/* False when there is no such context, or it is not whole: then `err` says what is missing. */
static bool choose(const struct kube_config *config, const char *name, struct chosen *chosen,
                   struct plim_err *err)
{
    if (!name || !*name)
        name = config->current;
    if (!name) {
        (void)plim_err_set(err, PLIM_NOT_FOUND, "the kubeconfig has no current context");
        return false;
    }
    chosen->context = kube_config_find(&config->contexts, plim_str_from(name));
    if (!chosen->context) {
        fail_unknown_context(config, plim_str_from(name), err);
        return false;
    }
    struct plim_str cluster = {0};
    struct plim_str user = {0};
    if (kube_config_text(chosen->context, "cluster", &cluster, err) != PLIM_OK ||
        kube_config_text(chosen->context, "user", &user, err) != PLIM_OK)
        return false;
    chosen->cluster = kube_config_find(&config->clusters, cluster);
    chosen->user = user.len > 0 ? kube_config_find(&config->users, user) : NULL;
    bool lacks_user = user.len > 0 && !chosen->user;
    if (chosen->cluster && !lacks_user)
        return true;
    struct plim_str missing = lacks_user ? user : cluster;
    (void)plim_err_set(err, PLIM_NOT_FOUND,
                       "context '%s' names the %s '%.*s', which the kubeconfig does not have", name,
                       lacks_user ? "user" : "cluster", PLIM_STR_ARG(missing));
    return false;
}

/* The fields of a cluster entry. */
struct server {
    struct plim_buf url;
    struct plim_buf ca;
    struct plim_buf name; /* tls-server-name */
    struct plim_buf proxy;
    bool insecure;
    bool no_compression;
};

static void release_server(struct server *server)
{
    plim_buf_release(&server->url);
    plim_buf_release(&server->ca);
    plim_buf_release(&server->name);
    kube_buf_wipe(&server->proxy);
}

static bool read_server(const struct kube_config_entry *cluster, struct server *server,
                        struct plim_err *err)
{
    struct plim_str url = {0};
    struct plim_str name = {0};
    struct plim_str proxy = {0};
    if (kube_config_text(cluster, "server", &url, err) != PLIM_OK ||
        kube_config_text(cluster, "tls-server-name", &name, err) != PLIM_OK ||
        kube_config_text(cluster, "proxy-url", &proxy, err) != PLIM_OK ||
        kube_config_bool(cluster, "insecure-skip-tls-verify", &server->insecure, err) != PLIM_OK ||
        kube_config_bool(cluster, "disable-compression", &server->no_compression, err) != PLIM_OK ||
        kube_credential_read_field(cluster, "certificate-authority", &server->ca, err) != PLIM_OK)
        return false;
    if (url.len == 0) {
        (void)value_node_fail(err, &cluster->node, "cluster '%s' has no server", cluster->name);
        return false;
    }
    plim_buf_append_str(&server->url, url);
    plim_buf_append_str(&server->name, name);
    plim_buf_append_str(&server->proxy, proxy);
    return true;
}

static enum plim_code connect_to(const struct chosen *chosen, const struct server *server,
                                 const struct kube_credential *credential,
                                 const struct kube_connect_options *options,
                                 struct http_endpoint **endpoint_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf url = {0};
    /* client-go: a bare "host:port" means https as soon as TLS is spoken of, else http. */
    bool has_tls = server->ca.len > 0 || credential->certificate.len > 0 || server->insecure;
    if (!strstr(server->url.text, "://"))
        plim_buf_append_c(&url, has_tls ? "https://" : "http://");
    plim_buf_append_str(&url, plim_buf_str(&server->url));
    struct http_endpoint_config config = {
        .url = url.text,
        .ca = plim_buf_str(&server->ca),
        .client_cert = plim_buf_str(&credential->certificate),
        .client_key = plim_buf_str(&credential->key),
        .tls_server_name = server->name.text,
        .insecure = server->insecure,
        .no_compression = server->no_compression || kube_is_loopback(url.text),
        .authorization = credential->authorization.text,
        .headers = (const char *const *)credential->headers.items,
        .proxy = server->proxy.len > 0 ? server->proxy.text : NULL,
        .request_timeout_ms = options->request_timeout_ms,
        .deadline_ms = options->deadline_ms,
        .in_flight_max = options->in_flight_max,
    };
    if (http_endpoint_new(&config, endpoint_out, err) == PLIM_OK)
        return PLIM_OK;
    struct plim_err why = *err;
    return value_node_fail(err, &chosen->cluster->node, "cluster '%s': %s", chosen->cluster->name,
                           why.msg);
}

enum plim_code kube_config_connect(const struct kube_config *config, const char *context,
                                   const struct kube_connect_options *options,
                                   struct kube_cluster **cluster_out, struct plim_err *err)
{
    static const struct kube_connect_options defaults = {0};
    options = options ? options : &defaults;
    PLIM_CLEANUP(release_server) struct server server = {0};
    PLIM_CLEANUP(kube_credential_release) struct kube_credential credential = {0};
    struct chosen chosen = {0};
    struct plim_str namespace = {0};
    struct http_endpoint *endpoint = NULL;
    if (!choose(config, context, &chosen, err) ||
        kube_config_text(chosen.context, "namespace", &namespace, err) != PLIM_OK ||
        !read_server(chosen.cluster, &server, err) ||
        (chosen.user && kube_credential_read(chosen.user, &credential, err) != PLIM_OK) ||
        connect_to(&chosen, &server, &credential, options, &endpoint, err) != PLIM_OK)
        return err->code;
    *cluster_out =
        kube_cluster_new(options->name ? options->name : chosen.context->name, endpoint, namespace);
    return PLIM_OK;
}
