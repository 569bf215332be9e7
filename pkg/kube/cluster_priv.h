/* Making clusters. */
#ifndef KUBE_CLUSTER_PRIV_H
#define KUBE_CLUSTER_PRIV_H

#include <stdbool.h>

#include "base/str.h"
#include "kube/cluster.h"

/* Takes the endpoint over. An empty namespace becomes "default". */
struct kube_cluster *kube_cluster_new(const char *name, struct http_endpoint *endpoint,
                                      struct plim_str namespace);

/* On this machine bytes are cheaper than compressing them. */
bool kube_is_loopback(const char *url);

#endif
