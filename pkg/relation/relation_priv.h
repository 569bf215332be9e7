/* Reading objects, and the state of the joins. */
#ifndef PLIM_RELATION_PRIV_H
#define PLIM_RELATION_PRIV_H

#include "base/buf.h"
#include "base/map.h"
#include "relation/relation.h"
#include "value/build.h"

/* ---- one object on its way to a fact (readers.c, pod_references.c) */

/* References are gathered here, then kept. */
struct relation_reading {
    struct plim_intern *texts;
    struct plim_str namespace;             /* of the object */
    struct relation_reference *references; /* owned */
    size_t len, cap;
    struct plim_buf path;
};

/* Add one to the object of this kind; without a name nothing is added. The field stands in
 * `path`. */
void relation_reading_add(struct relation_reading *reading, const char *api_version,
                          const char *kind, struct plim_str name,
                          const struct relation_reference *more);

/* Everything that a pod spec names. prefix: where it stands, "spec.template.spec". */
void relation_read_pod(struct relation_reading *reading, const struct value *spec,
                       const char *prefix);
const struct relation_port *relation_read_container_ports(struct plim_intern *texts,
                                                          const struct value *spec,
                                                          size_t *count_out);

/* NULL when it is of no kind that refers or selects. */
const struct relation_detail *relation_detail_read(struct plim_intern *texts,
                                                   const struct value *object,
                                                   const struct resource_identity *identity);
struct relation_labels relation_labels_read(struct plim_intern *texts, const struct value *map);

/* The name or number of a port: int or text. */
struct plim_str relation_port_text(struct plim_intern *texts, const struct value *port);

/* ---- selectors */

/* A controller adds this label to the pods that it makes. */
bool relation_label_is_controllers(struct plim_str key);

/* What must be equal; plain: of a Service. */
const struct value *relation_selector_labels(const struct value *selector, bool plain);

/* template: of a workload, whose controller adds labels of its own to each pod. */
bool relation_selector_matches(const struct value *selector, bool plain,
                               const struct relation_labels *labels, bool template);

/* ---- indexes (index.c) */

/* Pods that a selector may select: those of a workload's template, or some that run. */
struct relation_candidate {
    struct plim_str namespace;
    struct relation_labels labels;
    size_t root;   /* in `roots` */
    bool template; /* not of pods that run */
};

/* What stands for the pods: a workload, or the owner of pods that is none of ours. */
struct relation_root {
    struct plim_str namespace, kind, name;
    const struct relation_object *object; /* NULL: not met */
};

/* Candidates with something in common. */
struct relation_bucket {
    struct relation_entry {
        size_t candidate;
        const struct relation_entry *next;
    } * first;
    size_t len;
};

struct relation_index {
    struct plim_arena *arena;              /* owned */
    struct plim_map *objects;              /* owned: identity to struct relation_object * */
    struct plim_map *labels;               /* owned: "namespace/key=value", or "namespace/" */
    struct relation_candidate *candidates; /* owned */
    size_t candidate_count, candidate_cap;
    struct plim_map *root_positions; /* owned: "namespace/kind/name" to size_t * */
    struct relation_root *roots;     /* owned */
    size_t root_count, root_cap;
    struct plim_map *endpoints; /* owned: "namespace/service" to size_t * */
};

void relation_index_build(struct relation_index *index, struct relation_facts *facts);
void relation_index_release(struct relation_index *index);
const struct relation_object *relation_index_find(const struct relation_index *index,
                                                  struct plim_arena *scratch,
                                                  const struct relation_reference *reference);

/* Add the roots that the object's selector selects to `links`, each once, in their order. */
struct relation_links;
void relation_index_select(const struct relation_index *index, struct plim_arena *scratch,
                           const struct relation_object *object, struct relation_links *links);

/* Ready addresses of a Service. */
size_t relation_index_ready(const struct relation_index *index, struct plim_arena *scratch,
                            const struct resource_identity *service);

/* ---- records */

struct value relation_value_or_unknown(struct value value, struct plim_str reason);
struct value relation_labels_value(struct plim_arena *arena, const struct relation_labels *labels);
struct value relation_owner_value(struct plim_arena *arena, const struct relation_owner *owner);
void relation_site_add(const struct relation_site *site, struct value_map_builder *map);

/* ---- joins */

/* Indexes of objects. */
struct relation_links {
    size_t *items; /* owned */
    size_t len, cap;
};

struct relation_joins {
    struct relation_site site;
    const struct relation_facts *facts;
    struct relation_index index;
    size_t *subjects; /* owned: of the facts' objects */
    size_t subject_count;
    size_t *namespaces; /* owned: of the facts' objects */
    size_t namespace_count;
    struct relation_links *selects;     /* owned; by object: roots */
    struct relation_links *selected_by; /* owned; by object: objects that select its pods */
    struct relation_links *referred_by; /* owned; by object: objects that name it */
};

/* Why objects of the kind may be in the namespace that were not met; empty: there are none. */
struct plim_str relation_unread(const struct relation_joins *joins, const char *group,
                                const char *kind, struct plim_str namespace);

#endif
