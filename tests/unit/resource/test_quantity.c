#include "resource/quantity.h"

#include "resource_fixture.h"

static const struct {
    const char *text;
    const char *canonical;
} quantities[] = {
    {"0", "0"},
    {"1", "1"},
    {"+1.50", "1.5"},
    {"-0.5", "-0.5"},
    {"100m", "0.1"},
    {"0.1", "0.1"},
    {".5", "0.5"},
    {"5.", "5"},
    {"1Ki", "1024"},
    {"1.5Gi", "1610612736"},
    {"0.5Gi", "536870912"},
    {"1024Mi", "1073741824"},
    {"1048576Ki", "1073741824"},
    {"1k", "1000"},
    {"2M", "2000000"},
    {"1e3", "1000"},
    {"1E3", "1000"},
    {"1E", "1000000000000000000"},
    {"1e-3", "0.001"},
    {"12E-1", "1.2"},
    {"1n", "0.000000001"},
    {"1u", "0.000001"},
    {"0.1n", "0.000000001"}, /* rounded away from zero */
    {"-0.1n", "-0.000000001"},
    {"1e-100", "0.000000001"},
    {"0.9999999999", "1"},
    {"7Ei", "8070450532247928832"},
    {"8Ei", "9223372036854775807"}, /* capped */
    {"1e99999999", "9223372036854775807"},
    {"00000000001", "1"},
};

START_TEST(a_quantity_has_one_canonical_text)
{
    struct plim_err err = {0};
    struct resource_quantity quantity = {0};
    plim_assert_ok(resource_quantity_parse(plim_str_from(quantities[_i].text), &quantity, &err),
                   &err);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    resource_quantity_write(&quantity, &text);
    ck_assert_str_eq(text.text, quantities[_i].canonical);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} rejected[] = {
    {"", "not a quantity: ''"},           {"1 GB", "not a quantity: '1 GB'"},
    {"1GB", "not a quantity: '1GB'"},     {"Gi", "not a quantity: 'Gi'"},
    {"1e", "not a quantity: '1e'"},       {"1e+", "not a quantity: '1e+'"},
    {"1.2.3", "not a quantity: '1.2.3'"}, {"--1", "not a quantity: '--1'"},
    {"1K", "not a quantity: '1K'"},
};

START_TEST(what_is_no_quantity_is_refused)
{
    struct plim_err err = {0};
    struct resource_quantity quantity = {7, 7};
    plim_assert_fails(resource_quantity_parse(plim_str_from(rejected[_i].text), &quantity, &err),
                      PLIM_INVALID, &err, rejected[_i].message);
    ck_assert_int_eq(quantity.units, 7);
}
END_TEST

START_TEST(a_long_text_is_refused)
{
    struct plim_err err = {0};
    struct resource_quantity quantity = {0};
    char digits[RESOURCE_QUANTITY_MAX + 2];
    memset(digits, '1', sizeof(digits));
    struct plim_str text = {digits, RESOURCE_QUANTITY_MAX + 1};
    ck_assert_int_eq(resource_quantity_parse(text, &quantity, &err), PLIM_INVALID);
    text.len = RESOURCE_QUANTITY_MAX;
    plim_assert_ok(resource_quantity_parse(text, &quantity, &err), &err);
}
END_TEST

static const struct {
    const char *left;
    const char *right;
    int order;
} pairs[] = {
    {"1", "'1000m'", 0}, {"0.1", "100m", 0}, {"134217728", "128Mi", 0},
    {"1Gi", "1G", 1},    {"-1", "1m", -1},   {"1.5", "1500m", 0},
};

START_TEST(numbers_and_texts_compare_by_amount)
{
    struct value left = plim_value_from_yaml(arena, pairs[_i].left);
    struct value right = plim_value_from_yaml(arena, pairs[_i].right);
    struct resource_quantity one = {0};
    struct resource_quantity two = {0};
    ck_assert(resource_quantity_read(&left, &one));
    ck_assert(resource_quantity_read(&right, &two));
    ck_assert_int_eq(resource_quantity_compare(&one, &two), pairs[_i].order);
}
END_TEST

START_TEST(a_map_is_no_quantity)
{
    struct value map = plim_value_from_yaml(arena, "{a: 1}");
    struct resource_quantity quantity = {0};
    ck_assert(!resource_quantity_read(&map, &quantity));
    ck_assert(!resource_quantity_read(NULL, &quantity));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, a_quantity_has_one_canonical_text, 0, PLIM_LEN(quantities));
    tcase_add_loop_test(tcase, what_is_no_quantity_is_refused, 0, PLIM_LEN(rejected));
    tcase_add_test(tcase, a_long_text_is_refused);
    tcase_add_loop_test(tcase, numbers_and_texts_compare_by_amount, 0, PLIM_LEN(pairs));
    tcase_add_test(tcase, a_map_is_no_quantity);
}

PLIM_CHECK_MAIN("resource.quantity", add_cases)
