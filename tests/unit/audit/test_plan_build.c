/* What an audit would ask for. With clusters: integration.live.rights. */
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

static void add_policy(const char *id, const char *match)
{
    struct plim_err err = {0};
    char *text = plim_arena_printf(
        arena,
        "apiVersion: plimsoll.dev/v1alpha1\nkind: AuditPolicy\nmetadata: {name: %s}\n"
        "spec: {title: t, severity: high, category: c, why: w, remediation: r, subject: object,\n"
        "  match: {resourceRules: [{apiGroups: %s}]},\n"
        "  validations: [{expression: 'true', message: m}]}\n",
        id, match);
    plim_assert_ok(policy_set_add(policies, id, plim_str_from(text), &err), &err);
}

/* Of no cluster; limited to a namespace if there is one. */
static const struct value *explain(const struct plim_str *namespace)
{
    struct plim_err err = {0};
    struct value plan = {0};
    policy_set_seal(policies);
    struct audit_request request = {.fleet = &fleet,
                                    .policies = policies,
                                    .namespaces = namespace,
                                    .namespace_count = namespace ? 1 : 0};
    plim_assert_ok(audit_explain(arena, &request, &plan, &err), &err);
    const struct value *cluster = value_at(value_get(&plan, "clusters"), 0);
    struct value *copy = plim_arena_alloc(arena, sizeof(*copy));
    *copy = *value_get(cluster, "requests");
    return copy;
}

static const struct value *find(const struct value *requests, const char *resource)
{
    for (size_t i = 0; i < value_len(requests); i++) {
        if (value_is_string(value_get(value_at(requests, i), "resource"), resource))
            return value_at(requests, i);
    }
    return NULL;
}

START_TEST(each_kind_has_those_who_want_it)
{
    add_policy("a.pods", "[''], resources: [pods]");
    add_policy("b.both", "['', example.org], resources: [pods, widgets]");
    const struct value *requests = explain(NULL);
    const struct value *pods = value_get(find(requests, "pods"), "wantedBy");
    ck_assert_uint_eq(value_len(pods), 2);
    ck_assert(value_is_string(value_at(pods, 0), "policy a.pods"));
    ck_assert(value_is_string(value_at(pods, 1), "policy b.both"));
    ck_assert_ptr_nonnull(find(requests, "widgets"));
    ck_assert(value_is_string(value_at(value_get(find(requests, "applications"), "wantedBy"), 0),
                              "Argo CD owns objects"));
    ck_assert_ptr_null(find(requests, "secrets"));
}
END_TEST

START_TEST(all_kinds_are_those_that_others_name_without_a_cluster)
{
    add_policy("a.all", "['*'], resources: ['*']");
    add_policy("b.widgets", "[example.org], resources: [widgets]");
    const struct value *requests = explain(NULL);
    ck_assert_uint_eq(value_len(value_get(find(requests, "widgets"), "wantedBy")), 2);
    ck_assert_ptr_null(find(requests, "gadgets"));
}
END_TEST

START_TEST(only_namespaced_kinds_are_limited_to_a_namespace)
{
    struct plim_str namespace = PLIM_STR("shop");
    add_policy("a.pods", "[''], resources: [pods, nodes]");
    const struct value *requests = explain(&namespace);
    ck_assert(value_is_string(value_get(find(requests, "pods"), "namespace"), "shop"));
    ck_assert_ptr_null(value_get(find(requests, "nodes"), "namespace"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, each_kind_has_those_who_want_it);
    tcase_add_test(tcase, all_kinds_are_those_that_others_name_without_a_cluster);
    tcase_add_test(tcase, only_namespaced_kinds_are_limited_to_a_namespace);
}

PLIM_CHECK_MAIN("audit.plan_build", add)
