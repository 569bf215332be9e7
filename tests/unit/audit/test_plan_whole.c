/* What is read whole. With servers and Git: integration.live.metadata. */
#include <string.h>

#include "audit/audit.h"
#include "policy/policy.h"
#include "support/value_check.h"

static struct plim_arena *arena;
static struct policy_set *policies;
static struct audit_fleet fleet;

static void start(void)
{
    arena = plim_arena_new();
    policies = policy_set_new();
}

static void stop(void)
{
    policy_set_free(policies);
    plim_arena_free(arena);
}

static void add_policy(const char *id, const char *subject, const char *match,
                       const char *expression)
{
    struct plim_err err = {0};
    char *text = plim_arena_printf(
        arena,
        "apiVersion: plimsoll.dev/v1alpha1\nkind: AuditPolicy\nmetadata: {name: %s}\n"
        "spec: {title: t, severity: high, category: c, why: w, remediation: r, subject: %s,\n"
        "  %s validations: [{expression: \"%s\", message: m}]}\n",
        id, subject, match, expression);
    plim_assert_ok(policy_set_add(policies, id, plim_str_from(text), &err), &err);
}

/* The plan's request for the kind; NULL: there is none. */
static const struct value *find(const char *resource)
{
    struct plim_err err = {0};
    struct value *plan = plim_arena_alloc(arena, sizeof(*plan));
    policy_set_seal(policies);
    struct audit_request request = {.fleet = &fleet, .policies = policies};
    plim_assert_ok(audit_explain(arena, &request, plan, &err), &err);
    const struct value *cluster = value_at(value_get(plan, "clusters"), 0);
    const struct value *requests = value_get(cluster, "requests");
    for (size_t i = 0; i < value_len(requests); i++) {
        if (value_is_string(value_get(value_at(requests, i), "resource"), resource))
            return value_at(requests, i);
    }
    return NULL;
}

/* Why objects of this kind are read whole, "metadata" if they are not, "nothing" without a list. */
static const char *explain(const char *resource)
{
    const struct value *request = find(resource);
    struct plim_str because = value_get_text(request, "because");
    if (!request)
        return "nothing";
    return because.len > 0 ? plim_arena_copy(arena, because.text, because.len) : "metadata";
}

#define ALL                                                                                   \
    "match: {resourceRules: [{apiGroups: ['', apps, example.org, rbac.authorization.k8s.io]," \
    " resources: [configmaps, pods, secrets, deployments, widgets, roles]}]},"

static const struct {
    const char *match;
    const char *expression;
    const char *subject; /* of a second policy; NULL: there is none */
    const char *resource;
    const char *whole;
} kinds[] = {
    {ALL, "object.metadata.name != ''", NULL, "configmaps", "metadata"},
    {ALL, "object.metadata.name != ''", NULL, "widgets", "metadata"},
    {ALL, "object.metadata.name != ''", NULL, "roles", "metadata"},
    {ALL, "object.metadata.name != ''", NULL, "namespaces", "tells of other objects"},
    {ALL, "object.metadata.name != ''", NULL, "deployments", "its annotations tell of the rest"},
    {ALL, "object.metadata.name != ''", "image", "configmaps", "facts of images and applications"},
    {ALL, "object.metadata.name != ''", "parity", "pods", "facts of images and applications"},
    {ALL, "object.metadata.name != ''", "application", "widgets", "metadata"},
    {ALL, "object.metadata.name != ''", "cluster", "roles", "facts of the cluster"},
    {ALL, "object.metadata.name != ''", "repository", "configmaps", "metadata"},
    {ALL, "object.spec.size > 1", NULL, "widgets", "policy a.objects reads spec"},
    {ALL, "object == desired", NULL, "widgets", "policy a.objects reads all"},
    {ALL, "podSpec == null", NULL, "pods", "policy a.objects reads podSpec"},
    {ALL, "podSpec == null", NULL, "widgets", "metadata"},
    {ALL, "object.data.key == ''", NULL, "secrets", "metadata"},
    {"", "object.spec.size > 1", NULL, "widgets", "nothing"},
};

START_TEST(metadata_are_enough_where_nothing_looks_at_more)
{
    add_policy("a.objects", "object", kinds[_i].match, kinds[_i].expression);
    if (kinds[_i].subject)
        add_policy("b.records", kinds[_i].subject, "", "true");
    ck_assert_str_eq(explain(kinds[_i].resource), kinds[_i].whole);
}
END_TEST

START_TEST(a_policy_on_whatever_is_read_needs_it_whole)
{
    add_policy("a.objects", "object", ALL, "object.metadata.name != ''");
    add_policy("b.others", "object", "", "object.spec.size > 1");
    ck_assert_str_eq(explain("widgets"), "policy b.others reads spec");
}
END_TEST

#define SELECT                                                                                  \
    "match: {objectSelector: {matchLabels: {team: shop}}, resourceRules: [{apiGroups: ['', "    \
    "rbac.authorization.k8s.io, example.org], resources: [configmaps, pods, secrets, widgets, " \
    "roles, namespaces]}]},"

static const struct {
    const char *subject; /* of a second policy; NULL: there is none */
    const char *match;   /* of that */
    const char *resource;
    const char *selector; /* NULL: all objects are asked for */
} selections[] = {
    {NULL, "", "widgets", "team=shop"},     {NULL, "", "configmaps", "team=shop"},
    {NULL, "", "namespaces", NULL},         {NULL, "", "secrets", NULL},
    {"object", "", "widgets", "team=shop"}, {"object", ALL, "widgets", NULL},
    {"image", "", "configmaps", NULL},      {"image", "", "pods", NULL},
    {"image", "", "widgets", "team=shop"},  {"cluster", "", "roles", NULL},
};

START_TEST(a_selector_is_pushed_down_where_nobody_wants_the_others)
{
    add_policy("a.objects", "object", SELECT, "object.spec.size > 1");
    if (selections[_i].subject)
        add_policy("b.others", selections[_i].subject, selections[_i].match, "true");
    struct plim_str got = value_get_text(find(selections[_i].resource), "selector");
    ck_assert(plim_str_is(got, selections[_i].selector ? selections[_i].selector : ""));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, metadata_are_enough_where_nothing_looks_at_more, 0, PLIM_LEN(kinds));
    tcase_add_loop_test(tcase, a_selector_is_pushed_down_where_nobody_wants_the_others, 0,
                        PLIM_LEN(selections));
    tcase_add_test(tcase, a_policy_on_whatever_is_read_needs_it_whole);
}

PLIM_CHECK_MAIN("audit.plan_whole", add)
