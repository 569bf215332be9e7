#include "cel_check.h"

static const struct cel_case constants_are_evaluated_once_and_fail_when_run_cases[] = {
    {"{}.?a.b[b'a']", "error: unsupported key type"},
    {"true || 1 / 0 == 1", "true"},
    {"1 / 0", "error: division by zero"},
    {"[1, 2][1]", "2"},
    {"{'a': 1}.a", "1"},
    {"size([1, 2, 3])", "3"},
    {"int('x')", "error: type conversion error from 'string' to 'int'"},
};

START_TEST(constants_are_evaluated_once_and_fail_when_run)
{
    cel_expect("plimsoll", &constants_are_evaluated_once_and_fail_when_run_cases[_i]);
}
END_TEST

static const struct cel_case the_api_server_fails_when_it_builds_cases[] = {
    {"{}.?a.b[b'a']", "1:8: invalid key type"},
    {"true || int('x') == 1", "1:9: type conversion error from 'string' to 'int'"},
    {"true || 'a'.find('(') == ''", "1:12: invalid regular expression: missing ): ("},
    {"{'a': 1, 'a': 2}", "{\"a\":2}"},
    {"{1.5: 'x'}", "{\"\":\"x\"}"},
    {"'a'.findAll('[' + '')", "error: invalid regular expression: missing ]: ["},
};

START_TEST(the_api_server_fails_when_it_builds)
{
    cel_expect("kubernetes", &the_api_server_fails_when_it_builds_cases[_i]);
}
END_TEST

START_TEST(a_constant_costs_what_its_evaluation_would)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    uint64_t cost = 99;
    plim_assert_ok(cel_env_make(arena, &(struct cel_env_spec){0}, &env, &err), &err);
    plim_assert_ok(
        cel_compile(arena, env, PLIM_STR("size('abc' + 'd') == 4"), NULL, &program, NULL, &err),
        &err);
    struct value value = cel_eval(program, NULL, arena, &cost);
    ck_assert(value_bool_or(&value, false));
    ck_assert_uint_eq(cost, 3);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, constants_are_evaluated_once_and_fail_when_run, 0,
                        (int)PLIM_LEN(constants_are_evaluated_once_and_fail_when_run_cases));
    tcase_add_loop_test(tcase, the_api_server_fails_when_it_builds, 0,
                        (int)PLIM_LEN(the_api_server_fails_when_it_builds_cases));
    tcase_add_test(tcase, a_constant_costs_what_its_evaluation_would);
}

PLIM_CHECK_MAIN("cel.plan", add_cases)
