#include "fleet_fixture.h"

static const struct mistake mistakes[] = {
    {"  environments: [{production: true}]\n", "f.yaml:5:18: missing required field 'name'"},
    {"  environments: [{name: a, production: 'yes'}]\n",
     "f.yaml:5:40: 'production' must be a boolean, not a string"},
    {"  environments: [{name: a}, {name: a}]\n", "f.yaml:5:29: environment 'a' stands twice"},
    {"  environments: [{name: a, match: {labels: {tier: 1}}}]\n",
     "f.yaml:5:51: label 'tier' must be a string"},
    {"  environments: [{name: a, match: {clusters: 'a-*'}}]\n",
     "f.yaml:5:36: unknown field 'clusters'; did you mean 'cluster'?"},
    {"  clusters: [{name: a}, {name: a}]\n", "f.yaml:5:25: cluster 'a' stands twice"},
    {"  clusters: [{context: a}]\n", "f.yaml:5:14: missing required field 'name'"},
    {"  clusters: [{name: a, environment: prod}]\n", "f.yaml:5:37: no environment is named 'prod'"},
    {"  clusters: [{name: a, labels: {tier: [x]}}]\n",
     "f.yaml:5:39: label 'tier' must be a string"},
    {"  clusters: [{name: a, namespaces: [1]}]\n", "f.yaml:5:37: 'namespaces' holds only strings"},
    {"  environments: [{name: dev}]\n  clusters: [{name: a}]\n",
     "f.yaml:6:14: cluster 'a' is in no environment"},
};

START_TEST(a_mistake_is_told_where)
{
    plim_assert_fails(parse_spec(mistakes[_i].spec), PLIM_INVALID, &err, mistakes[_i].message);
}
END_TEST

START_TEST(environments_keep_their_order_and_production)
{
    plim_assert_ok(parse_spec("  environments:\n"
                              "    - {name: dev, match: {cluster: 'dev-*'}}\n"
                              "    - {name: prod, production: true}\n"),
                   &err);
    ck_assert_uint_eq(fleet.environment_count, 2);
    assert_str(fleet.environments[0].name, "dev");
    assert_str(fleet.environments[0].cluster_pattern, "dev-*");
    ck_assert(!fleet.environments[0].production);
    ck_assert(fleet.environments[1].production);
}
END_TEST

START_TEST(a_cluster_is_read_by_the_context_of_its_name_unless_told_otherwise)
{
    plim_assert_ok(parse_spec("  clusters:\n"
                              "    - {name: a}\n"
                              "    - {name: b, context: c, kubeconfig: k, labels: {tier: x}}\n"
                              "    - {name: d, snapshot: cap, namespaces: [shop, bank]}\n"),
                   &err);
    assert_str(fleet.clusters[0].context, "a");
    assert_str(fleet.clusters[1].context, "c");
    assert_str(fleet.clusters[1].kubeconfig, "/etc/shop/k");
    assert_str(fleet.clusters[1].labels[0].key, "tier");
    assert_str(fleet.clusters[1].labels[0].value, "x");
    assert_str(fleet.clusters[2].snapshot, "/etc/shop/cap");
    ck_assert_uint_eq(fleet.clusters[1].namespace_count, 0);
    ck_assert_uint_eq(fleet.clusters[2].namespace_count, 2);
    assert_str(fleet.clusters[2].namespaces[1], "bank");
}
END_TEST

START_TEST(a_cluster_may_name_its_environment)
{
    plim_assert_ok(parse_spec("  environments: [{name: dev}, {name: prod, production: true}]\n"
                              "  clusters: [{name: x, environment: prod}]\n"),
                   &err);
    assert_str(audit_fleet_environment_name(&fleet, 0), "prod");
    ck_assert(audit_fleet_is_production(&fleet, 0));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_mistake_is_told_where, 0, PLIM_LEN(mistakes));
    tcase_add_test(tcase, environments_keep_their_order_and_production);
    tcase_add_test(tcase, a_cluster_is_read_by_the_context_of_its_name_unless_told_otherwise);
    tcase_add_test(tcase, a_cluster_may_name_its_environment);
}

PLIM_CHECK_MAIN("audit.fleet_clusters", add)
