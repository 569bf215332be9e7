#include "cel_check.h"

static const struct cel_case base64_goes_both_ways_cases[] = {
    {"base64.encode(b'hello')", "\"aGVsbG8=\""},
    {"string(base64.decode('aGVsbG8='))", "\"hello\""},
    {"string(base64.decode('aGVsbG8'))", "\"hello\""},
    {"base64.decode('!')", "error: illegal base64 data"},
};

START_TEST(base64_goes_both_ways)
{
    cel_expect("plimsoll", &base64_goes_both_ways_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, base64_goes_both_ways, 0,
                        (int)PLIM_LEN(base64_goes_both_ways_cases));
}

PLIM_CHECK_MAIN("cel.lib_encoders", add_cases)
