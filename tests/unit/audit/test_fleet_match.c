#include "fleet_fixture.h"

static const struct {
    const char *environments;
    const char *cluster;
    const char *want;
} matches[] = {
    {"[{name: dev}]", "{name: dev}", "dev"},
    {"[{name: dev, match: {cluster: 'dev-*'}}]", "{name: dev-eu}", "dev"},
    {"[{name: dev, match: {cluster: 'd?v'}}, {name: x}]", "{name: dev}", "dev"},
    {"[{name: dev, match: {labels: {tier: dev}}}]", "{name: x, labels: {tier: dev, a: b}}", "dev"},
    {"[{name: dev, match: {cluster: 'x*', labels: {tier: dev}}}]",
     "{name: x1, labels: {tier: dev}}", "dev"},
    {"[]", "{name: x}", ""},
};

static enum plim_code parse_pair(const char *environments, const char *cluster)
{
    return parse_spec(
        plim_arena_printf(arena, "  environments: %s\n  clusters: [%s]\n", environments, cluster));
}

START_TEST(a_cluster_finds_its_environment)
{
    plim_assert_ok(parse_pair(matches[_i].environments, matches[_i].cluster), &err);
    assert_str(audit_fleet_environment_name(&fleet, 0), matches[_i].want);
    ck_assert(!audit_fleet_is_production(&fleet, 0));
}
END_TEST

static const struct {
    const char *environments;
    const char *cluster;
    const char *message;
} misses[] = {
    {"[{name: dev}]", "{name: develop}", "f.yaml:6:14: cluster 'develop' is in no environment"},
    {"[{name: dev, match: {labels: {tier: dev}}}]", "{name: dev}",
     "f.yaml:6:14: cluster 'dev' is in no environment"},
    {"[{name: dev, match: {labels: {a: b, c: d}}}]", "{name: x, labels: {a: b, c: e}}",
     "f.yaml:6:14: cluster 'x' is in no environment"},
    {"[{name: a, match: {cluster: 'x*'}}, {name: b, match: {cluster: '*x'}}]", "{name: xx}",
     "f.yaml:6:14: cluster 'xx' is in two environments: 'a' and 'b'"},
};

START_TEST(a_cluster_in_none_or_two_is_a_mistake)
{
    plim_assert_fails(parse_pair(misses[_i].environments, misses[_i].cluster), PLIM_INVALID, &err,
                      misses[_i].message);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_cluster_finds_its_environment, 0, PLIM_LEN(matches));
    tcase_add_loop_test(tcase, a_cluster_in_none_or_two_is_a_mistake, 0, PLIM_LEN(misses));
}

PLIM_CHECK_MAIN("audit.fleet_match", add)
