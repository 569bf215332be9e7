#include "cel_check.h"

static const struct cel_case the_api_server_reads_literals_early_cases[] = {
    {"'a'.matches('(')", "1:13: invalid matches argument"},
    {"timestamp('x') == timestamp(0)", "1:11: invalid timestamp argument"},
    {"duration('1x') == duration('1s')", "1:10: invalid duration argument"},
    {"timestamp(-62135596801) == timestamp(0)", "1:12: invalid timestamp argument"},
    {"'%d'.format(['a'])", "1:14: error during formatting: clause '%d' cannot be used on 'string'"},
    {"'%s %s'.format(['a'])", "1:1: index 1 out of range"},
    {"'%s'.format(['a', 'b'])",
     "1:13: too many arguments supplied to string.format (expected 1, got 2)"},
    {"'%q'.format([1])",
     "1:1: could not parse formatting clause: unrecognized formatting clause \"q\""},
    {"'%'.format([1])", "1:1: could not parse formatting clause: unexpected end of string"},
    {"'%s'.format([optional.of(1)])",
     "1:22: error during formatting: clause '%s' cannot be used on 'optional_type(int)'"},
    {"'%x'.format([true])", "1:14: error during formatting: clause '%x' cannot be used on 'bool'"},
    {"duration(1) == duration('1s')", "1:10: invalid duration argument"},
    {"matches('(', 'a')", "1:9: invalid matches argument"},
    {"'%s'.format([[1, 'a']])", "\"[1, \\\"a\\\"]\""},
    {"'%s'.format([[1, 2]])", "\"[1, 2]\""},
    {"'%.2f'.format([1.0])", "\"1.00\""},
    {"'%s'.format([{'a': 1}])", "\"{\\\"a\\\":1}\""},
};

START_TEST(the_api_server_reads_literals_early)
{
    cel_expect("kubernetes", &the_api_server_reads_literals_early_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_api_server_reads_literals_early, 0,
                        (int)PLIM_LEN(the_api_server_reads_literals_early_cases));
}

PLIM_CHECK_MAIN("cel.validate", add_cases)
