#include <string.h>

#include "base/defs.h"
#include "policy/subject.h"
#include "support/value_check.h"
#include "value/json.h"

#include "containers.h"

static const struct {
    const char *spec;
    const char *said; /* a piece of the list as JSON */
} holds[] = {
    {"{containers: [{name: web, image: a}]}",
     "\"name\":\"web\",\"type\":\"container\",\"field\":\"spec.containers[name=web]\","
     "\"spec\":{\"name\":\"web\",\"image\":\"a\"}"},
    {"{initContainers: [{name: i}]}",
     "\"type\":\"init\",\"field\":\"spec.initContainers[name=i]\""},
    {"{ephemeralContainers: [{name: e}]}",
     "\"type\":\"ephemeral\",\"field\":\"spec.ephemeralContainers[name=e]\""},
    {"{securityContext: {runAsUser: 7}, containers: [{name: web}]}", "\"runAsUser\":7"},
    {"{securityContext: {runAsUser: 7}, containers: [{name: web, securityContext: {runAsUser: "
     "0}}]}",
     "\"runAsUser\":0"},
    {"{securityContext: {runAsUser: 7}, containers: [{name: web, securityContext: {runAsUser: "
     "null}}]}",
     "\"runAsUser\":7"},
    {"{securityContext: {runAsNonRoot: true}, containers: [{name: web, securityContext: "
     "{runAsNonRoot: false}}]}",
     "\"runAsNonRoot\":false"},
    {"{securityContext: {seccompProfile: {type: A}}, containers: [{name: web}]}",
     "\"seccompProfile\":{\"type\":\"A\"}"},
    {"{securityContext: {privileged: true}, containers: [{name: web}]}", "\"privileged\":null"},
    {"{containers: [{name: web, securityContext: {privileged: true}}]}", "\"privileged\":true"},
    {"{containers: [{name: web, securityContext: {capabilities: {add: [A], drop: [ALL]}}}]}",
     "\"added\":[\"A\"],\"dropped\":[\"ALL\"]"},
    {"{containers: [{name: web}]}", "\"added\":[],\"dropped\":[]"},
};

static struct value make(struct plim_arena *arena, const char *spec)
{
    struct value *value = plim_arena_alloc(arena, sizeof(*value));
    *value = plim_value_from_yaml(arena, spec);
    return policy_containers_make(arena, "spec", value);
}

START_TEST(container_says_what_holds_for_it)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_buf json = {0};
    struct plim_err err = {0};
    struct value list = make(arena, holds[_i].spec);
    ck_assert_uint_eq(value_len(&list), 1);
    plim_assert_ok(value_json_write(&list, VALUE_JSON_COMPACT, &json, &err), &err);
    ck_assert_msg(strstr(json.text, holds[_i].said) != NULL, "%s", json.text);
    plim_buf_release(&json);
    plim_arena_free(arena);
}
END_TEST

START_TEST(all_types_come_in_one_list_as_the_table_has_them)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value list = make(arena, "{ephemeralContainers: [{name: e}], initContainers: [{name: "
                                    "i}], containers: [{name: b}, {name: a}]}");
    static const char *const names[] = {"b", "a", "i", "e"};
    ck_assert_uint_eq(value_len(&list), PLIM_LEN(names));
    for (size_t i = 0; i < PLIM_LEN(names); i++) {
        ck_assert(value_is_string(value_get(value_at(&list, i), "name"), names[i]));
        plim_assert_ok(policy_record_check("container", value_at(&list, i), &err), &err);
    }
    plim_arena_free(arena);
}
END_TEST

static const struct {
    const char *spec;
    const char *reason;
} strange[] = {
    {"{containers: {}}", "spec.containers is not a list"},
    {"{containers: [], initContainers: a}", "spec.initContainers is not a list"},
};

START_TEST(what_is_no_list_is_not_known)
{
    struct plim_arena *arena = plim_arena_new();
    struct value list = make(arena, strange[_i].spec);
    ck_assert(value_is(&list, VALUE_UNKNOWN));
    ck_assert(plim_str_is((struct plim_str){list.text, list.len}, strange[_i].reason));
    plim_arena_free(arena);
}
END_TEST

START_TEST(capabilities_that_are_no_list_are_not_known)
{
    struct plim_arena *arena = plim_arena_new();
    struct value list = make(
        arena, "{containers: [{name: a, securityContext: {capabilities: {add: A, drop: B}}}]}");
    const struct value *security = value_get(value_at(&list, 0), "security");
    ck_assert(value_is(value_get(security, "added"), VALUE_UNKNOWN));
    ck_assert(value_is(value_get(security, "dropped"), VALUE_UNKNOWN));
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, container_says_what_holds_for_it, 0, PLIM_LEN(holds));
    tcase_add_test(tcase, all_types_come_in_one_list_as_the_table_has_them);
    tcase_add_loop_test(tcase, what_is_no_list_is_not_known, 0, PLIM_LEN(strange));
    tcase_add_test(tcase, capabilities_that_are_no_list_are_not_known);
}

PLIM_CHECK_MAIN("policy.containers", add_cases)
