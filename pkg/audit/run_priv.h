/* The state of one run, shared by the stages of the pipeline. */
#ifndef PLIM_AUDIT_RUN_PRIV_H
#define PLIM_AUDIT_RUN_PRIV_H

#include "audit/audit.h"
#include "base/map.h"
#include "base/pool.h"
#include "http/transport.h"
#include "kube/config.h"
#include "kube/reader.h"
#include "parity/parity.h"
#include "relation/relation.h"
#include "release/release.h"
#include "resource/facts.h"

#include "agents_priv.h"
#include "annotations_priv.h"
#include "applications_priv.h"
#include "desired_priv.h"
#include "door_priv.h"
#include "judge_priv.h"
#include "owners_priv.h"
#include "ownership_priv.h"
#include "rights_priv.h"

enum { AUDIT_NOT_READ = -1 };

/* Why what only a cluster tells is unknown when manifests are judged for themselves. */
#define AUDIT_NO_CLUSTER "no cluster was read"

/* What a kind is listed for. */
enum audit_purpose {
    AUDIT_FOR_OTHERS = 1,  /* it explains other objects */
    AUDIT_FOR_DESIRED = 2, /* Git declares objects of it */
    AUDIT_FOR_POLICIES = 4,
    AUDIT_FOR_FACTS = 8,       /* images, parity and applications are made of it */
    AUDIT_FOR_CLUSTER = 16,    /* the cluster's record is */
    AUDIT_FOR_HELM = 32,       /* Helm keeps its releases in it */
    AUDIT_FOR_ACCOUNTS = 64,   /* the accounts' records are made of it */
    AUDIT_FOR_RELATIONS = 128, /* it is joined with others */
    AUDIT_FOR_QUESTIONS = 256, /* expressions of doors ask for its objects */
};

enum { AUDIT_FALLBACK_NAMESPACES_MAX = 1000 };

/* A list that is needed. */
struct audit_list {
    const struct kube_resource *resource;
    const char *namespace; /* NULL: all of them, or the kind has none */
    unsigned purposes;     /* of enum audit_purpose */
    bool asked;
    bool fallback; /* the list of all namespaces was refused */
    size_t index;  /* in the reader's lists of the cluster, once asked */
};

/* An object that is kept whole: namespaces, and what agents say of themselves. */
struct audit_kept {
    size_t list, page, item; /* their order does not depend on the workers */
    const struct kube_resource *resource;
    struct value object;
};

struct audit_kept_list {
    struct audit_kept *items; /* owned */
    size_t len, cap;
};

/* A custom resource's fields, in the version that Git states. */
struct audit_schema {
    const struct kube_resource *resource;
    const struct value *schema; /* the reader's; NULL: could not be read */
    struct plim_str unknown;    /* why; or empty */
};

/* A kind that may be served although discovery does not tell. */
struct audit_blind_kind {
    const char *group, *kind;
    struct plim_str reason;
};

/* A kind that expressions may ask for: its objects are kept. */
struct audit_asked {
    const struct kube_resource *resource;
    struct plim_str unknown; /* why there may be more of them; or empty */
};

struct audit_cluster_run {
    size_t index;                     /* in the fleet */
    struct kube_cluster *cluster;     /* owned; NULL: could not be configured */
    struct plim_str failure;          /* why */
    struct snapshot_reader *capture;  /* owned; of a cluster that is read from one */
    struct snapshot_foreign *foreign; /* owned; or NULL */
    struct http_transport *replay;    /* owned; over it */
    int reader_index;                 /* AUDIT_NOT_READ: it is not read */
    bool no_fallback;                 /* a refused list is not tried by namespace */
    bool explained;                   /* what explains other objects was read */
    size_t step;                      /* how many were taken: collect.c */
    struct audit_kept_list kept;      /* that */
    struct audit_asked *asked;        /* the run's arena */
    size_t asked_count;
    const struct kube_cluster_report *report;
    struct plim_str uid;
    const struct audit_cluster_run *same_as; /* an earlier one that is this cluster too, or NULL */

    struct value name_value, environment_value, production_value;

    /* Desired state. */
    size_t *sources; /* owned: indexes in run->sources */
    size_t source_count, source_cap;
    struct audit_desired *desired;
    size_t desired_count;
    struct plim_map *desired_by_key; /* owned */
    struct plim_str desired_unknown; /* why objects without a twin may be declared; or empty */

    /* Lists. */
    struct audit_list *lists; /* owned */
    size_t list_count, list_cap;
    struct audit_blind_kind *blind_kinds; /* owned */
    size_t blind_kind_count, blind_kind_cap;
    struct audit_schema *schemas; /* owned; of the custom resources that Git declares */
    size_t schema_count, schema_cap;
    struct plim_map *namespaces; /* owned: name to const struct value * */
    struct plim_str namespaces_unknown, secrets_unknown, rights_unknown, admission_unknown;
    struct plim_str
        accounts_unknown;           /* why a service account may be there all the same; or empty */
    struct plim_str groups_unknown; /* why an agent's API may be served; or empty */
    struct plim_map *argocd;        /* owned: identity to owner */
    struct plim_str agents_unknown; /* why an agent may own what seems to be nobody's; or empty */
    struct audit_agents agents;

    /* Sums over the workers, after the last page. */
    struct resource_facts facts;
    struct audit_applications applications;
    struct audit_owners owners;
    struct audit_ownership ownership; /* the same by namespace and kind */
    struct audit_drift_counts drift;
    struct audit_rights rights;
    struct audit_accounts rights_joined; /* in the run's arena; borrows from them */
    struct relation_facts relations;
    struct relation_joins *joins; /* owned; of those */
    struct audit_annotated_list annotated;
};

/* What one worker keeps of one cluster. */
struct audit_worker_cluster {
    struct resource_facts facts;
    struct audit_applications applications;
    struct audit_owners owners;
    struct audit_ownership ownership; /* the same by namespace and kind */
    struct audit_drift_counts drift;
    struct plim_map *blind; /* owned: "policy reason": one reason is listed once per policy */
    struct audit_rights rights;
    struct relation_facts relations;
    struct audit_kept_list kept;           /* until the cluster's has them */
    struct audit_annotated_list annotated; /* that, too */
};

struct audit_worker {
    struct plim_arena *keep;    /* lives as long as the run */
    struct plim_intern *texts;  /* owned; over `keep` */
    struct plim_arena *scratch; /* reset after each object */
    struct policy_session *session;
    struct admission_session **doors; /* owned, one for each of the run */
    struct policy_tally *tallies;
    struct policy_tally *doubtful; /* scratch: of one subject of which not all was read */
    struct finding_list findings;
    struct audit_worker_cluster *clusters;
    uint64_t results[FINDING_STATES];
    const struct audit_run *run;
    bool *exemption_used; /* owned; by index in the set */
};

struct audit_run {
    const struct audit_request *request;
    const struct audit_fleet *fleet;
    struct plim_arena *arena; /* the report's; this thread only */
    int64_t now;
    double started;
    struct plim_pool *pool;
    struct http_transport *transport; /* one of the next four */
    struct http_transport *live;      /* owned: the network, or the capture */
    struct http_transport *cache;     /* owned; before the network, or NULL */
    struct http_transport *recording; /* owned */
    struct audit_route *route;        /* owned */
    struct kube_config *config;
    struct kube_plugins *plugins; /* owned */
    struct kube_reader *reader;
    struct resource_application_rule application_rule;

    struct audit_source *sources;
    size_t source_count, source_cap;
    struct value
        *repository_facts; /* by repository: what Git tells; unknown record when unreadable */
    struct plim_str *repository_failures;
    struct plim_arena *desired_arena; /* lives as long as the run */
    struct plim_intern *texts;        /* owned; over it */

    struct audit_cluster_run *clusters;
    size_t cluster_count;
    size_t *by_reader; /* the reader's index to that of `clusters` */
    struct audit_worker *workers;
    size_t worker_count;
    struct audit_door *doors;
    size_t door_count;
    struct audit_cluster_run *door_only; /* clusters of which nothing but the door is looked at */
    size_t door_only_count;
    bool wants_facts;             /* of live objects: audit_wants_facts */
    bool wants_relations;         /* some policy is about them */
    struct plim_err interruption; /* why the reading ended early; PLIM_OK: it did not */

    struct release_images images;
    struct parity_applications parity;
    struct value_pack *image_records, *parity_records; /* the arena's; in the report */
};

/* A long list of the report, owned by its arena. */
struct value_pack *audit_pack_new(struct audit_run *run);

/* ---- stages, in their order */
PLIM_NODISCARD enum plim_code audit_clusters_connect(struct audit_run *run, struct plim_err *err);
PLIM_NODISCARD enum plim_code audit_cluster_connect(struct audit_run *run,
                                                    struct audit_cluster_run *cluster,
                                                    struct plim_err *err);
void audit_collect(struct audit_run *run);
void audit_duplicates_find(struct audit_run *run); /* once all are discovered */
void audit_missing_judge(struct audit_run *run);
void audit_subjects_judge(struct audit_run *run);
void audit_unloaded_tell(struct audit_run *run);
void audit_exemptions_judge(struct audit_run *run); /* after whatever they may waive */
PLIM_NODISCARD enum plim_code audit_manifests_read(struct audit_run *run, struct plim_err *err);
PLIM_NODISCARD enum plim_code audit_manifests_judge(struct audit_run *run, struct plim_err *err);
PLIM_NODISCARD enum plim_code audit_assess(struct audit_run *run, struct value *assessments_out,
                                           struct plim_err *err);
struct value audit_report_build(struct audit_run *run, struct value assessments);

/* ---- record subjects, by kind (subject_*.c) */
void audit_images_judge(struct audit_run *run); /* parity too */
void audit_applications_judge(struct audit_run *run);
void audit_relations_judge(struct audit_run *run);
void audit_clusters_judge(struct audit_run *run);
void audit_accounts_judge(struct audit_run *run);
void audit_repositories_judge(struct audit_run *run);
void audit_fleet_judge(struct audit_run *run);

/* What clusters let in that others refuse (enforcement_gaps.c). Either is unknown where none was
 * seen and a door could not be read. */
struct audit_gaps {
    struct value found;    /* list */
    struct value compared; /* int: how often there was something to hold a cluster against */
};

/* Of one environment; and of production, what another environment denies. */
struct audit_gaps audit_enforcement_unequal(struct audit_run *run);
struct audit_gaps audit_enforcement_missing(struct audit_run *run);

/* "v1.36.3" into 1 and 36; "v1.27.3-gke.100+" too. -1: not known. */
void audit_version_split(const char *version, int64_t *major_out, int64_t *minor_out);

/* The cluster's version as it tells it, or unknown with the reason. */
struct value audit_version_of(struct audit_run *run, const struct audit_cluster_run *cluster);

/* [{resource, reason, readIn}]: what could not be read of a cluster; readIn: but could in these
 * namespaces. */
struct value audit_unread_list(struct audit_run *run, const struct audit_cluster_run *cluster);

/* Keep what an object that was read, or a manifest that is judged for itself, tells of others. */
void audit_relations_add(struct audit_run *run, struct audit_worker *worker,
                         const struct audit_object *object, struct plim_str application,
                         const struct value *owner);
void audit_relations_merge(struct audit_run *run);

/* ---- objects on their way (collect.c, early.c) */

/* Of one that was read: its facts, and what policies say. Everything that explains it was read. */
void audit_live_judge(struct audit_run *run, struct audit_worker *worker,
                      struct audit_cluster_run *cluster, const struct kube_resource *resource,
                      enum kube_mode mode, const struct value *live);

/* What explains others. In this order: on a worker; as often as pages came; once, and once more. */
void audit_early_keep(struct audit_worker *worker, size_t cluster, const struct kube_page *page);
void audit_early_gather(struct audit_run *run, struct audit_cluster_run *cluster);
void audit_early_keep_namespaces(struct audit_run *run, struct audit_cluster_run *cluster);
void audit_early_explain(struct audit_run *run, struct audit_cluster_run *cluster);

/* Those objects themselves; returns at once, the pool does it. After everything else of the
 * cluster. */
void audit_early_judge(struct audit_run *run, struct audit_cluster_run *cluster);

/* From several workers into the order of the lists. */
void audit_kept_add(struct audit_kept_list *list, struct audit_kept kept);
void audit_kept_sort(struct audit_kept_list *list);

/* ---- what could not be read (blind.c) */

/* "deployments could not be read: HTTP 403: ...", in the run's arena. */
struct plim_str audit_blind_reason(struct audit_run *run, const char *what, const char *why);

/* Facts and records that are made of this kind are unknown for the reason. */
void audit_blind_note(struct audit_cluster_run *cluster, const char *group, const char *kind,
                      struct plim_str reason);

/* ---- the fields of custom resources (schemas.c) */

/* Have the reader read the schemas of those that Git declares. Returns whether there are any. After
 * audit_desired_index. */
bool audit_schemas_want(struct audit_run *run, struct audit_cluster_run *cluster);
void audit_schemas_take(struct audit_run *run, struct audit_cluster_run *cluster);

/* NULL: of a built-in kind, or not served. Any thread. */
const struct audit_schema *audit_schema_find(const struct audit_cluster_run *cluster,
                                             const struct resource_identity *identity);

/* ---- what is listed (plan.c, plan_namespaces.c, plan_whole.c) */

/* Some policy is about what is made of the facts of live objects: images, applications, clusters or
 * the fleet. Without one nothing is told of them either. */
bool audit_wants_facts(const struct policy_set *policies);

/* Why the objects of a list that is planned to its end must be read whole; NULL: nothing looks at
 * more than their metadata. In the run's arena. */
const char *audit_plan_whole(struct audit_run *run, const struct audit_list *list);

/* The label selector with which it is asked for, as nobody but policies that share it wants the
 * kind; or NULL. In the run's arena. And the same for one object: a kube_select_fn. */
const char *audit_plan_selector(struct audit_run *run, const struct audit_list *list);
bool audit_plan_selects(const void *policies, const struct kube_resource *resource,
                        const struct value *object);

void audit_plan_early(struct audit_run *run, struct audit_cluster_run *cluster);
void audit_plan_rest(struct audit_run *run, struct audit_cluster_run *cluster);

/* Give the reader every list that it was not given yet. Returns whether there was any. */
bool audit_plan_ask(struct audit_run *run, struct audit_cluster_run *cluster);

/* Without a cluster: the discovery of one that serves what the plan's own tables and the policies
 * name; to a policy on all kinds these are all. */
void audit_plan_assume(struct audit_run *run, struct audit_cluster_run *cluster);

/* Everything that audit_collect would ask for, of which nothing is asked. */
void audit_plan_all(struct audit_run *run);

/* Plan a list that is not planned yet. */
void audit_plan_add(struct audit_cluster_run *cluster, const struct audit_list *list);

/* For lists of all namespaces that were refused, lists of each that may be looked at. */
void audit_plan_fall_back(struct audit_run *run, struct audit_cluster_run *cluster);

/* Those that the run is limited to; none: all. Borrowed. */
const struct plim_str *audit_namespaces(const struct audit_run *run,
                                        const struct audit_cluster_run *cluster, size_t *count_out);

const struct kube_list_report *audit_list_report(struct audit_run *run,
                                                 const struct audit_cluster_run *cluster,
                                                 const struct audit_list *list);

/* It was read, or it stands for a list whose own reason says that it was refused. */
bool audit_list_is_covered(const struct audit_list *list, const struct kube_list_report *report);

/* The namespaces in which a kind could be read whose list of all namespaces was refused. */
struct value audit_list_read_in(struct audit_run *run, const struct audit_cluster_run *cluster,
                                const struct kube_resource *resource);

/* "pods could not be read: HTTP 403: ...", or "pods could only be read in shop: HTTP 403: ...". */
struct plim_str audit_list_blindness(struct audit_run *run, const struct audit_cluster_run *cluster,
                                     const struct audit_list *list);

/* The run is limited to some namespaces of the cluster, and this is none of them. */
bool audit_is_out_of_scope(const struct audit_run *run, const struct audit_cluster_run *cluster,
                           struct plim_str namespace);

/* What the plan asks for and why: see audit_explain. */
struct value audit_plan_build(struct audit_run *run);

#endif
