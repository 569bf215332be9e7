/* What one rule of a role gives that passes Git by, or lets its holder take more. */
#include "base/defs.h"

#include "rights_priv.h"

const char *const audit_power_names[AUDIT_POWERS] = {
    "administers",     "wildcardVerbs",        "wildcardResources",
    "writesWorkloads", "writesConfiguration",  "createsPods",
    "entersPods",      "readsSecrets",         "impersonates",
    "escalates",       "createsTokens",        "changesAdmission",
    "proxiesNodes",    "approvesCertificates", "steersAgents",
};

enum { VERBS_MAX = 5 };

static const char *const verbs_write[VERBS_MAX] = {"create", "update", "patch", "delete",
                                                   "deletecollection"};
static const char *const verbs_change[VERBS_MAX] = {"update", "patch"};
static const char *const verbs_create[VERBS_MAX] = {"create"};
static const char *const verbs_read[VERBS_MAX] = {"get", "list", "watch"};
static const char *const verbs_get[VERBS_MAX] = {"get"};
/* Whatever the request does, the kubelet does it. */
static const char *const verbs_proxy[VERBS_MAX] = {"get", "create", "update", "patch", "delete"};
static const char *const verbs_impersonate[VERBS_MAX] = {"impersonate"};
static const char *const verbs_escalate[VERBS_MAX] = {"bind", "escalate"};

static const struct power_rule {
    const char *const *verbs;
    const char *group;
    const char *resource;
    enum audit_power power;
    bool cluster_wide; /* the kind has no namespaces */
    bool by_get;       /* only where AUDIT_RULE_GET_CONNECTS */
} table[] = {
    {verbs_write, "", "pods", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_write, "", "replicationcontrollers", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_write, "apps", "deployments", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_write, "apps", "statefulsets", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_write, "apps", "daemonsets", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_write, "apps", "replicasets", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_write, "batch", "jobs", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_write, "batch", "cronjobs", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_change, "", "pods/ephemeralcontainers", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_change, "", "pods/resize", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_change, "", "replicationcontrollers/scale", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_change, "apps", "deployments/scale", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_change, "apps", "statefulsets/scale", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_change, "apps", "replicasets/scale", AUDIT_WRITES_WORKLOADS, false, false},
    {verbs_write, "", "configmaps", AUDIT_WRITES_CONFIGURATION, false, false},
    {verbs_write, "", "secrets", AUDIT_WRITES_CONFIGURATION, false, false},
    {verbs_write, "", "services", AUDIT_WRITES_CONFIGURATION, false, false},
    {verbs_write, "networking.k8s.io", "ingresses", AUDIT_WRITES_CONFIGURATION, false, false},
    {verbs_write, "networking.k8s.io", "networkpolicies", AUDIT_WRITES_CONFIGURATION, false, false},
    {verbs_write, "autoscaling", "horizontalpodautoscalers", AUDIT_WRITES_CONFIGURATION, false,
     false},
    {verbs_write, "policy", "poddisruptionbudgets", AUDIT_WRITES_CONFIGURATION, false, false},
    {verbs_create, "", "pods", AUDIT_CREATES_PODS, false, false},
    {verbs_create, "", "replicationcontrollers", AUDIT_CREATES_PODS, false, false},
    {verbs_create, "apps", "deployments", AUDIT_CREATES_PODS, false, false},
    {verbs_create, "apps", "statefulsets", AUDIT_CREATES_PODS, false, false},
    {verbs_create, "apps", "daemonsets", AUDIT_CREATES_PODS, false, false},
    {verbs_create, "apps", "replicasets", AUDIT_CREATES_PODS, false, false},
    {verbs_create, "batch", "jobs", AUDIT_CREATES_PODS, false, false},
    {verbs_create, "batch", "cronjobs", AUDIT_CREATES_PODS, false, false},
    {verbs_create, "", "pods/exec", AUDIT_ENTERS_PODS, false, false},
    {verbs_get, "", "pods/exec", AUDIT_ENTERS_PODS, false, true},
    {verbs_create, "", "pods/attach", AUDIT_ENTERS_PODS, false, false},
    {verbs_get, "", "pods/attach", AUDIT_ENTERS_PODS, false, true},
    {verbs_create, "", "pods/portforward", AUDIT_ENTERS_PODS, false, false},
    {verbs_get, "", "pods/portforward", AUDIT_ENTERS_PODS, false, true},
    {verbs_read, "", "secrets", AUDIT_READS_SECRETS, false, false},
    {verbs_impersonate, "", "users", AUDIT_IMPERSONATES, true, false},
    {verbs_impersonate, "", "groups", AUDIT_IMPERSONATES, true, false},
    {verbs_impersonate, "", "serviceaccounts", AUDIT_IMPERSONATES, false, false},
    {verbs_escalate, "rbac.authorization.k8s.io", "roles", AUDIT_ESCALATES, false, false},
    {verbs_escalate, "rbac.authorization.k8s.io", "clusterroles", AUDIT_ESCALATES, false, false},
    {verbs_create, "", "serviceaccounts/token", AUDIT_CREATES_TOKENS, false, false},
    {verbs_write, "admissionregistration.k8s.io", "validatingwebhookconfigurations",
     AUDIT_CHANGES_ADMISSION, true, false},
    {verbs_write, "admissionregistration.k8s.io", "mutatingwebhookconfigurations",
     AUDIT_CHANGES_ADMISSION, true, false},
    {verbs_write, "admissionregistration.k8s.io", "validatingadmissionpolicies",
     AUDIT_CHANGES_ADMISSION, true, false},
    {verbs_write, "admissionregistration.k8s.io", "validatingadmissionpolicybindings",
     AUDIT_CHANGES_ADMISSION, true, false},
    {verbs_write, "admissionregistration.k8s.io", "mutatingadmissionpolicies",
     AUDIT_CHANGES_ADMISSION, true, false},
    {verbs_write, "admissionregistration.k8s.io", "mutatingadmissionpolicybindings",
     AUDIT_CHANGES_ADMISSION, true, false},
    {verbs_proxy, "", "nodes/proxy", AUDIT_PROXIES_NODES, true, false},
    {verbs_change, "certificates.k8s.io", "certificatesigningrequests/approval",
     AUDIT_APPROVES_CERTIFICATES, true, false},
    {verbs_write, "argoproj.io", "applications", AUDIT_STEERS_AGENTS, false, false},
    {verbs_write, "argoproj.io", "applicationsets", AUDIT_STEERS_AGENTS, false, false},
    {verbs_write, "argoproj.io", "appprojects", AUDIT_STEERS_AGENTS, false, false},
    {verbs_write, "kustomize.toolkit.fluxcd.io", "kustomizations", AUDIT_STEERS_AGENTS, false,
     false},
    {verbs_write, "helm.toolkit.fluxcd.io", "helmreleases", AUDIT_STEERS_AGENTS, false, false},
    {verbs_write, "source.toolkit.fluxcd.io", "gitrepositories", AUDIT_STEERS_AGENTS, false, false},
    {verbs_write, "source.toolkit.fluxcd.io", "ocirepositories", AUDIT_STEERS_AGENTS, false, false},
    {verbs_write, "source.toolkit.fluxcd.io", "helmrepositories", AUDIT_STEERS_AGENTS, false,
     false},
    {verbs_write, "source.toolkit.fluxcd.io", "buckets", AUDIT_STEERS_AGENTS, false, false},
};

static bool has(const struct value *list, struct plim_str text)
{
    for (size_t i = 0; i < value_len(list); i++) {
        if (plim_str_equal(value_str(value_at(list, i)), text))
            return true;
    }
    return false;
}

static bool has_or_all(const struct value *list, const char *text)
{
    return has(list, PLIM_STR("*")) || has(list, plim_str_from(text));
}

static const char *find_subresource(const char *resource)
{
    const char *at = resource;
    while (*at && *at != '/')
        at++;
    return *at ? at : NULL;
}

/* "pods/exec" is also "*" and any resource's: "*" with "/exec". */
static bool has_resource(const struct value *list, const char *resource)
{
    const char *subresource = find_subresource(resource);
    if (has_or_all(list, resource))
        return true;
    for (size_t i = 0; subresource && i < value_len(list); i++) {
        struct plim_str text = value_str(value_at(list, i));
        if (text.len > 1 && text.text[0] == '*' &&
            plim_str_is((struct plim_str){text.text + 1, text.len - 1}, subresource))
            return true;
    }
    return false;
}

/* A request that makes an object, or deletes many, names none: a rule on names does not meet it. */
static bool names_none(const char *verb, const char *resource)
{
    struct plim_str text = plim_str_from(verb);
    return plim_str_is(text, "deletecollection") ||
           (plim_str_is(text, "create") && !find_subresource(resource));
}

static bool has_verb(const struct value *rule, const struct power_rule *power)
{
    const struct value *verbs = value_get(rule, "verbs");
    bool named = value_len(value_get(rule, "resourceNames")) > 0;
    for (size_t i = 0; i < VERBS_MAX && power->verbs[i]; i++) {
        if (has_or_all(verbs, power->verbs[i]) &&
            !(named && names_none(power->verbs[i], power->resource)))
            return true;
    }
    return false;
}

static unsigned find_wildcards(const struct value *rule)
{
    bool verbs = has(value_get(rule, "verbs"), PLIM_STR("*"));
    bool resources = has(value_get(rule, "resources"), PLIM_STR("*"));
    bool groups = has(value_get(rule, "apiGroups"), PLIM_STR("*"));
    bool named = value_len(value_get(rule, "resourceNames")) > 0;
    bool on_objects = value_len(value_get(rule, "resources")) > 0;
    return (verbs && on_objects ? 1U << AUDIT_WILDCARD_VERBS : 0U) |
           (resources ? 1U << AUDIT_WILDCARD_RESOURCES : 0U) |
           (verbs && resources && groups && !named ? 1U << AUDIT_ADMINISTERS : 0U);
}

unsigned audit_rule_powers(const struct value *rule, unsigned place)
{
    unsigned powers = find_wildcards(rule);
    for (size_t i = 0; i < PLIM_LEN(table); i++) {
        const struct power_rule *power = &table[i];
        if ((place & AUDIT_RULE_EVERYWHERE || !power->cluster_wide) &&
            (place & AUDIT_RULE_GET_CONNECTS || !power->by_get) &&
            has_or_all(value_get(rule, "apiGroups"), power->group) &&
            has_resource(value_get(rule, "resources"), power->resource) && has_verb(rule, power))
            powers |= 1U << power->power;
    }
    return powers;
}
