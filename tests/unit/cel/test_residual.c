#include "cel_partial.h"
#include "residual.h"

static const struct cel_residual_case cases[] = {
    /* What is known is its literal. */
    {"y + 1", "", "2"},
    {"object.kind", "", "\"Pod\""},
    {"object.spec", "", "{\"n\": 1, \"a/b\": 2}"},
    {"[b'\\xff', 1u, 1.5, null, true, int]", "", "[b\"\\xff\", 1u, 1.5, null, true, int]"},
    {"timestamp('2024-01-02T03:04:05Z') + duration('1s')", "",
     "timestamp(\"2024-01-02T03:04:06Z\")"},
    {"duration('90m')", "", "duration(\"5400s\")"},
    {"double('NaN') != 1.0 ? -double('Infinity') : 1.0", "", "double(\"-Infinity\")"},
    {"object.?kind", "", "optional.of(\"Pod\")"},
    {"object.?none", "", "optional.none()"},
    /* What fails stays. */
    {"y / 0", "", "y / 0"},
    {"object.none.x", "", "object.none.x"},
    {"x.max + object.none", "", "x.max + object.none"},
    /* Parts that are known. */
    {"x.max == y + 1", "", "x.max == 2"},
    {"x.max > size(object.items)", "", "x.max > 2"},
    {"object.spec.n == y", "object.spec", "object.spec.n == 1"},
    {"object.items[y].name + x.prefix", "", "\"b\" + x.prefix"},
    {"object.items[x.max - 2].name", "", "[{\"name\": \"a\"}, {\"name\": \"b\"}][x.max - 2].name"},
    {"{'a': 'b'}[x.prefix]", "", "{\"a\": \"b\"}[x.prefix]"},
    {"quantity('1Ki').isGreaterThan(quantity(x.prefix == 'a' ? '1' : object.kind))", "",
     "quantity(\"1Ki\").isGreaterThan(quantity(x.prefix == \"a\" ? \"1\" : \"Pod\"))"},
    {"math.greatest(x.max, y + 1, object.spec.n)", "", "math.greatest(x.max, 2, 1)"},
    {"has(x.max)", "", "has(x.max)"},
    {"has(object.spec.n) && has(x.max)", "", "has(x.max)"},
    {"type(x.max) == int", "", "type(x.max) == int"},
    {"'%s-%d'.format([object.kind, x.max])", "", "\"%s-%d\".format([\"Pod\", x.max])"},
    /* && and ||. */
    {"x.on && y == 1", "", "x.on"},
    {"y == 1 && x.on && object.kind == 'Pod'", "", "x.on"},
    {"y == 2 || x.on || params.max == 4", "", "x.on"},
    {"y == 2 && x.on", "", "false"},
    {"x.on || y == 1", "", "true"},
    {"x.on && (y == 2 || x.max == 3) && y == 1", "", "x.on && x.max == 3"},
    {"x.on || y / 0 == 1", "", "x.on || y / 0 == 1"},
    {"x.on && dyn(y)", "", "x.on && dyn(1)"},
    /* A type that is known now does not make it fail earlier. */
    {"object.spec.n.startsWith(x.prefix)", "", "dyn(1).startsWith(x.prefix)"},
    {"object.spec.n + [object.kind, x.prefix]", "", "dyn(1) + [dyn(\"Pod\"), x.prefix]"},
    /* Conditions. */
    {"y == 1 ? x.max : x.none", "", "x.max"},
    {"x.on ? y + 1 : y + 2", "", "x.on ? 2 : 3"},
    {"x.on && y == 1 ? y : 2", "", "x.on ? 1 : 2"},
    /* Lists and maps. */
    {"[y, x.max, object.kind]", "", "[1, x.max, \"Pod\"]"},
    {"[?object.?kind, ?object.?none, ?x.?max, y]", "", "[\"Pod\", ?x.?max, 1]"},
    {"{'a': x.max, object.kind: y}", "", "{\"a\": x.max, \"Pod\": 1}"},
    {"{?'a': object.?kind, ?'b': object.?none, ?'c': x.?max}", "",
     "{\"a\": \"Pod\", ?\"c\": x.?max}"},
    /* Locals. */
    {"cel.bind(a, y + 1, a * x.max)", "", "2 * x.max"},
    {"cel.bind(a, x.max, a * a + y)", "", "cel.bind(a, x.max, a * a + 1)"},
    {"cel.bind(a, x.max, y == 1 ? x.on : a == 1)", "", "x.on"},
    {"cel.bind(a, quantity('1'), a.isGreaterThan(quantity(x.prefix)) || x.on)", "",
     "cel.bind(a, quantity(\"1\"), a.isGreaterThan(quantity(x.prefix)) || x.on)"},
    {"cel.block([y + 1, x.max], cel.index(0) + cel.index(1))", "",
     "cel.bind(cel.index(1), x.max, 2 + cel.index(1))"},
    {"object.?kind.optMap(k, k + x.prefix)", "", "optional.of(\"Pod\" + x.prefix)"},
    {"object.?kind.optFlatMap(k, x.?max)", "", "x.?max"},
    {"x.?max.optMap(k, k + y)", "", "x.?max.optMap(k, k + 1)"},
    {"object.?kind.orValue(x.prefix)", "", "\"Pod\""},
    {"object.?none.orValue(x.prefix)", "", "optional.none().orValue(x.prefix)"},
};

START_TEST(what_is_left_is_what_is_not_known)
{
    cel_expect_residual(&cases[_i]);
}
END_TEST

START_TEST(values_that_no_expression_makes_stay_behind_their_names)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    struct cel_partial partial;
    cel_partial_init(&partial, arena, "");
    const struct value_entry entry = {value_string_c("user"), value_unknown(PLIM_STR("403"))};
    partial.object = value_map(&entry, 1);
    const struct cel_program *program =
        cel_partial_compile(&partial, "object.user.name == 'a' && y == 1");
    plim_assert_ok(cel_residual(program, &partial.bindings, arena, &text, &err), &err);
    ck_assert_str_eq(text.text, "object.user.name == \"a\"");
}
END_TEST

START_TEST(a_residual_has_a_limit)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    struct cel_partial partial;
    cel_partial_init(&partial, arena, "");
    char *longest = plim_arena_alloc(arena, CEL_RESIDUAL_BYTES_MAX);
    for (size_t i = 0; i < CEL_RESIDUAL_BYTES_MAX; i++)
        longest[i] = 'a';
    partial.object = value_string((struct plim_str){longest, CEL_RESIDUAL_BYTES_MAX});
    const struct cel_program *program = cel_partial_compile(&partial, "object + x");
    plim_assert_fails(cel_residual(program, &partial.bindings, arena, &text, &err), PLIM_LIMIT,
                      &err, "what is left is longer than 262144 bytes");
    ck_assert_uint_eq(text.len, 0);
}
END_TEST

START_TEST(a_residual_costs_no_more_than_a_multiple_of_the_limit)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    struct cel_partial partial;
    struct cel_limits limits = cel_default_limits;
    const struct cel_program *program = NULL;
    limits.cost = 5;
    cel_partial_init(&partial, arena, "");
    plim_assert_ok(cel_compile(arena, partial.env,
                               PLIM_STR("object.items.map(i, object.items.map(j, x))"), &limits,
                               &program, NULL, &err),
                   &err);
    plim_assert_fails(cel_residual(program, &partial.bindings, arena, &text, &err), PLIM_LIMIT,
                      &err, "what is left cannot be told within 40 cost units");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_is_left_is_what_is_not_known, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, values_that_no_expression_makes_stay_behind_their_names);
    tcase_add_test(tcase, a_residual_has_a_limit);
    tcase_add_test(tcase, a_residual_costs_no_more_than_a_multiple_of_the_limit);
}

PLIM_CHECK_MAIN("cel.residual", add_cases)
