#include "cel/env.h"
#include "support/plim_check.h"

START_TEST(unknown_dialects_are_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_env_spec spec = {.dialect = "rego"};
    plim_assert_fails(cel_env_make(arena, &spec, &env, &err), PLIM_INVALID, &err,
                      "unknown CEL dialect 'rego'; expected one of cel, kubernetes, plimsoll");
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

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, unknown_dialects_are_refused);
    tcase_add_test(tcase, variables_are_declared_once);
}

PLIM_CHECK_MAIN("cel.env", add_cases)
