#include "report_fixture.h"

#define OBJECT "object: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: cart}"

static const char drifted[] =
    "findings:\n"
    "- {policy: drift.in-sync, state: fail, cluster: prod-eu, " OBJECT
    ", message: 'spec.replicas is 7, Git says 3', field: spec.replicas, source: {path: cart.yaml, "
    "line: 14}, evidence: [{manager: kubectl-edit, time: '2026-11-23T07:12:00Z'}]}\n"
    "- {policy: images.not-latest, state: fail, cluster: prod-eu, subject: image, " OBJECT
    ", container: cart, message: 'latest runs', source: {path: cart.yaml, line: 1}}\n"
    "- {policy: workload.owner-label, title: Owned, state: warn, cluster: prod-eu, " OBJECT
    ", message: no label}\n";

START_TEST(findings_about_one_object_stand_together)
{
    ck_assert_str_eq(
        print_section(report_text_findings, drifted),
        "prod-eu  shop/cart  Deployment  cart.yaml\n"
        "  FAIL  drift.in-sync      spec.replicas is 7, Git says 3  line 14   kubectl-edit, "
        "2026-11-23T07:12:00Z\n"
        "  FAIL  images.not-latest  cart: latest runs\n\n");
}
END_TEST

START_TEST(warnings_are_counted_by_policy)
{
    ck_assert_str_eq(print_section(report_text_warnings, drifted),
                     "Warnings (each one: -v)\n"
                     "      1  workload.owner-label  Owned\n\n");
}
END_TEST

START_TEST(warnings_are_listed_on_demand)
{
    style.verbose = true;
    ck_assert_ptr_nonnull(strstr(print_section(report_text_findings, drifted),
                                 "  WARN  workload.owner-label  no label\n"));
    ck_assert_str_eq(print_section(report_text_warnings, drifted), "");
}
END_TEST

START_TEST(a_part_shows_its_own_policies)
{
    style.part = REPORT_RELEASES;
    const char *text = print_section(report_text_findings, drifted);
    ck_assert_ptr_nonnull(strstr(text, "images.not-latest"));
    ck_assert_ptr_null(strstr(text, "drift.in-sync"));
}
END_TEST

START_TEST(what_fails_all_over_a_cluster_is_one_line)
{
    struct plim_buf yaml = {0};
    plim_buf_append_c(&yaml, "findings:\n");
    for (int i = 0; i < 13; i++)
        plim_buf_printf(&yaml,
                        "- {policy: a.b, title: T, state: fail, cluster: c, message: m, object: "
                        "{kind: K, name: n%d}}\n",
                        i);
    ck_assert_str_eq(print_section(report_text_findings, yaml.text),
                     "Widespread (each one: -o json)\n     13  a.b  c: T\n\n");
    plim_buf_release(&yaml);
}
END_TEST

START_TEST(unknown_results_are_grouped_by_reason)
{
    ck_assert_str_eq(
        print_section(report_text_unknown,
                      "findings:\n"
                      "- {policy: a, state: unknown, cluster: c, reason: 'pods: 403'}\n"
                      "- {policy: b, state: unknown, cluster: c, reason: 'pods: 403'}\n"
                      "- {policy: c, state: unknown, application: cart, reason: nothing runs}\n"),
        "Unknown\n      2  c  pods: 403\n      1  cart  nothing runs\n\n");
}
END_TEST

START_TEST(an_application_is_named_where_there_is_no_object)
{
    ck_assert_str_eq(print_section(report_text_findings,
                                   "findings: [{policy: parity.same-digest, state: fail, subject: "
                                   "parity, application: cart, message: 'cart differs'}]"),
                     "cart  application\n  FAIL  parity.same-digest  cart differs\n\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, findings_about_one_object_stand_together);
    tcase_add_test(tcase, warnings_are_counted_by_policy);
    tcase_add_test(tcase, warnings_are_listed_on_demand);
    tcase_add_test(tcase, a_part_shows_its_own_policies);
    tcase_add_test(tcase, what_fails_all_over_a_cluster_is_one_line);
    tcase_add_test(tcase, unknown_results_are_grouped_by_reason);
    tcase_add_test(tcase, an_application_is_named_where_there_is_no_object);
}

PLIM_CHECK_MAIN("report.text_findings", add_cases)
