#include "base/arena.h"
#include "support/plim_check.h"

#include "compare.h"

static const struct {
    struct value left;
    struct value right;
    enum cel_order order;
} cases[] = {
    {{.kind = VALUE_INT, .integer = 1},
     {.kind = VALUE_UINT, .unsigned_integer = 1},
     CEL_ORDER_SAME},
    {{.kind = VALUE_INT, .integer = -1},
     {.kind = VALUE_UINT, .unsigned_integer = 0},
     CEL_ORDER_LESS},
    {{.kind = VALUE_INT, .integer = 1}, {.kind = VALUE_DOUBLE, .real = 1.5}, CEL_ORDER_LESS},
    {{.kind = VALUE_DOUBLE, .real = 1e300}, {.kind = VALUE_INT, .integer = 1}, CEL_ORDER_GREATER},
    {{.kind = VALUE_DOUBLE, .real = -1.0},
     {.kind = VALUE_UINT, .unsigned_integer = 0},
     CEL_ORDER_LESS},
    {{.kind = VALUE_DOUBLE, .real = -0.0}, {.kind = VALUE_DOUBLE, .real = 0.0}, CEL_ORDER_SAME},
    {{.kind = VALUE_STRING, .text = "ab", .len = 2},
     {.kind = VALUE_STRING, .text = "b", .len = 1},
     CEL_ORDER_LESS},
    {{.kind = VALUE_STRING, .text = "ab", .len = 2},
     {.kind = VALUE_STRING, .text = "a", .len = 1},
     CEL_ORDER_GREATER},
    {{.kind = VALUE_BOOL, .boolean = false}, {.kind = VALUE_BOOL, .boolean = true}, CEL_ORDER_LESS},
    {{.kind = VALUE_DURATION, .integer = 0, .len = (uint32_t)-5},
     {.kind = VALUE_DURATION},
     CEL_ORDER_LESS},
    {{.kind = VALUE_INT, .integer = 1},
     {.kind = VALUE_STRING, .text = "a", .len = 1},
     CEL_ORDER_NONE},
    {{.kind = VALUE_NULL}, {.kind = VALUE_NULL}, CEL_ORDER_NONE},
};

START_TEST(values_have_the_order_of_the_specification)
{
    ck_assert_int_eq(cel_compare(&cases[_i].left, &cases[_i].right), cases[_i].order);
}
END_TEST

START_TEST(not_a_number_is_equal_to_nothing)
{
    const struct value nan = value_double((double)__builtin_nanf(""));
    const struct value list = value_list(&nan, 1);
    ck_assert_int_eq(cel_compare(&nan, &nan), CEL_ORDER_NAN);
    ck_assert(!cel_equal(&nan, &nan));
    ck_assert(!cel_equal(&list, &list));
}
END_TEST

START_TEST(maps_are_equal_whatever_their_order)
{
    const struct value_entry left[] = {{value_int(1), value_null()},
                                       {value_int(2), value_bool(true)}};
    const struct value_entry right[] = {{value_uint(2), value_bool(true)},
                                        {value_double(1), value_null()}};
    const struct value a = value_map(left, 2);
    const struct value b = value_map(right, 2);
    const struct value c = value_map(right, 1);
    ck_assert(cel_equal(&a, &b));
    ck_assert(!cel_equal(&a, &c));
    ck_assert_ptr_null(cel_map_find(&c, &left[0].key));
}
END_TEST

START_TEST(large_maps_are_compared_without_quadratic_work)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    enum { MANY = 50000 };
    struct value_entry *up = plim_arena_array(arena, MANY, sizeof *up);
    struct value_entry *down = plim_arena_array(arena, MANY, sizeof *down);
    for (int i = 0; i < MANY; i++) {
        up[i] = (struct value_entry){value_int(i), value_int(i)};
        down[MANY - 1 - i] = (struct value_entry){value_uint((uint64_t)i), value_int(i)};
    }
    const struct value left = value_map(up, MANY);
    const struct value right = value_map(down, MANY);
    ck_assert(cel_equal(&left, &right));
    down[0].value = value_int(-1);
    ck_assert(!cel_equal(&left, &right));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, values_have_the_order_of_the_specification, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, not_a_number_is_equal_to_nothing);
    tcase_add_test(tcase, maps_are_equal_whatever_their_order);
    tcase_add_test(tcase, large_maps_are_compared_without_quadratic_work);
}

PLIM_CHECK_MAIN("cel.compare", add_cases)
