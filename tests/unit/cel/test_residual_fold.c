#include "cel_partial.h"
#include "residual.h"

static const struct cel_residual_case cases[] = {
    /* Quantifiers over what is known: the steps that are not decided. */
    {"object.items.all(i, i.name != x.prefix)", "", "\"a\" != x.prefix && \"b\" != x.prefix"},
    {"object.items.all(i, i.name == 'a' || i.name == x.prefix)", "", "\"b\" == x.prefix"},
    {"object.items.exists(i, i.name == x.prefix)", "", "\"a\" == x.prefix || \"b\" == x.prefix"},
    {"object.items.exists(i, i.name == 'b' && x.on)", "", "x.on"},
    {"[1, 2, 3].all(v, v < y || v < x.max + 1)", "",
     "1 < x.max + 1 && 2 < x.max + 1 && 3 < x.max + 1"},
    {"[1, 2].all(i, v, i < v && v <= x.max)", "", "1 <= x.max && 2 <= x.max"},
    {"{'a': 1, 'b': 2}.exists(k, k == x.prefix)", "", "\"a\" == x.prefix || \"b\" == x.prefix"},
    {"{'a': 1, 'b': 2}.all(k, v, k > x.prefix || v == 1)", "", "\"b\" > x.prefix"},
    {"[1, 2].all(a, [1, 2].exists(b, a == b && x.on))", "", "x.on && x.on"},
    {"[1].all(v, [v, x.max] == [1, 3])", "", "[1, x.max] == [1, 3]"},
    {"[1, 2].all(v, v == 2 ? object.none : x.on)", "", "x.on && object.none"},
    {"['1', '2'].all(v, quantity(v).isLessThan(quantity(x.prefix == '' ? '1' : '4')))", "",
     "quantity(\"1\").isLessThan(quantity(x.prefix == \"\" ? \"1\" : \"4\")) && "
     "quantity(\"2\").isLessThan(quantity(x.prefix == \"\" ? \"1\" : \"4\"))"},
    /* Too many of them, or of which the items have no literal: the loop stays. */
    {"lists.range(20).all(v, v < 2 || v < x.max + 30)", "",
     "[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].all(v, v < 2 || v < x.max + "
     "30)"},
    {"[quantity('1')].all(v, v.isLessThan(quantity(x.prefix)) || x.on)", "",
     "[quantity(\"1\")].all(v, v.isLessThan(quantity(x.prefix)) || x.on)"},
    /* Other loops: their range and what does not change in them. */
    {"object.items.map(i, i.name + x.prefix)", "",
     "[{\"name\": \"a\"}, {\"name\": \"b\"}].map(i, i.name + x.prefix)"},
    {"[1, 2].filter(v, v == x.max - y)", "", "[1, 2].filter(v, v == x.max - 1)"},
    {"[1, 2].map(v, v > y, v + x.max)", "", "[1, 2].map(v, v > 1, v + x.max)"},
    {"[1, 2].exists_one(v, v == x.max - 1)", "", "[1, 2].exists_one(v, v == x.max - 1)"},
    {"[3, 1].sortBy(v, v * x.max)", "", "[3, 1].sortBy(v, v * x.max)"},
    {"{'a': 1}.transformMap(k, v, v + x.max)", "", "{\"a\": 1}.transformMap(k, v, v + x.max)"},
    /* A range that is not known. */
    {"object.items.all(i, i.name != object.kind && y == 1)", "object.items",
     "object.items.all(i, i.name != \"Pod\")"},
    {"object.items.exists(i, object.items.exists(j, i == j) || y == 2)", "object.items",
     "object.items.exists(i, object.items.exists(j, i == j))"},
    {"[x.max].all(v, v == y + 2)", "", "[x.max].all(v, v == 3)"},
    {"object.items.all(i, i.none == 1)", "object.items", "object.items.all(i, i.none == 1)"},
};

START_TEST(of_a_loop_is_left_what_is_not_decided)
{
    cel_expect_residual(&cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, of_a_loop_is_left_what_is_not_decided, 0, (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("cel.residual_fold", add_cases)
