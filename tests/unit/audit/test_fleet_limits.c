#include "fleet_fixture.h"

static const struct mistake mistakes[] = {
    {"  limits: {timeout: soon}\n",
     "f.yaml:5:21: 'timeout': 'soon' is not a duration; expected the "
     "form 36h, 7d or 1h30m"},
    {"  limits: {timeout: 25d}\n", "f.yaml:5:21: 'timeout': '25d' is longer than 24d"},
    {"  limits: {timeout: 5}\n", "f.yaml:5:21: 'timeout' must be a string, not an integer"},
    {"  limits: {maxInFlight: 0}\n", "f.yaml:5:25: 'maxInFlight' must be from 1 to 1000"},
    {"  limits: {maxInFlightTotal: 1001}\n",
     "f.yaml:5:30: 'maxInFlightTotal' must be from 1 to 1000"},
    {"  clusters: [{name: a, limits: {clusterTimeout: 5s}}]\n",
     "f.yaml:5:33: unknown field 'clusterTimeout'"},
};

START_TEST(a_mistake_is_told_where)
{
    plim_assert_fails(parse_spec(mistakes[_i].spec), PLIM_INVALID, &err, mistakes[_i].message);
}
END_TEST

START_TEST(limits_of_a_cluster_come_before_those_of_the_fleet)
{
    plim_assert_ok(parse_spec("  limits: {timeout: 5m, clusterTimeout: 90s, requestTimeout: 10s,\n"
                              "           maxInFlight: 8, maxInFlightTotal: 40}\n"
                              "  clusters:\n"
                              "    - {name: a, limits: {timeout: 2m, maxInFlight: 2}}\n"),
                   &err);
    struct audit_limits limits = audit_limits_or(fleet.clusters[0].limits, fleet.limits);
    ck_assert_uint_eq(limits.timeout_ms, 300000);
    ck_assert_uint_eq(limits.cluster_timeout_ms, 120000);
    ck_assert_uint_eq(limits.request_timeout_ms, 10000);
    ck_assert_uint_eq(limits.in_flight_max, 2);
    ck_assert_uint_eq(limits.in_flight_total, 40);
}
END_TEST

static const struct {
    const char *text;
    unsigned ms;
} times[] = {{"10s", 10000},
             {"1h30m", 5400000},
             {"7", 7000},
             {"24d", AUDIT_NO_LIMIT_MS},
             {"0", AUDIT_NO_LIMIT_MS}};

START_TEST(a_time_is_written_as_kubectl_has_it)
{
    unsigned ms = 0;
    plim_assert_ok(audit_limit_parse_time(plim_str_from(times[_i].text), &ms, &err), &err);
    ck_assert_uint_eq(ms, times[_i].ms);
}
END_TEST

static const char *const counts[] = {"", "0", "-1", "1001", "99999999999999999999", "1x"};

START_TEST(a_count_is_a_number_within_bounds)
{
    unsigned count = 0;
    char want[80];
    (void)snprintf(want, sizeof(want), "'%s' is not a number from 1 to 1000", counts[_i]);
    plim_assert_fails(audit_limit_parse_count(plim_str_from(counts[_i]), &count, &err),
                      PLIM_INVALID, &err, want);
    plim_assert_ok(audit_limit_parse_count(PLIM_STR("1000"), &count, &err), &err);
    ck_assert_uint_eq(count, 1000);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_mistake_is_told_where, 0, PLIM_LEN(mistakes));
    tcase_add_test(tcase, limits_of_a_cluster_come_before_those_of_the_fleet);
    tcase_add_loop_test(tcase, a_time_is_written_as_kubectl_has_it, 0, PLIM_LEN(times));
    tcase_add_loop_test(tcase, a_count_is_a_number_within_bounds, 0, PLIM_LEN(counts));
}

PLIM_CHECK_MAIN("audit.fleet_limits", add)
