/* Accounts: whoever bindings name, and what these bindings give. */
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

static void bind(const char *kind, const char *name, const char *role, const char *subjects)
{
    add_object(
        plim_arena_printf(arena, "{kind: %s, metadata: {name: %s%s}, roleRef: %s, subjects: [%s]}",
                          kind, name, kind[0] == 'R' ? ", namespace: shop" : "", role, subjects));
}

static const char edit[] = "{kind: ClusterRole, name: edit}";

static struct audit_account join_one(void)
{
    struct audit_accounts accounts = audit_rights_join(arena, &rights);
    ck_assert_uint_eq(accounts.len, 1);
    return accounts.items[0];
}

static const struct {
    const char *subject;
    const char *title;
    const char *flags; /* human, everybody, workload, system */
} people[] = {
    {"{kind: User, name: alice}", "User alice", "h"},
    {"{kind: Group, name: oncall}", "Group oncall", "h"},
    {"{kind: User, name: 'oidc:alice'}", "User oidc:alice", "h"},
    {"{kind: Group, name: 'system:authenticated'}", "Group system:authenticated", "e"},
    {"{kind: Group, name: 'system:unauthenticated'}", "Group system:unauthenticated", "e"},
    {"{kind: User, name: 'system:anonymous'}", "User system:anonymous", "e"},
    {"{kind: Group, name: 'system:masters'}", "Group system:masters", "s"},
    {"{kind: User, name: 'system:kube-scheduler'}", "User system:kube-scheduler", "s"},
    {"{kind: User, name: 'system:authenticated'}", "User system:authenticated", "s"},
    {"{kind: Group, name: 'system:serviceaccounts'}", "Group system:serviceaccounts", "w"},
    {"{kind: Group, name: 'system:serviceaccounts:shop'}", "Group system:serviceaccounts:shop",
     "w"},
    {"{kind: ServiceAccount, name: a, namespace: shop}", "ServiceAccount shop/a", "w"},
    {"{kind: ServiceAccount, name: 'system:authenticated', namespace: shop}",
     "ServiceAccount shop/system:authenticated", "w"},
    {"{kind: ServiceAccount, name: a, namespace: kube-system}", "ServiceAccount kube-system/a",
     "s"},
    {"{kind: User, name: 'system:serviceaccount:shop:a'}", "ServiceAccount shop/a", "w"},
    {"{kind: User, name: 'system:serviceaccount:shop'}", "User system:serviceaccount:shop", "s"},
};

START_TEST(whose_account_it_is_follows_from_its_name)
{
    bind("ClusterRoleBinding", "b", edit, people[_i].subject);
    struct audit_account account = join_one();
    ck_assert_str_eq(plim_arena_copy(arena, account.title.text, account.title.len),
                     people[_i].title);
    ck_assert_str_eq(plim_arena_printf(arena, "%s%s%s%s", account.human ? "h" : "",
                                       account.everybody ? "e" : "", account.workload ? "w" : "",
                                       account.system ? "s" : ""),
                     people[_i].flags);
}
END_TEST

START_TEST(one_account_holds_what_all_its_bindings_give)
{
    add_object(
        "{kind: ClusterRole, metadata: {name: edit}, rules: [{verbs: [get], apiGroups: [''],"
        " resources: [secrets]}, {verbs: [create], apiGroups: [''], resources: [pods/exec]}]}");
    bind("RoleBinding", "second", edit, "{kind: User, name: alice}");
    bind("ClusterRoleBinding", "first", edit,
         "{kind: User, name: alice}, {kind: User, name: alice}");
    struct audit_account account = join_one();
    ck_assert_uint_eq(account.binding_count, 2);
    ck_assert_uint_eq(account.grant_count, 4);
    ck_assert_uint_eq(account.grants[0].powers, 1U << AUDIT_READS_SECRETS);
    ck_assert_uint_eq(account.grants[1].powers, 1U << AUDIT_ENTERS_PODS);
    ck_assert(plim_str_is(account.grants[0].binding->title, "ClusterRoleBinding first"));
    ck_assert(plim_str_is(account.grants[3].binding->title, "RoleBinding shop/second"));
}
END_TEST

START_TEST(a_missing_role_gives_nothing)
{
    add_object("{kind: Role, metadata: {name: edit, namespace: bank}, rules: [{verbs: ['*'],"
               " apiGroups: ['*'], resources: ['*']}]}");
    bind("RoleBinding", "b", "{kind: Role, name: edit}", "{kind: User, name: alice}");
    struct audit_account account = join_one();
    ck_assert(!account.role_found[0]);
    ck_assert_uint_eq(account.grant_count, 0);
}
END_TEST

static const struct {
    const char *metadata;
    const char *agent; /* NULL: no such account */
} objects[] = {
    {"{name: a, namespace: shop}", ""},
    {"{name: a, namespace: bank}", NULL},
    {"{name: b, namespace: shop}", NULL},
    {"{name: a, namespace: shop, labels: {app.kubernetes.io/part-of: flux}}", "flux"},
    {"{name: a, namespace: shop, labels: {app.kubernetes.io/part-of: shop}}", ""},
};

START_TEST(the_object_of_a_service_account_is_found)
{
    add_object(
        plim_arena_printf(arena, "{kind: ServiceAccount, metadata: %s}", objects[_i].metadata));
    bind("ClusterRoleBinding", "b", edit, "{kind: ServiceAccount, name: a, namespace: shop}");
    struct audit_account account = join_one();
    ck_assert_ptr_eq(account.object, objects[_i].agent ? rights.accounts : NULL);
    ck_assert_str_eq(account.object ? account.object->agent : "",
                     objects[_i].agent ? objects[_i].agent : "");
}
END_TEST

START_TEST(controllers_of_agents_are_known_by_their_names)
{
    add_object("{kind: ServiceAccount, metadata: {name: argocd-server, namespace: argocd}}");
    add_object("{kind: ServiceAccount, metadata: {name: helm-controller, namespace: flux-system}}");
    bind("ClusterRoleBinding", "b", edit,
         "{kind: ServiceAccount, name: argocd-server, namespace: argocd},"
         "{kind: ServiceAccount, name: helm-controller, namespace: flux-system}");
    struct audit_accounts accounts = audit_rights_join(arena, &rights);
    ck_assert_str_eq(accounts.items[0].object->agent, "argocd");
    ck_assert_str_eq(accounts.items[1].object->agent, "flux");
}
END_TEST

START_TEST(a_cluster_without_bindings_has_no_accounts)
{
    struct audit_accounts accounts = audit_rights_join(arena, &rights);
    ck_assert_uint_eq(accounts.len, 0);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, whose_account_it_is_follows_from_its_name, 0, PLIM_LEN(people));
    tcase_add_test(tcase, one_account_holds_what_all_its_bindings_give);
    tcase_add_test(tcase, a_missing_role_gives_nothing);
    tcase_add_loop_test(tcase, the_object_of_a_service_account_is_found, 0, PLIM_LEN(objects));
    tcase_add_test(tcase, controllers_of_agents_are_known_by_their_names);
    tcase_add_test(tcase, a_cluster_without_bindings_has_no_accounts);
}

PLIM_CHECK_MAIN("audit.rights_join", add)
