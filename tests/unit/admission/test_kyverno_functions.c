#include "admission_fixture.h"
#include "precondition.h"

#define ROOT "{name: Cart-API, labels: {a: x, b: z}, list: [1, 2.5], words: [a, b], e: é}"

static const struct {
    const char *expression;
    const char *found;
} cases[] = {
    {"to_upper(name)", "\"CART-API\""},
    {"to_lower(name)", "\"cart-api\""},
    {"equal_fold(name, 'CART-api')", "true"},
    {"replace(name, 'a', '4', `1`)", "\"C4rt-API\""},
    {"replace('aaa', 'a', 'b', `2`)", "\"bba\""},
    {"replace_all('aaa', 'a', '')", "\"\""},
    {"split('a/b//c', '/')", "[\"a\",\"b\",\"\",\"c\"]"},
    {"split('abc', '')", "[\"a\",\"b\",\"c\"]"},
    {"split('', '/')", "[\"\"]"},
    {"trim('  a ', ' ')", "\"a\""},
    {"trim_prefix('abc', 'ab')", "\"c\""},
    {"truncate('aéb', `2`)", "\"aé\""},
    {"truncate('a', `5`)", "\"a\""},
    {"pattern_match('Cart*', name)", "true"},
    {"pattern_match('1?', `12`)", "true"},
    {"label_match(`{\"a\": \"x\"}`, labels)", "true"},
    {"label_match(`{\"a\": \"y\"}`, labels)", "false"},
    {"to_boolean('TRUE')", "true"},
    {"base64_encode('hi')", "\"aGk=\""},
    {"base64_decode('aGk=')", "\"hi\""},
    {"parse_json('{\"a\": [1]}').a[0]", "1"},
    {"semver_compare('1.2.3', '>=1.0.0 <2.0.0')", "true"},
    {"lookup(labels, 'b')", "\"z\""},
    {"lookup(labels, 'c')", "null"},
    {"lookup(list, `1`)", "2.5"},
    {"lookup(list, `7`)", "null"},
    {"object_from_lists(words, list)", "{\"a\":1,\"b\":2.5}"},
    {"add(`1`, `2.5`)", "3.5"},
    {"subtract(`1`, `2`)", "-1.0"},
    {"multiply(`3`, `2`)", "6.0"},
    {"divide(`3`, `2`)", "1.5"},
    {"modulo(`7`, `4`)", "3.0"},
    {"sum(list)", "3.5"},
    {"round(`1.256`, `2`)", "1.26"},
    {"md5('a')", "\"0cc175b9c0f1b6a831c399e269772661\""},
    {"sha1('a')", "\"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8\""},
    {"length(sha256('a'))", "64"},
};

static enum plim_code search(struct plim_arena *arena, const char *expression, struct value *found,
                             struct plim_err *err)
{
    static const struct admission_preconditions preconditions = {
        .functions = {admission_kyverno_call}};
    struct value root = plim_value_from_yaml(arena, ROOT);
    return value_jmespath_with(arena, plim_str_from(expression), &root, &preconditions.functions,
                               found, err);
}

START_TEST(functions_answer_as_kyvernos)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value found = value_null();
    struct plim_err err = {0};
    plim_assert_ok(search(arena, cases[_i].expression, &found, &err), &err);
    plim_assert_json(&found, cases[_i].found);
}
END_TEST

static const struct {
    const char *expression;
    const char *message;
} failures[] = {
    {"to_upper(list)", "Invalid type for argument 1 of to_upper"},
    {"split('a')", "incorrect number of args"},
    {"to_boolean('yes')", "JMESPath function 'to_boolean': lowercase argument must be 'true' or "
                          "'false' (provided: 'yes')"},
    {"divide(`1`, `0`)", "JMESPath function 'divide': Zero divisor passed"},
    {"modulo(`1.5`, `1`)", "JMESPath function 'modulo': Non-integer argument(s) passed for modulo"},
    {"base64_decode('?')", "JMESPath function 'base64_decode': illegal base64 data"},
    {"lookup(list, 'a')", "JMESPath function 'lookup': argument #2 is not of type Number"},
    {"sum(`[]`)", "JMESPath function 'sum': at least one element in the array is required"},
    {"semver_compare('1.0.0', 'new')",
     "JMESPath function 'semver_compare': could not parse the range"},
    {"nosuch()", "unknown function: nosuch"},
};

START_TEST(wrong_arguments_fail)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value found = value_null();
    struct plim_err err = {0};
    ck_assert_int_eq(search(arena, failures[_i].expression, &found, &err), PLIM_INVALID);
    ck_assert_str_eq(err.msg, failures[_i].message);
}
END_TEST

static const char *const unknowns[] = {
    "to_upper(e)",
    "add('1Gi', '1Mi')",
    "time_now_utc()",
    "compare('a', 'b')",
    "semver_compare('1.0.0', '1.x')",
    "x509_decode(name)",
};

START_TEST(what_is_not_evaluated_is_unknown)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value found = value_null();
    struct plim_err err = {0};
    plim_assert_ok(search(arena, unknowns[_i], &found, &err), &err);
    ck_assert(value_is(&found, VALUE_UNKNOWN));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, functions_answer_as_kyvernos, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, wrong_arguments_fail, 0, (int)PLIM_LEN(failures));
    tcase_add_loop_test(tcase, what_is_not_evaluated_is_unknown, 0, (int)PLIM_LEN(unknowns));
}

PLIM_CHECK_MAIN("admission.kyverno_functions", add_cases)
