#include "cel_check.h"

static const struct cel_case logic_absorbs_what_does_not_matter_cases[] = {
    {"true || 1 / 0 == 1", "true"},
    {"1 / 0 == 1 || true", "true"},
    {"1 / 0 == 1 && false", "false"},
    {"1 / 0 == 1 && true", "error: division by zero"},
    {"false || dyn(1)", "error: no such overload"},
    {"true ? 1 : 1 / 0", "1"},
    {"dyn(1) ? 1 : 2", "error: no such overload"},
    {"1 / 0 == 1 ? 1 : 2", "error: division by zero"},
    {"has({'a': 1}.a)", "true"},
    {"has({'a': 1}.b)", "false"},
    {"has(dyn(1).b)", "false"},
    {"{'a': {'b': 1}}.a.b", "1"},
    {"{'a': 1}.b", "error: no such key: b"},
    {"dyn(1).b", "error: no such key: b"},
    {"{'a': 1}.?a.value()", "1"},
    {"{'a': 1}.?b", "none"},
    {"dyn(null).?b", "none"},
    {"optional.of({'a': 1}).a.value()", "1"},
    {"optional.of({'a': 1}).?b", "none"},
    {"has(optional.of({'a': 1}).a)", "true"},
    {"dyn([1]).?a", "error: unsupported index type 'string' in list"},
    {"has(dyn([1]).a)", "error: unsupported index type 'string' in list"},
};

START_TEST(logic_absorbs_what_does_not_matter)
{
    cel_expect("plimsoll", &logic_absorbs_what_does_not_matter_cases[_i]);
}
END_TEST

static const struct cel_case containers_are_built_from_their_parts_cases[] = {
    {"[1, 1 + 1]", "[1,2]"},
    {"[?optional.of(1), ?optional.none(), 2]", "[1,2]"},
    {"[1 / 0]", "error: division by zero"},
    {"{'a': 1 + 1}", "{\"a\":2}"},
    {"{?'a': optional.none(), 'b': 1}", "{\"b\":1}"},
    {"{'a': 1, 'a': 2}", "error: Failed with repeated key"},
    {"{1.5: 2}", "error: unsupported key type: double"},
    {"{null: 1}", "error: unsupported key type: null_type"},
    {"{'a': 1 / 0}", "error: division by zero"},
    {"[?dyn(1)]", "error: no such overload"},
    {"{?'a': dyn(1)}", "error: no such overload"},
};

START_TEST(containers_are_built_from_their_parts)
{
    cel_expect("plimsoll", &containers_are_built_from_their_parts_cases[_i]);
}
END_TEST

static const struct cel_case the_api_server_has_its_own_optionals_cases[] = {
    {"(true ? optional.of(int) : optional.none()).value()", "\"int\""},
    {"[optional.of(optional.of(1))].map(x, x)[0].value()", "1"},
    {"optional.of(1).optMap(x, quantity('1')).hasValue()", "true"},
    {"optional.of(1).optMap(x, quantity('1')).value()",
     "error: unsupported conversion of kubernetes.Quantity"},
    {"dyn(1).orValue(2)", "1"},
    {"{1: 'a', 1: 'b'}", "{\"1\":\"b\"}"},
    {"{b'a': 1}", "1:1: unsupported key type: bytes"},
    {"[1] in {[1]: 2}", "false"},
    {"{'a': 1, ?'a': optional.none()}", "{}"},
};

START_TEST(the_api_server_has_its_own_optionals)
{
    cel_expect("kubernetes", &the_api_server_has_its_own_optionals_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, logic_absorbs_what_does_not_matter, 0,
                        (int)PLIM_LEN(logic_absorbs_what_does_not_matter_cases));
    tcase_add_loop_test(tcase, containers_are_built_from_their_parts, 0,
                        (int)PLIM_LEN(containers_are_built_from_their_parts_cases));
    tcase_add_loop_test(tcase, the_api_server_has_its_own_optionals, 0,
                        (int)PLIM_LEN(the_api_server_has_its_own_optionals_cases));
}

PLIM_CHECK_MAIN("cel.eval", add_cases)
