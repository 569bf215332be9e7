#include "cel_check.h"

static const struct cel_case types_must_fit_cases[] = {
    {"1 + 'a'", "1:3: found no matching overload for '_+_' applied to '(int, string)'..."},
    {"'a'.size(1)", "1:4: found no matching overload for 'size' applied to 'string.(int)'..."},
    {"[1, 'a'].size()", "2"},
    {"true && 1", "1:9: expected type 'bool' but found 'int'"},
    {"1 ? 2 : 3", "1:1: expected type 'bool' but found 'int'"},
    {"true ? 1 : 'a'",
     "1:6: found no matching overload for '_?_:_' applied to '(bool, int, string)'"},
    {"nothing", "1:1: undeclared reference to 'nothing'"},
    {"nothing(1)", "1:1: undeclared reference to 'nothing'"},
    {"'a'.nothing()", "1:4: undeclared reference to 'nothing'"},
    {"1.a", "1:2: type 'int' does not support field selection"},
    {"'a'.all(x, true)", "1:1: expression of type 'string' cannot be range of a comprehension "
                         "(must be list, map, or dynamic)"},
    {"[1].all(x, 1)", "1:12: expected type 'bool' but found 'int'"},
    {"[1].filter(x, x + 1)", "1:17: expected type 'bool' but found 'int'"},
    {"'a'.optMap(x, x)", "1:4: expected type 'optional_type(dyn)' but found 'string'"},
    {"[?1]", "1:3: expected type 'optional_type(int)' but found 'int'"},
    {"{?'a': 1}", "1:8: expected type 'optional_type(int)' but found 'int'"},
    {"{'a': 1}[1]",
     "1:9: found no matching overload for '_[_]' applied to '(map(string, int), int)'..."},
    {"[1]['a']", "1:4: found no matching overload for '_[_]' applied to '(list(int), string)'..."},
    {"optional.of(1).orValue('a')",
     "1:15: found no matching overload for 'orValue' applied to 'optional_type(int).(string)'..."},
    {"type(1) == int", "true"},
    {"google.protobuf.Duration == type(duration('1s'))", "true"},
    {"[1, null].size()", "2"},
    {"1 == 'a'", "1:3: found no matching overload for '_==_' applied to '(int, string)'..."},
    {"dyn(1) == 'a'", "false"},
    {"[optional.of(1), null].size()", "2"},
};

START_TEST(types_must_fit)
{
    cel_expect("plimsoll", &types_must_fit_cases[_i]);
}
END_TEST

static const struct cel_case literals_of_the_api_server_have_one_type_cases[] = {
    {"[1, dyn(2)]", "1:5: expected type 'int' but found 'dyn'"},
    {"{'a': 1, 'b': 'c'}", "1:15: expected type 'int' but found 'string'"},
    {"[1, 2]", "[1,2]"},
    {"{'a': [1], 'b': []}", "{\"a\":[1],\"b\":[]}"},
};

START_TEST(literals_of_the_api_server_have_one_type)
{
    cel_expect("kubernetes", &literals_of_the_api_server_have_one_type_cases[_i]);
}
END_TEST

static const struct cel_field fields[] = {{"name", NULL}, {"replicas", NULL}};

static const char *const record_cases[][2] = {
    {"subject.nmae", "1:8: undefined field 'nmae' of 'Subject'; did you mean 'name'?"},
    {"subjct.name", "1:1: undeclared reference to 'subjct'; did you mean 'subject'?"},
    {"subject.replicas.size()", "unknown: variable 'subject' is not known"},
    {"has(subject.owner)", "1:12: undefined field 'owner' of 'Subject'"},
    {"subject == null", "unknown: variable 'subject' is not known"},
    {"subject['other']", "unknown: variable 'subject' is not known"},
    {"subject.all(k, k.startsWith('a'))", "unknown: variable 'subject' is not known"},
};

START_TEST(unknown_fields_of_records_are_issues)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_variable variables[] = {
        {"subject", cel_type_record(arena, "Subject", fields, PLIM_LEN(fields))}};
    const struct cel_env_spec spec = {.variables = variables, .len = 1};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    const struct cel_case c = {record_cases[_i][0], record_cases[_i][1]};
    cel_expect_in(arena, env, &c);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, types_must_fit, 0, (int)PLIM_LEN(types_must_fit_cases));
    tcase_add_loop_test(tcase, literals_of_the_api_server_have_one_type, 0,
                        (int)PLIM_LEN(literals_of_the_api_server_have_one_type_cases));
    tcase_add_loop_test(tcase, unknown_fields_of_records_are_issues, 0,
                        (int)PLIM_LEN(record_cases));
}

PLIM_CHECK_MAIN("cel.checker", add_cases)
