/*
 * Structural schemas of kinds: the fields of their objects, as the cluster's OpenAPI v3 documents
 * or a CustomResourceDefinition state them.
 *
 * A schema is a tree of maps with type, properties, items, additionalProperties, default,
 * x-kubernetes-list-type and so on, as cel/schema.h takes it too. What a $ref names is in its
 * place, and one that leads back to a schema around it has become
 * {x-kubernetes-preserve-unknown-fields: true}: anything may stand there. Texts for people
 * (description, title, example) are left out.
 *
 * Sources: KEP-2896 (OpenAPI v3); Kubernetes documentation, "Specifying a structural schema";
 * k8s.io/kube-openapi pkg/handler3 (the index).
 */
#ifndef PLIM_KUBE_SCHEMA_H
#define PLIM_KUBE_SCHEMA_H

#include <stddef.h>

#include "base/err.h"
#include "value/value.h"

struct kube_reader;
struct kube_resource;
struct plim_arena;

enum {
    KUBE_SCHEMA_DOCUMENT_BYTES_MAX = 64 * 1024 * 1024,
    KUBE_SCHEMA_DEPTH_MAX = 100,     /* schemas inside each other */
    KUBE_SCHEMA_NODES_MAX = 1 << 19, /* values altogether, each $ref counted as what it names */
    KUBE_SCHEMA_TARGET_BYTES_MAX = 1024,
};

struct kube_schema_kind {
    const char *group; /* "" for core */
    const char *version;
    const char *kind;
};

/*
 * Where the OpenAPI document of a group version is: path and query with the hash of its content.
 *
 * index  the answer to /openapi/v3
 * Fails with PLIM_NOT_FOUND (the index does not have it) or PLIM_INVALID (not an index, or a place
 * that is no path below /openapi/v3/).
 */
PLIM_NODISCARD enum plim_code kube_schema_target(struct plim_arena *arena,
                                                 const struct value *index,
                                                 const struct kube_schema_kind *kind,
                                                 const char **target_out, struct plim_err *err);

/* The schema of a kind in the OpenAPI document of its group version. Copied into the arena. Fails
 * with PLIM_NOT_FOUND, PLIM_INVALID (a $ref leads nowhere) or PLIM_LIMIT. */
PLIM_NODISCARD enum plim_code kube_schema_of_openapi(struct plim_arena *arena,
                                                     const struct value *document,
                                                     const struct kube_schema_kind *kind,
                                                     struct value *schema_out,
                                                     struct plim_err *err);

/* The same in a CustomResourceDefinition of apiextensions.k8s.io/v1. */
PLIM_NODISCARD enum plim_code kube_schema_of_definition(struct plim_arena *arena,
                                                        const struct value *definition,
                                                        const struct kube_schema_kind *kind,
                                                        struct value *schema_out,
                                                        struct plim_err *err);

/* ---- of the clusters of a reader */

/*
 * Have the schema read by the run, or the next one: of each cluster the index and one document for
 * each group version; for kinds that are not in it, their CustomResourceDefinitions. A schema that
 * cannot be read is among the cluster's `unread`, as "schema of widgets.example.com".
 *
 * resource  of the cluster's discovery. Once is enough
 * Only while no schema of the cluster is being read.
 */
void kube_reader_want_schema(struct kube_reader *reader, size_t cluster,
                             const struct kube_resource *resource);

/* NULL when it is not known: *reason_out, if not NULL, tells why. Lives as long as the reader.
 * Threads: any, once the cluster was told to be drained. */
const struct value *kube_reader_schema(const struct kube_reader *reader, size_t cluster,
                                       const struct kube_schema_kind *kind,
                                       const char **reason_out);

#endif
