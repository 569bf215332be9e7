#include "report_fixture.h"

/* One cluster with one namespace of one kind, and what the platform made in another. */
#define COUNTS(git, none) \
    "objects: 3, owners: {git: " git ", argocd: 0, flux: 0, helm: 0, none: " none "}"
#define CLUSTER                                                                                \
    "coverage:\n"                                                                              \
    "  owners: {none: 2}\n"                                                                    \
    "  clusters:\n"                                                                            \
    "    - {cluster: prod, " COUNTS(                                                           \
        "1",                                                                                   \
        "2") ", nobodys: [{kind: ConfigMap, "                                                  \
             "namespace: shop, name: a}], namespaces: [{namespace: kube-system, objects: 0}, " \
             "{namespace: shop, " COUNTS("1", "2") ", kinds: [{kind: ConfigMap, " COUNTS(      \
                 "1", "2") "}, {kind: ReplicaSet, objects: 0}]}]}\n"

START_TEST(owners_are_counted_down_to_the_kind_and_what_nobody_owns_is_listed)
{
    ck_assert_str_eq(
        print_section(report_text_coverage, CLUSTER),
        "Coverage              OBJECTS      GIT  ARGO CD     FLUX     HELM   NOBODY  UNKNOWN\n"
        "prod                        3        1        0        0        0        2        0\n"
        "  shop                      3        1        0        0        0        2        0\n"
        "    ConfigMap               3        1        0        0        0        2        0\n"
        "\n"
        "Nobody's\n"
        "  prod  shop/a  ConfigMap\n"
        "  and 1 more\n"
        "\n");
}
END_TEST

START_TEST(without_clusters_there_is_nothing_to_tell)
{
    ck_assert_str_eq(print_section(report_text_coverage, "coverage: {clusters: []}"), "");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, owners_are_counted_down_to_the_kind_and_what_nobody_owns_is_listed);
    tcase_add_test(tcase, without_clusters_there_is_nothing_to_tell);
}

PLIM_CHECK_MAIN("report.text_coverage", add_cases)
