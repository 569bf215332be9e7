#include "cel_check.h"

static const struct cel_case the_math_extension_calculates_cases[] = {
    {"math.greatest(1, 2.5, 2u)", "2.5"},
    {"math.greatest([1, 3])", "3"},
    {"math.greatest(1)", "1"},
    {"math.least(1, -1)", "-1"},
    {"math.least([])", "1:12: a number is expected"},
    {"math.least(dyn([]))", "error: math.least(list) argument must not be empty"},
    {"math.least('a', 1)", "1:12: a number is expected"},
    {"math.greatest([1, 'a'])", "1:19: a number is expected"},
    {"math.greatest(1, true ? 'a' : 'b')",
     "1:5: found no matching overload for 'math.@max' applied to '(int, string)'; expected one of "
     "(int, int) -> int, (int, uint) -> dyn, (int, double) -> dyn, ..."},
    {"math.greatest(0.0 / 0.0)", "\"NaN\""},
    {"math.greatest(0.0 / 0.0, 1)", "error: no such overload"},
    {"math.least([1, dyn(0.0 / 0.0)])", "error: no such overload"},
    {"math.greatest()", "1:5: at least one argument is expected"},
    {"math.ceil(1.2)", "2.0"},
    {"math.floor(-1.2)", "-2.0"},
    {"math.round(1.5)", "2.0"},
    {"math.trunc(-1.9)", "-1.0"},
    {"math.isNaN(0.0 / 0.0)", "true"},
    {"math.isInf(1.0 / 0.0)", "true"},
    {"math.isFinite(1.0)", "true"},
    {"math.abs(-1)", "1"},
    {"math.abs(-1.5)", "1.5"},
    {"math.abs(-9223372036854775808)", "error: integer overflow"},
    {"math.sign(-5)", "-1"},
    {"math.sign(5u)", "1"},
    {"math.sign(-2.0)", "-1.0"},
    {"math.sqrt(4)", "2.0"},
    {"math.sqrt(4u)", "2.0"},
    {"math.sqrt(2.25)", "1.5"},
    {"math.bitAnd(6, 3)", "2"},
    {"math.bitOr(6u, 1u)", "7"},
    {"math.bitXor(6, 3)", "5"},
    {"math.bitNot(0)", "-1"},
    {"math.bitShiftLeft(1, 3)", "8"},
    {"math.bitShiftLeft(1, 64)", "0"},
    {"math.bitShiftRight(-8, 1)", "9223372036854775804"},
    {"math.bitShiftRight(8u, -1)", "error: math.bitShiftRight() negative offset: -1"},
    {"math.bitShiftLeft(1, -1)", "error: math.bitShiftLeft() negative offset: -1"},
};

START_TEST(the_math_extension_calculates)
{
    cel_expect("plimsoll", &the_math_extension_calculates_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_math_extension_calculates, 0,
                        (int)PLIM_LEN(the_math_extension_calculates_cases));
}

PLIM_CHECK_MAIN("cel.lib_math", add_cases)
