#include <string.h>

#include "document_priv.h"

/* Documents that have a kind and a name and yet never stand in a cluster: read by programs. */
static const char *const foreign_groups[] = {
    "plimsoll.dev",
    "kustomize.config.k8s.io",
    "backstage.io",
    "eksctl.io",
    "kind.x-k8s.io",
    "k3d.io",
    "skaffold",
    "ctlptl.dev",
    "kubeadm.k8s.io",
    "kubelet.config.k8s.io",
    "kubeproxy.config.k8s.io",
    "apiserver.config.k8s.io",
    "audit.k8s.io",
    "client.authentication.k8s.io",
    "config.kubernetes.io",
    "kpt.dev",
    "helmfile.dev",
    "jenkins.io",
};

bool manifest_document_is_foreign(struct plim_str api_version)
{
    struct plim_str group;
    if (!plim_str_cut(&api_version, '/', &group))
        return false;
    for (size_t i = 0; i < PLIM_LEN(foreign_groups); i++)
        if (plim_str_is(group, foreign_groups[i]))
            return true;
    return false;
}

static bool is_local(const struct value *root)
{
    const struct value *annotations = value_get_path(root, "metadata.annotations");
    return value_is_string(value_get(annotations, "config.kubernetes.io/local-config"), "true");
}

bool manifest_document_is_object(const struct value *root)
{
    return value_get_text(root, "apiVersion").len > 0 && value_get_text(root, "kind").len > 0 &&
           value_get_text(root, "metadata.name").len > 0 &&
           !manifest_document_is_foreign(value_get_text(root, "apiVersion")) && !is_local(root);
}

bool manifest_document_is_list(const struct value *root)
{
    struct plim_str kind = value_get_text(root, "kind");
    return plim_str_ends(kind, PLIM_STR("List")) && value_get_text(root, "apiVersion").len > 0 &&
           value_is(value_get(root, "items"), VALUE_LIST);
}

bool manifest_document_is_secret(const struct value *root)
{
    return value_is_string(value_get(root, "kind"), "Secret") &&
           value_is_string(value_get(root, "apiVersion"), "v1");
}

bool manifest_document_is_encrypted(const struct value *root)
{
    return value_is(value_get(root, "sops"), VALUE_MAP);
}
