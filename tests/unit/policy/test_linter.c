#include "policy/exemption.h"

#include "linter.h"
#include "policy_fixture.h"

static const struct {
    const char *annotation;
    const char *policy;
    const char *reason; /* NULL: not waived */
} annotations[] = {
    {"ignore-check.kube-linter.io/run-as-non-root: legacy image", "workload.run-as-non-root",
     "legacy image (annotation ignore-check.kube-linter.io/run-as-non-root)"},
    {"ignore-check.kube-linter.io/run-as-non-root: legacy image", "workload.not-privileged", NULL},
    {"ignore-check.kube-linter.io/no-such-check: x", "workload.not-privileged", NULL},
    {"kube-linter.io/ignore-all: demo", "workload.not-privileged",
     "demo (annotation kube-linter.io/ignore-all)"},
    {"kube-linter.io/ignore-all: demo", "gitops.managed", NULL},
    {"kube-score/ignore: 'pod-probes, container-resources'", "workload.resources-set",
     "annotation kube-score/ignore"},
    {"kube-score/ignore: ''", "workload.resources-set", NULL},
    {"polaris.fairwinds.com/runAsPrivileged-exempt: 'true'", "workload.not-privileged",
     "annotation polaris.fairwinds.com/runAsPrivileged-exempt"},
    {"polaris.fairwinds.com/runAsPrivileged-exempt: 'false'", "workload.not-privileged", NULL},
    {"polaris.fairwinds.com/exempt: 'true'", "workload.probes-set",
     "annotation polaris.fairwinds.com/exempt"},
    {"checkov.io/skip1: CKV_K8S_16=needs the device", "workload.not-privileged",
     "needs the device (annotation checkov.io/skip1)"},
    {"checkov.io/skip2: CKV_K8S_16", "workload.not-privileged", "annotation checkov.io/skip2"},
    {"checkov.io/skip1: CKV_K8S_1=x", "workload.resources-set", NULL},
    {"datree.skip/CONTAINERS_MISSING_CPU_LIMIT_KEY: batch", "workload.resources-set",
     "batch (annotation datree.skip/CONTAINERS_MISSING_CPU_LIMIT_KEY)"},
    {"example.org/skip: CKV_K8S_16", "workload.not-privileged", NULL},
};

START_TEST(annotation_waives_what_its_linter_calls_so)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    for (size_t i = 0; i < 2; i++) {
        struct plim_str reason = {0};
        const char *yaml =
            i == 0 ? plim_arena_printf(arena, "{metadata: {annotations: {%s}}}",
                                       annotations[_i].annotation)
                   : plim_arena_printf(arena, "{spec: {template: {metadata: {annotations: {%s}}}}}",
                                       annotations[_i].annotation);
        struct value object = plim_value_from_yaml(arena, yaml);
        bool waived = policy_annotation_waives(arena, &object,
                                               plim_str_from(annotations[_i].policy), &reason);
        ck_assert_int_eq(waived, annotations[_i].reason != NULL);
        if (waived)
            ck_assert_str_eq(reason.text, annotations[_i].reason);
        const struct value *kept = policy_annotations_keep(arena, &object);
        ck_assert_int_eq(
            policy_annotations_waive(arena, kept, plim_str_from(annotations[_i].policy), &reason),
            waived);
    }
}
END_TEST

START_TEST(annotations_of_others_are_not_kept)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value object = plim_value_from_yaml(
        arena, "{metadata: {annotations: {a: b, kube-score/ignore: c, kube-score/ignor: d}}}");
    struct value other = plim_value_from_yaml(arena, "{metadata: {annotations: {a: b}}}");
    ck_assert_uint_eq(value_len(policy_annotations_keep(arena, &object)), 1);
    ck_assert_ptr_null(policy_annotations_keep(arena, &other));
}
END_TEST

START_TEST(every_check_is_a_policy_of_the_program)
{
    struct plim_err err = {0};
    struct policy_set *set = policy_set_new();
    plim_assert_ok(policy_set_add_embedded(set, &err), &err);
    policy_set_seal(set);
    for (size_t i = 0; policy_linter_policies_at(i); i++) {
        struct plim_str rest = plim_str_from(policy_linter_policies_at(i));
        struct plim_str id = {0};
        for (bool more = true; more;) {
            more = plim_str_cut(&rest, ' ', &id);
            ck_assert_msg(policy_set_find(set, id) != NULL, "%s", policy_linter_policies_at(i));
        }
    }
    policy_set_free(set);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, annotation_waives_what_its_linter_calls_so, 0,
                        PLIM_LEN(annotations));
    tcase_add_test(tcase, annotations_of_others_are_not_kept);
    tcase_add_test(tcase, every_check_is_a_policy_of_the_program);
}

PLIM_CHECK_MAIN("policy.linter", add_cases)
