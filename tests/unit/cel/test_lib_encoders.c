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

static const struct cel_case json_cases[] = {
    {"json.encode({'b': [1, 2u, 1.5, true, null], 'a': 'x\"y'})",
     "\"{\\\"a\\\":\\\"x\\\\\\\"y\\\",\\\"b\\\":[1,2,1.5,true,null]}\""},
    {"json.encode(9007199254740991)", "\"9007199254740991\""},
    {"json.encode(9007199254740992) == '\"9007199254740992\"'", "true"},
    {"json.encode(-9223372036854775807 - 1) == '\"-9223372036854775808\"'", "true"},
    {"json.encode(18446744073709551615u) == '\"18446744073709551615\"'", "true"},
    {"json.encode(b'abc') == '\"YWJj\"'", "true"},
    {"json.encode([1.0, -3e9, 1e300]) == '[1,-3000000000,1e+300]'", "true"},
    {"json.encode(optional.of([1])) == '[1]'", "true"},
    {"json.encode(optional.none())", "error: optional.none() dereference"},
    {"json.encode({2: 'two'})", "error: keys of JSON are strings, not of type 'int'"},
    {"json.encode(-1.0 / 0.0)", "error: JSON has no number for -infinity"},
    {"json.encode(duration('90s')) == '\"90s\"'", "true"},
    {"json.encode(timestamp('2026-01-02T03:04:05Z')) == '\"2026-01-02T03:04:05Z\"'", "true"},
    {"json.encode([type(1)])", "error: type conversion error from 'type' to JSON"},
};

START_TEST(json_is_written_in_the_order_of_its_keys)
{
    cel_expect("plimsoll", &json_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, base64_goes_both_ways, 0,
                        (int)PLIM_LEN(base64_goes_both_ways_cases));
    tcase_add_loop_test(tcase, json_is_written_in_the_order_of_its_keys, 0,
                        (int)PLIM_LEN(json_cases));
}

PLIM_CHECK_MAIN("cel.lib_encoders", add_cases)
