#include "support/plim_check.h"

#include "frame.h"

START_TEST(failures_carry_their_message)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_frame frame = {.arena = arena};
    struct value failure = cel_fail(&frame, "no such key: %s", "a");
    ck_assert_int_eq(failure.kind, VALUE_ERROR);
    ck_assert(plim_str_is((struct plim_str){failure.text, failure.len}, "no such key: a"));
    ck_assert(cel_is_failed(&failure));
}
END_TEST

START_TEST(optionals_hold_a_copy)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_frame frame = {.arena = arena};
    struct value one = value_int(1);
    struct value optional = cel_optional_of(&frame, &one);
    one = value_int(2);
    ck_assert_int_eq(optional.items[0].integer, 1);
    ck_assert_uint_eq(cel_optional_none().len, 0);
}
END_TEST

START_TEST(costs_add_up_to_the_limit)
{
    struct cel_frame frame = {.cost_max = 10};
    ck_assert(cel_spend(&frame, 10));
    ck_assert(!cel_spend(&frame, 1));
}
END_TEST

START_TEST(work_without_a_price_ends_too)
{
    struct cel_frame frame = {.cost_max = 10};
    ck_assert(cel_work(&frame, 10));
    ck_assert(!cel_work(&frame, 1));
    ck_assert_uint_eq(frame.cost, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, failures_carry_their_message);
    tcase_add_test(tcase, optionals_hold_a_copy);
    tcase_add_test(tcase, costs_add_up_to_the_limit);
    tcase_add_test(tcase, work_without_a_price_ends_too);
}

PLIM_CHECK_MAIN("cel.frame", add_cases)
