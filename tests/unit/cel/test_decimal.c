#include "support/plim_check.h"

#include "decimal.h"

static struct cel_decimal number(bool negative, const char *digits, int32_t exponent)
{
    return cel_decimal_make(negative, plim_str_from(digits), exponent);
}

static const struct {
    const char *left;
    int32_t left_exponent;
    const char *right;
    int32_t right_exponent;
    bool right_negative;
    const char *sum;
    int order;
} cases[] = {
    {"1", 0, "2", 0, false, "3", -1},
    {"1", 0, "10", -1, false, "20", 0},
    {"5", 0, "3", 0, true, "2", 1},
    {"3", 0, "5", 0, true, "2", 1},
    {"999", 0, "1", 0, false, "1000", 1},
    {"1", 30, "1", -9, false, "1000000000000000000000000000000000000001", 1},
    {"0", 0, "0", 0, false, "", 0},
    {"7", 0, "7", 0, true, "", 1},
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
