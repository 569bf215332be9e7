#include "schema_priv.h"
#include "structure_priv.h"
#include "zero_priv.h"

/*
 * Source: x-kubernetes-list-map-keys, x-kubernetes-list-type and x-kubernetes-patch-merge-key in
 * the OpenAPI v2 document of kube-apiserver 1.36.
 */
static const struct list_rule {
    const char *field;
    const char *kind;  /* only in objects of this kind; "" any */
    const char *under; /* only below this field; "" anywhere */
    const char *keys[2];
    enum drift_list_kind type;
    bool merged; /* by strategic merge patches too, by the first key alone; else replaced */
} list_rules[] = {
    {"containers", "", "spec", {"name"}, DRIFT_LIST_KEYED, true},
    {"initContainers", "", "spec", {"name"}, DRIFT_LIST_KEYED, true},
    {"ephemeralContainers", "", "spec", {"name"}, DRIFT_LIST_KEYED, true},
    {"env", "", "containers", {"name"}, DRIFT_LIST_KEYED, true},
    {"env", "", "initContainers", {"name"}, DRIFT_LIST_KEYED, true},
    {"env", "", "ephemeralContainers", {"name"}, DRIFT_LIST_KEYED, true},
    {"ports", "Service", "spec", {"port", "protocol"}, DRIFT_LIST_KEYED, true},
    {"ports", "", "containers", {"containerPort", "protocol"}, DRIFT_LIST_KEYED, true},
    {"ports", "", "initContainers", {"containerPort", "protocol"}, DRIFT_LIST_KEYED, true},
    {"ports", "", "ephemeralContainers", {"containerPort", "protocol"}, DRIFT_LIST_KEYED, true},
    {"volumes", "", "spec", {"name"}, DRIFT_LIST_KEYED, true},
    {"volumeMounts", "", "", {"mountPath"}, DRIFT_LIST_KEYED, true},
    {"volumeDevices", "", "", {"devicePath"}, DRIFT_LIST_KEYED, true},
    {"imagePullSecrets", "", "spec", {"name"}, DRIFT_LIST_KEYED, true},
    {"hostAliases", "", "", {"ip"}, DRIFT_LIST_KEYED, true},
    {"topologySpreadConstraints",
     "",
     "",
     {"topologyKey", "whenUnsatisfiable"},
     DRIFT_LIST_KEYED,
     true},
    {"resourceClaims", "", "spec", {"name"}, DRIFT_LIST_KEYED, true},
    {"claims", "", "resources", {"name"}, DRIFT_LIST_KEYED, false},
    {"schedulingGates", "", "spec", {"name"}, DRIFT_LIST_KEYED, true},
    {"secrets", "ServiceAccount", "", {"name"}, DRIFT_LIST_KEYED, true},
    {"webhooks", "", "", {"name"}, DRIFT_LIST_KEYED, true},
    {"matchConditions", "", "", {"name"}, DRIFT_LIST_KEYED, true},
    {"variables", "ValidatingAdmissionPolicy", "spec", {"name"}, DRIFT_LIST_KEYED, true},
    {"drivers", "CSINode", "spec", {"name"}, DRIFT_LIST_KEYED, true},
    {"x-kubernetes-validations", "", "", {"rule"}, DRIFT_LIST_KEYED, true},
    {"ownerReferences", "", "metadata", {"uid"}, DRIFT_LIST_KEYED, true},
    {"finalizers", "", "metadata", {NULL}, DRIFT_LIST_SET, true},
    {"validationActions", "", "spec", {NULL}, DRIFT_LIST_SET, false},
    {"volumeLifecycleModes", "CSIDriver", "spec", {NULL}, DRIFT_LIST_SET, false},
};

static bool is_metadata_list(const struct drift_step *step)
{
    return drift_step_depth(step) == 2 && drift_step_is(step->parent, "metadata");
}

static const struct list_rule *find_rule(const struct drift_schema *schema,
                                         const struct drift_step *step)
{
    if (step->kind != DRIFT_STEP_KEY)
        return NULL;
    struct plim_str under = drift_step_field(step->parent);
    for (size_t i = 0; i < PLIM_LEN(list_rules); i++) {
        const struct list_rule *rule = &list_rules[i];
        if (plim_str_is(step->key, rule->field) &&
            (rule->kind[0] == '\0' || plim_str_is(schema->identity.kind, rule->kind)) &&
            (rule->under[0] == '\0' || plim_str_is(under, rule->under)))
            return rule;
    }
    return NULL;
}

struct drift_list_type drift_schema_list(const struct drift_schema *schema,
                                         const struct drift_step *step)
{
    static const struct drift_list_type atomic = {.kind = DRIFT_LIST_ATOMIC};
    bool metadata = is_metadata_list(step);
    if (schema->structure && !metadata)
        return drift_structure_list(drift_structure_at(schema->structure, step));
    const struct list_rule *rule = schema->builtin || metadata ? find_rule(schema, step) : NULL;
    if (!rule)
        return atomic;
    return (struct drift_list_type){
        rule->type, {plim_str_from(rule->keys[0]), plim_str_from(rule->keys[1])}, NULL};
}

struct drift_list_type drift_schema_merge_list(const struct drift_schema *schema,
                                               const struct drift_step *step)
{
    static const struct drift_list_type atomic = {.kind = DRIFT_LIST_ATOMIC};
    const struct list_rule *rule = find_rule(schema, step);
    if (!rule || !rule->merged)
        return atomic;
    return (struct drift_list_type){rule->type, {plim_str_from(rule->keys[0])}, NULL};
}

/* Source: the fields of type resource.Quantity and ResourceList in k8s.io/api. */
static const struct quantity_rule {
    const char *field; /* "" any field */
    const char *under; /* "" anywhere */
    const char *kind;  /* "" any */
} quantity_rules[] = {
    {"", "limits", ""},
    {"", "requests", ""},
    {"", "podFixed", ""},
    {"", "capacity", "PersistentVolume"},
    {"", "hard", "ResourceQuota"},
    {"", "default", "LimitRange"},
    {"", "defaultRequest", "LimitRange"},
    {"", "max", "LimitRange"},
    {"", "min", "LimitRange"},
    {"", "maxLimitRequestRatio", "LimitRange"},
    {"sizeLimit", "", ""},
    {"divisor", "", ""},
    {"averageValue", "", "HorizontalPodAutoscaler"},
    {"value", "target", "HorizontalPodAutoscaler"},
    {"capacity", "", "CSIStorageCapacity"},
    {"maximumVolumeSize", "", "CSIStorageCapacity"},
};

bool drift_schema_is_quantity(const struct drift_schema *schema, const struct drift_step *step)
{
    if (!schema->builtin || !step || step->kind != DRIFT_STEP_KEY)
        return false;
    struct plim_str under = drift_step_field(step->parent);
    for (size_t i = 0; i < PLIM_LEN(quantity_rules); i++) {
        const struct quantity_rule *rule = &quantity_rules[i];
        if ((rule->field[0] == '\0' || plim_str_is(step->key, rule->field)) &&
            (rule->under[0] == '\0' || plim_str_is(under, rule->under)) &&
            (rule->kind[0] == '\0' || plim_str_is(schema->identity.kind, rule->kind)))
            return true;
    }
    return false;
}

/* Written by the server, controllers or the applying tool itself, on live objects only. */
static const char *const ignored_annotations[] = {
    "kubectl.kubernetes.io/last-applied-configuration",
    "kubectl.kubernetes.io/restartedAt", /* an action, not a setting */
    "deployment.kubernetes.io/revision",
    "deprecated.daemonset.template.generation",
    "control-plane.alpha.kubernetes.io/leader",
    "endpoints.kubernetes.io/last-change-trigger-time",
    "batch.kubernetes.io/job-tracking",
    "pv.kubernetes.io/bind-completed",
    "pv.kubernetes.io/bound-by-controller",
    "pv.kubernetes.io/provisioned-by",
    "volume.kubernetes.io/storage-provisioner",
    "volume.beta.kubernetes.io/storage-provisioner",
    "volume.kubernetes.io/selected-node",
    "argocd.argoproj.io/tracking-id",
};

static bool is_ignored_annotation(const struct drift_step *step)
{
    for (size_t i = 0; i < PLIM_LEN(ignored_annotations); i++) {
        if (plim_str_is(step->key, ignored_annotations[i]))
            return true;
    }
    return false;
}

/* What people may state in an object's metadata; all else there is identity or set by the server.
 */
static bool is_stated_metadata(const struct drift_step *step)
{
    return drift_step_is(step, "labels") || drift_step_is(step, "annotations") ||
           drift_step_is(step, "finalizers") || drift_step_is(step, "ownerReferences");
}

bool drift_schema_is_ignored(const struct drift_schema *schema, const struct drift_step *step)
{
    if (!step || step->kind != DRIFT_STEP_KEY)
        return false;
    const struct drift_step *parent = step->parent;
    if (!parent)
        return drift_step_is(step, "apiVersion") || drift_step_is(step, "kind") ||
               drift_step_is(step, "status") ||
               (schema->aggregated && drift_step_is(step, "rules"));
    if (!parent->parent && drift_step_is(parent, "metadata"))
        return !is_stated_metadata(step);
    if (!parent->parent && drift_step_is(parent, "spec"))
        return schema->scaled && drift_step_is(step, "replicas");
    return drift_step_is(parent, "annotations") && is_ignored_annotation(step);
}

/*
 * Field and the value that the server gives it, wherever it stands in the built-in types.
 * Source: SetDefaults_* in k8s.io/kubernetes/pkg/apis, seen on objects of kube-apiserver 1.36.
 */
static const struct default_rule {
    const char *field;
    const char *text; /* NULL: an integer or a boolean */
    int64_t integer;
    bool boolean;
} default_rules[] = {
    {"terminationMessagePath", "/dev/termination-log", 0, false},
    {"terminationMessagePolicy", "File", 0, false},
    {"imagePullPolicy", "IfNotPresent", 0, false},
    {"imagePullPolicy", "Always", 0, false},
    {"protocol", "TCP", 0, false},
    {"dnsPolicy", "ClusterFirst", 0, false},
    {"restartPolicy", "Always", 0, false},
    {"schedulerName", "default-scheduler", 0, false},
    {"serviceAccountName", "default", 0, false},
    {"serviceAccount", "default", 0, false},
    {"terminationGracePeriodSeconds", NULL, 30, false},
    {"enableServiceLinks", NULL, 1, true},
    {"preemptionPolicy", "PreemptLowerPriority", 0, false},
    {"priority", NULL, 0, false},
    {"timeoutSeconds", NULL, 1, false},
    {"periodSeconds", NULL, 10, false},
    {"successThreshold", NULL, 1, false},
    {"failureThreshold", NULL, 3, false},
    {"scheme", "HTTP", 0, false},
    {"defaultMode", NULL, 420, false},
    {"expirationSeconds", NULL, 3600, false},
    {"apiVersion", "v1", 0, false},
    {"divisor", "0", 0, false},
    {"replicas", NULL, 1, false},
    {"progressDeadlineSeconds", NULL, 600, false},
    {"revisionHistoryLimit", NULL, 10, false},
    {"maxSurge", "25%", 0, false},
    {"maxSurge", NULL, 0, false},
    {"maxUnavailable", "25%", 0, false},
    {"maxUnavailable", NULL, 1, false},
    {"type", "RollingUpdate", 0, false},
    {"type", "ClusterIP", 0, false},
    {"type", "Opaque", 0, false},
    {"type", "", 0, false}, /* hostPath */
    {"partition", NULL, 0, false},
    {"podManagementPolicy", "OrderedReady", 0, false},
    {"whenDeleted", "Retain", 0, false},
    {"whenScaled", "Retain", 0, false},
    {"volumeMode", "Filesystem", 0, false},
    {"persistentVolumeReclaimPolicy", "Retain", 0, false},
    {"sessionAffinity", "None", 0, false},
    {"internalTrafficPolicy", "Cluster", 0, false},
    {"externalTrafficPolicy", "Cluster", 0, false},
    {"ipFamilyPolicy", "SingleStack", 0, false},
    {"allocateLoadBalancerNodePorts", NULL, 1, true},
    {"pathType", "ImplementationSpecific", 0, false},
    {"concurrencyPolicy", "Allow", 0, false},
    {"successfulJobsHistoryLimit", NULL, 3, false},
    {"failedJobsHistoryLimit", NULL, 1, false},
    {"suspend", NULL, 0, true},
    {"completions", NULL, 1, false},
    {"parallelism", NULL, 1, false},
    {"backoffLimit", NULL, 6, false},
    {"completionMode", "NonIndexed", 0, false},
    {"podReplacementPolicy", "TerminatingOrFailed", 0, false},
    {"manualSelector", NULL, 0, true},
    {"apiGroup", "rbac.authorization.k8s.io", 0, false},
    {"failurePolicy", "Fail", 0, false},
    {"failurePolicy", "Ignore", 0, false},
    {"matchPolicy", "Equivalent", 0, false},
    {"matchPolicy", "Exact", 0, false},
    {"reinvocationPolicy", "Never", 0, false},
    {"scope", "*", 0, false},
    {"port", NULL, 443, false},
    {"reclaimPolicy", "Delete", 0, false},
    {"volumeBindingMode", "Immediate", 0, false},
    {"fsType", "ext4", 0, false},
    {"minReplicas", NULL, 1, false},
    {"strategy", "None", 0, false}, /* of a CRD's conversion */
    {"whenUnsatisfiable", "DoNotSchedule", 0, false},
    {"nodeAffinityPolicy", "Honor", 0, false},
    {"nodeTaintsPolicy", "Ignore", 0, false},
};

bool drift_schema_is_below_metadata(const struct drift_step *step)
{
    while (step->parent)
        step = step->parent;
    return drift_step_is(step, "metadata");
}

/* Source: +structType=atomic and +mapType=atomic in k8s.io/api and k8s.io/apimachinery. */
static bool is_atomic_field(const struct drift_schema *schema, const struct drift_step *step)
{
    static const char *const fields[] = {
        "labelSelector",   "podSelector", "namespaceSelector", "objectSelector",
        "nodeSelector",    "fieldRef",    "resourceFieldRef",  "secretKeyRef",
        "configMapKeyRef", "roleRef",     "selector",          "scaleTargetRef",
        "scopeSelector",   "secretRef",   "claimRef",          "matchConstraints",
        "matchResources",  "paramKind",   "paramRef",          "dataSource",
    };
    for (size_t i = 0; i < PLIM_LEN(fields); i++) {
        if (drift_step_is(step, fields[i]))
            return true;
    }
    /* Elements that are references. */
    return step->kind == DRIFT_STEP_ELEMENT &&
           (drift_step_is(step->parent, "imagePullSecrets") ||
            drift_step_is(step->parent, "secrets")) &&
           schema->builtin;
}

bool drift_schema_is_atomic_map(const struct drift_schema *schema, const struct drift_step *step)
{
    if (schema->builtin)
        return is_atomic_field(schema, step);
    return schema->structure && !drift_schema_is_below_metadata(step) &&
           drift_structure_is_atomic_map(drift_structure_at(schema->structure, step));
}

bool drift_schema_is_default(const struct drift_schema *schema, const struct drift_step *step,
                             const struct value *value)
{
    if (schema->structure && step && !drift_schema_is_below_metadata(step))
        return drift_structure_is_default(drift_structure_at(schema->structure, step), value);
    if (!step || step->kind != DRIFT_STEP_KEY || !value)
        return false;
    for (size_t i = 0; i < PLIM_LEN(default_rules); i++) {
        const struct default_rule *rule = &default_rules[i];
        if (!plim_str_is(step->key, rule->field))
            continue;
        if (rule->text ? value_is_string(value, rule->text)
                       : value_int_or(value, rule->integer + 1) == rule->integer && !rule->boolean)
            return true;
        if (!rule->text && rule->boolean && value_is(value, VALUE_BOOL) &&
            value->boolean == (rule->integer != 0))
            return true;
    }
    /* Filled in whole when an element of volumeClaimTemplates is written. */
    return drift_step_field(step->parent).len > 0 &&
           plim_str_is(drift_step_field(step->parent), "volumeClaimTemplates");
}

bool drift_schema_is_pruned(const struct drift_schema *schema, const struct drift_step *step)
{
    return schema->structure && !drift_schema_is_below_metadata(step) &&
           drift_structure_prunes(schema->structure, step);
}

/* Source: the patch strategies "retainKeys" and "replace" in k8s.io/api. */
bool drift_schema_keeps_only_stated(const struct drift_schema *schema,
                                    const struct drift_step *step)
{
    const struct drift_step *parent = step->parent;
    if (step->kind == DRIFT_STEP_ELEMENT)
        return drift_step_is(parent, "volumes") || drift_step_is(parent, "resourceClaims");
    if (!drift_step_is(parent, "spec") || parent->parent)
        return false;
    return (drift_step_is(step, "strategy") && plim_str_is(schema->identity.kind, "Deployment")) ||
           (drift_step_is(step, "selector") &&
            plim_str_is(schema->identity.kind, "PodDisruptionBudget"));
}

bool drift_schema_is_blank(const struct drift_schema *schema, const struct value *value)
{
    if (!value || value_is(value, VALUE_NULL))
        return true;
    if (value_is(value, VALUE_LIST))
        return value->len == 0;
    if (!value_is(value, VALUE_MAP))
        return schema->builtin && drift_zero_is(value);
    for (size_t i = 0; i < value->len; i++) {
        if (!drift_schema_is_blank(schema, value_at(value, i)))
            return false;
    }
    return true;
}

bool drift_schema_is_string_map(const struct drift_step *step)
{
    static const char *const fields[] = {
        "labels", "annotations", "nodeSelector", "matchLabels",
        "data",   "binaryData",  "limits",       "requests",
    };
    for (size_t i = 0; i < PLIM_LEN(fields); i++) {
        if (drift_step_is(step, fields[i]))
            return true;
    }
    return false;
}

bool drift_schema_is_collection(const struct drift_schema *schema, const struct drift_step *step,
                                const struct value *value)
{
    if (value_is(value, VALUE_MAP))
        return drift_schema_is_string_map(step);
    return value_is(value, VALUE_LIST) && drift_schema_list(schema, step).kind != DRIFT_LIST_ATOMIC;
}
