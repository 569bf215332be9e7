#include "support/plim_check.h"

#include "sort.h"

START_TEST(equal_keys_keep_their_order)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_frame frame = {.arena = arena};
    const struct value items[] = {value_int(0), value_int(1), value_int(2), value_int(3),
                                  value_int(4)};
    const struct value keys[] = {value_int(2), value_int(1), value_int(2), value_int(1),
                                 value_int(0)};
    const struct value list = value_list(items, 5);
    static const int64_t want[] = {4, 1, 3, 0, 2};
    struct value sorted = cel_sort(&frame, &list, keys);
    for (size_t i = 0; i < 5; i++)
        ck_assert_int_eq(sorted.items[i].integer, want[i]);
}
END_TEST

START_TEST(keys_without_an_order_are_an_error)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_frame frame = {.arena = arena};
    const struct value mixed[] = {value_int(0), value_string_c("a")};
    const struct value nulls[] = {value_null(), value_null()};
    const struct value list = value_list(mixed, 2);
    ck_assert_int_eq(cel_sort(&frame, &list, mixed).kind, VALUE_ERROR);
    ck_assert_int_eq(cel_sort(&frame, &list, nulls).kind, VALUE_ERROR);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, equal_keys_keep_their_order);
    tcase_add_test(tcase, keys_without_an_order_are_an_error);
}

PLIM_CHECK_MAIN("cel.sort", add_cases)
