#include "cel_check.h"

static const struct cel_case conversions_keep_the_value_or_fail_cases[] = {
    {"int(1u)", "1"},
    {"int(18446744073709551615u)", "error: integer overflow: value is out of range"},
    {"int(1.9)", "1"},
    {"int(1e99)", "error: integer overflow: value is out of range"},
    {"int('42')", "42"},
    {"int('x')", "error: type conversion error from 'string' to 'int'"},
    {"int('99999999999999999999')", "error: integer overflow: value is out of range"},
    {"int(timestamp('1970-01-01T00:00:01Z'))", "1"},
    {"uint(1)", "1"},
    {"uint(-1)", "error: unsigned integer overflow: value is out of range"},
    {"uint(1.9)", "1"},
    {"uint(-1.0)", "error: unsigned integer overflow: value is out of range"},
    {"uint('7')", "7"},
    {"uint('-7')", "error: type conversion error from 'string' to 'uint'"},
    {"uint('99999999999999999999')", "error: unsigned integer overflow: value is out of range"},
    {"double(1)", "1.0"},
    {"double(1u)", "1.0"},
    {"double('1.5')", "1.5"},
    {"double('x')", "error: type conversion error from 'string' to 'double'"},
    {"double('NaN')", "\"NaN\""},
    {"string(1)", "\"1\""},
    {"string(1u)", "\"1\""},
    {"string(1.5)", "\"1.5\""},
    {"string(true)", "\"true\""},
    {"string(b'abc')", "\"abc\""},
    {"string(b'\\xff')", "error: invalid UTF-8 in bytes, cannot convert to string"},
    {"string(timestamp(0))", "\"1970-01-01T00:00:00Z\""},
    {"string(duration('90s'))", "\"90s\""},
    {"bytes('a')", "\"YQ==\""},
    {"bool('true')", "true"},
    {"bool('FALSE')", "false"},
    {"bool('yes')", "error: type conversion error from 'string' to 'bool'"},
    {"type(1)", "type int"},
    {"type(1.0)", "type double"},
    {"type([])", "type list"},
    {"type(type(1))", "type type"},
    {"type(null)", "type null_type"},
    {"dyn(1)", "1"},
    {"int(duration('1s'))", "1000000000"},
};

START_TEST(conversions_keep_the_value_or_fail)
{
    cel_expect("plimsoll", &conversions_keep_the_value_or_fail_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, conversions_keep_the_value_or_fail, 0,
                        (int)PLIM_LEN(conversions_keep_the_value_or_fail_cases));
}

PLIM_CHECK_MAIN("cel.lib_conversions", add_cases)
