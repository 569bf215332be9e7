/*
 * Schemas of kinds from documents that somebody saved: OpenAPI v3 documents of group versions, as
 * `kubectl get --raw /openapi/v3/apis/apps/v1` prints them, and CustomResourceDefinitions.
 */
#ifndef PLIM_KUBE_SCHEMA_STORE_H
#define PLIM_KUBE_SCHEMA_STORE_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct value;
struct kube_schema_store;

struct kube_schema_store *kube_schema_store_new(void);
void kube_schema_store_free(struct kube_schema_store *store); /* NULL is a no-op */
void kube_schema_store_freep(struct kube_schema_store **store);

/*
 * Take the documents of a file that have schemas, also inside a List; others are passed over.
 *
 * file       for messages
 * text       JSON, or YAML of any number of documents; not kept
 * count_out  how many were taken; NULL: nobody asks
 * Fails with PLIM_INVALID or PLIM_LIMIT where the text cannot be read.
 */
PLIM_NODISCARD enum plim_code kube_schema_store_add(struct kube_schema_store *store,
                                                    const char *file, struct plim_str text,
                                                    size_t *count_out, struct plim_err *err);

/* What is known of a kind. */
struct kube_stored_schema {
    struct plim_str kind;       /* "Deployment" */
    const struct value *schema; /* as kube/schema.h has it; NULL: not known */
};

/* By group, version and either the plural or the kind; the other one is empty. Lives as long as the
 * store. A schema that makes no sense (kube/schema.h) is not known. */
struct kube_stored_schema kube_schema_store_find(struct kube_schema_store *store,
                                                 struct plim_str group, struct plim_str version,
                                                 struct plim_str resource, struct plim_str kind);

#endif
