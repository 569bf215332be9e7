#include "resource/metadata.h"

#include "resource_fixture.h"

static const struct {
    const char *yaml;
    const char *application;
} objects[] = {
    {"{kind: ConfigMap, apiVersion: v1, metadata: {name: x, labels: {app: b, "
     "app.kubernetes.io/name: a}}}",
     "a"},
    {"{kind: ConfigMap, apiVersion: v1, metadata: {name: x, labels: {app: b, "
     "app.kubernetes.io/instance: i}}}",
     "i"},
    {"{kind: ConfigMap, apiVersion: v1, metadata: {name: x, labels: {k8s-app: c, app: b}}}", "b"},
    {"{kind: ConfigMap, apiVersion: v1, metadata: {name: x, labels: {k8s-app: c, app: ''}}}", "c"},
    {"{kind: ConfigMap, apiVersion: v1, metadata: {name: x}}", ""},
    {"{kind: Deployment, apiVersion: apps/v1, metadata: {name: cart}}", "cart"},
    {"{kind: Pod, apiVersion: v1, metadata: {name: p, labels: {pod-template-hash: 5d8f}, "
     "ownerReferences: "
     "[{kind: ReplicaSet, name: cart-5d8f, controller: true}]}}",
     "cart"},
};

START_TEST(the_first_label_names_the_application)
{
    struct value object = plim_value_from_yaml(arena, objects[_i].yaml);
    plim_assert_text(resource_application_of(&object, &resource_application_default),
                     objects[_i].application);
}
END_TEST

START_TEST(the_rule_can_be_another_label)
{
    const struct plim_str labels[] = {PLIM_STR("example.org/team")};
    const struct resource_application_rule rule = {labels, 1};
    struct value object =
        plim_value_from_yaml(arena, "{kind: Deployment, apiVersion: apps/v1, metadata: {name: "
                                    "cart, labels: {app: a, example.org/team: t}}}");
    plim_assert_text(resource_application_of(&object, &rule), "t");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, the_first_label_names_the_application, 0, PLIM_LEN(objects));
    tcase_add_test(tcase, the_rule_can_be_another_label);
}

PLIM_CHECK_MAIN("resource.application", add_cases)
