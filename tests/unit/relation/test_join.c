#include "relation_fixture.h"

#define DEPLOYMENT(name, labels)                                                                  \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: " name ", namespace: shop}, spec: " \
    "{selector: {matchLabels: {app: cart}}, template: {metadata: {labels: {" labels "}}}}}\n---\n"
#define SERVICE                                                                                  \
    "{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: " \
    "{app: cart}}}\n---\n"

static struct plim_str selected(const char *kind, const char *name, size_t i)
{
    struct value record = record_of(kind, name);
    return value_get_text(value_at(value_get(&record, "selects"), i), "name");
}

START_TEST(workloads_come_in_order_whoever_met_them_first)
{
    add_objects(DEPLOYMENT("b", "app: cart") SERVICE DEPLOYMENT("a", "app: cart"));
    join(false);
    ck_assert(plim_str_is(selected("Service", "cart", 0), "a"));
    ck_assert(plim_str_is(selected("Service", "cart", 1), "b"));
    ck_assert(plim_str_is(relation_at(joins, 0)->identity.name, "a"));
}
END_TEST

START_TEST(a_selector_that_takes_the_pods_of_another_workload_shows)
{
    add_objects(DEPLOYMENT("a", "app: cart") DEPLOYMENT("b", "app: web"));
    join(false);
    ck_assert_uint_eq(selected("Deployment", "a", 0).len, 0);
    ck_assert(plim_str_is(selected("Deployment", "b", 0), "a"));
}
END_TEST

START_TEST(pods_of_other_namespaces_are_not_selected)
{
    add_objects(SERVICE "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: "
                        "other}, spec: {template: {metadata: {labels: {app: cart}}}}}");
    join(false);
    ck_assert_uint_eq(selected("Service", "cart", 0).len, 0);
}
END_TEST

START_TEST(pods_that_run_stand_for_their_workload)
{
    add_objects(DEPLOYMENT("a", "app: cart") SERVICE
                "{apiVersion: v1, kind: Pod, metadata: {name: a-1, namespace: shop, labels: {app: "
                "cart, pod-template-hash: 5d8f}, ownerReferences: [{apiVersion: apps/v1, kind: "
                "ReplicaSet, name: a-5d8f, controller: true}]}}");
    join(false);
    ck_assert(plim_str_is(selected("Service", "cart", 0), "a"));
    ck_assert_uint_eq(selected("Service", "cart", 1).len, 0);
}
END_TEST

START_TEST(what_a_controller_made_has_no_record)
{
    add_objects("{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: shop, "
                "ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: c, controller: "
                "true}]}}");
    join(false);
    ck_assert_uint_eq(relation_len(joins), 0);
}
END_TEST

START_TEST(of_a_kind_that_could_not_be_read_only_that_is_known)
{
    struct relation_site site = fixture_site(false);
    const struct relation_kind *kind = relation_kind_find(PLIM_STR(""), PLIM_STR("Service"));
    struct value record = relation_record_unread(&site, kind, PLIM_STR("HTTP 403"), arena);
    assert_shows(value_get(&record, "kind"), "\"Service\"");
    assert_shows(value_get(&record, "selects"), "unknown: HTTP 403");
    assert_shows(value_get(&record, "owner"), "unknown: HTTP 403");
    assert_shows(value_get(&record, "hasPods"), "false");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_cluster, close_cluster);
    tcase_add_test(tcase, workloads_come_in_order_whoever_met_them_first);
    tcase_add_test(tcase, a_selector_that_takes_the_pods_of_another_workload_shows);
    tcase_add_test(tcase, pods_of_other_namespaces_are_not_selected);
    tcase_add_test(tcase, pods_that_run_stand_for_their_workload);
    tcase_add_test(tcase, what_a_controller_made_has_no_record);
    tcase_add_test(tcase, of_a_kind_that_could_not_be_read_only_that_is_known);
}

PLIM_CHECK_MAIN("relation.join", add_cases)
