#include "cel_check.h"

static const struct cel_case cases[] = {
    {"y", "unknown: variable 'com.example.y' is not known"},
    {".y", "1:1: undeclared reference to 'y' (in container 'com.example')"},
    {"[0].exists(y, y == 0)", "true"},
    {"[{'z': 0}].exists(y, y.z == 0)", "true"},
    {"[1].exists(z, .a.b == z)", "unknown: variable 'a.b' is not known"},
    {"a.b.c", "unknown: variable 'a.b' is not known"},
    {"example.y", "unknown: variable 'com.example.y' is not known"},
    {"com.example.y", "unknown: variable 'com.example.y' is not known"},
    {"int", "type int"},
    {"google.protobuf.Duration", "type google.protobuf.Duration"},
    {"a", "1:1: undeclared reference to 'a' (in container 'com.example')"},
};

START_TEST(names_are_looked_up_from_the_container_outwards)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_variable variables[] = {{"com.example.y", NULL}, {"a.b", NULL}};
    const struct cel_env_spec spec = {.variables = variables, .len = 2, .container = "com.example"};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    cel_expect_in(arena, env, &cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, names_are_looked_up_from_the_container_outwards, 0,
                        (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("cel.check_name", add_cases)
