#include "resource/kind.h"

#include "resource_fixture.h"

static const struct {
    const char *group;
    const char *kind;
    const char *plural;
    bool namespaced;
} kinds[] = {
    {"apps", "Deployment", "deployments", true},
    {"", "Endpoints", "endpoints", true},
    {"", "Node", "nodes", false},
    {"networking.k8s.io", "Ingress", "ingresses", true},
    {"networking.k8s.io", "NetworkPolicy", "networkpolicies", true},
    {"rbac.authorization.k8s.io", "ClusterRole", "clusterroles", false},
    {"monitoring.example.org", "Prometheus", "prometheuses", true},
    {"shop.example.org", "Policy", "policies", true},
    {"shop.example.org", "Gateway", "gateways", true},
    {"shop.example.org", "Switch", "switches", true},
    {"shop.example.org", "Y", "ys", true},
};

START_TEST(kinds_have_a_plural_and_a_scope)
{
    struct plim_str group = plim_str_from(kinds[_i].group);
    struct plim_str kind = plim_str_from(kinds[_i].kind);
    plim_assert_text(resource_kind_plural(arena, group, kind), kinds[_i].plural);
    ck_assert(resource_kind_is_namespaced(group, kind) == kinds[_i].namespaced);
}
END_TEST

START_TEST(a_kind_is_found_by_its_plural)
{
    const struct resource_kind *kind =
        resource_kind_find_plural(PLIM_STR("batch"), PLIM_STR("cronjobs"));
    ck_assert_ptr_nonnull(kind);
    ck_assert_str_eq(kind->kind, "CronJob");
    ck_assert_ptr_null(resource_kind_find_plural(PLIM_STR("batch"), PLIM_STR("pods")));
    ck_assert_ptr_null(resource_kind_find(PLIM_STR("shop.example.org"), PLIM_STR("Deployment")));
}
END_TEST

START_TEST(only_groups_of_the_api_server_are_built_in)
{
    ck_assert(resource_group_is_builtin(PLIM_STR("")));
    ck_assert(resource_group_is_builtin(PLIM_STR("apiextensions.k8s.io")));
    ck_assert(!resource_group_is_builtin(PLIM_STR("gateway.networking.k8s.io")));
    ck_assert(!resource_group_is_builtin(PLIM_STR("argoproj.io")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, kinds_have_a_plural_and_a_scope, 0, PLIM_LEN(kinds));
    tcase_add_test(tcase, a_kind_is_found_by_its_plural);
    tcase_add_test(tcase, only_groups_of_the_api_server_are_built_in);
}

PLIM_CHECK_MAIN("resource.kind", add_cases)
