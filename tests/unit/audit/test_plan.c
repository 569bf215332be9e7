/* What is listed of a cluster. */
#include "pipeline_fixture.h"

static const struct {
    const char *policy;
    const char *target;
    bool asked;
} lists[] = {
    {"live", "/apis/apps/v1/deployments", true},
    {"live", "/api/v1/services", true},
    {"live", "/api/v1/pods", false},
    {"live", "/api/v1/configmaps", false},
    {"live", "/apis/rbac.authorization.k8s.io/v1/roles", false},
    {"in-sync", "/apis/apps/v1/deployments", false},
    {"in-sync", "/api/v1/namespaces", true},
    {"in-sync", "/apis/argoproj.io/v1alpha1/applications", true},
    {"in-sync", "/apis/autoscaling/v2/horizontalpodautoscalers", true},
    {"tagged", "/api/v1/pods", true},
    {"tagged", "/apis/apps/v1/statefulsets", true},
    {"tagged", "/api/v1/services", false},
    {"writers", "/apis/rbac.authorization.k8s.io/v1/rolebindings", true},
    {"writers", "/api/v1/pods", false},
};

START_TEST(nothing_is_listed_that_no_policy_needs)
{
    ck_assert_int_eq(pipeline_asks(lists[_i].policy, lists[_i].target), lists[_i].asked);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, pipeline_start, pipeline_stop);
    tcase_add_loop_test(tcase, nothing_is_listed_that_no_policy_needs, 0, PLIM_LEN(lists));
}

PLIM_CHECK_MAIN("audit.plan", add)
