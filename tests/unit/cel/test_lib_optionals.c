#include "cel_check.h"

static const struct cel_case optionals_hold_a_value_or_none_cases[] = {
    {"optional.ofNonZeroValue(optional.none()).hasValue()", "true"},
    {"optional.none().value().optMap(v, v)", "error: optional.none() dereference"},
    {"optional.of(1).value()", "1"},
    {"optional.none()", "none"},
    {"optional.none().value()", "error: optional.none() dereference"},
    {"optional.of(1).hasValue()", "true"},
    {"optional.ofNonZeroValue('')", "none"},
    {"optional.ofNonZeroValue('a').value()", "\"a\""},
    {"optional.ofNonZeroValue(0.0)", "none"},
    {"optional.ofNonZeroValue(duration('0s'))", "none"},
    {"optional.ofNonZeroValue(timestamp(0))", "some"},
    {"optional.none().or(optional.of(2)).value()", "2"},
    {"optional.none().orValue(3)", "3"},
    {"optional.of(1).orValue(1 / 0)", "1"},
    {"optional.of(1) == optional.of(1)", "true"},
    {"optional.of(1) == optional.none()", "false"},
    {"optional.unwrap([optional.of(1), optional.none()])", "[1]"},
    {"[optional.of(1)].unwrapOpt()", "[1]"},
    {"dyn(1).hasValue()", "error: no such overload: hasValue(int)"},
    {"dyn([1]).unwrapOpt()", "error: no such overload: unwrapOpt(list)"},
};

START_TEST(optionals_hold_a_value_or_none)
{
    cel_expect("plimsoll", &optionals_hold_a_value_or_none_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, optionals_hold_a_value_or_none, 0,
                        (int)PLIM_LEN(optionals_hold_a_value_or_none_cases));
}

PLIM_CHECK_MAIN("cel.lib_optionals", add_cases)
