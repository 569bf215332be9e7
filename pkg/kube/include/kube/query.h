/* A list that a reader is asked for. */
#ifndef PLIM_KUBE_QUERY_H
#define PLIM_KUBE_QUERY_H

#include <stdbool.h>

#include "kube/discovery.h"
#include "value/value.h"

/* KUBE_METADATA: objects have apiVersion, kind and metadata, however much was sent. A live server
 * is asked for no more unless its answers are kept; of Secrets always. The maps in the metadata of
 * kinds that are not built in are in the order of their keys. */
enum kube_mode { KUBE_FULL, KUBE_METADATA };

/* Any thread. */
typedef bool kube_select_fn(const void *context, const struct kube_resource *resource,
                            const struct value *object);

struct kube_query {
    const struct kube_resource *resource; /* of the cluster's discovery */
    enum kube_mode mode;        /* Secrets are read as KUBE_METADATA whatever stands here */
    const char *namespace;      /* NULL: all */
    const char *label_selector; /* NULL: none; as in URLs' labelSelector, not encoded */
    const char *field_selector;
    /* NULL, or what label_selector says: where answers are kept all is asked for, and what this
     * refuses is neither delivered nor counted. */
    kube_select_fn *selects;
    const void *select_context; /* outlives the reader */
    bool may_be_refused;        /* a 403 goes without saying: another list's reason covers it */
};

#endif
