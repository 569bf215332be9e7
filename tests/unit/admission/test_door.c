#include "admission/door.h"

#include "admission_fixture.h"

#define LIMITED                                                 \
    VAP("  paramKind: {apiVersion: v1, kind: ConfigMap}\n" PODS \
        "  validations: [{expression: 'true'}]\n")
#define LIMITS "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: limits, namespace: n}}\n"

static struct admission_door *open_door(const char *text)
{
    struct plim_err err = {0};
    struct admission_door *door = admission_door_new();
    plim_assert_ok(admission_door_add(door, "p.yaml", plim_str_from(text), &err), &err);
    plim_assert_ok(admission_door_close(door, &err), &err);
    return door;
}

/* "1" found, or why not. */
static void expect_limits(const struct admission_door *door, const char *wanted)
{
    struct plim_arena *arena = plim_arena_new();
    const struct admission_query query = {
        .version = PLIM_STR("v1"), .kind = PLIM_STR("ConfigMap"), .name = PLIM_STR("limits")};
    struct value found = admission_door_find(door, &query, arena);
    const char *said = value_is(&found, VALUE_UNKNOWN)
                           ? plim_arena_printf(arena, "%.*s", (int)found.len, found.text)
                           : plim_arena_printf(arena, "%zu", value_len(&found));
    ck_assert_str_eq(said, wanted);
    plim_arena_free(arena);
}

START_TEST(parameters_stand_beside_the_policies_that_name_their_kind)
{
    struct admission_door *door = open_door(LIMITED LIMITS);
    ck_assert_uint_eq(admission_door_param_kinds(door), 1);
    ck_assert(plim_str_is(admission_door_param_kind_at(door, 0).kind, "ConfigMap"));
    expect_limits(door, "1");
    admission_door_free(door);
}
END_TEST

START_TEST(parameters_that_nobody_gave_are_unknown_and_not_absent)
{
    struct admission_door *door = open_door(LIMITED);
    expect_limits(door, "no parameters of kind ConfigMap are given");
    admission_door_free(door);
}
END_TEST

START_TEST(of_a_kind_that_was_read_what_is_not_there_is_absent)
{
    struct plim_err err = {0};
    struct admission_door *door = admission_door_new();
    plim_assert_ok(admission_door_add(door, "p.yaml", PLIM_STR(LIMITED), &err), &err);
    const struct admission_kind kind = admission_door_param_kind_at(door, 0);
    admission_door_cover(door, &kind, (struct plim_str){0});
    plim_assert_ok(admission_door_close(door, &err), &err);
    expect_limits(door, "0");
    admission_door_free(door);
}
END_TEST

START_TEST(of_a_kind_that_could_not_be_read_they_are_unknown)
{
    struct admission_door *door = admission_door_new();
    const struct admission_kind kind = {.kind = PLIM_STR("ConfigMap")};
    admission_door_cover(door, &kind, PLIM_STR("HTTP 403"));
    expect_limits(door, "HTTP 403");
    admission_door_free(door);
}
END_TEST

static const struct {
    const char *text, *message;
} strangers[] = {
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: limits}}",
     "p.yaml:1:1: expected a policy, or a parameter of one: apiVersion plimsoll.dev/v1alpha1, "
     "admissionregistration.k8s.io/v1, kyverno.io/v1 or policies.kyverno.io/v1"},
    {LIMITED "---\nmetadata: {name: x}\n",
     "p.yaml:9:1: expected a policy, or a parameter of one: apiVersion plimsoll.dev/v1alpha1, "
     "admissionregistration.k8s.io/v1, kyverno.io/v1 or policies.kyverno.io/v1"},
};

START_TEST(what_is_neither_a_policy_nor_a_parameter_is_a_mistake)
{
    struct plim_err err = {0};
    struct admission_door *door = admission_door_new();
    plim_assert_ok(admission_door_add(door, "p.yaml", plim_str_from(strangers[_i].text), &err),
                   &err);
    plim_assert_fails(admission_door_close(door, &err), PLIM_INVALID, &err, strangers[_i].message);
    admission_door_free(door);
}
END_TEST

START_TEST(ours_and_kustomizations_are_passed_over)
{
    struct admission_door *door =
        open_door("{apiVersion: plimsoll.dev/v1alpha1, kind: AuditPolicy, metadata: {name: a.b}}\n"
                  "---\n{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization}\n");
    ck_assert_uint_eq(admission_set_documents(admission_door_set(door)), 0);
    ck_assert_uint_eq(admission_door_gaps(door), 0);
    admission_door_free(door);
}
END_TEST

START_TEST(policies_of_kinds_that_are_not_evaluated_are_gaps)
{
    struct admission_door *door =
        open_door("{apiVersion: policies.kyverno.io/v1, kind: MutatingPolicy, metadata: {name: m}, "
                  "spec: {}}\n");
    ck_assert_uint_eq(admission_door_gaps(door), 1);
    ck_assert(plim_str_is(admission_door_gap_at(door, 0).what, "MutatingPolicy/m"));
    admission_door_free(door);
}
END_TEST

START_TEST(what_a_cluster_holds_and_is_not_understood_is_a_gap_beside_the_rest)
{
    struct plim_err err = {0};
    struct plim_arena *arena = plim_arena_new();
    struct admission_door *door = admission_door_new();
    const char *good = VAP(PODS "  validations: [{expression: 'true'}]\n");
    const char *bad = VAP(PODS "  validations: [{expression: 'tru'}]\n");
    admission_door_add_live(door, "prod", door_value(arena, bad));
    admission_door_add_live(door, "prod", door_value(arena, good));
    plim_assert_ok(admission_door_close(door, &err), &err);
    ck_assert_uint_eq(admission_set_rules(admission_door_set(door)), 1);
    ck_assert_uint_eq(admission_door_gaps(door), 1);
    struct admission_gap gap = admission_door_gap_at(door, 0);
    ck_assert(plim_str_is(gap.what, "ValidatingAdmissionPolicy/p"));
    ck_assert(plim_str_starts(gap.reason, PLIM_STR("prod: ValidatingAdmissionPolicy/p:1:")));
    ck_assert_uint_eq(strlen(admission_door_digest(door)), 64);
    admission_door_free(door);
    plim_arena_free(arena);
}
END_TEST

START_TEST(of_manifests_only_what_stands_at_a_door_is_taken)
{
    struct plim_arena *arena = plim_arena_new();
    struct admission_door *door = admission_door_new();
    static const char *const documents[] = {
        VAP(PODS "  validations: [{expression: 'true'}]\n"),
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n",
        ("{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, "
         "metadata: {name: w}}\n"),
        "{apiVersion: policies.kyverno.io/v1, kind: MutatingPolicy, metadata: {name: m}}\n",
    };
    for (size_t i = 0; i < PLIM_LEN(documents); i++)
        admission_door_add_manifest(door, "a.yaml:1", door_value(arena, documents[i]));
    ck_assert_uint_eq(admission_set_rules(admission_door_set(door)), 1);
    ck_assert_uint_eq(admission_door_gaps(door), 1);
    ck_assert(plim_str_is(admission_door_gap_at(door, 0).what, "MutatingPolicy/m"));
    admission_door_free(door);
    plim_arena_free(arena);
}
END_TEST

START_TEST(who_looks_at_managed_fields_is_known_from_the_expressions)
{
    struct plim_arena *arena = plim_arena_new();
    struct admission_door *door = admission_door_new();
    const char *applied = "apiVersion: admissionregistration.k8s.io/v1\n"
                          "kind: ValidatingAdmissionPolicy\n"
                          "metadata: {name: p, managedFields: [{manager: kubectl}]}\nspec:\n" PODS
                          "  validations: [{expression: 'true'}]\n";
    const char *reader =
        VAP(PODS "  validations: [{expression: has(object.metadata.managedFields)}]\n");
    admission_door_add_live(door, "prod", door_value(arena, applied));
    ck_assert(!admission_door_reads_managed_fields(door));
    admission_door_add_live(door, "prod", door_value(arena, reader));
    ck_assert(admission_door_reads_managed_fields(door));
    admission_door_free(door);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, parameters_stand_beside_the_policies_that_name_their_kind);
    tcase_add_test(tcase, parameters_that_nobody_gave_are_unknown_and_not_absent);
    tcase_add_test(tcase, of_a_kind_that_was_read_what_is_not_there_is_absent);
    tcase_add_test(tcase, of_a_kind_that_could_not_be_read_they_are_unknown);
    tcase_add_loop_test(tcase, what_is_neither_a_policy_nor_a_parameter_is_a_mistake, 0,
                        (int)PLIM_LEN(strangers));
    tcase_add_test(tcase, ours_and_kustomizations_are_passed_over);
    tcase_add_test(tcase, policies_of_kinds_that_are_not_evaluated_are_gaps);
    tcase_add_test(tcase, of_manifests_only_what_stands_at_a_door_is_taken);
    tcase_add_test(tcase, who_looks_at_managed_fields_is_known_from_the_expressions);
    tcase_add_test(tcase, what_a_cluster_holds_and_is_not_understood_is_a_gap_beside_the_rest);
}

PLIM_CHECK_MAIN("admission.door", add_cases)
