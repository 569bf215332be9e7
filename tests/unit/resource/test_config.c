#include "resource/workload.h"

#include "resource_fixture.h"

static const struct {
    const char *yaml;
    size_t keys;
    bool known;
} configs[] = {
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {b: x, a: y}, binaryData: {c: "
     "eA==}}",
     3, true},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}", 0, true},
    {"{apiVersion: v1, kind: Secret, type: Opaque, metadata: {name: a}, data: {k: eA==}, "
     "stringData: {k: x}}",
     1, true},
    {"{apiVersion: v1, kind: Secret, type: Opaque, metadata: {name: a}}", 0, true},
    {"{apiVersion: v1, kind: Secret, metadata: {name: a}}", 0, false},
};

START_TEST(keys_are_names_only)
{
    struct value object = plim_value_from_yaml(arena, configs[_i].yaml);
    struct resource_config config = {0};
    ck_assert(resource_config_read(texts, &object, &resource_application_default, &config));
    ck_assert_uint_eq(config.key_count, configs[_i].keys);
    ck_assert(config.keys_known == configs[_i].known);
}
END_TEST

START_TEST(other_kinds_are_no_configuration)
{
    struct value object =
        plim_value_from_yaml(arena, "{apiVersion: v1, kind: Service, metadata: {name: a}}");
    struct resource_config config = {0};
    ck_assert(!resource_config_read(texts, &object, &resource_application_default, &config));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, keys_are_names_only, 0, PLIM_LEN(configs));
    tcase_add_test(tcase, other_kinds_are_no_configuration);
}

PLIM_CHECK_MAIN("resource.config", add_cases)
