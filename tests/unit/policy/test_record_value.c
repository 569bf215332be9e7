#include "base/defs.h"
#include "policy/subject.h"
#include "support/value_check.h"

enum { RECORDS = 46 };

START_TEST(missing_fields_get_their_defaults)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value partial = plim_value_from_yaml(arena, "{name: a, agents: [{kind: flux}]}");
    struct value made;
    plim_assert_ok(policy_record_complete(arena, "cluster", &partial, &made, &err), &err);
    plim_assert_ok(policy_record_check("cluster", &made, &err), &err);
    ck_assert(value_is_string(value_get(&made, "version"), ""));
    ck_assert(value_is(value_get(value_at(value_get(&made, "agents"), 0), "ready"), VALUE_BOOL));
    plim_arena_free(arena);
}
END_TEST

START_TEST(defaults_of_the_table_are_used)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value partial = value_map(NULL, 0);
    struct value made;
    plim_assert_ok(policy_record_complete(arena, "image", &partial, &made, &err), &err);
    ck_assert_int_eq(value_int_or(value_get(&made, "major"), 0), -1);
    ck_assert(value_is_string(value_get_path(&made, "workload.kind"), "Deployment"));
    ck_assert(value_is(value_get(&made, "gitTag"), VALUE_UNKNOWN));
    plim_arena_free(arena);
}
END_TEST

static const struct {
    const char *record;
    const char *yaml;
    const char *message;
} mistakes[] = {
    {"cluster", "{nam: a}", "cluster: unknown field 'nam'; did you mean 'name'?"},
    {"cluster", "{name: 1}", "cluster.name: expected string, got integer"},
    {"cluster", "{agents: [{}, {redy: true}]}",
     "cluster.agents[1]: unknown field 'redy'; did you mean 'ready'?"},
    {"cluster", "{owners: {git: x}}", "cluster.owners.git: expected integer, got string"},
    {"cluster", "{name: {$unknown: why}}", "cluster.name: is never unknown"},
    {"object", "{drift: []}", "object.drift: expected map, got list"},
};

START_TEST(mistake_in_a_record_names_its_path)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value partial = plim_value_from_yaml(arena, mistakes[_i].yaml);
    struct value made;
    plim_assert_fails(policy_record_complete(arena, mistakes[_i].record, &partial, &made, &err),
                      PLIM_INVALID, &err, mistakes[_i].message);
    plim_arena_free(arena);
}
END_TEST

START_TEST(check_wants_every_field)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value partial =
        plim_value_from_yaml(arena, "{clusters: [], environments: [], production: []}");
    plim_assert_fails(policy_record_check("fleet", &partial, &err), PLIM_INVALID, &err,
                      "fleet.repositories: missing");
    plim_arena_free(arena);
}
END_TEST

START_TEST(every_record_completes_from_nothing)
{
    size_t count = 0;
    const struct policy_record *records = policy_records(&count);
    struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value made;
    struct value nothing = value_map(NULL, 0);
    ck_assert_uint_eq(count, RECORDS);
    plim_assert_ok(policy_record_complete(arena, records[_i].name, &nothing, &made, &err), &err);
    plim_assert_ok(policy_record_check(records[_i].name, &made, &err), &err);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, missing_fields_get_their_defaults);
    tcase_add_test(tcase, defaults_of_the_table_are_used);
    tcase_add_loop_test(tcase, mistake_in_a_record_names_its_path, 0, PLIM_LEN(mistakes));
    tcase_add_test(tcase, check_wants_every_field);
    tcase_add_loop_test(tcase, every_record_completes_from_nothing, 0, RECORDS);
}

PLIM_CHECK_MAIN("policy.record_value", add_cases)
