#include "resource/identity.h"
#include "resource/metadata.h"
#include "resource/owner.h"

#include "system_priv.h"

#define APISERVER  "kube-apiserver"
#define CONTROLLER "kube-controller-manager"

/* Empty or absent texts match everything. */
static const struct system_rule {
    const char *group;
    const char *kind;
    const char *namespace;
    const char *name;  /* glob */
    const char *label; /* this label, with any value unless one is given */
    const char *value;
    const char *annotation; /* this annotation, with any value */
    const char *type;       /* of a Secret */
    const char *maker;
} rules[] = {
    /* pkg/controlplane: namespaces, the service of the API server itself, its leases and settings.
     */
    {"", "Namespace", "", "default", NULL, NULL, NULL, NULL, APISERVER},
    {"", "Namespace", "", "kube-*", NULL, NULL, NULL, NULL, APISERVER},
    {"", "Service", "default", "kubernetes", NULL, NULL, NULL, NULL, APISERVER},
    {"", "Endpoints", "default", "kubernetes", NULL, NULL, NULL, NULL, APISERVER},
    {"discovery.k8s.io", "EndpointSlice", "default", "kubernetes", NULL, NULL, NULL, NULL,
     APISERVER},
    {"", "ConfigMap", "kube-system", "extension-apiserver-authentication", NULL, NULL, NULL, NULL,
     APISERVER},
    {"", "ConfigMap", "kube-system", "kube-apiserver-legacy-service-account-token-tracking", NULL,
     NULL, NULL, NULL, APISERVER},
    {"networking.k8s.io", "ServiceCIDR", "", "kubernetes", NULL, NULL, NULL, NULL, APISERVER},
    {"networking.k8s.io", "IPAddress", "", "*", "ipaddress.kubernetes.io/managed-by",
     "ipallocator.k8s.io", NULL, NULL, APISERVER},
    {"apiregistration.k8s.io", "APIService", "", "*", "kube-aggregator.kubernetes.io/automanaged",
     NULL, NULL, NULL, APISERVER},
    /* plugin/pkg/auth/authorizer/rbac/bootstrappolicy */
    {"rbac.authorization.k8s.io", "", "", "*", "kubernetes.io/bootstrapping", "rbac-defaults", NULL,
     NULL, APISERVER},
    /* pkg/registry/scheduling and pkg/registry/flowcontrol */
    {"scheduling.k8s.io", "PriorityClass", "", "system-*", NULL, NULL, NULL, NULL, APISERVER},
    {"flowcontrol.apiserver.k8s.io", "", "", "*", NULL, NULL, "apf.kubernetes.io/autoupdate-spec",
     NULL, APISERVER},
    /* pkg/controller: certificates, service accounts, endpoints */
    {"", "ConfigMap", "", "kube-root-ca.crt", NULL, NULL, NULL, NULL, CONTROLLER},
    {"", "ServiceAccount", "", "default", NULL, NULL, NULL, NULL, CONTROLLER},
    {"", "Secret", "", "*", NULL, NULL, NULL, "bootstrap.kubernetes.io/token", CONTROLLER},
    {"", "Endpoints", "", "*", "endpoints.kubernetes.io/managed-by", "endpoint-controller", NULL,
     NULL, CONTROLLER},
    {"discovery.k8s.io", "EndpointSlice", "", "*", "endpointslice.kubernetes.io/managed-by",
     "endpointslice-controller.k8s.io", NULL, NULL, CONTROLLER},
    {"discovery.k8s.io", "EndpointSlice", "", "*", "endpointslice.kubernetes.io/managed-by",
     "endpointslicemirroring-controller.k8s.io", NULL, NULL, CONTROLLER},
    /* What runs, rather than what is wanted. */
    {"", "Event", "", "*", NULL, NULL, NULL, NULL, "events"},
    {"events.k8s.io", "Event", "", "*", NULL, NULL, NULL, NULL, "events"},
    {"coordination.k8s.io", "Lease", "", "*", NULL, NULL, NULL, NULL, "leader election"},
    {"", "Node", "", "*", NULL, NULL, NULL, NULL, "kubelet"},
    {"storage.k8s.io", "CSINode", "", "*", NULL, NULL, NULL, NULL, "kubelet"},
    {"storage.k8s.io", "VolumeAttachment", "", "*", NULL, NULL, NULL, NULL, CONTROLLER},
    {"storage.k8s.io", "CSIStorageCapacity", "", "*", NULL, NULL, NULL, NULL,
     "external-provisioner"},
    {"", "PersistentVolume", "", "*", NULL, NULL, "pv.kubernetes.io/provisioned-by", NULL,
     "external-provisioner"},
};

/* Names in metadata.managedFields. Source: the components' client names
 * (rest.DefaultKubernetesUserAgent). */
static const char *const managers[] = {
    "kube-apiserver",       "kube-controller-manager",  "kube-scheduler",  "kubelet",
    "kube-proxy",           "cloud-controller-manager", "csi-provisioner", "csi-attacher",
    "external-provisioner", "external-attacher",
};

bool resource_manager_is_system(struct plim_str manager)
{
    for (size_t i = 0; i < PLIM_LEN(managers); i++) {
        if (plim_str_is(manager, managers[i]))
            return true;
    }
    return false;
}

static bool is_marked(const struct value *object, const struct system_rule *rule)
{
    if (rule->label) {
        const struct value *label =
            value_get(value_get_path(object, "metadata.labels"), rule->label);
        if (!label || (rule->value && !value_is_string(label, rule->value)))
            return false;
    }
    if (rule->annotation &&
        !value_get(value_get_path(object, "metadata.annotations"), rule->annotation))
        return false;
    return !rule->type || value_is_string(value_get(object, "type"), rule->type);
}

static bool is_made_by(const struct value *object, const struct resource_identity *identity,
                       const struct system_rule *rule)
{
    return plim_str_is(identity->group, rule->group) &&
           (rule->kind[0] == '\0' || plim_str_is(identity->kind, rule->kind)) &&
           (rule->namespace[0] == '\0' || plim_str_is(identity->namespace, rule->namespace)) &&
           plim_str_matches_glob(identity->name, plim_str_from(rule->name)) &&
           is_marked(object, rule);
}

struct plim_str resource_system_maker(const struct value *object)
{
    struct resource_identity identity = resource_identity_of(object);
    for (size_t i = 0; i < PLIM_LEN(rules); i++) {
        if (is_made_by(object, &identity, &rules[i]))
            return plim_str_from(rules[i].maker);
    }
    const struct value *entries = value_get_path(object, "metadata.managedFields");
    struct plim_str maker = {0};
    for (size_t i = 0; i < value_len(entries); i++) {
        maker = value_str(value_get(value_at(entries, i), "manager"));
        if (!resource_manager_is_system(maker))
            return (struct plim_str){0};
    }
    return maker;
}
