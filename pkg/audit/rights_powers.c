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
    enum audit_power power;
    const char *const *verbs;
    const char *group;
    const char *resource;
    bool cluster_wide; /* the kind has no namespaces */
    bool by_get;       /* only where AUDIT_RULE_GET_CONNECTS */
} table[] = {
    {AUDIT_WRITES_WORKLOADS, verbs_write, "", "pods", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_write, "", "replicationcontrollers", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_write, "apps", "deployments", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_write, "apps", "statefulsets", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_write, "apps", "daemonsets", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_write, "apps", "replicasets", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_write, "batch", "jobs", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_write, "batch", "cronjobs", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_change, "", "pods/ephemeralcontainers", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_change, "", "pods/resize", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_change, "", "replicationcontrollers/scale", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_change, "apps", "deployments/scale", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_change, "apps", "statefulsets/scale", false, false},
    {AUDIT_WRITES_WORKLOADS, verbs_change, "apps", "replicasets/scale", false, false},
    {AUDIT_WRITES_CONFIGURATION, verbs_write, "", "configmaps", false, false},
    {AUDIT_WRITES_CONFIGURATION, verbs_write, "", "secrets", false, false},
    {AUDIT_WRITES_CONFIGURATION, verbs_write, "", "services", false, false},
    {AUDIT_WRITES_CONFIGURATION, verbs_write, "networking.k8s.io", "ingresses", false, false},
    {AUDIT_WRITES_CONFIGURATION, verbs_write, "networking.k8s.io", "networkpolicies", false, false},
    {AUDIT_WRITES_CONFIGURATION, verbs_write, "autoscaling", "horizontalpodautoscalers", false,
     false},
    {AUDIT_WRITES_CONFIGURATION, verbs_write, "policy", "poddisruptionbudgets", false, false},
    {AUDIT_CREATES_PODS, verbs_create, "", "pods", false, false},
    {AUDIT_CREATES_PODS, verbs_create, "", "replicationcontrollers", false, false},
    {AUDIT_CREATES_PODS, verbs_create, "apps", "deployments", false, false},
    {AUDIT_CREATES_PODS, verbs_create, "apps", "statefulsets", false, false},
    {AUDIT_CREATES_PODS, verbs_create, "apps", "daemonsets", false, false},
    {AUDIT_CREATES_PODS, verbs_create, "apps", "replicasets", false, false},
    {AUDIT_CREATES_PODS, verbs_create, "batch", "jobs", false, false},
    {AUDIT_CREATES_PODS, verbs_create, "batch", "cronjobs", false, false},
    {AUDIT_ENTERS_PODS, verbs_create, "", "pods/exec", false, false},
    {AUDIT_ENTERS_PODS, verbs_get, "", "pods/exec", false, true},
    {AUDIT_ENTERS_PODS, verbs_create, "", "pods/attach", false, false},
    {AUDIT_ENTERS_PODS, verbs_get, "", "pods/attach", false, true},
    {AUDIT_ENTERS_PODS, verbs_create, "", "pods/portforward", false, false},
    {AUDIT_ENTERS_PODS, verbs_get, "", "pods/portforward", false, true},
    {AUDIT_READS_SECRETS, verbs_read, "", "secrets", false, false},
    {AUDIT_IMPERSONATES, verbs_impersonate, "", "users", true, false},
    {AUDIT_IMPERSONATES, verbs_impersonate, "", "groups", true, false},
    {AUDIT_IMPERSONATES, verbs_impersonate, "", "serviceaccounts", false, false},
    {AUDIT_ESCALATES, verbs_escalate, "rbac.authorization.k8s.io", "roles", false, false},
    {AUDIT_ESCALATES, verbs_escalate, "rbac.authorization.k8s.io", "clusterroles", false, false},
    {AUDIT_CREATES_TOKENS, verbs_create, "", "serviceaccounts/token", false, false},
    {AUDIT_CHANGES_ADMISSION, verbs_write, "admissionregistration.k8s.io",
     "validatingwebhookconfigurations", true, false},
    {AUDIT_CHANGES_ADMISSION, verbs_write, "admissionregistration.k8s.io",
     "mutatingwebhookconfigurations", true, false},
    {AUDIT_CHANGES_ADMISSION, verbs_write, "admissionregistration.k8s.io",
     "validatingadmissionpolicies", true, false},
    {AUDIT_CHANGES_ADMISSION, verbs_write, "admissionregistration.k8s.io",
     "validatingadmissionpolicybindings", true, false},
    {AUDIT_CHANGES_ADMISSION, verbs_write, "admissionregistration.k8s.io",
     "mutatingadmissionpolicies", true, false},
    {AUDIT_CHANGES_ADMISSION, verbs_write, "admissionregistration.k8s.io",
     "mutatingadmissionpolicybindings", true, false},
    {AUDIT_PROXIES_NODES, verbs_proxy, "", "nodes/proxy", true, false},
    {AUDIT_APPROVES_CERTIFICATES, verbs_change, "certificates.k8s.io",
     "certificatesigningrequests/approval", true, false},
    {AUDIT_STEERS_AGENTS, verbs_write, "argoproj.io", "applications", false, false},
    {AUDIT_STEERS_AGENTS, verbs_write, "argoproj.io", "applicationsets", false, false},
    {AUDIT_STEERS_AGENTS, verbs_write, "argoproj.io", "appprojects", false, false},
    {AUDIT_STEERS_AGENTS, verbs_write, "kustomize.toolkit.fluxcd.io", "kustomizations", false,
     false},
    {AUDIT_STEERS_AGENTS, verbs_write, "helm.toolkit.fluxcd.io", "helmreleases", false, false},
    {AUDIT_STEERS_AGENTS, verbs_write, "source.toolkit.fluxcd.io", "gitrepositories", false, false},
    {AUDIT_STEERS_AGENTS, verbs_write, "source.toolkit.fluxcd.io", "ocirepositories", false, false},
    {AUDIT_STEERS_AGENTS, verbs_write, "source.toolkit.fluxcd.io", "helmrepositories", false,
     false},
    {AUDIT_STEERS_AGENTS, verbs_write, "source.toolkit.fluxcd.io", "buckets", false, false},
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
