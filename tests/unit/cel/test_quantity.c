#include "support/plim_check.h"

#include "quantity.h"

static const struct {
    const char *text;
    bool good;
    bool whole; /* kept as an int */
    double real;
} cases[] = {
    {"1", true, true, 1},
    {"0", true, true, 0},
    {"-5", true, true, -5},
    {"1k", true, true, 1000},
    {"1Ki", true, true, 1024},
    {"1.5Ki", true, false, 1536},
    {"100m", true, false, 0.1},
    {"1e3", true, true, 1000},
    {"1E", true, true, 1e18},
    {"0.1n", true, false, 1e-9},
    {"+.5", true, false, 0.5},
    {"12345678901234567890", true, false, 12345678901234567890.0},
    {"16Ei", true, false, 9223372036854775807.0},
    {"", false, false, 0},
    {"1Mm", false, false, 0},
    {"1 ", false, false, 0},
    {"a", false, false, 0},
    {"1e", false, false, 0},
    {"1e9999999", false, false, 0},
    {"1-", false, false, 0},
};

START_TEST(quantities_are_read_or_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_quantity quantity;
    int64_t integer = 0;
    const char *why = cel_quantity_parse(arena, plim_str_from(cases[_i].text), &quantity);
    ck_assert_msg(!why == cases[_i].good, "%s: %s", cases[_i].text, why ? why : "read");
    if (why)
        return;
    ck_assert_int_eq(cel_quantity_int(&quantity, &integer), cases[_i].whole);
    double error = cel_quantity_double(arena, &quantity) - cases[_i].real;
    double room = 1e-12 * (1 + (cases[_i].real < 0 ? -cases[_i].real : cases[_i].real));
    ck_assert(error <= room && error >= -room);
}
END_TEST

static const struct {
    const char *left;
    const char *right;
    int order;
} pairs[] = {{"1Ki", "1024", 0}, {"1000m", "1", 0},  {"0.1", "100m", 0}, {"1", "2", -1},
             {"-1", "-2", 1},    {"1e30", "1", 1},   {"1n", "0", 1},     {"-1", "1", -1},
             {"1Gi", "1G", 1},   {"0.3G", "300M", 0}};

START_TEST(quantities_are_compared_by_value)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_quantity left;
    struct cel_quantity right;
    ck_assert_ptr_null(cel_quantity_parse(arena, plim_str_from(pairs[_i].left), &left));
    ck_assert_ptr_null(cel_quantity_parse(arena, plim_str_from(pairs[_i].right), &right));
    ck_assert_int_eq(cel_quantity_compare(arena, &left, &right), pairs[_i].order);
}
END_TEST

START_TEST(sums_that_overflow_become_decimals)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_quantity most;
    struct cel_quantity sum;
    int64_t integer = 0;
    ck_assert_ptr_null(cel_quantity_parse(arena, PLIM_STR("9E"), &most));
    ck_assert(cel_quantity_add(arena, &most, &most, &sum));
    ck_assert(!cel_quantity_int(&sum, &integer));
    ck_assert_int_eq(cel_quantity_sign(&sum), 1);
    struct cel_quantity negated = cel_quantity_negate(&sum);
    ck_assert_int_eq(cel_quantity_sign(&negated), -1);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, quantities_are_read_or_refused, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, quantities_are_compared_by_value, 0, (int)PLIM_LEN(pairs));
    tcase_add_test(tcase, sums_that_overflow_become_decimals);
}

PLIM_CHECK_MAIN("cel.quantity", add_cases)
