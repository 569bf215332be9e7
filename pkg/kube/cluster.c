#include "kube/cluster.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/file.h"
#include "http/client.h"

#include "cluster_priv.h"
#include "credential_priv.h"
#include "rotation_priv.h"

static const char pod_dir[] = "/var/run/secrets/kubernetes.io/serviceaccount";

struct kube_cluster *kube_cluster_new(const char *name, struct http_endpoint *endpoint,
                                      struct plim_str namespace)
{
    struct kube_cluster *cluster = plim_calloc(1, sizeof(*cluster));
    cluster->name = plim_copy_c(name);
    cluster->server = plim_copy_c(http_endpoint_url(endpoint));
    cluster->namespace =
        namespace.len > 0 ? plim_copy(namespace.text, namespace.len) : plim_copy_c("default");
    cluster->endpoint = endpoint;
    return cluster;
}

struct kube_cluster *kube_cluster_replayed(const char *name, const char *server)
{
    struct kube_cluster *cluster = plim_calloc(1, sizeof(*cluster));
    cluster->name = plim_copy_c(name);
    cluster->server = plim_copy_c(server);
    cluster->namespace = plim_copy_c("default");
    return cluster;
}

void kube_cluster_free(struct kube_cluster *cluster)
{
    if (!cluster)
        return;
    http_endpoint_free(cluster->endpoint);
    kube_rotation_free(cluster->rotation);
    free(cluster->namespace);
    free(cluster->server);
    free(cluster->name);
    free(cluster);
}

void kube_cluster_freep(struct kube_cluster **cluster)
{
    kube_cluster_free(*cluster);
}

bool kube_is_loopback(const char *url)
{
    static const char *const hosts[] = {"127.", "localhost:", "localhost/", "[::1]"};
    const char *host = strstr(url, "://");
    host = host ? host + 3 : url;
    for (size_t i = 0; i < PLIM_LEN(hosts); i++)
        if (strncmp(host, hosts[i], strlen(hosts[i])) == 0)
            return true;
    return strcmp(host, "localhost") == 0;
}

/* ---- inside a pod */

static enum plim_code read_pod_file(const char *dir, const char *name, struct plim_buf *bytes,
                                    struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    if (kube_credential_read_file(plim_path_join(arena, dir, name), bytes, err) != PLIM_OK)
        return plim_err_wrap(err, "credentials of the pod");
    return PLIM_OK;
}

struct pod_files {
    struct plim_buf authorization; /* the header, a secret */
    struct plim_buf ca;
    struct plim_buf namespace;
};

static void release_pod_files(struct pod_files *files)
{
    kube_buf_wipe(&files->authorization);
    plim_buf_release(&files->ca);
    plim_buf_release(&files->namespace);
}

static enum plim_code read_pod_files(const char *dir, struct pod_files *files, struct plim_err *err)
{
    PLIM_CLEANUP(kube_buf_wipe) struct plim_buf token = {0};
    if (read_pod_file(dir, "token", &token, err) != PLIM_OK ||
        read_pod_file(dir, "ca.crt", &files->ca, err) != PLIM_OK)
        return err->code;
    struct plim_err ignored = {0}; /* without it, the namespace is "default" */
    (void)!read_pod_file(dir, "namespace", &files->namespace, &ignored);
    kube_bearer_write(plim_buf_str(&token), &files->authorization);
    return PLIM_OK;
}

static struct kube_rotation *rotate_pod_files(const char *dir, const struct pod_files *files,
                                              const struct plim_clock *clock)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct kube_rotation_start start = {
        .token_path = plim_path_join(arena, dir, "token"),
        .authorization = files->authorization.text,
        .ca_path = plim_path_join(arena, dir, "ca.crt"),
        .ca = plim_buf_str(&files->ca),
        .clock = clock,
    };
    return kube_rotation_new(&start);
}

enum plim_code kube_cluster_of_pod(const struct kube_pod_environment *environment,
                                   const struct kube_connect_options *options,
                                   struct kube_cluster **cluster_out, struct plim_err *err)
{
    static const struct kube_connect_options defaults = {0};
    options = options ? options : &defaults;
    const char *host = environment->host;
    const char *port = environment->port;
    if (!host || !*host || !port || !*port)
        return plim_err_set(err, PLIM_NOT_FOUND,
                            "not in a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT "
                            "are not both set");
    PLIM_CLEANUP(release_pod_files) struct pod_files files = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf url = {0};
    const char *dir = environment->dir ? environment->dir : pod_dir;
    if (read_pod_files(dir, &files, err) != PLIM_OK)
        return err->code;
    bool is_ipv6 = strchr(host, ':') != NULL;
    plim_buf_printf(&url, is_ipv6 ? "https://[%s]:%s" : "https://%s:%s", host, port);
    struct kube_rotation *rotation = rotate_pod_files(dir, &files, options->clock);
    struct http_endpoint_config config = {
        .url = url.text,
        .ca = plim_buf_str(&files.ca),
        .authenticator = kube_rotation_authenticator(rotation),
        .request_timeout_ms = options->request_timeout_ms,
        .deadline_ms = options->deadline_ms,
        .in_flight_max = options->in_flight_max,
        .environment = options->proxies,
    };
    struct http_endpoint *endpoint = NULL;
    if (http_endpoint_new(&config, &endpoint, err) != PLIM_OK) {
        kube_rotation_free(rotation);
        return plim_err_wrap(err, "server of the pod");
    }
    *cluster_out = kube_cluster_new(options->name ? options->name : "in-cluster", endpoint,
                                    plim_str_trim(plim_buf_str(&files.namespace)));
    (*cluster_out)->rotation = rotation;
    return PLIM_OK;
}
