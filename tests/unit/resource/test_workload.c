#include "resource/workload.h"

#include "resource_fixture.h"

static const struct {
    const char *yaml;
    const char *path;
    int64_t replicas;
} kinds[] = {
    {"{apiVersion: v1, kind: Pod, spec: {x: 1}}", "spec", -1},
    {"{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {x: 1}}}}",
     "spec.template.spec", 1},
    {"{apiVersion: apps/v1, kind: ReplicaSet, spec: {replicas: 0, template: {spec: {x: 1}}}}",
     "spec.template.spec", 0},
    {"{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 3, template: {spec: {x: 1}}}}",
     "spec.template.spec", 3},
    {"{apiVersion: apps/v1, kind: DaemonSet, spec: {template: {spec: {x: 1}}}}",
     "spec.template.spec", -1},
    {"{apiVersion: batch/v1, kind: Job, spec: {template: {spec: {x: 1}}}}", "spec.template.spec",
     -1},
    {"{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {x: "
     "1}}}}}}",
     "spec.jobTemplate.spec.template.spec", -1},
    {"{apiVersion: v1, kind: ReplicationController, spec: {template: {spec: {x: 1}}}}",
     "spec.template.spec", 1},
};

START_TEST(every_workload_has_a_pod_spec_and_replicas)
{
    struct value object = plim_value_from_yaml(arena, kinds[_i].yaml);
    struct resource_identity identity = resource_identity_of(&object);
    struct resource_workload workload = {0};
    ck_assert_str_eq(resource_pod_spec_path(identity.group, identity.kind), kinds[_i].path);
    plim_assert_json(resource_pod_spec(&object), "{\"x\":1}");
    ck_assert((resource_pod_template(&object) == NULL) == plim_str_is(identity.kind, "Pod"));
    ck_assert(resource_workload_read(texts, &object, &resource_application_default, &workload));
    ck_assert_int_eq(workload.replicas, kinds[_i].replicas);
}
END_TEST

START_TEST(others_have_no_pod_spec)
{
    struct value object = plim_value_from_yaml(
        arena, "{apiVersion: example.org/v1, kind: Deployment, spec: {template: {spec: {}}}}");
    struct resource_workload workload = {0};
    ck_assert_ptr_null(resource_pod_spec(&object));
    ck_assert_ptr_null(resource_pod_template(&object));
    ck_assert(!resource_workload_read(texts, &object, &resource_application_default, &workload));
}
END_TEST

static const char cart[] =
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: cart, namespace: shop}\n"
    "spec:\n"
    "  template:\n"
    "    spec:\n"
    "      initContainers: [{name: wait, image: 'wait:1'}]\n"
    "      containers:\n"
    "      - name: cart\n"
    "        image: cart:1.4.0\n"
    "        env:\n"
    "        - {name: Z, value: 1}\n"
    "        - {name: A, valueFrom: {configMapKeyRef: {name: one, key: k}}}\n"
    "        - {name: Z, valueFrom: {secretKeyRef: {name: two, key: k}}}\n"
    "        envFrom: [{configMapRef: {name: one}}, {secretRef: {name: three}}]\n"
    "      volumes:\n"
    "      - {name: a, configMap: {name: four}}\n"
    "      - {name: b, secret: {secretName: five}}\n"
    "      - {name: c, projected: {sources: [{configMap: {name: six}}, {secret: {name: "
    "seven}}]}}\n";

START_TEST(containers_come_with_sorted_variables)
{
    struct value object = plim_value_from_yaml(arena, cart);
    struct resource_workload workload = {0};
    ck_assert(resource_workload_read(texts, &object, &resource_application_default, &workload));
    ck_assert_uint_eq(workload.container_count, 2);
    ck_assert(workload.top_level);
    const struct resource_container *container = &workload.containers[0];
    plim_assert_text(container->image, "cart:1.4.0");
    ck_assert_uint_eq(container->env_count, 2);
    plim_assert_text(container->env[0], "A");
    plim_assert_text(container->env[1], "Z");
    plim_assert_text(workload.containers[1].name, "wait");
    ck_assert_int_eq(workload.containers[1].type, RESOURCE_CONTAINER_INIT);
}
END_TEST

static const char *const configs[] = {
    "ConfigMap/four", "ConfigMap/one", "ConfigMap/six", "Secret/five",
    "Secret/seven",   "Secret/three",  "Secret/two",
};

START_TEST(configuration_is_found_wherever_it_is_named)
{
    struct value object = plim_value_from_yaml(arena, cart);
    struct resource_workload workload = {0};
    ck_assert(resource_workload_read(texts, &object, &resource_application_default, &workload));
    ck_assert_uint_eq(workload.config_count, PLIM_LEN(configs));
    const struct resource_config_reference *config = &workload.configs[_i];
    const char *text = plim_arena_printf(arena, "%.*s/%.*s", PLIM_STR_ARG(config->kind),
                                         PLIM_STR_ARG(config->name));
    ck_assert_str_eq(text, configs[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, every_workload_has_a_pod_spec_and_replicas, 0, PLIM_LEN(kinds));
    tcase_add_test(tcase, others_have_no_pod_spec);
    tcase_add_test(tcase, containers_come_with_sorted_variables);
    tcase_add_loop_test(tcase, configuration_is_found_wherever_it_is_named, 0, PLIM_LEN(configs));
}

PLIM_CHECK_MAIN("resource.workload", add_cases)
