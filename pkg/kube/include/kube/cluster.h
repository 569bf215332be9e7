/* A cluster to read: its name in reports and how to reach it. */
#ifndef PLIM_KUBE_CLUSTER_H
#define PLIM_KUBE_CLUSTER_H

#include "base/err.h"

struct http_endpoint;
struct http_proxy_environment;
struct kube_overrides;
struct kube_plugins;
struct kube_rotation;
struct plim_clock;

struct kube_cluster {
    char *name;                     /* owned; the context's, unless renamed */
    char *server;                   /* owned; URL, without credentials */
    char *namespace;                /* owned; the context's, or "default" */
    struct http_endpoint *endpoint; /* owned; NULL when a capture is replayed */
    struct kube_rotation *rotation; /* owned; of the files that its credentials are in; or NULL */
};

/* All-zero gives the defaults of http/client.h. */
struct kube_connect_options {
    const char *name;             /* in reports and captures; NULL: the context's */
    unsigned request_timeout_ms;  /* of each request */
    unsigned deadline_ms;         /* for everything read from this cluster */
    unsigned in_flight_max;       /* requests at once */
    struct kube_plugins *plugins; /* outlives the cluster; NULL: who needs a plugin fails */
    const struct kube_overrides *overrides; /* what flags say instead; borrowed */
    const struct plim_clock *clock; /* of the age of credentials; outlives the cluster; NULL: the
                                       system's */
    const struct http_proxy_environment *proxies; /* of the environment; NULL: there are none */
};

/* A cluster that answers from a capture. */
struct kube_cluster *kube_cluster_replayed(const char *name, const char *server);

/* What a pod finds of its own cluster. */
struct kube_pod_environment {
    const char *host; /* KUBERNETES_SERVICE_HOST */
    const char *port; /* KUBERNETES_SERVICE_PORT */
    const char *dir;  /* of token, ca.crt and namespace; NULL: where Kubernetes mounts them */
};

/* Named "in-cluster" unless the options say otherwise.
 * Fails with PLIM_NOT_FOUND (not in a pod), PLIM_INVALID or PLIM_IO.
 * Source: client-go rest/config.go, InClusterConfig. */
PLIM_NODISCARD enum plim_code kube_cluster_of_pod(const struct kube_pod_environment *environment,
                                                  const struct kube_connect_options *options,
                                                  struct kube_cluster **cluster_out,
                                                  struct plim_err *err);

void kube_cluster_free(struct kube_cluster *cluster); /* NULL is a no-op */
void kube_cluster_freep(struct kube_cluster **cluster);

#endif
