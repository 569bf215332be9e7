/* What a kind that could not be read makes unknown. */
#include <stddef.h>
#include <string.h>

#include "base/str.h"
#include "resource/workload.h"

#include "run_priv.h"

static const struct {
    const char *group;
    const char *kind; /* NULL: every kind of the group */
    size_t offset;    /* of the struct plim_str in struct audit_cluster_run */
} consequences[] = {
    {"", "Namespace", offsetof(struct audit_cluster_run, namespaces_unknown)},
    {"", "Secret", offsetof(struct audit_cluster_run, secrets_unknown)},
    {"", "Pod", offsetof(struct audit_cluster_run, facts.pods_unknown)},
    {"", "ConfigMap", offsetof(struct audit_cluster_run, facts.configs_unknown)},
    {"autoscaling", "HorizontalPodAutoscaler",
     offsetof(struct audit_cluster_run, facts.scalings_unknown)},
    {"argoproj.io", "Application", offsetof(struct audit_cluster_run, agents_unknown)},
    {"kustomize.toolkit.fluxcd.io", NULL, offsetof(struct audit_cluster_run, agents_unknown)},
    {"helm.toolkit.fluxcd.io", NULL, offsetof(struct audit_cluster_run, agents_unknown)},
    {"", "ServiceAccount", offsetof(struct audit_cluster_run, accounts_unknown)},
    {"rbac.authorization.k8s.io", NULL, offsetof(struct audit_cluster_run, rights_unknown)},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy",
     offsetof(struct audit_cluster_run, admission_unknown)},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding",
     offsetof(struct audit_cluster_run, admission_unknown)},
    {"kyverno.io", "ClusterPolicy", offsetof(struct audit_cluster_run, admission_unknown)},
    {"policies.kyverno.io", "ValidatingPolicy",
     offsetof(struct audit_cluster_run, admission_unknown)},
    {AUDIT_GATEKEEPER_GROUP, NULL, offsetof(struct audit_cluster_run, admission_unknown)},
};

struct plim_str audit_blind_reason(struct audit_run *run, const char *what, const char *why)
{
    return plim_str_from(plim_arena_printf(run->arena, "%s could not be read: %s", what, why));
}

void audit_blind_note(struct audit_cluster_run *cluster, const char *group, const char *kind,
                      struct plim_str reason)
{
    for (size_t i = 0; i < PLIM_LEN(consequences); i++) {
        if (strcmp(consequences[i].group, group) != 0 ||
            (consequences[i].kind && strcmp(consequences[i].kind, kind) != 0))
            continue;
        struct plim_str *unknown =
            (struct plim_str *)(void *)((char *)cluster + consequences[i].offset);
        *unknown = unknown->len > 0 ? *unknown : reason;
    }
    if (resource_is_workload(plim_str_from(group), plim_str_from(kind)) &&
        cluster->facts.workloads_unknown.len == 0)
        cluster->facts.workloads_unknown = reason;
}
