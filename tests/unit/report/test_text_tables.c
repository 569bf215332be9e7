#include "report_fixture.h"

START_TEST(versions_stand_by_environment_and_differences_below)
{
    ck_assert_str_eq(
        print_section(
            report_text_parity,
            "summary: {parity: {records: [{application: cart, environments: ["
            "{name: dev, present: true, versions: {cart: 1.8.1}}, "
            "{name: prod, present: true, versions: {cart: 1.8.0, sidecar: '2'}}], differences: ["
            "{kind: replicas, field: spec.replicas, values: {dev: 1, prod: 3}, allowed: true, "
            "allowance: load},"
            "{kind: digest, field: 1.8.0, values: {dev: ['sha256:0123456789abcdef'], prod: null}, "
            "outliers: [prod]}]}]}}"),
        "        dev           prod\n"
        "  cart  1.8.1         1.8.0 +1\n\n"
        "  cart  replicas  dev 1  prod 3  allowed: load\n"
        "  cart  digest 1.8.0  dev sha256:0123456789ab  prod -  ← prod alone\n\n");
}
END_TEST

START_TEST(an_absent_application_has_a_dash)
{
    ck_assert_ptr_nonnull(strstr(
        print_section(report_text_parity,
                      "summary: {parity: {records: [{application: shell, environments: [{name: "
                      "dev, present: false, versions: {}}], differences: []}]}}"),
        "  shell  -\n"));
}
END_TEST

START_TEST(images_stand_with_their_running_digests)
{
    ck_assert_str_eq(
        print_section(report_text_releases,
                      "summary: {images: [{cluster: prod, namespace: shop, workload: {name: cart}, "
                      "container: main, reference: 'cart:1.8.0@sha256:aa', runningDigests: "
                      "['sha256:0123456789abcdef']}]}"),
        "  prod  shop/cart  main  cart:1.8.0  sha256:0123456789ab\n\n");
}
END_TEST

START_TEST(an_unknown_digest_is_said_to_be_unknown)
{
    ck_assert_ptr_nonnull(
        strstr(print_section(report_text_releases,
                             "summary: {images: [{cluster: prod, workload: {name: cart}, "
                             "container: main, reference: cart, runningDigests: null}]}"),
               "digest unknown"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, versions_stand_by_environment_and_differences_below);
    tcase_add_test(tcase, an_absent_application_has_a_dash);
    tcase_add_test(tcase, images_stand_with_their_running_digests);
    tcase_add_test(tcase, an_unknown_digest_is_said_to_be_unknown);
}

PLIM_CHECK_MAIN("report.text_tables", add_cases)
