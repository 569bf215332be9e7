#include "base/defs.h"

#include "cel_check.h"
#include "cost.h"
#include "environment.h"

struct priced {
    const char *expression;
    uint64_t kubernetes;
    uint64_t cel;
};

/* Each beside what cel-go counts: the API server's, and its own with folded constants. */
static const struct priced priced[] = {
    /* names and steps */
    {"x", 1, 1},
    {"x.a", 2, 2},
    {"x.a.b", 3, 3}, /* the failing step too */
    {"has(x.a)", 1, 2},
    {"x['a']", 2, 2},
    {"x[y]", 2, 2},
    {"x[y + '']", 4, 4},
    {"x.?z.b.orValue(1)", 1, 1},
    {"{'a': y}.a", 33, 33},
    {"true ? x : x.a", 0, 0},
    {"has(x.z) ? x.a : x.b", 2, 3},
    /* constants */
    {"1 + 2 * 3", 2, 2},
    {"[1, 2, 3]", 0, 0},
    {"[dyn(1), y]", 11, 11},
    {"{'a': 1}", 0, 0},
    {"int('12') + 1", 1, 1},
    {"y in ['a', 'b', 'c']", 1, 1},
    {"y in x", 3, 3},
    /* comprehensions */
    {"[1, 2, 3].all(i, i > 0)", 16, 16},
    {"[1, 2, 3].all(i, i > 1)", 8, 8},
    {"[1, 2, 3].exists(i, i == 3)", 19, 19},
    {"[1, 2, 3].exists_one(i, i == 3)", 10, 10},
    {"[1, 2].map(i, i)", 27, 27},
    {"[1, 2].map(i, 1)", 5, 5},
    {"[1, 2].filter(i, i > 1)", 18, 18},
    {"[1, 2].map(i, 1 / 0)", 27, 27},
    {"[2, 1].sortBy(i, i)", 48, 48},
    {"x.?a.optMap(v, v + v).orValue('')", 10, 10},
    {"x.?a.optMap(v, 1).orValue(1)", 4, 4},
    /* texts */
    {"'abcdefghijk' == y", 2, 2},
    {"'abcdefghijk'.startsWith(y)", 3, 2},
    {"'abcdefghijk'.matches('[a-z]+')", 4, 4},
    {"'abcdefghijk'.contains(y)", 3, 3},
    {"'\\u00e4\\u00e4\\u00e4\\u00e4\\u00e4\\u00e4\\u00e4\\u00e4'.upperAscii()", 1, 10},
    {"'a,b'.split(',').join('')", 2, 18},
    {"sets.equivalent([1, 2], [2, 1])", 9, 9},
    {"[[1], [2]].flatten()", 13, 13},
    {"['b', 'a'].sort()", 19, 19},
};

static uint64_t cost_of(const char *environment, const char *expression)
{
    static const struct cel_variable variables[] = {{"x", NULL}, {"y", NULL}};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_env_spec spec = {.environment = environment, .variables = variables, .len = 2};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    struct plim_err err = {0};
    struct value x;
    const struct value y = value_string(PLIM_STR("a"));
    const struct value *const values[] = {&x, &y};
    const struct cel_bindings bindings = {.values = values, .len = 2};
    uint64_t cost = 0;
    plim_assert_ok(value_json_read(arena, PLIM_STR("{\"a\": \"text\", \"b\": 2}"), &x, &err), &err);
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    plim_assert_ok(cel_compile(arena, env, plim_str_from(expression), NULL, &program, NULL, &err),
                   &err);
    (void)cel_eval(program, &bindings, arena, &cost);
    return cost;
}

START_TEST(evaluations_cost_what_they_cost_in_go)
{
    const struct priced *c = &priced[_i];
    uint64_t kubernetes = cost_of("kubernetes", c->expression);
    uint64_t cel = cost_of("cel", c->expression);
    ck_assert_msg(kubernetes == c->kubernetes && cel == c->cel, "%s costs %llu, %llu",
                  c->expression, (unsigned long long)kubernetes, (unsigned long long)cel);
}
END_TEST

START_TEST(prices_by_name_hold_for_unknown_types)
{
    ck_assert(cel_cost_price(CEL_COST_SCAN, CEL_OPTION_KUBERNETES_COST, false));
    ck_assert(!cel_cost_price(CEL_COST_SORT, CEL_OPTION_KUBERNETES_COST, false));
    ck_assert(!cel_cost_price(CEL_COST_SCAN, 0, false));
    ck_assert(!cel_cost_price(CEL_COST_ONE, CEL_OPTION_KUBERNETES_COST, true));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, evaluations_cost_what_they_cost_in_go, 0, (int)PLIM_LEN(priced));
    tcase_add_test(tcase, prices_by_name_hold_for_unknown_types);
}

PLIM_CHECK_MAIN("cel.cost", add_cases)
