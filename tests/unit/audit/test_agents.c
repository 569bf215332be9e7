#include "base/clock.h"
#include "policy/subject.h"
#include "support/value_check.h"

#include "agents_priv.h"

static struct plim_arena *arena;
static struct audit_agents agents;

static void start(void)
{
    arena = plim_arena_new();
}

static void stop(void)
{
    audit_agents_release(&agents);
    plim_arena_free(arena);
}

enum { NOW = 1767225600 /* 2026-01-01T00:00:00Z */ };

static const struct value *add_agent(const char *yaml)
{
    struct value *object = plim_arena_alloc(arena, sizeof(*object));
    *object = plim_value_from_yaml(arena, yaml);
    audit_agents_add(&agents, arena, object, NOW);
    return &agents.items[agents.len - 1].sync;
}

static const char argocd_pinned[] =
    "kind: Application\n"
    "metadata: {name: cart, namespace: argocd}\n"
    "spec: {source: {targetRevision: v1.2.0}, syncPolicy: {automated: {prune: true}}}\n"
    "status: {sync: {status: OutOfSync, revision: abc}, health: {status: Degraded},\n"
    "  reconciledAt: '2025-12-31T23:00:00Z'}\n";

START_TEST(an_argocd_application_becomes_a_sync_record)
{
    const struct value *sync = add_agent(argocd_pinned);
    ck_assert_int_eq(agents.items[0].kind, RESOURCE_OWNER_ARGOCD);
    plim_assert_json(sync, "{\"reported\":true,\"status\":\"OutOfSync\",\"health\":\"Degraded\","
                           "\"suspended\":false,\"automated\":true,\"selfHeal\":false,"
                           "\"prune\":true,\"revision\":\"abc\",\"targetRevision\":\"v1.2.0\","
                           "\"pinned\":true,\"reconciledAt\":\"2025-12-31T23:00:00Z\","
                           "\"ageSeconds\":3600}");
}
END_TEST

static const char flux_ready[] =
    "kind: Kustomization\n"
    "metadata: {name: apps, namespace: flux-system}\n"
    "spec: {prune: true, suspend: true}\n"
    "status: {lastAppliedRevision: 'main@sha1:abc', conditions: [{type: Healthy, status: "
    "'False'},\n"
    "  {type: Ready, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'}]}\n";

START_TEST(a_flux_kustomization_becomes_a_sync_record)
{
    const struct value *sync = add_agent(flux_ready);
    ck_assert_int_eq(agents.items[0].kind, RESOURCE_OWNER_FLUX);
    plim_assert_json(sync,
                     "{\"reported\":true,\"status\":\"Synced\",\"health\":\"Healthy\","
                     "\"suspended\":true,\"automated\":true,\"selfHeal\":true,\"prune\":true,"
                     "\"revision\":\"main@sha1:abc\",\"targetRevision\":\"\",\"pinned\":false,"
                     "\"reconciledAt\":\"2026-01-01T00:00:00Z\",\"ageSeconds\":0}");
}
END_TEST

static const struct {
    const char *yaml;
    const char *path;
    const char *want; /* JSON */
} details[] = {
    {"{kind: Application, spec: {}}", "reported", "false"},
    {"{kind: Application, spec: {}}", "ageSeconds", "-1"},
    {"{kind: Application, spec: {}}", "automated", "false"},
    {"{kind: Application, spec: {syncPolicy: {automated: {}}}}", "automated", "true"},
    {"{kind: Application, spec: {syncPolicy: {automated: {enabled: false}}}}", "automated",
     "false"},
    {"{kind: Application, spec: {syncPolicy: {automated: {selfHeal: true}}}}", "selfHeal", "true"},
    {"{kind: Application, metadata: {annotations: {argocd.argoproj.io/skip-reconcile: 'true'}}}",
     "suspended", "true"},
    {"{kind: Application, spec: {source: {targetRevision: main}}}", "pinned", "false"},
    {"{kind: Application, spec: {source: {targetRevision: "
     "0123456789abcdef0123456789abcdef01234567}}}",
     "pinned", "true"},
    {"{kind: Application, spec: {sources: [{targetRevision: 1.0.0}, {targetRevision: main}]}}",
     "targetRevision", "\"main\""},
    {"{kind: Application, spec: {sources: [{targetRevision: 1.0.0}, {targetRevision: 2.0.0}]}}",
     "pinned", "true"},
    {"{kind: Application, status: {sync: {revisions: [abc, def]}}}", "revision", "\"abc\""},
    {"{kind: Application, status: {reconciledAt: 'not a time'}}", "ageSeconds", "-1"},
    {"{kind: Application, status: {reconciledAt: '2030-01-01T00:00:00Z'}}", "ageSeconds", "0"},
    {"{kind: Kustomization, spec: {}}", "reported", "false"},
    {"{kind: Kustomization, status: {conditions: [{type: Ready, status: 'False'}]}}", "status",
     "\"OutOfSync\""},
    {"{kind: HelmRelease, spec: {}}", "selfHeal", "false"},
    {"{kind: HelmRelease, spec: {driftDetection: {mode: enabled}}}", "selfHeal", "true"},
    {"{kind: HelmRelease, spec: {chart: {spec: {version: 1.2.3}}}}", "pinned", "true"},
    {"{kind: HelmRelease, status: {lastAttemptedRevision: 1.2.3}}", "revision", "\"1.2.3\""},
};

START_TEST(what_an_agent_says_is_read_field_by_field)
{
    const struct value *sync = add_agent(details[_i].yaml);
    struct plim_err err = {0};
    plim_assert_json(value_get(sync, details[_i].path), details[_i].want);
    plim_assert_ok(policy_record_check("sync", sync, &err), &err);
}
END_TEST

START_TEST(an_agents_object_is_found_by_kind_name_and_namespace)
{
    (void)add_agent(argocd_pinned);
    (void)add_agent(flux_ready);
    struct resource_owner owner = {RESOURCE_OWNER_FLUX, PLIM_STR("apps"), PLIM_STR("flux-system")};
    ck_assert_ptr_eq(audit_agents_find(&agents, &owner), &agents.items[1]);
    owner.namespace = (struct plim_str){0};
    ck_assert_ptr_eq(audit_agents_find(&agents, &owner), &agents.items[1]);
    owner.namespace = PLIM_STR("other");
    ck_assert_ptr_null(audit_agents_find(&agents, &owner));
    owner = (struct resource_owner){RESOURCE_OWNER_HELM, PLIM_STR("cart"), {0}};
    ck_assert_ptr_null(audit_agents_find(&agents, &owner));
}
END_TEST

START_TEST(silence_is_not_reported_and_of_no_age)
{
    struct value silence = audit_agent_silence(arena);
    struct plim_err err = {0};
    plim_assert_ok(policy_record_check("sync", &silence, &err), &err);
    ck_assert(!value_get(&silence, "reported")->boolean);
    ck_assert_int_eq(value_int_or(value_get(&silence, "ageSeconds"), 0), -1);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, an_argocd_application_becomes_a_sync_record);
    tcase_add_test(tcase, a_flux_kustomization_becomes_a_sync_record);
    tcase_add_loop_test(tcase, what_an_agent_says_is_read_field_by_field, 0, PLIM_LEN(details));
    tcase_add_test(tcase, an_agents_object_is_found_by_kind_name_and_namespace);
    tcase_add_test(tcase, silence_is_not_reported_and_of_no_age);
}

PLIM_CHECK_MAIN("audit.agents", add)
