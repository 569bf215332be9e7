#include "resource/metadata.h"

#include "resource_fixture.h"

START_TEST(labels_and_annotations_are_read)
{
    struct value object = plim_value_from_yaml(
        arena, "{metadata: {labels: {app.kubernetes.io/name: cart}, annotations: {note: x}}}");
    plim_assert_text(resource_label(&object, "app.kubernetes.io/name"), "cart");
    plim_assert_text(resource_annotation(&object, "note"), "x");
    plim_assert_text(resource_label(&object, "note"), "");
}
END_TEST

static const struct {
    const char *yaml;
    const char *kind;
    const char *name;
} roots[] = {
    {"{kind: Deployment, metadata: {name: cart}}", "Deployment", "cart"},
    {"{kind: Pod, metadata: {name: p, labels: {pod-template-hash: 5d8f}, ownerReferences: [{kind: "
     "ReplicaSet, "
     "name: cart-5d8f, controller: true}]}}",
     "Deployment", "cart"},
    {"{kind: Pod, metadata: {name: p, ownerReferences: [{kind: ReplicaSet, name: cart-5d8f, "
     "controller: true}]}}",
     "ReplicaSet", "cart-5d8f"},
    {"{kind: Pod, metadata: {name: p, ownerReferences: [{kind: Job, name: report-29000000, "
     "controller: true}]}}",
     "CronJob", "report"},
    {"{kind: Pod, metadata: {name: p, ownerReferences: [{kind: Job, name: migrate-2, controller: "
     "true}]}}",
     "Job", "migrate-2"},
    {"{kind: Pod, metadata: {name: p, ownerReferences: [{kind: X, name: other}]}}", "Pod", "p"},
    {"{kind: ReplicaSet, metadata: {name: r, ownerReferences: [{kind: Deployment, name: cart, "
     "controller: true}]}}",
     "Deployment", "cart"},
};

START_TEST(the_root_owner_is_guessed_from_one_object)
{
    struct value object = plim_value_from_yaml(arena, roots[_i].yaml);
    struct resource_reference root = resource_root_owner(&object);
    plim_assert_text(root.kind, roots[_i].kind);
    plim_assert_text(root.name, roots[_i].name);
}
END_TEST

START_TEST(only_the_controlling_owner_counts)
{
    struct value object =
        plim_value_from_yaml(arena, "{metadata: {ownerReferences: [{apiVersion: v1, kind: A, name: "
                                    "a, controller: false}, {apiVersion: "
                                    "apps/v1, kind: B, name: b, controller: true}]}}");
    struct resource_reference owner = resource_controller(&object);
    plim_assert_text(owner.group, "apps");
    plim_assert_text(owner.kind, "B");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, labels_and_annotations_are_read);
    tcase_add_loop_test(tcase, the_root_owner_is_guessed_from_one_object, 0, PLIM_LEN(roots));
    tcase_add_test(tcase, only_the_controlling_owner_counts);
}

PLIM_CHECK_MAIN("resource.metadata", add_cases)
