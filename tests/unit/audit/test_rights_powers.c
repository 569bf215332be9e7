/* What a rule of a role gives. */
#include "base/buf.h"
#include "support/value_check.h"

#include "rights_priv.h"

static struct plim_arena *arena;

static void start(void)
{
    arena = plim_arena_new();
}

static void stop(void)
{
    plim_arena_free(arena);
}

static const char *name_powers(unsigned powers)
{
    const char *text = "";
    for (size_t i = 0; i < AUDIT_POWERS; i++) {
        if (powers & 1U << i)
            text = plim_arena_printf(arena, "%s%s%s", text, *text ? " " : "", audit_power_names[i]);
    }
    return text;
}

static const struct {
    const char *rule;
    const char *powers;
} rules[] = {
    {"{verbs: ['*'], apiGroups: ['*'], resources: ['*']}",
     "administers wildcardVerbs wildcardResources writesWorkloads writesConfiguration createsPods "
     "entersPods readsSecrets impersonates escalates createsTokens changesAdmission proxiesNodes "
     "approvesCertificates steersAgents"},
    {"{verbs: ['*'], nonResourceURLs: ['*']}", ""},
    {"{verbs: [get, list, watch], apiGroups: [''], resources: [pods, configmaps]}", ""},
    {"{verbs: [list], apiGroups: [''], resources: [secrets]}", "readsSecrets"},
    {"{verbs: [list], apiGroups: ['*'], resources: ['*']}", "wildcardResources readsSecrets"},
    {"{verbs: [get], apiGroups: [''], resources: ['*']}",
     "wildcardResources readsSecrets proxiesNodes"},
    {"{verbs: ['*'], apiGroups: [example.org], resources: [things]}", "wildcardVerbs"},
    {"{verbs: [create], apiGroups: [''], resources: [pods]}", "writesWorkloads createsPods"},
    {"{verbs: [create], apiGroups: [batch], resources: [jobs]}", "writesWorkloads createsPods"},
    {"{verbs: [delete], apiGroups: [''], resources: [pods]}", "writesWorkloads"},
    {"{verbs: [patch], apiGroups: [apps], resources: ['*/scale']}", "writesWorkloads"},
    {"{verbs: [create], apiGroups: [''], resources: [pods/exec]}", "entersPods"},
    {"{verbs: [get], apiGroups: [''], resources: [pods/portforward]}", ""},
    {"{verbs: [create], apiGroups: [''], resources: ['*/attach']}", "entersPods"},
    {"{verbs: [create], apiGroups: [''], resources: [pods/eviction]}", ""},
    {"{verbs: [create], apiGroups: [''], resources: [serviceaccounts/token]}", "createsTokens"},
    {"{verbs: [create], apiGroups: [''], resources: [serviceaccounts]}", ""},
    {"{verbs: [impersonate], apiGroups: [''], resources: [groups]}", "impersonates"},
    {"{verbs: [bind], apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles]}",
     "escalates"},
    {"{verbs: [update], apiGroups: [networking.k8s.io], resources: [ingresses]}",
     "writesConfiguration"},
    {"{verbs: [delete], apiGroups: [admissionregistration.k8s.io],"
     " resources: [validatingwebhookconfigurations]}",
     "changesAdmission"},
    {"{verbs: [get], apiGroups: [''], resources: [nodes/proxy]}", "proxiesNodes"},
    {"{verbs: [patch], apiGroups: [argoproj.io], resources: [applications]}", "steersAgents"},
    {"{verbs: [patch], apiGroups: [source.toolkit.fluxcd.io], resources: [gitrepositories]}",
     "steersAgents"},
    {"{verbs: [update], apiGroups: [certificates.k8s.io],"
     " resources: [certificatesigningrequests/approval]}",
     "approvesCertificates"},
    /* Nothing that is made has a name yet; a subresource belongs to what has one. */
    {"{verbs: [create, deletecollection], apiGroups: [''], resources: [pods], resourceNames: [a]}",
     ""},
    {"{verbs: [create], apiGroups: [''], resources: [pods/exec], resourceNames: [a]}",
     "entersPods"},
    {"{verbs: ['*'], apiGroups: [apps], resources: [deployments], resourceNames: [a]}",
     "wildcardVerbs writesWorkloads"},
};

START_TEST(a_rule_gives_what_the_authorizer_would_allow)
{
    struct value rule = plim_value_from_yaml(arena, rules[_i].rule);
    ck_assert_str_eq(name_powers(audit_rule_powers(&rule, AUDIT_RULE_EVERYWHERE)),
                     rules[_i].powers);
}
END_TEST

static const struct {
    const char *rule;
    const char *powers;
} bounded[] = {
    {"{verbs: [get], apiGroups: [''], resources: [nodes/proxy]}", ""},
    {"{verbs: [impersonate], apiGroups: [''], resources: [users]}", ""},
    {"{verbs: [impersonate], apiGroups: [''], resources: [serviceaccounts]}", "impersonates"},
    {"{verbs: [patch], apiGroups: [admissionregistration.k8s.io], resources:"
     " [mutatingwebhookconfigurations]}",
     ""},
    {"{verbs: [get], apiGroups: [''], resources: [secrets]}", "readsSecrets"},
};

START_TEST(within_a_namespace_nothing_is_given_on_kinds_that_have_none)
{
    struct value rule = plim_value_from_yaml(arena, bounded[_i].rule);
    ck_assert_str_eq(name_powers(audit_rule_powers(&rule, 0)), bounded[_i].powers);
}
END_TEST

START_TEST(servers_before_1_35_let_get_enter_pods)
{
    struct value rule =
        plim_value_from_yaml(arena, "{verbs: [get], apiGroups: [''], resources: [pods/exec]}");
    ck_assert_str_eq(name_powers(audit_rule_powers(&rule, 0)), "");
    ck_assert_str_eq(name_powers(audit_rule_powers(&rule, AUDIT_RULE_GET_CONNECTS)), "entersPods");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_rule_gives_what_the_authorizer_would_allow, 0, PLIM_LEN(rules));
    tcase_add_loop_test(tcase, within_a_namespace_nothing_is_given_on_kinds_that_have_none, 0,
                        PLIM_LEN(bounded));
    tcase_add_test(tcase, servers_before_1_35_let_get_enter_pods);
}

PLIM_CHECK_MAIN("audit.rights_powers", add)
