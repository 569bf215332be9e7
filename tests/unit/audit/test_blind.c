#include "support/plim_check.h"

#include "run_priv.h"

static const struct {
    const char *group;
    const char *kind;
    const char *blind; /* what becomes unknown, one letter each */
} kinds[] = {
    {"", "Namespace", "n"},
    {"", "Secret", "s"},
    {"", "Pod", "pw"},
    {"", "ConfigMap", "c"},
    {"apps", "Deployment", "w"},
    {"batch", "CronJob", "w"},
    {"autoscaling", "HorizontalPodAutoscaler", "h"},
    {"argoproj.io", "Application", "a"},
    {"argoproj.io", "Rollout", ""},
    {"kustomize.toolkit.fluxcd.io", "Kustomization", "a"},
    {"helm.toolkit.fluxcd.io", "HelmRelease", "a"},
    {"rbac.authorization.k8s.io", "RoleBinding", "r"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy", "d"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding", "d"},
    {"admissionregistration.k8s.io", "ValidatingWebhookConfiguration", ""},
    {"kyverno.io", "ClusterPolicy", "d"},
    {"kyverno.io", "CleanupPolicy", ""},
    {"policies.kyverno.io", "ValidatingPolicy", "d"},
    {"constraints.gatekeeper.sh", "K8sRequiredLabels", "d"},
    {"networking.k8s.io", "Ingress", ""},
    {"example.org", "Pod", ""},
};

static void list_blind(const struct audit_cluster_run *cluster, char *text)
{
    const struct {
        const struct plim_str *unknown;
        char letter;
    } facts[] = {
        {&cluster->namespaces_unknown, 'n'},      {&cluster->secrets_unknown, 's'},
        {&cluster->facts.pods_unknown, 'p'},      {&cluster->facts.configs_unknown, 'c'},
        {&cluster->facts.scalings_unknown, 'h'},  {&cluster->agents_unknown, 'a'},
        {&cluster->rights_unknown, 'r'},          {&cluster->admission_unknown, 'd'},
        {&cluster->facts.workloads_unknown, 'w'},
    };
    for (size_t i = 0; i < PLIM_LEN(facts); i++) {
        if (plim_str_is(*facts[i].unknown, "because"))
            *text++ = facts[i].letter;
    }
    *text = '\0';
}

START_TEST(what_is_made_of_an_unread_kind_is_unknown_and_nothing_else)
{
    struct audit_cluster_run cluster = {0};
    char blind[16];
    audit_blind_note(&cluster, kinds[_i].group, kinds[_i].kind, PLIM_STR("because"));
    list_blind(&cluster, blind);
    ck_assert_str_eq(blind, kinds[_i].blind);
}
END_TEST

START_TEST(the_first_reason_stays)
{
    struct audit_cluster_run cluster = {0};
    audit_blind_note(&cluster, "apps", "Deployment", PLIM_STR("first"));
    audit_blind_note(&cluster, "apps", "StatefulSet", PLIM_STR("second"));
    ck_assert(plim_str_is(cluster.facts.workloads_unknown, "first"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_is_made_of_an_unread_kind_is_unknown_and_nothing_else, 0,
                        PLIM_LEN(kinds));
    tcase_add_test(tcase, the_first_reason_stays);
}

PLIM_CHECK_MAIN("audit.blind", add)
