#include "cel_check.h"

static const struct cel_case escapes_mean_code_points_or_bytes_cases[] = {
    {"'\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\\"\\'\\`'.size()", "12"},
    {"'\\x41\\u00e9\\U0001f600\\101'", "\"A\303\251\360\237\230\200A\""},
    {"b'\\x41\\377' == b'A\\xff'", "true"},
    {"'\\u12'", "1:2: syntax error: escape has too few digits"},
    {"'\\q'", "1:2: syntax error: unknown escape"},
    {"'\\ud800'", "1:2: syntax error: escape is no code point"},
    {"b'\\u0041'", "1:3: syntax error: bytes have no unicode escapes"},
    {"'\\400'", "1:2: syntax error: unknown escape"},
    {"'\\x4'", "1:2: syntax error: escape has too few digits"},
    {"'a\\\n'", "1:3: syntax error: unknown escape"},
    {"'''a\r\nb'''", "\"a\\nb\""},
    {"9223372036854775807", "9223372036854775807"},
    {"0xffffffffffffffffu", "18446744073709551615"},
    {"1.0", "1.0"},
    {"'\\", "1:1: syntax error: string is not closed"},
};

START_TEST(escapes_mean_code_points_or_bytes)
{
    cel_expect("plimsoll", &escapes_mean_code_points_or_bytes_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, escapes_mean_code_points_or_bytes, 0,
                        (int)PLIM_LEN(escapes_mean_code_points_or_bytes_cases));
}

PLIM_CHECK_MAIN("cel.literal", add_cases)
