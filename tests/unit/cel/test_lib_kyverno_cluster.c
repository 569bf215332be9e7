#include "cel_check.h"

static const struct cel_case what_nobody_is_asked_is_unknown_cases[] = {
    {"resource.Get('v1', 'configmaps', 'a', 'b').data.x == '1'",
     "unknown: no cluster is asked for other objects"},
    {"size(resource.List('v1', 'configmaps', 'a').items) > 0",
     "unknown: no cluster is asked for other objects"},
    {"globalContext.Get('a', '') == 1", "unknown: global contexts are not known"},
    {"http.Get('https://a') == 1", "unknown: no server is asked by an expression"},
    {"http.Post('https://a', {'b': 1}) == 1", "unknown: no server is asked by an expression"},
    {"http.Get('https://a') == 1 || true", "true"},
};

START_TEST(what_nobody_is_asked_is_unknown)
{
    cel_expect("kyverno", &what_nobody_is_asked_is_unknown_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_nobody_is_asked_is_unknown, 0,
                        (int)PLIM_LEN(what_nobody_is_asked_is_unknown_cases));
}

PLIM_CHECK_MAIN("cel.lib_kyverno_cluster", add_cases)
