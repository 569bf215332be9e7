/* The state of one run, shared by the stages of the pipeline. */
#ifndef PLIM_AUDIT_RUN_PRIV_H
#define PLIM_AUDIT_RUN_PRIV_H

#include <stdatomic.h>

#include "audit/audit.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/pool.h"
#include "drift/drift.h"
#include "http/transport.h"
#include "kube/config.h"
#include "kube/reader.h"
#include "manifest/set.h"
#include "parity/parity.h"
#include "policy/evaluate.h"
#include "release/release.h"
#include "resource/facts.h"
#include "resource/owner.h"

enum { AUDIT_NOT_READ = -1 };

/* One collection of manifests: a repository at a commit below a sub-path. */
struct audit_source {
    size_t repository; /* index in the fleet */
    struct plim_str subpath;
    struct manifest_set set;
    struct plim_str failure; /* why there is no set; empty: there is one */
};

/* An object that Git declares for one cluster. */
struct audit_desired {
    const struct manifest_object *manifest;
    const struct audit_source *source;
    struct resource_identity identity;
    struct plim_str application;
    atomic_bool seen; /* a live twin was met */
    bool replaced;    /* a later document declares the same object */
};

/* What one application amounts to in one cluster. Workers fill their own and merge them. */
struct audit_application {
    const char *name;
    size_t desired, live;
    size_t in_sync, differs, missing, extra, unknown;
    size_t owners[RESOURCE_OWNER_KINDS];
    struct resource_owner owner; /* one that is an agent or a release, if there is one */
    struct plim_map *namespaces; /* names, owned */
    const struct audit_desired *declared;
    bool migration_hook;
};

struct audit_applications {
    struct plim_map *by_name; /* owned; items are in the arena */
    struct plim_arena *arena;
};

/* A GitOps agent's own object: an Argo CD Application, a Flux Kustomization or HelmRelease. */
struct audit_agent_object {
    enum resource_owner_kind kind;
    struct plim_str name, namespace;
    struct value sync; /* the `sync` record */
};

/* A list that was asked for. */
struct audit_list {
    const struct kube_resource *resource;
    size_t index; /* in the reader's lists of the cluster */
};

/* An object that is kept whole: namespaces, and what agents say of themselves. */
struct audit_kept {
    size_t cluster, list, page, item; /* their order does not depend on the workers */
    const struct kube_resource *resource;
    struct value object;
};

/* What a cluster's roles and admission policies tell; texts are kept. */
struct audit_rights {
    struct plim_str *writers; /* owned: roles that may change workloads */
    size_t writer_count, writer_cap;
    struct audit_binding {
        struct plim_str subject, role, binding;
    } * bindings; /* owned: people bound to roles */
    size_t binding_count, binding_cap;
    size_t admission_policies, enforcing_bindings;
};

struct audit_cluster_run {
    size_t index;                    /* in the fleet */
    struct kube_cluster *cluster;    /* owned; NULL: could not be configured */
    struct plim_str failure;         /* why */
    struct snapshot_reader *capture; /* owned; of a cluster that is read from one */
    struct http_transport *replay;   /* owned; over it */
    int reader_index;                /* AUDIT_NOT_READ: it is not read */
    const struct kube_cluster_report *report;
    struct plim_str uid;

    struct value name_value, environment_value, production_value;

    /* Desired state. */
    size_t *sources; /* owned: indexes in run->sources */
    size_t source_count, source_cap;
    struct audit_desired *desired;
    size_t desired_count;
    struct plim_map *desired_by_key; /* owned */
    struct plim_str
        desired_unknown; /* why objects without a twin may be declared all the same; or empty */
    bool desired_none;   /* no repository speaks of this cluster */

    /* Lists. */
    struct audit_list *lists; /* owned */
    size_t list_count, list_cap;
    struct plim_map *namespaces; /* owned: name to const struct value * */
    struct plim_str namespaces_unknown, secrets_unknown, rights_unknown, admission_unknown;
    struct plim_map *argocd;        /* owned: identity to owner */
    struct plim_str agents_unknown; /* why an agent may own what seems to be nobody's; or empty */
    struct audit_agent_object *agents;
    size_t agent_count, agent_cap;

    /* Sums over the workers, after the last page. */
    struct resource_facts facts;
    struct audit_applications applications;
    size_t owners[RESOURCE_OWNER_KINDS];
    struct audit_rights rights;
};

/* What one worker keeps of one cluster. */
struct audit_worker_cluster {
    struct resource_facts facts;
    struct audit_applications applications;
    size_t owners[RESOURCE_OWNER_KINDS];
    struct plim_map
        *blind; /* owned: "policy reason", so that one reason is listed once per policy */
    struct audit_rights rights;
};

struct audit_worker {
    struct plim_arena *keep;    /* lives as long as the run */
    struct plim_arena *scratch; /* reset after each object */
    struct policy_session *session;
    struct policy_tally *tallies;
    struct finding_list findings;
    struct audit_kept *kept; /* owned */
    size_t kept_count, kept_cap;
    struct audit_worker_cluster *clusters;
    uint64_t results[FINDING_STATES];
};

struct audit_run {
    const struct audit_request *request;
    const struct audit_fleet *fleet;
    struct plim_arena *arena; /* the report's; this thread only */
    int64_t now;
    double started;
    struct plim_pool *pool;
    struct http_transport *transport; /* one of the next three */
    struct http_transport *live;      /* owned: the network, or the capture */
    struct http_transport *recording; /* owned */
    struct audit_route *route;        /* owned */
    struct kube_config *config;
    struct kube_reader *reader;
    struct resource_application_rule application_rule;

    struct audit_source *sources;
    size_t source_count, source_cap;
    struct value
        *repository_facts; /* by repository: what Git tells; unknown record when unreadable */
    struct plim_str *repository_failures;
    struct plim_arena *desired_arena;

    struct audit_cluster_run *clusters;
    size_t cluster_count;
    size_t *by_reader; /* the reader's index to that of `clusters` */
    struct audit_worker *workers;
    size_t worker_count;
    bool early; /* the first of the two passes over the clusters */

    struct release_images images;
    struct parity_applications parity;
    struct value *cluster_records; /* by cluster */
};

/* ---- stages, in their order */
PLIM_NODISCARD enum plim_code audit_clusters_connect(struct audit_run *run, struct plim_err *err);
PLIM_NODISCARD enum plim_code audit_desired_read(struct audit_run *run, struct plim_err *err);
void audit_collect(struct audit_run *run);
void audit_missing_judge(struct audit_run *run);
void audit_subjects_judge(struct audit_run *run);
PLIM_NODISCARD enum plim_code audit_manifests_judge(struct audit_run *run, struct plim_err *err);
PLIM_NODISCARD enum plim_code audit_assess(struct audit_run *run, struct value *assessments_out,
                                           struct plim_err *err);
struct value audit_report_build(struct audit_run *run, struct value assessments);

/* ---- desired state (desired.c, desired_index.c) */
void audit_desired_index(struct audit_run *run, struct audit_cluster_run *cluster);
struct resource_identity audit_desired_identity(const struct value *object);
struct audit_desired *audit_desired_find(const struct audit_cluster_run *cluster,
                                         struct plim_arena *scratch,
                                         const struct resource_identity *identity);
void audit_desired_release(struct audit_run *run);

/* ---- judging (judge.c) */

/* Where a result was found; what policy_result_fill does not know. */
struct audit_place {
    struct audit_worker *worker;
    const struct audit_cluster_run *cluster; /* NULL: none */
    size_t cluster_position;                 /* index in run->clusters */
    const char *subject;
    struct plim_str application;
    struct plim_str api_version, kind, namespace, name, container;
    struct plim_str root_kind, root_name;
    const struct manifest_object *manifest; /* where Git declares it, or NULL */
    struct plim_str repository, commit;     /* of a repository subject */
    struct plim_str blind_reason; /* unknown results with this very text are counted, not listed */
    int64_t observed_at;
    bool include_passed;
    bool offline; /* there is no cluster: what would need one is skipped */
};

void audit_place_take(void *place, const struct policy_result *result); /* a policy_sink */

/* Judge one object of a cluster. live: NULL when it is desired but missing. */
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

/* A record subject: one per image, application, ... */
void audit_record_judge(struct audit_run *run, enum policy_subject subject,
                        const struct value *record, struct audit_place *place);

/* Results about what could not be read at all. */
void audit_unread_judge(struct audit_run *run, struct audit_cluster_run *cluster,
                        const struct kube_resource *resource, struct plim_str reason);
void audit_subject_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                          enum policy_subject subject, struct plim_str reason);

/* ---- record subjects, by kind (subject_*.c) */
void audit_images_judge(struct audit_run *run); /* parity too */
void audit_applications_judge(struct audit_run *run);
void audit_clusters_judge(struct audit_run *run);
void audit_repositories_judge(struct audit_run *run);

/* [{resource, reason}]: what could not be read of a cluster. */
struct value audit_unread_list(struct plim_arena *arena, const struct audit_cluster_run *cluster);

/* ---- what is listed (plan.c) */
void audit_plan_early(struct audit_run *run, struct audit_cluster_run *cluster);
void audit_plan_rest(struct audit_run *run, struct audit_cluster_run *cluster);

/* ---- roles and admission (rights.c) */
void audit_rights_add(struct audit_rights *rights, struct plim_arena *keep,
                      const struct value *object);
void audit_rights_merge(struct audit_rights *into, struct audit_rights *from);
struct value audit_rights_writers(struct plim_arena *arena, const struct audit_rights *rights);
void audit_rights_release(struct audit_rights *rights);

/* ---- applications (applications.c) */
void audit_applications_init(struct audit_applications *applications, struct plim_arena *arena);
struct audit_application *audit_applications_get(struct audit_applications *applications,
                                                 struct plim_str name);
void audit_applications_merge(struct audit_applications *into,
                              const struct audit_applications *from);
void audit_applications_release(struct audit_applications *applications);

/* ---- agents (agents.c) */
void audit_agent_add(struct audit_run *run, struct audit_cluster_run *cluster,
                     const struct value *object);
const struct audit_agent_object *audit_agent_find(const struct audit_cluster_run *cluster,
                                                  const struct resource_owner *owner);
/* The `sync` record when no agent reports on an application. */
struct value audit_agent_silence(struct plim_arena *arena);

/* ---- routing (route.c) */
struct audit_route *audit_route_new(struct http_transport *live);
void audit_route_add(struct audit_route *route, const char *server,
                     struct http_transport *transport);
struct http_transport *audit_route_transport(struct audit_route *route);
void audit_route_free(struct audit_route *route); /* not the transports */

#endif
