#include "support/plim_check.h"

#include "redaction.h"

typedef struct plim_str redact_fn(struct snapshot_redactor *redactor, struct plim_str text);

static const struct {
    redact_fn *redact;
    const char *text, *made;
} texts[] = {
    {snapshot_redact_kind, "Deployment", "Deployment"},
    {snapshot_redact_kind, "Widget", "<Widget>"},
    {snapshot_redact_kind, "WidgetList", "<Widget>List"},
    {snapshot_redact_kind, "apps/v1", "apps/v1"},
    {snapshot_redact_kind, "acme.com/v1", "<acme>.<com>/v1"},
    {snapshot_redact_kind, "deployments/scale", "deployments/scale"},
    {snapshot_redact_kind, "widgets/status", "<widgets>/status"},
    {snapshot_redact_kind, "*", "*"},
    {snapshot_redact_kind, "", ""},
    {snapshot_redact_version, "v1.2.3", "v1.2.3"},
    {snapshot_redact_version, "1.2", "1.2"},
    {snapshot_redact_version, "1.2.3-rc.1+build5", "1.2.3-rc.1+build5"},
    {snapshot_redact_version, "1.2.3-acme.4", "1.2.3-<acme>.4"},
    {snapshot_redact_version, "v1.36.3+k3s1", "v1.36.3+k3s1"},
    {snapshot_redact_version, "3.19-alpine", "3.19-alpine"},
    {snapshot_redact_version, "latest", "latest"},
    {snapshot_redact_version, "main", "main"},
    {snapshot_redact_version, "acme", "<acme>"},
    {snapshot_redact_version, "1", "<1>"},
    {snapshot_redact_tag, "v1.2.3", "v1.2.3"},
    {snapshot_redact_tag, "cart-v1.8.0", "<cart>-v1.8.0"},
    {snapshot_redact_tag, "team/cart@1.8.0-rc1", "team/<cart>@1.8.0-rc1"},
    {snapshot_redact_tag, "acme", "<acme>"},
    {snapshot_redact_image, "web", "<web>"},
    {snapshot_redact_image, "web:1.2", "<web>:1.2"},
    {snapshot_redact_image, "docker.io/library/web:latest", "docker.io/library/<web>:latest"},
    {snapshot_redact_image, "r.acme.com:5000/shop/cart:1.8.0",
     "<r>.<acme>.<com>:5000/<shop>/<cart>:1.8.0"},
    {snapshot_redact_image, "r.acme.com:5000/cart", "<r>.<acme>.<com>:5000/<cart>"},
    {snapshot_redact_image,
     "cart@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "<cart>@sha256:465dcccde807e3def8d9cf8ce112b29749c0feefd3962a13d0202ea82bb3aeeb"},
    {snapshot_redact_image,
     "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "sha256:465dcccde807e3def8d9cf8ce112b29749c0feefd3962a13d0202ea82bb3aeeb"},
    {snapshot_redact_image, "", ""},
    {snapshot_redact_manager, "kubectl-edit", "kubectl-edit"},
    {snapshot_redact_manager, "helm", "helm"},
    {snapshot_redact_manager, "kubectl-acme", "kubectl-<kubectl-acme>"},
    {snapshot_redact_manager, "acme-operator", "<acme-operator>-operator"},
    {snapshot_redact_manager, "acme-manager", "<acme-manager>-manager"},
    {snapshot_redact_manager, "acmemanager", "<acmemanager>"},
    {snapshot_redact_manager, "alice", "<alice>"},
};

START_TEST(what_policies_judge_stays)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    plim_assert_redacted(redactor, texts[_i].redact(redactor, plim_str_from(texts[_i].text)),
                         texts[_i].made);
}
END_TEST

static const struct {
    const char *key, *text, *made;
} labels[] = {
    {"team", "acme", "<acme>"},
    {"team", "Always", "<Always>"},
    {"acme.com/number", "42", "<42>"},
    {"app.kubernetes.io/managed-by", "Helm", "Helm"},
    {"app.kubernetes.io/version", "1.2.0", "1.2.0"},
    {"kubernetes.io/bootstrapping", "rbac-defaults", "rbac-defaults"},
    {"helm.sh/chart", "cart-1.8.0", "<cart>-1.8.0"},
    {"helm.sh/hook", "pre-install,pre-upgrade", "pre-install,pre-upgrade"},
    {"argocd.argoproj.io/hook", "PreSync", "PreSync"},
    {"argocd.argoproj.io/tracking-id", "cart:apps/Deployment:shop/web",
     "<cart>:apps/Deployment:<shop>/<web>"},
    {"argocd.argoproj.io/tracking-id", "agents_cart:/Service:shop/web",
     "<agents>_<cart>:/Service:<shop>/<web>"},
    {"argocd.argoproj.io/tracking-id", "odd", "<odd>"},
    {"deployment.kubernetes.io/revision", "7", "7"},
    {"kubectl.kubernetes.io/restartedAt", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"},
    {"config.kubernetes.io/origin", "path: ../base/cart.yaml\n", "path: ../base/<cart>.yaml\n"},
    {"config.kubernetes.io/origin", "repo: https://acme\nref: v1\nsecret: x\n",
     "repo: https://<acme>\nref: v1\n<secret: x>\n"},
    {"kubectl.kubernetes.io/last-applied-configuration",
     "{\"kind\":\"Service\",\"metadata\":{\"name\":\"cart\"}}\n",
     "{\"kind\":\"Service\",\"metadata\":{\"name\":\"<cart>\"}}\n"},
    {"kubectl.kubernetes.io/last-applied-configuration", "{broken", "<{broken>"},
};

START_TEST(labels_and_annotations_are_redacted_by_their_key)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    plim_assert_redacted(redactor,
                         snapshot_redact_labelled(redactor, plim_str_from(labels[_i].key),
                                                  plim_str_from(labels[_i].text)),
                         labels[_i].made);
}
END_TEST

static const struct {
    const char *target, *made;
} targets[] = {
    {"/version", "/version"},
    {"/apis", "/apis"},
    {"/api/v1/pods?limit=500", "/api/v1/pods?limit=500"},
    {"/api/v1/namespaces?limit=500&continue=eyJ2IjoibWV0YSJ9",
     "/api/v1/namespaces?limit=500&continue=<eyJ2IjoibWV0YSJ9>"},
    {"/api/v1/namespaces/kube-system", "/api/v1/namespaces/kube-system"},
    {"/api/v1/namespaces/pods/pods?limit=1", "/api/v1/namespaces/pods/pods?limit=1"},
    {"/api/v1/namespaces/shop/pods?limit=1", "/api/v1/namespaces/<shop>/pods?limit=1"},
    {"/apis/apps/v1/namespaces/config/deployments",
     "/apis/apps/v1/namespaces/<config>/deployments"},
    {"/apis/acme.com/v1/widgets?limit=500", "/apis/<acme>.<com>/v1/<widgets>?limit=500"},
    {"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/applications.argoproj.io",
     "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/applications.argoproj.io"},
    {"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gateways.config.acme.com",
     "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gateways.<config>.<acme>.<com>"},
    {"/openapi/v3", "/openapi/v3"},
    {"/openapi/v3/apis/acme.com/v1?hash=ABC", "/openapi/v3/apis/<acme>.<com>/v1?hash=<ABC>"},
    {"/openapi/v3/api/v1", "/openapi/v3/api/v1"},
    {"/api/v1/pods?limit=1&labelSelector=team%3Dacme",
     "/api/v1/pods?limit=1&labelSelector=team%3D<acme>"},
    {"", ""},
};

START_TEST(targets_are_those_that_a_replay_asks_for)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    plim_assert_redacted(redactor,
                         snapshot_redact_target(redactor, plim_str_from(targets[_i].target)),
                         targets[_i].made);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_policies_judge_stays, 0, PLIM_LEN(texts));
    tcase_add_loop_test(tcase, labels_and_annotations_are_redacted_by_their_key, 0,
                        PLIM_LEN(labels));
    tcase_add_loop_test(tcase, targets_are_those_that_a_replay_asks_for, 0, PLIM_LEN(targets));
}

PLIM_CHECK_MAIN("snapshot.redact_text", add_cases)
