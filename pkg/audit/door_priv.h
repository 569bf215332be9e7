/* The policies of doors, asked about what is inside. */
#ifndef PLIM_AUDIT_DOOR_PRIV_H
#define PLIM_AUDIT_DOOR_PRIV_H

#include "admission/door.h"

#include "judge_priv.h"

struct audit_request;
struct kube_resource;
struct value_list_builder;

struct audit_door {
    const struct admission_door *door;
    struct plim_str origin;               /* the cluster that it was read of; empty: files */
    struct audit_cluster_run *source;     /* that; NULL: files */
    const struct audit_cluster_run *only; /* judges objects of this cluster; NULL: of all */
    struct plim_str waivers_unknown;      /* why exceptions may waive what fails; or empty */
    struct value requests;                /* what was asked for it, as the plan has it */
};

/* The policy of findings about what could not be read of a door. */
#define AUDIT_DOOR_READABLE "door.readable"

/* The doors that the request gives; and, once all are there, what each worker needs of them. */
void audit_doors_take(struct audit_run *run);
void audit_doors_open(struct audit_run *run);

/* Whether the request names doors that clusters are asked for. */
bool audit_doors_ask(const struct audit_request *request);

/* The doors that the request names: of clusters, read at once; "self" of the manifests that are
 * judged, which must have been read. Fails as audit_clusters_connect does,
 * and with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code audit_doors_find(struct audit_run *run, struct plim_err *err);
void audit_doors_read(struct audit_run *run, size_t first); /* those from this one on */

/* The same for a plan without clusters: what "self" asks each of, whichever it is. */
PLIM_NODISCARD enum plim_code audit_doors_plan(struct audit_run *run, struct plim_err *err);
struct admission_door *audit_door_new(struct audit_run *run); /* lives as long as the arena */
struct value audit_doors_assume(struct audit_run *run);       /* door_read.c */

void audit_doors_release(struct audit_worker *worker, size_t count);

/* What every door says of the object; the place is its own. shown: as it is judged; namespace: its
 * own, unknown with the reason, or null. */
struct audit_at_door {
    const struct audit_object *object;
    const struct value *shown, *namespace_object;
};

/* What an expression asks for, as an admission_find_fn gives it (door_ask.c): absent only what is
 * known to be. */
struct value audit_doors_ask_cluster(const struct audit_run *run,
                                     const struct audit_cluster_run *cluster,
                                     const struct admission_query *query, struct plim_arena *arena);

void audit_doors_judge(const struct audit_run *run, struct audit_worker *worker,
                       const struct audit_at_door *at, const struct audit_place *place);

/* Whether the kind, by its name or its plural, is this one. */
bool audit_doors_mean(const struct admission_kind *kind, const struct kube_resource *resource);

/* Which kinds are kept for expressions to ask for: once they were read, before anything is judged.
 */
void audit_doors_keep_asked(struct audit_run *run, struct audit_cluster_run *cluster);

/* ---- what they make an audit list (door_plan.c) */

/* Whether some policy could match objects of the kind. One that is about all kinds does not mean
 * those that change all the time. */
bool audit_doors_want(const struct audit_run *run, const struct audit_cluster_run *cluster,
                      const struct kube_resource *resource, bool restless);

bool audit_doors_read_managed_fields(const struct audit_run *run);

/* "policy VALIDATINGADMISSIONPOLICY/NAME judges it", of the first that asks; or NULL. */
const char *audit_doors_reader(struct audit_run *run, const struct kube_resource *resource);

/* Add the names of all that ask: "policy ID". */
void audit_doors_name(struct audit_run *run, const struct audit_cluster_run *cluster,
                      const struct kube_resource *resource, struct value_list_builder *names);

/* Each policy that asks for the kind is unknown for the reason; NULL: each one there is. */
void audit_doors_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                        const struct kube_resource *resource, struct plim_str reason);

/* The same of policies on a group of which it is not known what there is; but not of those that are
 * about kinds of it that are known. */
void audit_doors_group_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                              const char *group, struct plim_str reason);

/* What could not be understood of them is unknown in every cluster. */
void audit_doors_tell_gaps(struct audit_run *run);

#endif
