#include "base/defs.h"
#include "resource/api_lifetime.h"
#include "support/plim_check.h"

static const struct {
    const char *version, *kind;
    int deprecated, removed;
    const char *replacement;
} ending[] = {
    {"admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicy", 37, 40,
     "admissionregistration.k8s.io/v1"},
    {"apps/v1beta1", "Deployment", 8, 16, "apps/v1"},
    {"apps/v1beta2", "DaemonSet", 9, 16, "apps/v1"},
    {"autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2"},
    {"batch/v1beta1", "CronJob", 21, 25, "batch/v1"},
    {"extensions/v1beta1", "Ingress", 14, 22, "networking.k8s.io/v1"},
    {"flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 29, 32,
     "flowcontrol.apiserver.k8s.io/v1"},
    {"networking.k8s.io/v1beta1", "IngressClass", 19, 22, "networking.k8s.io/v1"},
    {"policy/v1beta1", "PodDisruptionBudget", 21, 25, "policy/v1"},
    {"policy/v1beta1", "PodSecurityPolicy", 21, 25, ""},
    {"storagemigration.k8s.io/v1beta1", "StorageVersionMigration", 38, 41, ""},
};

START_TEST(version_that_ends_has_its_dates_and_its_successor)
{
    const struct resource_api_lifetime *found = resource_api_lifetime_find(
        plim_str_from(ending[_i].version), plim_str_from(ending[_i].kind));
    ck_assert_ptr_nonnull(found);
    ck_assert_int_eq(found->deprecated, ending[_i].deprecated);
    ck_assert_int_eq(found->removed, ending[_i].removed);
    ck_assert_str_eq(found->replacement, ending[_i].replacement);
}
END_TEST

static const struct {
    const char *version, *kind;
} staying[] = {
    {"apps/v1", "Deployment"},       {"v1", "Pod"}, {"apps/v1beta1", "CronJob"},
    {"example.org/v1beta1", "Cart"}, {"", ""},      {"apps/v1beta1", "deployment"},
};

START_TEST(version_without_an_end_is_not_found)
{
    ck_assert_ptr_null(resource_api_lifetime_find(plim_str_from(staying[_i].version),
                                                  plim_str_from(staying[_i].kind)));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, version_that_ends_has_its_dates_and_its_successor, 0,
                        PLIM_LEN(ending));
    tcase_add_loop_test(tcase, version_without_an_end_is_not_found, 0, PLIM_LEN(staying));
}

PLIM_CHECK_MAIN("resource.api_lifetime", add_cases)
