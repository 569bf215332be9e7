#include "support/plim_check.h"

#include "decimal.h"

static struct cel_decimal number(bool negative, const char *digits, int32_t exponent)
{
    return cel_decimal_make(negative, plim_str_from(digits), exponent);
}

struct sum_case {
    const char *left;
    const char *right;
    const char *sum;
    int32_t left_exponent;
    int32_t right_exponent;
    int order;
    bool right_negative;
};

static const struct sum_case cases[] = {
    {"1", "2", "3", 0, 0, -1, false},
    {"1", "10", "20", 0, -1, 0, false},
    {"5", "3", "2", 0, 0, 1, true},
    {"3", "5", "2", 0, 0, 1, true},
    {"999", "1", "1000", 0, 0, 1, false},
    {"1", "1", "1000000000000000000000000000000000000001", 30, -9, 1, false},
    {"0", "0", "", 0, 0, 0, false},
    {"7", "7", "", 0, 0, 1, true},
};

START_TEST(decimals_of_any_size_are_added_and_compared)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_decimal sum;
    struct cel_decimal left = number(false, cases[_i].left, cases[_i].left_exponent);
    struct cel_decimal right =
        number(cases[_i].right_negative, cases[_i].right, cases[_i].right_exponent);
    ck_assert(cel_decimal_add(arena, &left, &right, &sum));
    ck_assert(plim_str_is((struct plim_str){sum.digits, sum.len}, cases[_i].sum));
    int order = cel_decimal_compare(arena, &left, &right);
    ck_assert_int_eq((order > 0) - (order < 0), cases[_i].order);
}
END_TEST

START_TEST(rounding_goes_away_from_zero)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_decimal tiny = number(true, "1", -12);
    struct cel_decimal exact = number(false, "1500", -3);
    tiny = cel_decimal_round_up(arena, &tiny, -9);
    exact = cel_decimal_round_up(arena, &exact, -1);
    ck_assert(tiny.negative && tiny.len == 1 && tiny.digits[0] == '1' && tiny.exponent == -9);
    ck_assert(exact.len == 2 && exact.digits[0] == '1' && exact.digits[1] == '5');
}
END_TEST

START_TEST(products_have_all_their_digits)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_decimal many = number(false, "9999999999999999999", 0);
    struct cel_decimal product = cel_decimal_multiply(arena, &many, (uint64_t)1 << 60);
    ck_assert(plim_str_is((struct plim_str){product.digits, product.len},
                          "11529215046068469758847078495393153024"));
}
END_TEST

START_TEST(sums_with_too_many_digits_are_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_decimal huge = number(false, "1", CEL_DECIMAL_DIGITS_MAX);
    struct cel_decimal one = number(false, "1", 0);
    ck_assert(!cel_decimal_add(arena, &huge, &one, &huge));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, decimals_of_any_size_are_added_and_compared, 0,
                        (int)PLIM_LEN(cases));
    tcase_add_test(tcase, rounding_goes_away_from_zero);
    tcase_add_test(tcase, products_have_all_their_digits);
    tcase_add_test(tcase, sums_with_too_many_digits_are_refused);
}

PLIM_CHECK_MAIN("cel.decimal", add_cases)
