#include <string.h>

#include "pipeline_fixture.h"

static const struct pipeline_case whole;

/* What a run over sound sources says of "prod"; the contrast to everything below. */
static const struct {
    const char *policy;
    const char *cluster;
    const char *states;
} sound[] = {
    {"live", "prod", "pass 4"},          {"in-sync", "prod", "pass 2, fail 1, not_applicable 5"},
    {"owned", "prod", "pass 3, fail 1"}, {"namespaced", "prod", "pass 4"},
    {"tagged", "prod", "pass 3"},        {"runs", "prod", "pass 3"},
    {"agent", "prod", "pass 2, fail 1"}, {"writers", "prod", "pass 1"},
    {"admission", "prod", "pass 1"},     {"agents", "prod", "pass 1"},
    {"supported", "prod", "pass 1"},     {"versions", NULL, "pass 1"},
    {"parity", NULL, "pass 3"},          {"read", NULL, "pass 1"},
    {"live", "dev", "pass 3"},
};

START_TEST(sound_sources_are_judged_whole)
{
    const struct value *report = pipeline_run(&whole);
    ck_assert_str_eq(pipeline_states(report, sound[_i].policy, sound[_i].cluster),
                     sound[_i].states);
}
END_TEST

#define STATUS(text) "{\"kind\":\"Status\",\"message\":\"" text "\"}"
#define STALE(group)                                                                  \
    "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":\"" group \
    "\"},\"versions\":[{\"version\":\"v1\",\"freshness\":\"Stale\"}]}]}"

static const struct pipeline_case no_deployments = {
    .fault = {"/apis/apps/v1/deployments", 403, STATUS("no")}};
static const struct pipeline_case cut_deployments = {
    .fault = {"/apis/apps/v1/deployments", 0, "{\"kind\":\"List\",\"items\":[{\"meta"}};
static const struct pipeline_case broken_deployments = {
    .fault = {"/apis/apps/v1/deployments", 200, "{\"kind\":\"List\",\"items\":[{\"meta"}};
static const struct pipeline_case no_namespaces = {
    .fault = {"/api/v1/namespaces", 403, STATUS("no")}};
static const struct pipeline_case no_bindings = {
    .fault = {"/apis/rbac.authorization.k8s.io/v1/rolebindings", 403, STATUS("no")}};
static const struct pipeline_case no_scalers = {
    .fault = {"/apis/autoscaling/v2/horizontalpodautoscalers", 403, STATUS("no")}};
static const struct pipeline_case no_agents = {
    .fault = {"/apis/argoproj.io/v1alpha1/applications", 403, STATUS("no")}};
static const struct pipeline_case no_pods = {.fault = {"/api/v1/pods", 403, STATUS("no")}};
static const struct pipeline_case stale_apps = {.fault = {"/apis", 200, STALE("apps")}};
static const struct pipeline_case no_version = {.fault = {"/version", 403, STATUS("no")}};
static const struct pipeline_case unreachable = {.unreachable = true};
static const struct pipeline_case no_repository = {.repository_failure = "no route to host"};
static const struct pipeline_case broken_manifest = {.more_manifests = "apiVersion: v1\nkind: [\n"};

#define FORBIDDEN(what) what " could not be read: HTTP 403: no"
#define REFUSED         "cannot connect to 'http://127.0.0.1:9': Connection refused"

static const struct {
    const struct pipeline_case *source;
    const char *policy;
    const char *cluster;
    const char *states;
    const char *reason;
} blind[] = {
    {&no_deployments, "live", "prod", "pass 1, unknown 1", FORBIDDEN("deployments")},
    {&no_deployments, "in-sync", "prod", "pass 1, not_applicable 4, unknown 1",
     FORBIDDEN("deployments")},
    {&no_deployments, "owned", "prod", "pass 1, unknown 1", FORBIDDEN("deployments")},
    {&no_deployments, "tagged", "prod", "unknown 1", FORBIDDEN("deployments")},
    {&no_deployments, "runs", "prod", "unknown 3", FORBIDDEN("deployments")},
    {&no_deployments, "agents", "prod", "unknown 1", FORBIDDEN("deployments")},
    {&no_deployments, "parity", NULL, "unknown 2", FORBIDDEN("deployments")},
    {&no_deployments, "writers", "prod", "pass 1", ""},
    {&no_deployments, "live", "dev", "pass 3", ""},
    {&cut_deployments, "live", "prod", "pass 1, unknown 1",
     "deployments could not be read: the answer was cut short by "},
    {&broken_deployments, "live", "prod", "pass 1, unknown 1",
     "deployments could not be read: the answer cannot be read: JSON is malformed "},
    {&broken_deployments, "tagged", "prod", "unknown 1",
     "deployments could not be read: the answer cannot be read: JSON is malformed "},
    {&no_namespaces, "namespaced", "prod", "unknown 4", FORBIDDEN("namespaces")},
    {&no_bindings, "writers", "prod", "unknown 1", FORBIDDEN("rolebindings")},
    {&no_bindings, "admission", "prod", "pass 1", ""},
    {&no_scalers, "in-sync", "prod", "pass 2, not_applicable 5, unknown 2",
     FORBIDDEN("horizontalpodautoscalers")},
    {&no_agents, "owned", "prod", "pass 3, unknown 1", FORBIDDEN("applications")},
    {&no_agents, "agent", "prod", "unknown 3", FORBIDDEN("applications")},
    {&no_pods, "tagged", "prod", "pass 3, unknown 1", FORBIDDEN("pods")},
    {&no_pods, "runs", "prod", "pass 3, unknown 1", FORBIDDEN("pods")},
    {&stale_apps, "live", "prod", "pass 1, unknown 1",
     "apps could not be read: its API server does not answer: the discovery is stale"},
    {&stale_apps, "in-sync", "prod", "pass 1, not_applicable 3, unknown 1",
     "apps could not be read: its API server does not answer: the discovery is stale"},
    {&stale_apps, "tagged", "prod", "unknown 1",
     "apps could not be read: its API server does not answer: the discovery is stale"},
    {&stale_apps, "runs", "prod", "unknown 3",
     "apps could not be read: its API server does not answer: the discovery is stale"},
    {&stale_apps, "agents", "prod", "unknown 1",
     "apps could not be read: its API server does not answer: the discovery is stale"},
    {&unreachable, "live", "prod", "unknown 1", REFUSED},
    {&unreachable, "in-sync", "prod", "unknown 1", REFUSED},
    {&unreachable, "owned", "prod", "unknown 1", REFUSED},
    {&unreachable, "tagged", "prod", "unknown 1", REFUSED},
    {&unreachable, "runs", "prod", "unknown 1", REFUSED},
    {&unreachable, "writers", "prod", "unknown 1", REFUSED},
    {&no_version, "supported", "prod", "unknown 1",
     "the version of prod is not known: HTTP 403: no"},
    {&no_version, "versions", NULL, "unknown 1", "the version of prod is not known: HTTP 403: no"},
    {&unreachable, "supported", "prod", "unknown 1", REFUSED},
    {&unreachable, "versions", NULL, "unknown 1", "the version of prod is not known: " REFUSED},
    {&unreachable, "parity", NULL, "unknown 2", REFUSED},
    {&unreachable, "live", "dev", "pass 3", ""},
    {&unreachable, "one-digest", "dev", "unknown 2", REFUSED},
    {&no_pods, "one-digest", "dev", "unknown 2", FORBIDDEN("pods")},
    {&no_deployments, "one-digest", "dev", "pass 2", ""},
    {&no_repository, "owned", "prod", "unknown 1", "shop: no route to host"},
    {&no_repository, "in-sync", "prod", "unknown 1", "shop: no route to host"},
    {&no_repository, "read", NULL, "unknown 1", "no route to host"},
    {&no_repository, "live", "prod", "pass 4", ""},
    {&broken_manifest, "owned", "prod", "pass 3, unknown 1", "envs/more.yaml: 3:1: did not find "},
    {&broken_manifest, "in-sync", "prod", "pass 2, fail 1, unknown 1",
     "envs/more.yaml: 3:1: did not find "},
};

/* The rest may hold a port. */
static void assert_begins(const char *text, const char *want)
{
    ck_assert_msg(want[0] ? strncmp(text, want, strlen(want)) == 0 : !text[0],
                  "'%s' does not begin with '%s'", text, want);
}

START_TEST(what_could_not_be_read_is_unknown_for_its_reason)
{
    const struct value *report = pipeline_run(blind[_i].source);
    ck_assert_str_eq(pipeline_states(report, blind[_i].policy, blind[_i].cluster),
                     blind[_i].states);
    assert_begins(pipeline_reason(report, blind[_i].policy, blind[_i].cluster), blind[_i].reason);
}
END_TEST

static const struct pipeline_case no_credentials = {.no_credentials = true};

START_TEST(a_cluster_without_credentials_is_not_replayed_as_another)
{
    const struct value *report = pipeline_run(&no_credentials);
    ck_assert_str_eq(pipeline_states(report, "live", "prod"), "unknown 1");
    assert_begins(pipeline_reason(report, "live", "prod"), "tokenFile of 'v': ");
    ck_assert_str_eq(pipeline_states(report, "live", "dev"), "pass 3");
}
END_TEST

START_TEST(applications_that_could_not_be_compared_are_not_called_equal)
{
    const struct value *parity = value_get_path(pipeline_run(&unreachable), "summary.parity");
    ck_assert_int_eq(value_int_or(value_get(parity, "equal"), -1), 0);
    ck_assert_int_gt(value_int_or(value_get(parity, "unknown"), -1), 0);
}
END_TEST

START_TEST(nothing_of_a_blind_cluster_passes)
{
    const struct value *report = pipeline_run(_i == 0 ? &unreachable : &no_credentials);
    const struct value *findings = value_get(report, "findings");
    for (size_t i = 0; i < value_list_len(findings); i++) {
        const struct value *finding = value_list_item(findings, i, pipeline_arena());
        if (value_is_string(value_get(finding, "cluster"), "prod"))
            ck_assert(!value_is_string(value_get(finding, "state"), "pass"));
    }
    struct audit_outcome outcome = audit_outcome_of(report, FINDING_CRITICAL, NULL);
    ck_assert_uint_gt(outcome.unknown, 0);
}
END_TEST

START_TEST(a_capture_gives_the_same_bytes_as_the_live_run)
{
    struct plim_buf live = {0};
    struct plim_buf again = {0};
    pipeline_run_twice(&live, &again);
    ck_assert_str_eq(live.text, again.text);
    ck_assert_uint_gt(live.len, 1000);
    plim_buf_release(&live);
    plim_buf_release(&again);
}
END_TEST

START_TEST(a_context_that_does_not_exist_is_a_mistake)
{
    struct plim_err err = {0};
    plim_assert_fails(pipeline_run_context("nowhere", &err), PLIM_NOT_FOUND, &err,
                      "no kubeconfig has a context 'nowhere'");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, pipeline_start, pipeline_stop);
    tcase_add_loop_test(tcase, sound_sources_are_judged_whole, 0, PLIM_LEN(sound));
    tcase_add_loop_test(tcase, what_could_not_be_read_is_unknown_for_its_reason, 0,
                        PLIM_LEN(blind));
    tcase_add_test(tcase, a_cluster_without_credentials_is_not_replayed_as_another);
    tcase_add_test(tcase, applications_that_could_not_be_compared_are_not_called_equal);
    tcase_add_loop_test(tcase, nothing_of_a_blind_cluster_passes, 0, 2);
    tcase_add_test(tcase, a_capture_gives_the_same_bytes_as_the_live_run);
    tcase_add_test(tcase, a_context_that_does_not_exist_is_a_mistake);
}

PLIM_CHECK_MAIN("audit.run", add)
