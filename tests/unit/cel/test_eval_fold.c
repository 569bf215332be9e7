#include "cel_check.h"

static const struct cel_case quantifiers_stop_when_decided_cases[] = {
    {"[1, 2].all(x, x > 0)", "true"},
    {"[1, 0].all(x, 1 / x > 5)", "false"},
    {"[0, 1].all(x, 1 / x > 5)", "false"},
    {"[0].all(x, 1 / x > 5)", "error: division by zero"},
    {"[1, 2].exists(x, x == 2)", "true"},
    {"[0, 1].exists(x, 1 / x == 1)", "true"},
    {"[1, 2].exists_one(x, x > 1)", "true"},
    {"[0, 1].exists_one(x, 1 / x == 1)", "error: division by zero"},
    {"[1, 2].existsOne(i, x, i == 0 && x == 1)", "true"},
    {"{'a': 1}.all(k, v, k == 'a' && v == 1)", "true"},
    {"[1].all(x, dyn(x))", "error: no such overload"},
    {"dyn(1).all(x, true)", "error: got 'types.Int', expected iterable type"},
    {"dyn('a').all(i, x, true)", "error: unsupported comprehension range type: types.String"},
    {"[].all(x, false)", "true"},
};

START_TEST(quantifiers_stop_when_decided)
{
    cel_expect("plimsoll", &quantifiers_stop_when_decided_cases[_i]);
}
END_TEST

static const struct cel_case transformations_build_their_result_cases[] = {
    {"[1, 2].map(x, x * 2)", "[2,4]"},
    {"[1, 2].map(x, x > 1, x * 2)", "[4]"},
    {"[1, 2].filter(x, x > 1)", "[2]"},
    {"{'b': 1, 'a': 2}.map(k, k)", "[\"b\",\"a\"]"},
    {"{'a': 1}.filter(k, true)", "[\"a\"]"},
    {"[5, 6].transformList(i, x, i + x)", "[5,7]"},
    {"[5, 6].transformList(i, x, i > 0, x)", "[6]"},
    {"[5, 6].transformMap(i, x, x + 1)", "{\"0\":6,\"1\":7}"},
    {"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v)", "{\"b\":2}"},
    {"{'a': 'x', 'b': 'y'}.transformMapEntry(k, v, {v: k})", "{\"x\":\"a\",\"y\":\"b\"}"},
    {"{'a': 'x', 'b': 'x'}.transformMapEntry(k, v, {v: k})", "error: Failed with repeated key"},
    {"[1].transformMapEntry(i, v, dyn(1))", "error: no such overload"},
    {"[3, 1, 2].sortBy(x, -x)", "[3,2,1]"},
    {"[{'n': 'b'}, {'n': 'a'}].sortBy(x, x.n)", "[{\"n\":\"a\"},{\"n\":\"b\"}]"},
    {"[1, 2].sortBy(x, 1 / (x - 1))", "error: division by zero"},
    {"dyn({'a': 1}).sortBy(x, x)", "error: no such overload"},
    {"cel.bind(x, 2, x * x)", "4"},
    {"cel.bind(x, 1 / 0, true)", "true"},
    {"optional.of(1).optMap(x, x + 1).value()", "2"},
    {"optional.none().optMap(x, x)", "none"},
    {"optional.of({'a': 1}).optFlatMap(m, m.?a).value()", "1"},
    {"dyn(1).optMap(x, x)", "error: no such overload"},
    {"cel.block([1, cel.index(0) + 1], cel.index(1) * 2)", "4"},
    {"[[1, 2], [3]].map(x, x.map(y, y + 1))", "[[2,3],[4]]"},
};

START_TEST(transformations_build_their_result)
{
    cel_expect("plimsoll", &transformations_build_their_result_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, quantifiers_stop_when_decided, 0,
                        (int)PLIM_LEN(quantifiers_stop_when_decided_cases));
    tcase_add_loop_test(tcase, transformations_build_their_result, 0,
                        (int)PLIM_LEN(transformations_build_their_result_cases));
}

PLIM_CHECK_MAIN("cel.eval_fold", add_cases)
