#include "cel/program.h"

#include "cel_check.h"

START_TEST(unknown_environments_are_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_env_spec spec = {.environment = "rego"};
    plim_assert_fails(
        cel_env_make(arena, &spec, &env, &err), PLIM_INVALID, &err,
        "unknown CEL environment 'rego'; expected one of cel, kubernetes, kyverno, plimsoll");
    ck_assert_ptr_null(env);
}
END_TEST

START_TEST(variables_are_declared_once)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_variable variables[] = {{"a", NULL}, {"b", NULL}, {"a", NULL}};
    const struct cel_env_spec spec = {.variables = variables, .len = 3};
    plim_assert_fails(cel_env_make(arena, &spec, &env, &err), PLIM_INVALID, &err,
                      "variable 'a' is declared twice");
}
END_TEST

START_TEST(a_base_gives_its_functions_but_not_its_variables)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *base = NULL;
    const struct cel_env *env = NULL;
    const struct cel_variable variable = {"a", NULL};
    const struct cel_env_spec spec = {.environment = "cel", .variables = &variable, .len = 1};
    plim_assert_ok(cel_env_make(arena, &spec, &base, &err), &err);
    plim_assert_ok(cel_env_make(arena, &(struct cel_env_spec){.base = base}, &env, &err), &err);
    cel_expect_in(arena, env, &(struct cel_case){"math.abs(-1)", "1"});
    cel_expect_in(arena, env, &(struct cel_case){"a", "1:1: undeclared reference to 'a'"});
    cel_expect_in(arena, env,
                  &(struct cel_case){"quantity('1')", "1:1: undeclared reference to 'quantity'"});
}
END_TEST

START_TEST(libraries_are_added)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const char *const library = "math";
    const struct cel_env_spec spec = {
        .environment = "kubernetes", .libraries = &library, .library_count = 1};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    cel_expect_in(arena, env, &(struct cel_case){"math.greatest(1, 2)", "2"});
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, unknown_environments_are_refused);
    tcase_add_test(tcase, variables_are_declared_once);
    tcase_add_test(tcase, a_base_gives_its_functions_but_not_its_variables);
    tcase_add_test(tcase, libraries_are_added);
}

PLIM_CHECK_MAIN("cel.env", add_cases)
