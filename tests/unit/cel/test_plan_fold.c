#include "cel_check.h"

/* Source: cel-go v0.29.2, the cost that its evaluation reports. */
static const struct {
    const char *source;
    uint64_t cost;
} costs[] = {
    {"[1, 2].all(x, x > 0)", 11},
    {"[1, 2].exists(x, x > 0)", 10},
    {"[1, 2].exists_one(x, x > 0)", 10},
    {"[1, 2].map(x, x)", 27},
    {"[1, 2].filter(x, x > 1)", 18},
    {"{'a': 1}.transformMap(k, v, v)", 5},
    {"{'a': 1}.transformMapEntry(k, v, {v: k})", 35},
    {"[2, 1].sortBy(x, x)", 48},
    {"cel.bind(x, 1 + 1, x * x)", 4},
    {"optional.of(1).optMap(x, x + 1)", 7},
};

START_TEST(a_loop_costs_what_its_expansion_would)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    const struct cel_env_spec spec = {.environment = "cel"};
    uint64_t cost = 0;
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    plim_assert_ok(
        cel_compile(arena, env, plim_str_from(costs[_i].source), NULL, &program, NULL, &err), &err);
    (void)cel_eval(program, NULL, arena, &cost);
    ck_assert_msg(cost == costs[_i].cost, "%s costs %llu", costs[_i].source,
                  (unsigned long long)cost);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_loop_costs_what_its_expansion_would, 0, (int)PLIM_LEN(costs));
}

PLIM_CHECK_MAIN("cel.plan_fold", add_cases)
