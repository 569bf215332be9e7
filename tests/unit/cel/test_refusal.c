#include "cel_check.h"

/* As an API server has it; its environment is one of those that say so. */
static const struct cel_case refusals[] = {
    {"dyn(1) + 'a'", "error: no such overload"},
    {"dyn({}) + dyn({})", "error: no such overload: _+_"},
    {"dyn({}) > 1", "error: no such overload: _>_"},
    {"dyn(1) > 'a'", "error: no such overload"},
    {"-dyn('a') == 0", "error: no such overload"},
    {"!dyn('a')", "error: no such overload"},
    {"1 in dyn(2)", "error: no such overload"},
    {"size(dyn(1))", "error: no such overload: size"},
    {"dyn(1).startsWith('a')", "error: no such overload"},
    {"dyn('a').isSorted()", "error: no such overload: isSorted(string)"},
    {"int(dyn([]))", "1:1: no such overload: int(list)"},
    {"duration(dyn(null))", "1:1: no such overload: duration(null_type)"},
    {"{'a': 1}[dyn(1.5)]", "error: no such key: 1.5"},
    {"{'a': 1}[dyn(true)]", "error: no such key: true"},
    {"dyn('a').b", "error: no such key: b"},
    {"dyn(null)['b']", "error: no such key: b"},
    {"dyn([1])['b']", "error: unsupported index type 'string' in list"},
    {"dyn([1]).b", "error: unsupported index type 'string' in list"},
};

START_TEST(refusals_are_worded_as_an_api_server_words_them)
{
    cel_expect("kubernetes", &refusals[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, refusals_are_worded_as_an_api_server_words_them, 0,
                        (int)PLIM_LEN(refusals));
}

PLIM_CHECK_MAIN("cel.refusal", add_cases)
