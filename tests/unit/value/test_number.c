#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/defs.h"
#include "support/plim_check.h"

#include "number_priv.h"

static const struct {
    double real;
    const char *text;
} numbers[] = {
    {0.0, "0.0"},
    {-0.0, "-0.0"},
    {1.0, "1.0"},
    {0.1, "0.1"},
    {-2.5, "-2.5"},
    {100.0, "100.0"},
    {1e20, "100000000000000000000.0"},
    {1e21, "1e+21"},
    {1e-6, "0.000001"},
    {1e-7, "1e-07"},
    {1.0 / 3, "0.3333333333333333"},
    {9007199254740993.0, "9007199254740992.0"},
    {9223372036854775808.0, "9223372036854776000.0"},
    {5e-324, "5e-324"},
    {DBL_MAX, "1.7976931348623157e+308"},
    {123456.789, "123456.789"},
};

START_TEST(format_is_the_shortest_that_reads_back)
{
    char text[VALUE_NUMBER_TEXT_BYTES];
    value_number_format(numbers[_i].real, text);
    ck_assert_str_eq(text, numbers[_i].text);
    ck_assert_mem_eq(&(double){strtod(text, NULL)}, &numbers[_i].real, sizeof(double));
}
END_TEST

static const struct {
    double real;
    const char *text;
} keys[] = {
    {1.0, "1"},      {1.5, "1.5"},       {0.1, "0.1"},       {100000.0, "100000"},
    {1e6, "1e+06"},  {0.0001, "0.0001"}, {0.00001, "1e-05"}, {16777217.0, "1.6777216e+07"},
    {1e300, ".inf"}, {-1e300, "-.inf"},  {-0.5, "-0.5"},
};

START_TEST(format_key_is_what_go_writes_with_32_bits)
{
    char text[VALUE_NUMBER_TEXT_BYTES];
    value_number_format_key(keys[_i].real, text);
    ck_assert_str_eq(text, keys[_i].text);
}
END_TEST

START_TEST(format_key_names_what_is_no_number)
{
    char text[VALUE_NUMBER_TEXT_BYTES];
    value_number_format_key((double)NAN, text);
    ck_assert_str_eq(text, ".nan");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, format_is_the_shortest_that_reads_back, 0, PLIM_LEN(numbers));
    tcase_add_loop_test(tcase, format_key_is_what_go_writes_with_32_bits, 0, PLIM_LEN(keys));
    tcase_add_test(tcase, format_key_names_what_is_no_number);
}

PLIM_CHECK_MAIN("value.number", add_cases)
