/* Giving subjects to the policies, and their results a place. */
#ifndef PLIM_AUDIT_JUDGE_PRIV_H
#define PLIM_AUDIT_JUDGE_PRIV_H

#include "policy/evaluate.h"
#include "resource/identity.h"

struct audit_account;
struct audit_cluster_run;
struct audit_desired;
struct audit_run;
struct audit_worker;
struct manifest_object;

/* Where a result was found; what policy_result_fill does not know. */
struct audit_place {
    struct audit_worker *worker;
    const struct audit_cluster_run *cluster; /* NULL: none */
    size_t cluster_position;                 /* index in run->clusters */
    const char *subject;
    struct plim_str application;
    struct plim_str api_version, kind, namespace, name, container;
    struct plim_str root_kind, root_name;
    const struct value *object;             /* what exemptions look at besides; NULL: none */
    const struct manifest_object *manifest; /* where Git declares it, or NULL */
    const struct audit_account *account;    /* or: of which one binding is at fault */
    struct plim_str path;                   /* of the file that it stands in, without a manifest */
    uint32_t line;
    struct plim_str repository, commit; /* of a repository subject */
    struct plim_str blind_reason; /* unknown results with this very text are counted, not listed */
    struct plim_str doubt;        /* not empty: a pass is unknown for this reason */
    struct plim_str skip_reason;  /* unknown results with this very text are skipped */
    bool skip_unknown;            /* all of them */
    int64_t observed_at;
    bool include_passed;
};

void audit_place_take(void *audit_place, const struct policy_result *result); /* a policy_sink */

/* Something that is no result of an AuditPolicy, with everything but its place. What is skipped for
 * a reason is listed once for each policy and cluster. */
void audit_place_add(const struct audit_place *place, struct finding *finding);

/* exemptions.c: whether somebody answers for the failure; a policy_waive_fn. */
bool audit_place_waives(void *audit_place, const struct policy_info *policy,
                        struct plim_arena *arena, struct plim_str *reason_out);

/* One object of a cluster. live: NULL when it is desired but was not met. */
struct audit_object {
    struct audit_cluster_run *cluster;
    const struct value *live;
    struct audit_desired *desired;
    struct resource_identity identity;
    struct plim_str resource; /* plural; empty: guessed */
    bool metadata_only;
    struct plim_str unread; /* desired, but whether it is live is not known, for this reason */
};

void audit_object_judge(struct audit_run *run, struct audit_worker *worker,
                        const struct audit_object *object);

/* A record subject: one per image, application, ... Fills the rest of the place. On the place's
 * worker, whose scratch memory is reset, or the first. */
void audit_record_judge(struct audit_run *run, enum policy_subject subject,
                        const struct value *record, struct audit_place *place);

/* A subject that could not be read: unknown by each of its policies. cluster: NULL for none. */
void audit_subject_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                          enum policy_subject subject, struct plim_str reason);

/* The same of a kind of object. */
void audit_kind_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                       const struct policy_kind *kind, struct plim_str reason);

#endif
