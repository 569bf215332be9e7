/* Annotations for linters, of objects that were judged already. */
#ifndef PLIM_AUDIT_ANNOTATIONS_PRIV_H
#define PLIM_AUDIT_ANNOTATIONS_PRIV_H

#include <stddef.h>

struct audit_annotated;
struct audit_place;
struct audit_run;
struct audit_worker;
struct audit_worker_cluster;
struct resource_identity;
struct value;

struct audit_annotated_list {
    struct audit_annotated *items; /* owned; of the cluster's sorted */
    size_t len, cap;
};

/* On workers, for each object. */
void audit_annotations_add(struct audit_worker *worker, struct audit_worker_cluster *mine,
                           const struct resource_identity *identity, const struct value *object);

/* After the last page. */
void audit_annotations_merge(struct audit_run *run);
void audit_annotations_release(struct audit_annotated_list *list);

/* Those of the object that stands at the place, as policy_annotations_keep gives them; NULL: none.
 */
const struct value *audit_annotations_find(const struct audit_place *place);

#endif
