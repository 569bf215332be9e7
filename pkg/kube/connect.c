#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "http/client.h"
#include "kube/config.h"

#include "cluster_priv.h"
#include "credential_priv.h"
#include "exec_config_priv.h"
#include "overrides_priv.h"
#include "plugin_priv.h"
#include "rotation_priv.h"

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

/* False when there is no such context, or it is not whole: then `err` says what is missing. Entries
 * that flags name go before the context's. */
static bool choose(const struct kube_config *config, const char *name,
                   const struct kube_overrides *overrides, struct chosen *chosen,
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
    struct plim_str cluster = plim_str_from(overrides->cluster);
    struct plim_str user = plim_str_from(overrides->user);
    if ((cluster.len == 0 &&
         kube_config_text(chosen->context, "cluster", &cluster, err) != PLIM_OK) ||
        (user.len == 0 && kube_config_text(chosen->context, "user", &user, err) != PLIM_OK))
        return false;
    chosen->cluster = kube_config_find(&config->clusters, cluster);
    chosen->user = user.len > 0 ? kube_config_find(&config->users, user) : NULL;
    bool lacks_user = user.len > 0 && !chosen->user;
    if (chosen->cluster && !lacks_user)
        return true;
    struct plim_str missing = lacks_user ? user : cluster;
    const char *kind = lacks_user ? "user" : "cluster";
    if (lacks_user ? overrides->user != NULL : overrides->cluster != NULL)
        (void)plim_err_set(err, PLIM_NOT_FOUND, "--%s: the kubeconfig has no %s '%.*s'", kind, kind,
                           PLIM_STR_ARG(missing));
    else
        (void)plim_err_set(err, PLIM_NOT_FOUND,
                           "context '%s' names the %s '%.*s', which the kubeconfig does not have",
                           name, kind, PLIM_STR_ARG(missing));
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

/* Everything between a context and its cluster. */
struct link {
    struct plim_arena *arena; /* of entries that flags changed */
    struct chosen chosen;
    struct server server;
    struct plim_buf url;
    struct kube_credential credential;
    struct http_authenticator *authenticator; /* borrowed; NULL: nothing changes during the run */
    struct kube_rotation *rotation;           /* owned */
};

static void release_link(struct link *link)
{
    plim_arena_free(link->arena);
    release_server(&link->server);
    plim_buf_release(&link->url);
    kube_credential_release(&link->credential);
    kube_rotation_free(link->rotation);
}

/* client-go: a bare "host:port" means https as soon as TLS is spoken of, else http. */
static void write_url(struct link *link)
{
    bool has_tls =
        link->server.ca.len > 0 || link->credential.certificate.len > 0 || link->server.insecure;
    if (!strstr(link->server.url.text, "://"))
        plim_buf_append_c(&link->url, has_tls ? "https://" : "http://");
    plim_buf_append_str(&link->url, plim_buf_str(&link->server.url));
}

/* A token, password or certificate goes before the plugin. Source: client-go exec.go,
 * UpdateTransportConfig. */
static bool needs_plugin(const struct link *link)
{
    return link->chosen.user && kube_exec_config_has(link->chosen.user) &&
           link->credential.authorization.len == 0 && link->credential.certificate.len == 0;
}

/* What the plugin of a cluster is told besides. Source: client-go clientcmd, the reserved name of
 * an extension. */
static const struct value *exec_extension(const struct kube_config_entry *cluster)
{
    const struct value *extensions = value_get(cluster->node.value, "extensions");
    for (size_t i = 0; i < value_len(extensions); i++) {
        const struct value *item = value_at(extensions, i);
        if (value_is_string(value_get(item, "name"), "client.authentication.k8s.io/exec"))
            return value_get(item, "extension");
    }
    return NULL;
}

static enum plim_code add_plugin(struct link *link, struct kube_plugins *plugins,
                                 struct plim_err *err)
{
    const struct kube_config_entry *user = link->chosen.user;
    struct kube_exec_cluster cluster = {
        .server = link->url.text,
        .ca = plim_buf_str(&link->server.ca),
        .tls_server_name = link->server.name.text,
        .proxy = link->server.proxy.text,
        .insecure = link->server.insecure,
        .no_compression = link->server.no_compression,
        .config = exec_extension(link->chosen.cluster),
    };
    if (!plugins)
        return value_node_fail(err, &user->node,
                               "user '%s' needs a credential plugin, and none may be run here",
                               user->name);
    return kube_plugins_add(plugins, user, &cluster, &link->authenticator, err);
}

/* The file that a field names, unless its data stand there. NULL when there is none. */
static const char *file_of(struct link *link, const struct kube_config_entry *entry,
                           const char *field, const char *data_field)
{
    if (!entry || (data_field && value_get_text(entry->node.value, data_field).len > 0))
        return NULL;
    struct plim_str path = value_get_text(entry->node.value, field);
    if (path.len == 0)
        return NULL;
    return plim_path_join(link->arena, entry->dir,
                          plim_arena_copy(link->arena, path.text, path.len));
}

/* What stands in files is read again during the run. */
static void add_rotation(struct link *link, const struct plim_clock *clock)
{
    struct kube_rotation_start start = {
        .token_path = file_of(link, link->chosen.user, "tokenFile", NULL),
        .authorization = link->credential.authorization.text,
        .certificate_path =
            file_of(link, link->chosen.user, "client-certificate", "client-certificate-data"),
        .key_path = file_of(link, link->chosen.user, "client-key", "client-key-data"),
        .certificate = plim_buf_str(&link->credential.certificate),
        .key = plim_buf_str(&link->credential.key),
        .ca_path = file_of(link, link->chosen.cluster, "certificate-authority",
                           "certificate-authority-data"),
        .ca = plim_buf_str(&link->server.ca),
        .clock = clock,
    };
    if (!start.certificate_path || !start.key_path)
        start.certificate_path = start.key_path = NULL;
    if (!start.token_path && !start.certificate_path && !start.ca_path)
        return;
    link->rotation = kube_rotation_new(&start);
    link->authenticator = kube_rotation_authenticator(link->rotation);
    if (start.token_path)
        kube_buf_wipe(&link->credential.authorization);
}

static enum plim_code read_link(struct link *link, const struct kube_connect_options *options,
                                struct plim_err *err)
{
    static const struct kube_overrides none = {0};
    const struct kube_overrides *overrides = options->overrides ? options->overrides : &none;
    struct chosen *chosen = &link->chosen;
    if (kube_override_cluster(link->arena, overrides, &chosen->cluster, err) != PLIM_OK ||
        kube_override_user(link->arena, overrides, &chosen->user, err) != PLIM_OK ||
        !read_server(chosen->cluster, &link->server, err) ||
        (chosen->user && kube_credential_read(chosen->user, &link->credential, err) != PLIM_OK))
        return err->code;
    write_url(link);
    if (needs_plugin(link))
        return add_plugin(link, options->plugins, err);
    add_rotation(link, options->clock);
    return PLIM_OK;
}

static enum plim_code connect_to(const struct link *link,
                                 const struct kube_connect_options *options,
                                 struct http_endpoint **endpoint_out, struct plim_err *err)
{
    const struct server *server = &link->server;
    const struct kube_credential *credential = &link->credential;
    const struct kube_config_entry *cluster = link->chosen.cluster;
    struct http_endpoint_config config = {
        .url = link->url.text,
        .ca = plim_buf_str(&server->ca),
        .client_cert = plim_buf_str(&credential->certificate),
        .client_key = plim_buf_str(&credential->key),
        .tls_server_name = server->name.text,
        .insecure = server->insecure,
        .no_compression = server->no_compression || kube_is_loopback(link->url.text),
        .authorization = credential->authorization.text,
        .authenticator = link->authenticator,
        .headers = (const char *const *)credential->headers.items,
        .proxy = server->proxy.len > 0 ? server->proxy.text : NULL,
        .request_timeout_ms = options->request_timeout_ms,
        .deadline_ms = options->deadline_ms,
        .in_flight_max = options->in_flight_max,
        .environment = options->proxies,
    };
    if (http_endpoint_new(&config, endpoint_out, err) == PLIM_OK)
        return PLIM_OK;
    struct plim_err why = *err;
    return value_node_fail(err, &cluster->node, "cluster '%s': %s", cluster->name, why.msg);
}

enum plim_code kube_config_connect(const struct kube_config *config, const char *context,
                                   const struct kube_connect_options *options,
                                   struct kube_cluster **cluster_out, struct plim_err *err)
{
    static const struct kube_connect_options defaults = {0};
    static const struct kube_overrides none = {0};
    options = options ? options : &defaults;
    const struct kube_overrides *overrides = options->overrides ? options->overrides : &none;
    PLIM_CLEANUP(release_link) struct link link = {.arena = plim_arena_new()};
    struct plim_str namespace = {0};
    struct http_endpoint *endpoint = NULL;
    if (!choose(config, context, overrides, &link.chosen, err) ||
        kube_config_text(link.chosen.context, "namespace", &namespace, err) != PLIM_OK ||
        read_link(&link, options, err) != PLIM_OK ||
        connect_to(&link, options, &endpoint, err) != PLIM_OK)
        return err->code;
    struct plim_str place = overrides->namespace ? plim_str_from(overrides->namespace) : namespace;
    const char *name = options->name ? options->name : link.chosen.context->name;
    *cluster_out = kube_cluster_new(name, endpoint, place);
    (*cluster_out)->rotation = PLIM_STEAL(link.rotation);
    return PLIM_OK;
}
