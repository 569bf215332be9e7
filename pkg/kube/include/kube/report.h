/*
 * What a reader (kube/reader.h) has learnt of a cluster, and of each list: what is missing has its
 * reason. Borrowed from the reader.
 */
#ifndef PLIM_KUBE_REPORT_H
#define PLIM_KUBE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kube/query.h"

struct kube_cluster;

enum kube_state {
    KUBE_COMPLETE,
    KUBE_PARTIAL,    /* something is in `unread` */
    KUBE_UNREACHABLE /* no answer, or none that we may use: nothing is known */
};

struct kube_unread {
    const char *resource; /* "deployments.apps", "secrets", "discovery", "metrics.k8s.io/v1beta1" */
    const char *reason;   /* "HTTP 403: pods is forbidden: ..." */
};

struct kube_statistics {
    uint64_t objects;
    uint64_t requests;
    uint64_t bytes; /* of bodies, decoded */
    double throttled_seconds;
    double seconds; /* from the first request to the last answer; 0 with a fixed clock */
};

struct kube_cluster_report {
    const struct kube_cluster *cluster;
    enum kube_state state;
    const char *version; /* "v1.34.1"; NULL when not known */
    const char *uid;     /* of the namespace kube-system; NULL when not known */
    const struct kube_discovery *discovery;
    const struct kube_unread *unread; /* by resource, then reason */
    size_t unread_len;
    const char *const *warnings; /* of the server, and of garbled answers that came well when they
                                    were asked for again; sorted, each once; printable ASCII */
    size_t warning_len;
    struct kube_statistics statistics;
    size_t list_count;
};

struct kube_list_report {
    const struct kube_resource *resource;
    enum kube_mode mode;
    bool complete;
    const char *reason; /* NULL when complete. Some objects may have been delivered all the same */
    bool refused;       /* HTTP 403: `reason` names the rule that is needed */
    const char *target; /* path and query of its first page */
    uint64_t objects;
};

#endif
