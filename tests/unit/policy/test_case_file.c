#include "base/defs.h"
#include "support/value_check.h"

#include "case_file.h"

#define CASE       "apiVersion: plimsoll.dev/v1alpha1\nkind: Case\n"
#define DEPLOYMENT "{apiVersion: apps/v1, kind: Deployment}"

static enum plim_code read_case(struct plim_arena *arena, enum policy_subject subject,
                                const char *yaml, struct policy_case *it, struct plim_err *err)
{
    struct value *root = plim_arena_alloc(arena, sizeof(*root));
    *root = plim_value_from_yaml(arena, yaml);
    struct value_node document = {"c.yaml", root, {1, 1}};
    return policy_case_read(arena, subject, &document, it, err);
}

START_TEST(object_stands_for_itself)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct policy_case it;
    plim_assert_ok(read_case(arena, POLICY_OBJECT, DEPLOYMENT, &it, &err), &err);
    ck_assert(plim_str_is(it.input.group, "apps") && plim_str_is(it.input.kind, "Deployment"));
    ck_assert(!it.input.from_git);
    ck_assert_ptr_null(it.values[POLICY_SLOT_POD_SPEC]);
    ck_assert(value_is(it.values[POLICY_SLOT_DESIRED], VALUE_NULL));
    ck_assert(value_is_string(value_get(it.values[POLICY_SLOT_DRIFT], "state"), "undeclared"));
    plim_arena_free(arena);
}
END_TEST

START_TEST(missing_object_is_judged_as_git_has_it)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct policy_case it;
    plim_assert_ok(read_case(arena, POLICY_OBJECT,
                             CASE "bindings: {desired: " DEPLOYMENT ", params: {a: 1}}\n"
                                  "expect: {messages: [m]}\n",
                             &it, &err),
                   &err);
    ck_assert(it.input.from_git);
    ck_assert(plim_str_is(it.input.kind, "Deployment"));
    ck_assert_int_eq(value_int_or(value_get(it.values[POLICY_SLOT_PARAMS], "a"), 0), 1);
    ck_assert_uint_eq(value_node_len(&it.messages), 1);
    plim_arena_free(arena);
}
END_TEST

START_TEST(unknown_can_be_written)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct policy_case it;
    plim_assert_ok(read_case(arena, POLICY_CLUSTER, "{namespaces: {$unknown: '403'}}", &it, &err),
                   &err);
    ck_assert(value_is(value_get(it.values[POLICY_SLOT_RECORD], "namespaces"), VALUE_UNKNOWN));
    ck_assert_ptr_null(it.values[POLICY_SLOT_RECORD_PARAMS]);
    plim_arena_free(arena);
}
END_TEST

static const struct {
    const char *yaml;
    const char *message;
} mistakes[] = {
    {"[]", "c.yaml:1:1: a case is a map"},
    {"{nam: a}", "c.yaml:1:1: cluster: unknown field 'nam'; did you mean 'name'?"},
    {CASE "bindings: {cluster: {nam: a}}\n",
     "c.yaml:3:21: cluster: unknown field 'nam'; did you mean 'name'?"},
    {CASE "bindings: {cluster: {}}\nexpect: {message: [a]}\n",
     "c.yaml:4:10: unknown field 'message'; did you mean 'messages'?"},
};

START_TEST(mistake_in_a_case_names_its_place)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct policy_case it;
    plim_assert_fails(read_case(arena, POLICY_CLUSTER, mistakes[_i].yaml, &it, &err), PLIM_INVALID,
                      &err, mistakes[_i].message);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, object_stands_for_itself);
    tcase_add_test(tcase, missing_object_is_judged_as_git_has_it);
    tcase_add_test(tcase, unknown_can_be_written);
    tcase_add_loop_test(tcase, mistake_in_a_case_names_its_place, 0, PLIM_LEN(mistakes));
}

PLIM_CHECK_MAIN("policy.case_file", add_cases)
