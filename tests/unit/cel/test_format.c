#include "cel_check.h"

static const struct cel_case values_are_written_by_their_clause_cases[] = {
    {"'%s %d %f'.format(['a', 1, 1.5])", "\"a 1 1.500000\""},
    {"'%%'.format([])", "\"%\""},
    {"'%s'.format([[1, 'a', {'b': 2}]])", "\"[1, a, {b: 2}]\""},
    {"'%s'.format([{'b': 1, 'a': null}])", "\"{a: null, b: 1}\""},
    {"'%.2f'.format([1.005])", "\"1.00\""},
    {"'%e'.format([1234.5])", "\"1.234500e+03\""},
    {"'%x %X'.format([255, b'\\xff'])", "\"ff FF\""},
    {"'%x'.format(['hi'])", "\"6869\""},
    {"'%o %b'.format([8, 5])", "\"10 101\""},
    {"'%b'.format([true])", "\"1\""},
    {"'%b'.format([-5])", "\"-101\""},
    {"'%d'.format([dyn('a')])",
     "error: error during formatting: decimal clause can only be used on "
     "integers, was given string"},
    {"dyn('%d %d').format([1])", "error: index 1 out of range"},
    {"'%d'.format(dyn([1, 2]))", "\"1\""},
    {"'%d %s'.format([1.5, 1e7])", "\"1.5 10000000\""},
    {"'%s'.format([[b'\\xff']])",
     "error: error during formatting: invalid UTF-8 in bytes, cannot convert to string"},
    {"dyn('%y').format([1])",
     "error: could not parse formatting clause: unrecognized formatting clause \"y\""},
    {"dyn('%').format([1])", "error: could not parse formatting clause: unexpected end of string"},
    {"dyn('%.f').format([1.0])",
     "error: could not parse formatting clause: unexpected end of string"},
    {"'%s'.format([timestamp('2020-01-01T00:00:00+24:00')])", "\"2019-12-31T00:00:00Z\""},
    {"'%s'.format([timestamp(0)])", "\"1970-01-01T00:00:00Z\""},
    {"'%s %s'.format([duration('1s'), type(1)])", "\"1s int\""},
    {"'%f'.format([double('NaN')])", "\"NaN\""},
    {"'%d'.format([double('-Infinity')])", "\"-Infinity\""},
    {"'%s'.format([dyn(optional.none())])",
     "error: error during formatting: string clause can only be used on strings, bools, bytes, "
     "ints, doubles, maps, lists, types, durations, and timestamps, was given optional_type"},
};

START_TEST(values_are_written_by_their_clause)
{
    cel_expect("plimsoll", &values_are_written_by_their_clause_cases[_i]);
}
END_TEST

static const struct cel_case the_api_server_writes_numbers_its_own_way_cases[] = {
    {"'%e'.format([1234.5])", "\"1.234500\303\22710\342\201\260\302\263\""},
    {"'%.2f'.format([1234567.891])", "\"1,234,567.89\""},
    {"'%f'.format([double('Infinity')])", "\"\342\210\236\""},
    {"'%s'.format([[1.0, 'a', b'b', double('-Infinity')]])",
     "\"[1.000000, \\\"a\\\", b\\\"b\\\", \\\"-Inf\\\"]\""},
    {"'%s'.format([{'a': 1}])", "\"{\\\"a\\\":1}\""},
    {"'%.3e'.format([dyn(double('Infinity'))])", "\"  \342\210\236\""},
    {"'%e'.format([double('NaN')])", "\"   NaN\""},
    {"'%e'.format([-0.0])", "\"0.000000\303\22710\342\201\260\342\201\260\""},
    {"'%s'.format([[timestamp(0)]])", "\"[timestamp(\\\"1970-01-01T00:00:00Z\\\")]\""},
    {"'%s'.format([[duration('1.5s')]])", "\"[duration(\\\"1.5s\\\")]\""},
    {"'%e'.format([-0.00012])", "\"-1.200000\303\22710\342\201\273\342\201\260\342\201\264\""},
    {"'%f'.format([-0.0])", "\"0.000000\""},
};

START_TEST(the_api_server_writes_numbers_its_own_way)
{
    cel_expect("kubernetes", &the_api_server_writes_numbers_its_own_way_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, values_are_written_by_their_clause, 0,
                        (int)PLIM_LEN(values_are_written_by_their_clause_cases));
    tcase_add_loop_test(tcase, the_api_server_writes_numbers_its_own_way, 0,
                        (int)PLIM_LEN(the_api_server_writes_numbers_its_own_way_cases));
}

PLIM_CHECK_MAIN("cel.format", add_cases)
