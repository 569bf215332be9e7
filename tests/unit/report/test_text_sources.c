#include "report_fixture.h"

START_TEST(a_cluster_has_one_line)
{
    ck_assert_str_eq(
        print_section(report_text_sources,
                      "clusters: [{name: dev-eu, environment: dev, version: v1.36.3, state: "
                      "complete, objects: 412, seconds: 0.44}]"),
        "  dev-eu  dev  v1.36    412 objects   0.4 s\n\n");
}
END_TEST

START_TEST(what_could_not_be_read_stands_beside_it)
{
    const char *text = print_section(
        report_text_sources,
        "clusters: [{name: p, environment: prod, version: v1.36.3, state: partial, objects: 4, "
        "unread: [{resource: pods, reason: 'HTTP 403: pods is forbidden'}, {resource: secrets, "
        "reason: 'HTTP 403: no'}, {resource: jobs.batch, reason: 'HTTP 500: oops'}]}]");
    ck_assert_ptr_nonnull(
        strstr(text, "pods, secrets not readable (HTTP 403); jobs.batch not readable (HTTP 500)"));
}
END_TEST

START_TEST(namespaces_that_were_looked_at_are_named)
{
    const char *text = print_section(
        report_text_sources,
        "clusters: [{name: p, environment: prod, version: v1.36.3, state: partial, objects: 4, "
        "namespaces: [shop, bank], unread: [{resource: pods, reason: 'HTTP 403: no', readIn: [a, "
        "b, c, d, e, f]}]}]");
    ck_assert_ptr_nonnull(
        strstr(text, "pods outside of a, b, c, d, e and 1 more not readable (HTTP 403)"));
    ck_assert_ptr_nonnull(strstr(text, "\n              of the namespaces shop, bank alone"));
}
END_TEST

START_TEST(a_cluster_under_two_names_is_told)
{
    ck_assert_ptr_nonnull(
        strstr(print_section(report_text_sources,
                             "clusters: [{name: p, environment: prod, version: v1.36.3, state: "
                             "complete, objects: 4, sameAs: q}]"),
               "\n              the same cluster as q: sums count it once\n"));
}
END_TEST

START_TEST(an_unreachable_cluster_says_why)
{
    ck_assert_str_eq(
        print_section(report_text_sources,
                      "clusters: [{name: prod, environment: prod, state: unreachable, unread: "
                      "[{resource: discovery, reason: 'connect: timed out'}]}]"),
        "  prod  prod  not reached: connect: timed out\n\n");
}
END_TEST

START_TEST(a_repository_shows_its_commit_and_what_was_not_rendered)
{
    ck_assert_str_eq(
        print_section(report_text_sources,
                      "repositories: [{name: shop, requested: main, revision: 3f9c2e1aaaa, state: "
                      "partial, objects: 61, applications: 6, unread: [{path: chart, reason: Helm "
                      "charts come later}]}]"),
        "  shop  main@3f9c2e1  61 objects of 6 applications\n"
        "        chart not rendered: Helm charts come later\n\n");
}
END_TEST

START_TEST(an_unreadable_repository_says_why)
{
    ck_assert_str_eq(print_section(report_text_sources,
                                   "repositories: [{name: shop, state: unreachable, reason: no "
                                   "such revision}]"),
                     "  shop  not read: no such revision\n\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, a_cluster_has_one_line);
    tcase_add_test(tcase, what_could_not_be_read_stands_beside_it);
    tcase_add_test(tcase, namespaces_that_were_looked_at_are_named);
    tcase_add_test(tcase, a_cluster_under_two_names_is_told);
    tcase_add_test(tcase, an_unreachable_cluster_says_why);
    tcase_add_test(tcase, a_repository_shows_its_commit_and_what_was_not_rendered);
    tcase_add_test(tcase, an_unreadable_repository_says_why);
}

PLIM_CHECK_MAIN("report.text_sources", add_cases)
