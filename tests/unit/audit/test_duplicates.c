#include "support/plim_check.h"

#include "run_priv.h"

static struct plim_str shop[] = {{"shop", 4}};
static struct plim_str both[] = {{"bank", 4}, {"shop", 4}};
static struct plim_str bank[] = {{"bank", 4}};

static const struct {
    const char *uids[2];
    struct plim_str *namespaces[2];
    size_t counts[2];
    bool same;
} cases[] = {
    {{"a", "a"}, {NULL, NULL}, {0, 0}, true}, {{"a", "b"}, {NULL, NULL}, {0, 0}, false},
    {{"", ""}, {NULL, NULL}, {0, 0}, false},  {{"a", "a"}, {shop, NULL}, {1, 0}, true},
    {{"a", "a"}, {shop, both}, {1, 2}, true}, {{"a", "a"}, {shop, bank}, {1, 1}, false},
};

START_TEST(clusters_with_one_uid_are_one_unless_they_are_parts_of_it)
{
    struct audit_cluster specs[2] = {0};
    struct audit_cluster_run clusters[2] = {0};
    struct audit_fleet fleet = {.clusters = specs, .cluster_count = 2};
    struct audit_request request = {0};
    struct audit_run run = {
        .request = &request, .fleet = &fleet, .clusters = clusters, .cluster_count = 2};
    for (size_t i = 0; i < 2; i++) {
        specs[i].namespaces = cases[_i].namespaces[i];
        specs[i].namespace_count = cases[_i].counts[i];
        clusters[i].index = i;
        clusters[i].uid = plim_str_from(cases[_i].uids[i]);
    }
    audit_duplicates_find(&run);
    ck_assert_ptr_null(clusters[0].same_as);
    ck_assert(clusters[1].same_as == (cases[_i].same ? &clusters[0] : NULL));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_loop_test(tcase, clusters_with_one_uid_are_one_unless_they_are_parts_of_it, 0,
                        PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("audit.duplicates", add)
