#include "relation_fixture.h"

START_TEST(other_kinds_are_left_out)
{
    add_objects("{apiVersion: v1, kind: Event, metadata: {name: e, namespace: shop}}");
    ck_assert_uint_eq(facts.object_count, 0);
}
END_TEST

START_TEST(pods_of_a_controller_are_kept_once_by_their_labels)
{
    for (int i = 0; i < 3; i++)
        add_objects(
            "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, labels: {app: "
            "cart, pod-template-hash: 5d8f}, ownerReferences: [{apiVersion: apps/v1, kind: "
            "ReplicaSet, name: cart-5d8f, controller: true}]}}");
    ck_assert_uint_eq(facts.object_count, 0);
    ck_assert_uint_eq(facts.pod_count, 1);
    ck_assert(plim_str_is(facts.pods[0].root.kind, "Deployment"));
    ck_assert(plim_str_is(facts.pods[0].root.name, "cart"));
}
END_TEST

START_TEST(of_a_secret_only_names_are_kept)
{
    add_objects("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, stringData: "
                "{password: hunter2}}");
    ck_assert_uint_eq(facts.objects[0].key_count, 1);
    ck_assert(plim_str_is(facts.objects[0].keys[0], "password"));
    ck_assert(facts.objects[0].keys_known);
    ck_assert_ptr_null(facts.objects[0].detail);
}
END_TEST

START_TEST(two_threads_facts_become_one)
{
    add_objects("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}}");
    struct relation_facts all = {.texts = texts};
    relation_facts_merge(&all, &facts);
    ck_assert_uint_eq(all.object_count, 1);
    ck_assert_uint_eq(facts.object_count, 0);
    relation_facts_release(&all);
}
END_TEST

/* What is read as metadata alone names nothing that a reader would have to see whole. */
START_TEST(every_kind_that_names_others_is_read_whole)
{
    size_t count = 0;
    const struct relation_kind *kinds = relation_kinds(&count);
    ck_assert(kinds[_i].whole || !kinds[_i].refers);
    ck_assert(kinds[_i].refers || !kinds[_i].has_pods);
    ck_assert_ptr_eq(
        relation_kind_find(plim_str_from(kinds[_i].group), plim_str_from(kinds[_i].kind)),
        &kinds[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    size_t count = 0;
    (void)relation_kinds(&count);
    tcase_add_checked_fixture(tcase, open_cluster, close_cluster);
    tcase_add_test(tcase, other_kinds_are_left_out);
    tcase_add_test(tcase, pods_of_a_controller_are_kept_once_by_their_labels);
    tcase_add_test(tcase, of_a_secret_only_names_are_kept);
    tcase_add_test(tcase, two_threads_facts_become_one);
    tcase_add_loop_test(tcase, every_kind_that_names_others_is_read_whole, 0, (int)count);
}

PLIM_CHECK_MAIN("relation.facts", add_cases)
