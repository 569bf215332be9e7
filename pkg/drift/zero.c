#include <stdlib.h>
#include <string.h>

#include "zero_priv.h"

/*
 * Fields of built-in types that are pointers in every type that has them: what they point to is
 * kept even when it is zero or empty. Source: the `omitempty` fields of k8s.io/api v0.36. Sorted.
 */
static const char *const pointers[] = {
    "acquireTime",
    "activeDeadlineSeconds",
    "affinity",
    "aggregationRule",
    "allocatable",
    "allocateLoadBalancerNodePorts",
    "allowPrivilegeEscalation",
    "allowVolumeExpansion",
    "appArmorProfile",
    "appProtocol",
    "applyConfiguration",
    "attachRequired",
    "automountServiceAccountToken",
    "averageUtilization",
    "averageValue",
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "backoffLimit",
    "backoffLimitPerIndex",
    "behavior",
    "borrowingLimitPercent",
    "cachingMode",
    "capabilities",
    "cephfs",
    "cinder",
    "claimRef",
    "clientIP",
    "clusterTrustBundle",
    "completionMode",
    "completions",
    "configMap",
    "configMapKeyRef",
    "configMapRef",
    "configSource",
    "containerResource",
    "controllerExpandSecretRef",
    "controllerPublishSecretRef",
    "csi",
    "dataSource",
    "dataSourceRef",
    "defaultBackend",
    "defaultMode",
    "deleteOptions",
    "distinguisherMethod",
    "dnsConfig",
    "downwardAPI",
    "emptyDir",
    "enableServiceLinks",
    "endPort",
    "endpointsNamespace",
    "ephemeral",
    "errorCode",
    "exec",
    "exempt",
    "exitCodes",
    "expirationSeconds",
    "external",
    "failedJobsHistoryLimit",
    "failurePolicy",
    "fc",
    "features",
    "fieldRef",
    "fileKeyRef",
    "flexVolume",
    "flocker",
    "fsGroup",
    "fsGroupChangePolicy",
    "fsGroupPolicy",
    "gcePersistentDisk",
    "gitRepo",
    "glusterfs",
    "gmsaCredentialSpec",
    "gmsaCredentialSpecName",
    "grpc",
    "hints",
    "holderIdentity",
    "hostPath",
    "hostProcess",
    "hostUsers",
    "hostnameOverride",
    "http",
    "httpGet",
    "immutable",
    "ingressClassName",
    "initiatorName",
    "inlineVolumeSpec",
    "internalTrafficPolicy",
    "ipBlock",
    "ipFamilyPolicy",
    "ipMode",
    "iscsi",
    "jsonPatch",
    "labelSelector",
    "leaseDurationSeconds",
    "leaseTransitions",
    "lendablePercent",
    "lifecycle",
    "limitBytes",
    "limited",
    "linux",
    "livenessProbe",
    "loadBalancerClass",
    "local",
    "localhostProfile",
    "lun",
    "managedBy",
    "manualSelector",
    "matchConstraints",
    "matchPolicy",
    "matchResources",
    "maxExpirationSeconds",
    "maxFailedIndexes",
    "maxSurge",
    "maxUnavailable",
    "maximumVolumeSize",
    "metricSelector",
    "minAvailable",
    "minDomains",
    "minReplicas",
    "mode",
    "mountPropagation",
    "namespaceSelector",
    "nfs",
    "nodeAffinity",
    "nodeAffinityPolicy",
    "nodeAllocatableUpdatePeriodSeconds",
    "nodeExpandSecretRef",
    "nodePublishSecretRef",
    "nodeStageSecretRef",
    "nodeTaintsPolicy",
    "nodeTopology",
    "nominalConcurrencyShares",
    "object",
    "objectSelector",
    "onExitCodes",
    "optional",
    "ordinals",
    "os",
    "parallelism",
    "paramKind",
    "paramRef",
    "parameterNotFoundAction",
    "parameters",
    "parentRef",
    "pathType",
    "persistentVolumeClaim",
    "persistentVolumeClaimRetentionPolicy",
    "persistentVolumeName",
    "photonPersistentDisk",
    "podAffinity",
    "podAntiAffinity",
    "podCertificate",
    "podController",
    "podFailurePolicy",
    "podGroupName",
    "podInfoOnMount",
    "podReplacementPolicy",
    "podSelector",
    "pods",
    "portworxVolume",
    "postStart",
    "preStop",
    "preemptionPolicy",
    "preferredHolder",
    "preventPodSchedulingIfMissing",
    "priority",
    "privileged",
    "procMount",
    "progressDeadlineSeconds",
    "projected",
    "queuing",
    "quobyte",
    "rbd",
    "readOnlyRootFilesystem",
    "readinessProbe",
    "ready",
    "reclaimPolicy",
    "recursiveReadOnly",
    "recursiveReadOnlyMounts",
    "related",
    "renewTime",
    "required",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "requiresRepublish",
    "resourceClaimName",
    "resourceClaimTemplateName",
    "resourceFieldRef",
    "revisionHistoryLimit",
    "rollingUpdate",
    "runAsGroup",
    "runAsNonRoot",
    "runAsUser",
    "runAsUserName",
    "running",
    "runtimeClassName",
    "scaleDown",
    "scaleIO",
    "scaleUp",
    "scheduling",
    "schedulingGroup",
    "scope",
    "scopeSelector",
    "seLinuxChangePolicy",
    "seLinuxMount",
    "seLinuxOptions",
    "seccompProfile",
    "secret",
    "secretKeyRef",
    "secretNamespace",
    "secretRef",
    "securityContext",
    "selectPolicy",
    "selector",
    "series",
    "service",
    "serviceAccountToken",
    "serviceAccountTokenInSecrets",
    "serving",
    "sessionAffinityConfig",
    "setHostnameAsFQDN",
    "shareProcessNamespace",
    "sideEffects",
    "sinceSeconds",
    "sinceTime",
    "sizeLimit",
    "sleep",
    "stabilizationWindowSeconds",
    "startingDeadlineSeconds",
    "startupProbe",
    "stopSignal",
    "storageCapacity",
    "storageos",
    "stream",
    "succeededCount",
    "succeededIndexes",
    "successPolicy",
    "successfulJobsHistoryLimit",
    "supplementalGroupsPolicy",
    "suspend",
    "swap",
    "tailLines",
    "targetAverageUtilization",
    "targetAverageValue",
    "targetCPUUtilizationPercentage",
    "targetRef",
    "targetValue",
    "tcpSocket",
    "terminated",
    "terminating",
    "terminationGracePeriodSeconds",
    "timeAdded",
    "timeZone",
    "tolerance",
    "tolerationSeconds",
    "trafficDistribution",
    "ttlSecondsAfterFinished",
    "unhealthyPodEvictionPolicy",
    "url",
    "userNamespaces",
    "valueFrom",
    "volumeAttributesClassName",
    "volumeBindingMode",
    "volumeClaimTemplate",
    "volumeMode",
    "vsphereVolume",
    "waiting",
    "windowsOptions",
    "zone",
};

/* Names that are pointers in some types alone. */
static const struct pointer_rule {
    const char *field;
    const char *under; /* "" anywhere */
    const char *kind;  /* "" any */
} pointer_rules[] = {
    {"readOnly", "csi", ""},
    {"readOnly", "azureDisk", ""},
    {"value", "options", ""},
    {"type", "hostPath", ""},
    {"name", "ports", "EndpointSlice"},
    {"storageClassName", "", "PersistentVolumeClaim"},
    {"storageClassName", "spec", "StatefulSet"},
    {"replicas", "spec", ""},
    {"partition", "rollingUpdate", ""},
    {"apiGroup", "dataSource", ""},
    {"apiGroup", "dataSourceRef", ""},
};

bool drift_zero_is(const struct value *value)
{
    if (value_is(value, VALUE_BOOL))
        return !value->boolean;
    if (value_is(value, VALUE_STRING))
        return value->len == 0;
    return (value_is(value, VALUE_INT) || value_is(value, VALUE_UINT)) &&
           value_int_or(value, 1) == 0;
}

static int compare_name(const void *key, const void *name)
{
    return plim_str_compare(*(const struct plim_str *)key,
                            plim_str_from(*(const char *const *)name));
}

/* Entries of such maps are texts of people: the empty one is a text too. */
static bool is_entry(const struct drift_step *step, const struct value *value)
{
    const struct drift_step *parent = step->parent;
    return value_is(value, VALUE_STRING) &&
           (drift_schema_is_string_map(parent) || drift_step_is(parent, "selector") ||
            drift_step_is(parent, "parameters") || drift_step_is(parent, "volumeAttributes"));
}

bool drift_zero_is_kept(const struct drift_schema *schema, const struct drift_step *step,
                        const struct value *value)
{
    if (!step || step->kind != DRIFT_STEP_KEY || is_entry(step, value))
        return true;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    if (bsearch(&step->key, pointers, PLIM_LEN(pointers), sizeof(pointers[0]), compare_name))
        return true;
    struct plim_str under = drift_step_field(step->parent);
    for (size_t i = 0; i < PLIM_LEN(pointer_rules); i++) {
        const struct pointer_rule *rule = &pointer_rules[i];
        if (plim_str_is(step->key, rule->field) &&
            (rule->under[0] == '\0' || plim_str_is(under, rule->under)) &&
            (rule->kind[0] == '\0' || plim_str_is(schema->identity.kind, rule->kind)))
            return true;
    }
    return false;
}

bool drift_zero_says_nothing(const struct drift_schema *schema, const struct drift_step *step,
                             const struct value *value)
{
    if (!value || value_is(value, VALUE_NULL))
        return true;
    if (!schema->builtin && !drift_schema_is_below_metadata(step))
        return false; /* custom resources are stored as they are stated */
    if (value_is(value, VALUE_LIST))
        return value_len(value) == 0;
    if (!value_is(value, VALUE_MAP))
        return drift_zero_is(value) && !drift_zero_is_kept(schema, step, value);
    for (size_t i = 0; i < value->len; i++) {
        const struct drift_step below = {
            .parent = step, .kind = DRIFT_STEP_KEY, .key = value_str(&value->entries[i].key)};
        if (!drift_zero_says_nothing(schema, &below, value_at(value, i)))
            return false;
    }
    return !drift_zero_is_kept(schema, step, value);
}
