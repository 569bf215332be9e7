#include "resource/kind.h"

#include <ctype.h>

static const struct resource_kind kinds[] = {
    {"", "Binding", "bindings", true},
    {"", "ComponentStatus", "componentstatuses", false},
    {"", "ConfigMap", "configmaps", true},
    {"", "Endpoints", "endpoints", true},
    {"", "Event", "events", true},
    {"", "LimitRange", "limitranges", true},
    {"", "Namespace", "namespaces", false},
    {"", "Node", "nodes", false},
    {"", "PersistentVolume", "persistentvolumes", false},
    {"", "PersistentVolumeClaim", "persistentvolumeclaims", true},
    {"", "Pod", "pods", true},
    {"", "PodTemplate", "podtemplates", true},
    {"", "ReplicationController", "replicationcontrollers", true},
    {"", "ResourceQuota", "resourcequotas", true},
    {"", "Secret", "secrets", true},
    {"", "Service", "services", true},
    {"", "ServiceAccount", "serviceaccounts", true},
    {"admissionregistration.k8s.io", "MutatingAdmissionPolicy", "mutatingadmissionpolicies", false},
    {"admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding",
     "mutatingadmissionpolicybindings", false},
    {"admissionregistration.k8s.io", "MutatingWebhookConfiguration",
     "mutatingwebhookconfigurations", false},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy", "validatingadmissionpolicies",
     false},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding",
     "validatingadmissionpolicybindings", false},
    {"admissionregistration.k8s.io", "ValidatingWebhookConfiguration",
     "validatingwebhookconfigurations", false},
    {"apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions", false},
    {"apiregistration.k8s.io", "APIService", "apiservices", false},
    {"apps", "ControllerRevision", "controllerrevisions", true},
    {"apps", "DaemonSet", "daemonsets", true},
    {"apps", "Deployment", "deployments", true},
    {"apps", "ReplicaSet", "replicasets", true},
    {"apps", "StatefulSet", "statefulsets", true},
    {"authentication.k8s.io", "SelfSubjectReview", "selfsubjectreviews", false},
    {"authentication.k8s.io", "TokenReview", "tokenreviews", false},
    {"authorization.k8s.io", "LocalSubjectAccessReview", "localsubjectaccessreviews", true},
    {"authorization.k8s.io", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false},
    {"authorization.k8s.io", "SelfSubjectRulesReview", "selfsubjectrulesreviews", false},
    {"authorization.k8s.io", "SubjectAccessReview", "subjectaccessreviews", false},
    {"autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true},
    {"batch", "CronJob", "cronjobs", true},
    {"batch", "Job", "jobs", true},
    {"certificates.k8s.io", "CertificateSigningRequest", "certificatesigningrequests", false},
    {"certificates.k8s.io", "ClusterTrustBundle", "clustertrustbundles", false},
    {"certificates.k8s.io", "PodCertificateRequest", "podcertificaterequests", true},
    {"coordination.k8s.io", "Lease", "leases", true},
    {"coordination.k8s.io", "LeaseCandidate", "leasecandidates", true},
    {"discovery.k8s.io", "EndpointSlice", "endpointslices", true},
    {"events.k8s.io", "Event", "events", true},
    {"extensions", "DaemonSet", "daemonsets", true},
    {"extensions", "Deployment", "deployments", true},
    {"extensions", "Ingress", "ingresses", true},
    {"extensions", "NetworkPolicy", "networkpolicies", true},
    {"extensions", "ReplicaSet", "replicasets", true},
    {"flowcontrol.apiserver.k8s.io", "FlowSchema", "flowschemas", false},
    {"flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration", "prioritylevelconfigurations",
     false},
    {"internal.apiserver.k8s.io", "StorageVersion", "storageversions", false},
    {"networking.k8s.io", "IPAddress", "ipaddresses", false},
    {"networking.k8s.io", "Ingress", "ingresses", true},
    {"networking.k8s.io", "IngressClass", "ingressclasses", false},
    {"networking.k8s.io", "NetworkPolicy", "networkpolicies", true},
    {"networking.k8s.io", "ServiceCIDR", "servicecidrs", false},
    {"node.k8s.io", "RuntimeClass", "runtimeclasses", false},
    {"policy", "PodDisruptionBudget", "poddisruptionbudgets", true},
    {"policy", "PodSecurityPolicy", "podsecuritypolicies", false},
    {"rbac.authorization.k8s.io", "ClusterRole", "clusterroles", false},
    {"rbac.authorization.k8s.io", "ClusterRoleBinding", "clusterrolebindings", false},
    {"rbac.authorization.k8s.io", "Role", "roles", true},
    {"rbac.authorization.k8s.io", "RoleBinding", "rolebindings", true},
    {"resource.k8s.io", "DeviceClass", "deviceclasses", false},
    {"resource.k8s.io", "DeviceTaintRule", "devicetaintrules", false},
    {"resource.k8s.io", "ResourceClaim", "resourceclaims", true},
    {"resource.k8s.io", "ResourceClaimTemplate", "resourceclaimtemplates", true},
    {"resource.k8s.io", "ResourceSlice", "resourceslices", false},
    {"scheduling.k8s.io", "PriorityClass", "priorityclasses", false},
    {"scheduling.k8s.io", "Workload", "workloads", true},
    {"storage.k8s.io", "CSIDriver", "csidrivers", false},
    {"storage.k8s.io", "CSINode", "csinodes", false},
    {"storage.k8s.io", "CSIStorageCapacity", "csistoragecapacities", true},
    {"storage.k8s.io", "StorageClass", "storageclasses", false},
    {"storage.k8s.io", "VolumeAttachment", "volumeattachments", false},
    {"storage.k8s.io", "VolumeAttributesClass", "volumeattributesclasses", false},
    {"storagemigration.k8s.io", "StorageVersionMigration", "storageversionmigrations", false},
};

const struct resource_kind *resource_kinds(size_t *count_out)
{
    *count_out = PLIM_LEN(kinds);
    return kinds;
}

const struct resource_kind *resource_kind_find(struct plim_str group, struct plim_str kind)
{
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (plim_str_is(kind, kinds[i].kind) && plim_str_is(group, kinds[i].group))
            return &kinds[i];
    }
    return NULL;
}

const struct resource_kind *resource_kind_find_plural(struct plim_str group, struct plim_str plural)
{
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (plim_str_is(plural, kinds[i].plural) && plim_str_is(group, kinds[i].group))
            return &kinds[i];
    }
    return NULL;
}

static bool is_vowel(char letter)
{
    return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

static bool takes_es(struct plim_str word)
{
    static const char *const endings[] = {"s", "x", "z", "ch", "sh"};
    for (size_t i = 0; i < PLIM_LEN(endings); i++) {
        if (plim_str_ends(word, plim_str_from(endings[i])))
            return true;
    }
    return false;
}

struct plim_str resource_kind_plural(struct plim_arena *arena, struct plim_str group,
                                     struct plim_str kind)
{
    const struct resource_kind *known = resource_kind_find(group, kind);
    if (known)
        return plim_str_from(known->plural);
    char *lower = plim_arena_copy(arena, kind.text, kind.len);
    for (size_t i = 0; i < kind.len; i++)
        lower[i] = (char)tolower((unsigned char)lower[i]);
    struct plim_str word = {lower, kind.len};
    if (word.len > 1 && lower[word.len - 1] == 'y' && !is_vowel(lower[word.len - 2]))
        return plim_str_from(plim_arena_printf(arena, "%.*sies", (int)(word.len - 1), lower));
    return plim_str_from(plim_arena_printf(arena, "%s%s", lower, takes_es(word) ? "es" : "s"));
}

bool resource_kind_is_namespaced(struct plim_str group, struct plim_str kind)
{
    const struct resource_kind *known = resource_kind_find(group, kind);
    return !known || known->namespaced;
}

bool resource_group_is_builtin(struct plim_str group)
{
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (plim_str_is(group, kinds[i].group))
            return true;
    }
    return false;
}
