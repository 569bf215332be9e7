#include "drift_fixture.h"

static const struct drift_options none = {0};

START_TEST(one_side_alone_is_missing_or_undeclared)
{
    struct value object = plim_value_from_yaml(arena, "{apiVersion: v1, kind: ConfigMap}");
    struct drift_result missing = drift_compare(arena, &object, NULL, &none);
    struct drift_result undeclared = drift_compare(arena, NULL, &object, &none);
    struct drift_result both = drift_compare(arena, &object, &object, &none);
    ck_assert_str_eq(drift_state_names[missing.state], "missing");
    ck_assert_str_eq(drift_state_names[undeclared.state], "undeclared");
    ck_assert_str_eq(drift_state_names[both.state], "in-sync");
}
END_TEST

START_TEST(another_version_is_compared_by_metadata_only)
{
    ck_assert_str_eq(
        describe_drift("{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: "
                       "{labels: {a: b}}, spec: {x: 1}}",
                       "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: "
                       "{labels: {a: c}}, spec: {y: 1}}",
                       NULL),
        "differs metadata.labels.a: \"b\" -> \"c\"\n"
        "unknown: Git states the object as 'autoscaling/v1' and it was read as 'autoscaling/v2'\n");
}
END_TEST

static const char *make_map(int count)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_append_c(&text, "{apiVersion: v1, kind: ConfigMap, data: {");
    for (int i = 0; i < count; i++)
        plim_buf_printf(&text, "k%d: x, ", i);
    plim_buf_append_c(&text, "end: x}}");
    return plim_arena_copy(arena, text.text, text.len);
}

START_TEST(more_differences_than_the_limit_are_unknown)
{
    struct value desired = plim_value_from_yaml(arena, make_map(DRIFT_DIFFERENCES_MAX));
    struct value live = plim_value_from_yaml(arena, "{apiVersion: v1, kind: ConfigMap}");
    struct drift_result result = drift_compare(arena, &desired, &live, &none);
    ck_assert_uint_eq(result.len, DRIFT_DIFFERENCES_MAX);
    ck_assert(plim_str_is(result.unknown, "more than 1000 fields differ"));
}
END_TEST

START_TEST(strange_shapes_are_survived)
{
    ck_assert_str_eq(describe_drift("[1]", "{apiVersion: v1}", NULL), "");
    ck_assert_str_eq(describe_drift("{metadata: {labels: [a]}}",
                                    "{metadata: {labels: {a: b}, managedFields: {a: b}}}", NULL),
                     "differs metadata.labels: [\"a\"] -> {\"a\":\"b\"}\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, one_side_alone_is_missing_or_undeclared);
    tcase_add_test(tcase, another_version_is_compared_by_metadata_only);
    tcase_add_test(tcase, more_differences_than_the_limit_are_unknown);
    tcase_add_test(tcase, strange_shapes_are_survived);
}

PLIM_CHECK_MAIN("drift.drift", add_cases)
