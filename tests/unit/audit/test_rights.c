#include "support/value_check.h"

#include "rights_priv.h"

static struct plim_arena *arena;
static struct audit_rights rights;

static void start(void)
{
    arena = plim_arena_new();
}

static void stop(void)
{
    audit_rights_release(&rights);
    plim_arena_free(arena);
}

static void add_object(const char *yaml)
{
    struct value object = plim_value_from_yaml(arena, yaml);
    audit_rights_add(&rights, arena, &object, NULL);
}

static void assert_writers(const char *want)
{
    struct audit_accounts accounts = audit_rights_join(arena, &rights);
    struct value writers = audit_rights_writers(arena, &accounts);
    plim_assert_json(&writers, want);
}

static const char bind_alice[] = "kind: ClusterRoleBinding\n"
                                 "metadata: {name: admins}\n"
                                 "roleRef: {kind: ClusterRole, name: r}\n"
                                 "subjects: [{kind: User, name: alice@example.org}]\n";

static const struct {
    const char *rule;
    bool writes;
} rules[] = {
    {"{verbs: ['*'], apiGroups: ['*'], resources: ['*']}", true},
    {"{verbs: [patch], apiGroups: [apps], resources: [deployments]}", true},
    {"{verbs: [deletecollection], apiGroups: [''], resources: [pods]}", true},
    {"{verbs: [update], apiGroups: [apps], resources: [deployments/scale]}", true},
    {"{verbs: [create], apiGroups: [batch], resources: [cronjobs]}", true},
    {"{verbs: [get, list, watch], apiGroups: ['*'], resources: ['*']}", false},
    {"{verbs: ['*'], apiGroups: [''], resources: [configmaps]}", false},
    {"{verbs: ['*'], apiGroups: [example.org], resources: ['*']}", false},
    {"{verbs: ['*'], nonResourceURLs: ['*']}", false},
    {"{verbs: [patch], apiGroups: [''], resources: [deployments]}", false},
};

START_TEST(a_role_writes_when_one_rule_changes_workloads)
{
    add_object(plim_arena_printf(arena, "{kind: ClusterRole, metadata: {name: r}, rules: [%s]}",
                                 rules[_i].rule));
    add_object(bind_alice);
    assert_writers(rules[_i].writes ? "[\"User alice@example.org via ClusterRoleBinding admins\"]"
                                    : "[]");
}
END_TEST

static const struct {
    const char *subject;
    const char *want;
} subjects[] = {
    {"{kind: User, name: bob}", "[\"User bob via RoleBinding shop/b\"]"},
    {"{kind: Group, name: oncall}", "[\"Group oncall via RoleBinding shop/b\"]"},
    {"{kind: Group, name: 'system:authenticated'}",
     "[\"Group system:authenticated via RoleBinding shop/b\"]"},
    {"{kind: Group, name: 'system:masters'}", "[]"},
    {"{kind: User, name: 'system:kube-scheduler'}", "[]"},
    {"{kind: ServiceAccount, name: deployer, namespace: shop}", "[]"},
};

START_TEST(people_are_users_and_groups_that_are_not_kubernetes_own)
{
    add_object("{kind: Role, metadata: {name: r, namespace: shop}, rules: [{verbs: ['*'],"
               " apiGroups: ['*'], resources: ['*']}]}");
    add_object(plim_arena_printf(arena,
                                 "{kind: RoleBinding, metadata: {name: b, namespace: shop},"
                                 " roleRef: {kind: Role, name: r}, subjects: [%s]}",
                                 subjects[_i].subject));
    assert_writers(subjects[_i].want);
}
END_TEST

START_TEST(a_role_of_another_namespace_is_another_role)
{
    add_object("{kind: Role, metadata: {name: r, namespace: other}, rules: [{verbs: ['*'],"
               " apiGroups: ['*'], resources: ['*']}]}");
    add_object("{kind: RoleBinding, metadata: {name: b, namespace: shop},"
               " roleRef: {kind: Role, name: r}, subjects: [{kind: User, name: bob}]}");
    assert_writers("[]");
}
END_TEST

START_TEST(doors_are_kept_with_the_rights)
{
    struct audit_rights other = {0};
    add_object("{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy,"
               " metadata: {name: p}}");
    struct value binding =
        plim_value_from_yaml(arena, "{apiVersion: admissionregistration.k8s.io/v1,"
                                    " kind: ValidatingAdmissionPolicyBinding, metadata: {name: b},"
                                    " spec: {policyName: p, validationActions: [Deny]}}");
    audit_rights_add(&other, arena, &binding, NULL);
    audit_rights_merge(&rights, &other);
    (void)audit_rights_join(arena, &rights);
    ck_assert_uint_eq(rights.enforcement.len, 1);
    ck_assert_uint_eq(audit_enforcement_denying(&rights.enforcement), 1);
}
END_TEST

START_TEST(merged_rights_are_told_in_one_order)
{
    struct audit_rights other = {0};
    add_object("{kind: ClusterRole, metadata: {name: r}, rules: [{verbs: ['*'],"
               " apiGroups: ['*'], resources: ['*']}]}");
    add_object("{kind: ClusterRoleBinding, metadata: {name: z}, roleRef: {kind: ClusterRole,"
               " name: r}, subjects: [{kind: User, name: zoe}]}");
    struct value object = plim_value_from_yaml(arena, bind_alice);
    audit_rights_add(&other, arena, &object, NULL);
    audit_rights_merge(&rights, &other);
    ck_assert_uint_eq(other.binding_count, 0);
    assert_writers("[\"User alice@example.org via ClusterRoleBinding admins\","
                   "\"User zoe via ClusterRoleBinding z\"]");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_role_writes_when_one_rule_changes_workloads, 0, PLIM_LEN(rules));
    tcase_add_loop_test(tcase, people_are_users_and_groups_that_are_not_kubernetes_own, 0,
                        PLIM_LEN(subjects));
    tcase_add_test(tcase, a_role_of_another_namespace_is_another_role);
    tcase_add_test(tcase, doors_are_kept_with_the_rights);
    tcase_add_test(tcase, merged_rights_are_told_in_one_order);
}

PLIM_CHECK_MAIN("audit.rights", add)
