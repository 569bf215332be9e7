/* One small request of a reader, and its answer. */
#ifndef KUBE_PROBE_PRIV_H
#define KUBE_PROBE_PRIV_H

#include "http/transport.h"
#include "value/value.h"

#include "reader_priv.h"

struct kube_probe {
    struct kube_reader_cluster *cluster;
    const char *what;   /* for the line of progress: "discovery" */
    const char *accept; /* NULL: any JSON */
    const char *needs;  /* the right that was missing, after a 403; the cluster arena's */
    struct http_response response;
};

/* Submit it. Once it and all others of the cluster are answered, the cluster's `step` follows. */
void kube_probe_ask(struct kube_probe *probe, const char *target);

/* The document in the answer. On failure the reason, owned by the arena; NULL on success. */
const char *kube_probe_read(const struct kube_probe *probe, struct plim_arena *arena,
                            struct value *document_out);
void kube_probe_release(struct kube_probe *probe);

#endif
