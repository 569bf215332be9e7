/* Clusters out of captures. */
#include <string.h>

#include "pipeline_fixture.h"

#define FLEET(clusters)                                                            \
    "apiVersion: plimsoll.dev/v1alpha1\nkind: Fleet\nmetadata: {name: f}\nspec:\n" \
    "  clusters: [" clusters "]\n"

START_TEST(a_cluster_is_found_in_a_capture_by_its_name)
{
    struct plim_err err = {0};
    struct value report = {0};
    plim_assert_ok(pipeline_run_fleet(FLEET("{name: dev, snapshot: capture},"
                                            " {name: prod, snapshot: capture}"),
                                      &report, &err),
                   &err);
    ck_assert_str_eq(pipeline_states(&report, "live", "dev"), "pass 3");
    ck_assert_str_eq(pipeline_states(&report, "live", "prod"), "pass 4");
}
END_TEST

START_TEST(a_cluster_that_the_capture_does_not_hold_is_unreachable)
{
    struct plim_err err = {0};
    struct value report = {0};
    plim_assert_ok(pipeline_run_fleet(FLEET("{name: other, snapshot: capture}"), &report, &err),
                   &err);
    ck_assert_str_eq(pipeline_states(&report, "live", "other"), "unknown 1");
    ck_assert_str_eq(pipeline_reason(&report, "live", "other"),
                     "the capture does not hold cluster 'other'");
}
END_TEST

START_TEST(a_capture_that_is_not_there_is_a_mistake)
{
    struct plim_err err = {0};
    struct value report = {0};
    enum plim_code code =
        pipeline_run_fleet(FLEET("{name: dev, snapshot: /nonexistent}"), &report, &err);
    plim_assert_fails(code, PLIM_NOT_FOUND, &err,
                      "snapshot '/nonexistent': no capture in '/nonexistent/captures'");
}
END_TEST

START_TEST(outside_of_a_pod_there_is_no_cluster_of_its_own)
{
    struct plim_err err = {0};
    struct value report = {0};
    enum plim_code code =
        pipeline_run_fleet(FLEET("{name: here, context: in-cluster}"), &report, &err);
    ck_assert_int_eq(code, PLIM_NOT_FOUND);
}
END_TEST

START_TEST(a_kubeconfig_of_its_own_must_be_there)
{
    struct plim_err err = {0};
    struct value report = {0};
    enum plim_code code =
        pipeline_run_fleet(FLEET("{name: dev, kubeconfig: /nonexistent}"), &report, &err);
    ck_assert_int_eq(code, PLIM_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.msg, "/nonexistent"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, pipeline_start, pipeline_stop);
    tcase_add_test(tcase, a_cluster_is_found_in_a_capture_by_its_name);
    tcase_add_test(tcase, a_cluster_that_the_capture_does_not_hold_is_unreachable);
    tcase_add_test(tcase, a_capture_that_is_not_there_is_a_mistake);
    tcase_add_test(tcase, outside_of_a_pod_there_is_no_cluster_of_its_own);
    tcase_add_test(tcase, a_kubeconfig_of_its_own_must_be_there);
}

PLIM_CHECK_MAIN("audit.connect", add)
