/*
 * Which objects fit together: what the facts of one cluster, or of one set of manifests, say when
 * they are joined. The `relation` records of SUBJECTS.md.
 *
 * Sources: the API reference of Kubernetes 1.36 (fields that name other objects, label selectors,
 * named ports), k8s.io/kubernetes pkg/controller/disruption (what a budget allows).
 */
#ifndef PLIM_RELATION_RELATION_H
#define PLIM_RELATION_RELATION_H

#include "relation/facts.h"
#include "value/value.h"

struct plim_arena;
struct relation_joins;

/* Where the facts are from. */
struct relation_site {
    struct value cluster, environment, production;
    bool manifests; /* no cluster was read: what is not among them may be elsewhere */

    /* Why objects of the kind may exist in the namespace ("": of the cluster) although none was
     * met; empty: all were. Any thread. */
    struct plim_str (*unread)(const void *context, const struct relation_kind *kind,
                              struct plim_str namespace);
    const void *context;
};

/* Join the facts of one place. The facts are sorted and must outlive the joins. */
struct relation_joins *relation_join(struct relation_facts *facts,
                                     const struct relation_site *site);
void relation_joins_free(struct relation_joins *joins); /* NULL is a no-op */

/* Objects of which there is a record: no Endpoints, nothing that a controller made. */
size_t relation_len(const struct relation_joins *joins);
const struct relation_object *relation_at(const struct relation_joins *joins, size_t i);

/* Any thread, in an arena of its own. */
struct value relation_record(const struct relation_joins *joins, size_t i,
                             struct plim_arena *arena);

/* ---- namespaces: an `ns` record for each Namespace that was met, in their order. */
size_t relation_namespace_len(const struct relation_joins *joins);
const struct relation_object *relation_namespace_at(const struct relation_joins *joins, size_t i);

/* twins: `count` other places in which a namespace of this name is looked for; NULL among them are
 * left out. Any thread. */
struct value relation_namespace_record(const struct relation_joins *joins, size_t i,
                                       const struct relation_joins *const *twins, size_t count,
                                       struct plim_arena *arena);

/* The record of a kind that could not be read: all but kind and place is unknown. */
struct value relation_record_unread(const struct relation_site *site,
                                    const struct relation_kind *kind, struct plim_str reason,
                                    struct plim_arena *arena);

#endif
