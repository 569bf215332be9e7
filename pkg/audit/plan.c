/* What is listed of a cluster: nothing that no policy, practice or desired object needs. */
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "resource/kind.h"

#include "run_priv.h"

struct kind_name {
    const char *group;
    const char *kind;
};

/* Read first: the rest is judged with what they say. */
static const struct kind_name early_kinds[] = {
    {"", "Namespace"},
    {"autoscaling", "HorizontalPodAutoscaler"},
    {"argoproj.io", "Application"},
    {"kustomize.toolkit.fluxcd.io", "Kustomization"},
    {"helm.toolkit.fluxcd.io", "HelmRelease"},
};

/* Images, parity and applications are made of these. */
static const struct kind_name fact_kinds[] = {
    {"", "Pod"},          {"apps", "Deployment"}, {"apps", "StatefulSet"}, {"apps", "DaemonSet"},
    {"batch", "CronJob"}, {"batch", "Job"},       {"", "ConfigMap"},
};

/* The `cluster` record is made of these. */
static const struct kind_name cluster_kinds[] = {
    {"rbac.authorization.k8s.io", "ClusterRole"},
    {"rbac.authorization.k8s.io", "ClusterRoleBinding"},
    {"rbac.authorization.k8s.io", "Role"},
    {"rbac.authorization.k8s.io", "RoleBinding"},
};

/* What doors do is made of these, and of Gatekeeper's constraints, which are kinds of their own. */
static const struct kind_name enforcement_kinds[] = {
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"},
    {"kyverno.io", "ClusterPolicy"},
    {"policies.kyverno.io", "ValidatingPolicy"},
};

/* The `account` records are made of these. */
static const struct kind_name account_kinds[] = {
    {"rbac.authorization.k8s.io", "ClusterRole"},
    {"rbac.authorization.k8s.io", "ClusterRoleBinding"},
    {"rbac.authorization.k8s.io", "Role"},
    {"rbac.authorization.k8s.io", "RoleBinding"},
    {"", "ServiceAccount"},
};

/* Helm keeps its releases in these. */
static const struct kind_name secret_kind = {"", "Secret"};

/* Kinds that change all the time and declare nothing: a policy on everything does not mean these.
 */
static const struct kind_name restless_kinds[] = {
    {"", "Event"},
    {"events.k8s.io", "Event"},
    {"coordination.k8s.io", "Lease"},
    {"discovery.k8s.io", "EndpointSlice"},
    {"", "Endpoints"},
    {"", "ComponentStatus"},
    {"apps", "ControllerRevision"},
    {"metrics.k8s.io", "PodMetrics"},
    {"metrics.k8s.io", "NodeMetrics"},
};

static bool is_restless(const struct kube_resource *resource)
{
    for (size_t i = 0; i < PLIM_LEN(restless_kinds); i++) {
        if (plim_str_is(plim_str_from(resource->group), restless_kinds[i].group) &&
            plim_str_is(plim_str_from(resource->kind), restless_kinds[i].kind))
            return true;
    }
    return false;
}

static bool same_kind(const struct kube_resource *left, const struct kube_resource *right)
{
    return plim_str_is(plim_str_from(left->group), right->group) &&
           plim_str_is(plim_str_from(left->name), right->name);
}

static bool same_namespace(const char *left, const char *right)
{
    return left && right ? strcmp(left, right) == 0 : left == right;
}

void audit_plan_add(struct audit_cluster_run *cluster, const struct audit_list *list)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        struct audit_list *known = &cluster->lists[i];
        if (same_kind(known->resource, list->resource) &&
            same_namespace(known->namespace, list->namespace)) {
            known->purposes |= list->purposes;
            return;
        }
    }
    PLIM_GROW(cluster->lists, cluster->list_count, cluster->list_cap);
    cluster->lists[cluster->list_count++] = *list;
}

/* A list of everything, or of each namespace that the run is limited to. */
static void add_list(struct audit_run *run, struct audit_cluster_run *cluster,
                     const struct kube_resource *resource, enum audit_purpose purpose)
{
    struct audit_list list = {.resource = resource, .purposes = purpose};
    size_t count = 0;
    const struct plim_str *namespaces = audit_namespaces(run, cluster, &count);
    if (count == 0 || !resource->namespaced) {
        audit_plan_add(cluster, &list);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        list.namespace = plim_arena_copy(run->arena, namespaces[i].text, namespaces[i].len);
        audit_plan_add(cluster, &list);
    }
}

static void add_kind(struct audit_run *run, struct audit_cluster_run *cluster,
                     const struct kind_name *name, const char *version, enum audit_purpose purpose)
{
    const char *group = name->group;
    const char *kind = name->kind;
    const struct kube_discovery *discovery = cluster->report->discovery;
    const struct kube_resource *resource = kube_discovery_find(discovery, group, version, kind);
    if (!resource)
        resource = kube_discovery_find(discovery, group, NULL, kind);
    if (resource)
        add_list(run, cluster, resource, purpose);
}

/* A kind that is not served is absent, unless discovery of its group failed: then it is unknown. */
static void note_absent(struct audit_run *run, struct audit_cluster_run *cluster,
                        const struct kind_name *kind)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    const char *failure = kube_discovery_failure(discovery, kind->group, NULL);
    if (!failure || kube_discovery_find(discovery, kind->group, NULL, kind->kind))
        return;
    struct plim_str reason =
        audit_blind_reason(run, kind->group[0] ? kind->group : "the core group", failure);
    PLIM_GROW(cluster->blind_kinds, cluster->blind_kind_count, cluster->blind_kind_cap);
    cluster->blind_kinds[cluster->blind_kind_count++] =
        (struct audit_blind_kind){kind->group, kind->kind, reason};
    audit_blind_note(cluster, kind->group, kind->kind, reason);
    if (strcmp(kind->group, "argoproj.io") == 0 || strstr(kind->group, ".fluxcd.io"))
        cluster->groups_unknown = reason;
}

static void add_kinds(struct audit_run *run, struct audit_cluster_run *cluster,
                      const struct kind_name *kinds, size_t count, enum audit_purpose purpose)
{
    for (size_t i = 0; i < count; i++) {
        add_kind(run, cluster, &kinds[i], NULL, purpose);
        note_absent(run, cluster, &kinds[i]);
    }
}

/* Of objects that two groups serve, a policy on any group means those of the one to read. */
static bool wants(const struct kube_discovery *discovery, const struct policy_kind *kind,
                  const struct kube_resource *resource)
{
    bool all = plim_str_is(kind->resource, "*");
    bool group = plim_str_is(kind->group, "*") ? !kube_discovery_is_twin(discovery, resource)
                                               : plim_str_is(kind->group, resource->group);
    return group && (all ? !is_restless(resource) : plim_str_is(kind->resource, resource->name));
}

static void add_policy_kinds(struct audit_run *run, struct audit_cluster_run *cluster)
{
    const struct kube_discovery *discovery = cluster->report->discovery;
    size_t count = 0;
    const struct policy_kind *kinds = policy_set_kinds(run->request->policies, &count);
    for (size_t i = 0; i < discovery->len; i++) {
        const struct kube_resource *resource = &discovery->resources[i];
        for (size_t k = 0; resource->preferred && k < count; k++) {
            if (wants(discovery, &kinds[k], resource))
                add_list(run, cluster, resource, AUDIT_FOR_POLICIES);
        }
        if (resource->preferred && audit_doors_want(run, cluster, resource, is_restless(resource)))
            add_list(run, cluster, resource, AUDIT_FOR_POLICIES);
    }
}

/* Desired objects are compared in the version that Git states. */
static void add_desired_kinds(struct audit_run *run, struct audit_cluster_run *cluster)
{
    for (size_t i = 0; i < cluster->desired_count; i++) {
        const struct resource_identity *identity = &cluster->desired[i].identity;
        struct kind_name name = {
            plim_arena_copy(run->desired_arena, identity->group.text, identity->group.len),
            plim_arena_copy(run->desired_arena, identity->kind.text, identity->kind.len)};
        char *version =
            plim_arena_copy(run->desired_arena, identity->version.text, identity->version.len);
        add_kind(run, cluster, &name, version, AUDIT_FOR_DESIRED);
    }
}

static bool is_listed(const struct audit_cluster_run *cluster, const char *group, const char *kind)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct kube_resource *resource = cluster->lists[i].resource;
        if (plim_str_is(plim_str_from(group), resource->group) &&
            plim_str_is(plim_str_from(kind), resource->kind))
            return true;
    }
    return false;
}

bool audit_plan_ask(struct audit_run *run, struct audit_cluster_run *cluster)
{
    bool any = false;
    for (size_t i = 0; i < cluster->list_count; i++) {
        struct audit_list *list = &cluster->lists[i];
        if (list->asked)
            continue;
        bool whole = audit_plan_whole(run, list) != NULL;
        const char *selector = audit_plan_selector(run, list);
        struct kube_query query = {.resource = list->resource,
                                   .mode = whole ? KUBE_FULL : KUBE_METADATA,
                                   .namespace = list->namespace,
                                   .label_selector = selector,
                                   .selects = selector ? audit_plan_selects : NULL,
                                   .select_context = run->request->policies,
                                   .may_be_refused = list->fallback};
        list->index = kube_reader_list(run->reader, (size_t)cluster->reader_index, &query);
        list->asked = true;
        any = true;
    }
    return any;
}

/* ---- what expressions ask for */

struct asking {
    struct audit_run *run;
    struct audit_cluster_run *cluster;
};

/* Desired objects are compared in their own version: then it is listed for that alone. */
static bool is_desired_otherwise(const struct audit_cluster_run *cluster,
                                 const struct kube_resource *resource)
{
    for (size_t i = 0; i < cluster->desired_count; i++) {
        const struct resource_identity *identity = &cluster->desired[i].identity;
        if (plim_str_is(identity->group, resource->group) &&
            plim_str_is(identity->kind, resource->kind) &&
            !plim_str_is(identity->version, resource->version))
            return true;
    }
    return false;
}

static void add_asked(void *context, const struct admission_kind *kind)
{
    const struct asking *asking = context;
    const struct kube_discovery *discovery = asking->cluster->report->discovery;
    for (size_t i = 0; i < discovery->len; i++) {
        const struct kube_resource *resource = &discovery->resources[i];
        if (resource->preferred && audit_doors_mean(kind, resource) &&
            strcmp(resource->kind, secret_kind.kind) != 0 &&
            !is_desired_otherwise(asking->cluster, resource))
            add_list(asking->run, asking->cluster, resource, AUDIT_FOR_QUESTIONS);
    }
}

static void visit_asked(struct audit_run *run, const struct audit_cluster_run *cluster,
                        admission_asked_fn *visit, void *context)
{
    for (size_t i = 0; i < run->door_count; i++) {
        const struct audit_door *door = &run->doors[i];
        if (!door->only || door->only == cluster)
            admission_set_visit_asked(admission_door_set(door->door), visit, context);
    }
}

void audit_plan_early(struct audit_run *run, struct audit_cluster_run *cluster)
{
    struct asking asking = {run, cluster};
    add_kinds(run, cluster, early_kinds, PLIM_LEN(early_kinds), AUDIT_FOR_OTHERS);
    visit_asked(run, cluster, add_asked, &asking);
}

static void add_relation_kinds(struct audit_run *run, struct audit_cluster_run *cluster)
{
    size_t count = 0;
    const struct relation_kind *kinds = relation_kinds(&count);
    for (size_t i = 0; i < count; i++) {
        const struct kind_name name = {kinds[i].group, kinds[i].kind};
        add_kinds(run, cluster, &name, 1, AUDIT_FOR_RELATIONS);
    }
}

static void add_enforcement_kinds(struct audit_run *run, struct audit_cluster_run *cluster)
{
    static const struct kind_name constraints = {AUDIT_GATEKEEPER_GROUP, ""};
    const struct kube_discovery *discovery = cluster->report->discovery;
    add_kinds(run, cluster, enforcement_kinds, PLIM_LEN(enforcement_kinds), AUDIT_FOR_CLUSTER);
    note_absent(run, cluster, &constraints);
    for (size_t i = 0; i < discovery->len; i++) {
        const struct kube_resource *resource = &discovery->resources[i];
        if (resource->preferred && strcmp(resource->group, constraints.group) == 0)
            add_list(run, cluster, resource, AUDIT_FOR_CLUSTER);
    }
}

void audit_plan_rest(struct audit_run *run, struct audit_cluster_run *cluster)
{
    const struct policy_set *policies = run->request->policies;
    add_desired_kinds(run, cluster);
    add_policy_kinds(run, cluster);
    if (policy_set_subject_len(policies, POLICY_IMAGE) +
            policy_set_subject_len(policies, POLICY_PARITY) +
            policy_set_subject_len(policies, POLICY_APPLICATION) >
        0)
        add_kinds(run, cluster, fact_kinds, PLIM_LEN(fact_kinds), AUDIT_FOR_FACTS);
    if (policy_set_subject_len(policies, POLICY_CLUSTER) > 0)
        add_kinds(run, cluster, cluster_kinds, PLIM_LEN(cluster_kinds), AUDIT_FOR_CLUSTER);
    if (policy_set_subject_len(policies, POLICY_CLUSTER) +
            policy_set_subject_len(policies, POLICY_FLEET) >
        0)
        add_enforcement_kinds(run, cluster);
    if (policy_set_subject_len(policies, POLICY_ACCOUNT) > 0)
        add_kinds(run, cluster, account_kinds, PLIM_LEN(account_kinds), AUDIT_FOR_ACCOUNTS);
    if (run->wants_relations)
        add_relation_kinds(run, cluster);
    if (policy_set_find(policies, PLIM_STR("helm.release-owned")))
        add_kinds(run, cluster, &secret_kind, 1, AUDIT_FOR_HELM);
    if (!is_listed(cluster, "", "Secret") && cluster->secrets_unknown.len == 0)
        cluster->secrets_unknown = PLIM_STR("no policy of this run asks for Secrets");
}

/* ---- without a cluster */

static void assume_kind(struct kube_discovery *discovery, const struct kube_resource *resource)
{
    for (size_t i = 0; i < discovery->len; i++) {
        if (same_kind(&discovery->resources[i], resource))
            return;
    }
    struct kube_resource *added = &discovery->resources[discovery->len++];
    *added = *resource;
    added->version = "";
    added->preferred = true;
    added->namespaced =
        resource_kind_is_namespaced(plim_str_from(added->group), plim_str_from(added->kind));
}

static void assume_kinds(struct audit_run *run, struct kube_discovery *discovery,
                         const struct kind_name *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct plim_str plural = resource_kind_plural(run->arena, plim_str_from(kinds[i].group),
                                                      plim_str_from(kinds[i].kind));
        struct kube_resource resource = {
            .group = kinds[i].group,
            .kind = kinds[i].kind,
            .name = plim_arena_copy(run->arena, plural.text, plural.len),
        };
        assume_kind(discovery, &resource);
    }
}

/* None of them has namespaces; which constraints there are is up to the cluster. */
static void assume_enforcement_kinds(struct audit_run *run, struct kube_discovery *discovery)
{
    const struct kube_resource constraints = {
        .group = AUDIT_GATEKEEPER_GROUP, .kind = "*", .name = "*"};
    size_t first = discovery->len;
    assume_kinds(run, discovery, enforcement_kinds, PLIM_LEN(enforcement_kinds));
    assume_kind(discovery, &constraints);
    for (size_t i = first; i < discovery->len; i++)
        discovery->resources[i].namespaced = false;
}

static void assume_policy_kinds(struct audit_run *run, struct kube_discovery *discovery,
                                const struct policy_kind *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct policy_kind kind = kinds[i];
        if (plim_str_is(kind.group, "*") || plim_str_is(kind.resource, "*"))
            continue;
        const struct resource_kind *known = resource_kind_find_plural(kind.group, kind.resource);
        char *name = plim_arena_copy(run->arena, kind.resource.text, kind.resource.len);
        struct kube_resource resource = {
            .group = plim_arena_copy(run->arena, kind.group.text, kind.group.len),
            .kind = known ? known->kind : name,
            .name = name,
        };
        assume_kind(discovery, &resource);
    }
}

/* Of the built-in kinds those that policies of doors are about. */
static void assume_door_kinds(struct audit_run *run, struct kube_discovery *discovery)
{
    size_t count = 0;
    const struct resource_kind *kinds = resource_kinds(&count);
    for (size_t i = 0; i < count; i++) {
        const struct kube_resource resource = {.group = kinds[i].group,
                                               .version = "",
                                               .kind = kinds[i].kind,
                                               .name = kinds[i].plural,
                                               .namespaced = kinds[i].namespaced};
        if (audit_doors_want(run, NULL, &resource, is_restless(&resource)))
            assume_kind(discovery, &resource);
    }
}

struct assuming {
    struct audit_run *run;
    struct kube_discovery *discovery;
};

static void assume_asked(void *context, const struct admission_kind *kind)
{
    const struct assuming *assuming = context;
    struct plim_arena *arena = assuming->run->arena;
    const struct resource_kind *known = resource_kind_find_plural(kind->group, kind->resource);
    struct plim_str plural = kind->resource;
    if (kind->kind.len > 0)
        plural = resource_kind_plural(arena, kind->group, kind->kind);
    char *name = plim_arena_copy(arena, plural.text, plural.len);
    const struct kube_resource resource = {
        .group = plim_arena_copy(arena, kind->group.text, kind->group.len),
        .kind = kind->kind.len > 0 ? plim_arena_copy(arena, kind->kind.text, kind->kind.len)
                : known            ? known->kind
                                   : name,
        .name = name,
    };
    assume_kind(assuming->discovery, &resource);
}

static void count_asked(void *context, const struct admission_kind *kind)
{
    (void)kind;
    (*(size_t *)context)++;
}

void audit_plan_assume(struct audit_run *run, struct audit_cluster_run *cluster)
{
    size_t count = 0;
    size_t builtin = 0;
    (void)resource_kinds(&builtin);
    const struct policy_kind *kinds = policy_set_kinds(run->request->policies, &count);
    struct kube_discovery *discovery = plim_arena_alloc(run->arena, sizeof(*discovery));
    struct kube_cluster_report *report = plim_arena_alloc(run->arena, sizeof(*report));
    size_t relation_count = 0;
    const struct relation_kind *relations = relation_kinds(&relation_count);
    size_t most = count + PLIM_LEN(early_kinds) + PLIM_LEN(fact_kinds) + PLIM_LEN(cluster_kinds) +
                  PLIM_LEN(enforcement_kinds) + 1 + PLIM_LEN(account_kinds) + relation_count + 1 +
                  builtin;
    struct assuming assuming = {run, discovery};
    visit_asked(run, cluster, count_asked, &most);
    *discovery = (struct kube_discovery){.arena = run->arena};
    discovery->resources = plim_arena_array(run->arena, most, sizeof(*discovery->resources));
    assume_kinds(run, discovery, early_kinds, PLIM_LEN(early_kinds));
    assume_kinds(run, discovery, fact_kinds, PLIM_LEN(fact_kinds));
    assume_kinds(run, discovery, cluster_kinds, PLIM_LEN(cluster_kinds));
    assume_enforcement_kinds(run, discovery);
    assume_kinds(run, discovery, account_kinds, PLIM_LEN(account_kinds));
    assume_kinds(run, discovery, &secret_kind, 1);
    for (size_t i = 0; i < relation_count; i++)
        assume_kinds(run, discovery, &(struct kind_name){relations[i].group, relations[i].kind}, 1);
    assume_policy_kinds(run, discovery, kinds, count);
    assume_door_kinds(run, discovery);
    visit_asked(run, cluster, assume_asked, &assuming);
    *report = (struct kube_cluster_report){.discovery = discovery};
    cluster->report = report;
    audit_plan_early(run, cluster);
    audit_plan_rest(run, cluster);
}
