#include "drift_fixture.h"

/* What was applied had a label, a variable and a paused flag that Git has dropped since. */
#define LAST                                                                                      \
    "'{\"apiVersion\":\"apps/"                                                                    \
    "v1\",\"kind\":\"Deployment\",\"metadata\":{\"labels\":{\"app\":\"cart\",\"old\":\"x\"}},"    \
    "\"spec\":{\"paused\":true,\"replicas\":1,\"template\":{\"spec\":{\"containers\":[{\"name\":" \
    "\"cart\",\"env\":[{"                                                                         \
    "\"name\":\"OLD\",\"value\":\"1\"}]}]}}}}'"
#define LIVE(last)                                                                     \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {labels: {app: cart, old: x}, " \
    "annotations: "                                                                    \
    "{kubectl.kubernetes.io/last-applied-configuration: " last                         \
    "}}, spec: {paused: true, replicas: 1, template: "                                 \
    "{spec: {containers: [{name: cart, env: [{name: OLD, value: '1'}]}]}}}}"
#define DESIRED(version)                                                            \
    "{apiVersion: " version                                                         \
    ", kind: Deployment, metadata: {labels: {app: cart}}, spec: {template: {spec: " \
    "{containers: [{name: cart}]}}}}"

START_TEST(what_git_has_dropped_would_go)
{
    ck_assert_str_eq(describe_drift(DESIRED("apps/v1"), LIVE(LAST), NULL),
                     "differs metadata.labels.old: null -> \"x\"\n"
                     "differs spec.paused: null -> true\n"
                     "differs spec.template.spec.containers[name=cart].env: null -> "
                     "[{\"name\":\"OLD\",\"value\":\"1\"}]\n");
}
END_TEST

START_TEST(a_broken_annotation_says_nothing)
{
    ck_assert_str_eq(describe_drift(DESIRED("apps/v1"), LIVE("'{'"), NULL), "");
}
END_TEST

START_TEST(another_version_says_nothing)
{
    ck_assert_str_eq(
        describe_drift(DESIRED("apps/v1"),
                       LIVE("'{\"apiVersion\":\"apps/v1beta1\",\"spec\":{\"paused\":true}}'"),
                       NULL),
        "");
}
END_TEST

START_TEST(a_dropped_atomic_list_differs_as_a_whole)
{
    const char *live =
        "{apiVersion: v1, kind: LimitRange, metadata: {annotations: {kubectl.kubernetes.io/"
        "last-applied-configuration: "
        "'{\"apiVersion\":\"v1\",\"spec\":{\"limits\":[{\"type\":\"Pod\"}]}}'}}, "
        "spec: {limits: [{type: Pod}]}}";
    ck_assert_str_eq(describe_drift("{apiVersion: v1, kind: LimitRange}", live, NULL),
                     "differs spec: null -> {\"limits\":[{\"type\":\"Pod\"}]}\n");
    ck_assert_str_eq(describe_drift("{apiVersion: v1, kind: LimitRange, spec: {}}", live, NULL),
                     "differs spec.limits: null -> [{\"type\":\"Pod\"}]\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, what_git_has_dropped_would_go);
    tcase_add_test(tcase, a_broken_annotation_says_nothing);
    tcase_add_test(tcase, another_version_says_nothing);
    tcase_add_test(tcase, a_dropped_atomic_list_differs_as_a_whole);
}

PLIM_CHECK_MAIN("drift.applied", add_cases)
