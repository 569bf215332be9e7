#include "cel_schema_check.h"
#include "typed_list.h"

#define SET                                                                             \
    "{\"type\": \"array\", \"x-kubernetes-list-type\": \"set\", \"items\": {\"type\": " \
    "\"integer\"}}"
#define KEYED                                                                                     \
    "{\"type\": \"array\", \"x-kubernetes-list-type\": \"map\", \"x-kubernetes-list-map-keys\": " \
    "[\"k\"], \"items\": {\"type\": \"object\", \"properties\": {\"k\": {\"type\": \"string\"}, " \
    "\"v\": {\"type\": \"integer\"}}}}"
#define TWO(schema) "{\"type\": \"object\", \"properties\": {\"a\": " schema ", \"b\": " schema "}}"

static const struct schema_case cases[] = {
    {TWO(SET), "{\"a\": [1, 2], \"b\": [2, 1]}", {"self.a == self.b", "true"}},
    {TWO(SET), "{\"a\": [1, 2], \"b\": [2, 3]}", {"self.a == self.b", "false"}},
    {TWO(SET), "{\"a\": [1, 2], \"b\": [2]}", {"self.a == self.b", "false"}},
    {TWO(SET), "{\"a\": [1, 2]}", {"self.a == [2, 1]", "true"}},
    {TWO(SET), "{\"a\": [1, 2]}", {"[2, 1] == self.a", "false"}},
    {TWO(SET), "{\"a\": [1, 2]}", {"self.a in [[2, 1]]", "true"}},
    {TWO(SET), "{\"a\": [1, 2], \"b\": [3, 2]}", {"self.a + self.b", "[1,2,3]"}},
    {TWO(SET), "{\"a\": [], \"b\": [3, 2]}", {"self.a + [3, 3]", "[3]"}},
    {TWO(SET), "{\"a\": [1]}", {"self.a + []", "[1]"}},
    {TWO(SET), "{\"a\": [1, 2]}", {"[2] + self.a", "[2,1,2]"}},
    {TWO(SET), "{\"a\": [1, 2]}", {"([] + self.a) == [2, 1]", "false"}},
    {TWO(SET), "{\"a\": [1, 2], \"b\": [3]}", {"(self.a + self.b) == [3, 1, 2]", "true"}},
    {TWO(SET), "{\"a\": [1, 2]}", {"self.a.map(x, x) == [2, 1]", "false"}},
    {TWO(KEYED),
     "{\"a\": [{\"k\": \"x\", \"v\": 1}, {\"k\": \"y\"}], \"b\": [{\"k\": \"y\"}, {\"k\": \"x\", "
     "\"v\": 1}]}",
     {"self.a == self.a", "true"}},
    {TWO(KEYED),
     "{\"a\": [{\"k\": \"x\", \"v\": 1}, {\"k\": \"y\", \"v\": 2}]}",
     {"dyn(self.a) + [{'k': dyn('x'), 'v': dyn(3)}, {'k': dyn('z'), 'v': dyn(4)}]",
      "[{\"k\":\"x\",\"v\":3},{\"k\":\"y\",\"v\":2},{\"k\":\"z\",\"v\":4}]"}},
    {TWO(KEYED),
     "{\"a\": [{\"k\": \"x\", \"v\": 1}, {\"v\": 2}]}",
     {"dyn(self.a) == [{'v': dyn(2)}, {'k': dyn('x'), 'v': dyn(1)}]", "true"}},
    {TWO(KEYED),
     "{\"a\": [{\"k\": \"x\", \"v\": 1}]}",
     {"dyn(self.a) == [{'k': dyn('x'), 'v': dyn(2)}]", "false"}},
};

START_TEST(operators_honour_the_type_of_lists)
{
    schema_expect(&cases[_i]);
}
END_TEST

static struct value numbers(struct plim_arena *arena, size_t len, int64_t first, int64_t step)
{
    static const struct cel_list_rule set = {0};
    struct value *items = plim_arena_array(arena, len + 1, sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = value_int(first + (int64_t)i * step);
    return cel_typed_list(items, len, &set);
}

START_TEST(large_sets_are_compared_and_united_without_quadratic_work)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    enum { MANY = 20000 };
    struct cel_frame frame = {.arena = arena};
    const struct value up = numbers(arena, MANY, 0, 1);
    const struct value down = numbers(arena, MANY, MANY - 1, -1);
    const struct value even = numbers(arena, MANY, 0, 2);
    ck_assert(cel_typed_list_equal(&up, &down));
    ck_assert(!cel_typed_list_equal(&up, &even));
    const struct value both = cel_typed_list_add(&frame, &up, &even);
    ck_assert_uint_eq(both.len, MANY + MANY / 2);
    ck_assert_int_eq(both.items[MANY].integer, MANY);
}
END_TEST

START_TEST(the_first_error_inside_is_found)
{
    struct value items[] = {value_int(1), {.kind = VALUE_ERROR}};
    struct value list = value_list(items, 2);
    ck_assert_ptr_null(cel_flaw_in(&list));
    list.flags |= CEL_FLAG_FLAWED;
    ck_assert_ptr_eq(cel_flaw_in(&list), &items[1]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, operators_honour_the_type_of_lists, 0, PLIM_LEN(cases));
    tcase_add_test(tcase, large_sets_are_compared_and_united_without_quadratic_work);
    tcase_add_test(tcase, the_first_error_inside_is_found);
}

PLIM_CHECK_MAIN("cel.typed_list", add_cases)
