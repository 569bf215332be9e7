#include "resource/workload.h"

#include "resource_fixture.h"

#define DIGEST "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

START_TEST(containers_are_joined_with_what_runs)
{
    struct value object = plim_value_from_yaml(
        arena,
        "apiVersion: v1\n"
        "kind: Pod\n"
        "metadata: {name: cart-5d8f-x, namespace: shop, labels: {pod-template-hash: 5d8f}, "
        "ownerReferences: "
        "[{apiVersion: apps/v1, kind: ReplicaSet, name: cart-5d8f, controller: true}]}\n"
        "spec: {containers: [{name: cart, image: 'cart:1'}, {name: side, image: 'side:1'}]}\n"
        "status: {containerStatuses: [{name: cart, imageID: 'r/cart@" DIGEST "'}]}\n");
    struct resource_pod pod = {0};
    ck_assert(resource_pod_read(texts, &object, &pod));
    plim_assert_text(pod.root.kind, "Deployment");
    plim_assert_text(pod.root.name, "cart");
    ck_assert_uint_eq(pod.container_count, 2);
    plim_assert_text(pod.containers[0].digest, DIGEST);
    plim_assert_text(pod.containers[1].digest, "");
}
END_TEST

START_TEST(other_kinds_are_no_pods)
{
    struct value object =
        plim_value_from_yaml(arena, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}");
    struct resource_pod pod = {0};
    ck_assert(!resource_pod_read(texts, &object, &pod));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, containers_are_joined_with_what_runs);
    tcase_add_test(tcase, other_kinds_are_no_pods);
}

PLIM_CHECK_MAIN("resource.pod", add_cases)
