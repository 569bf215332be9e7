#include "support/value_check.h"
#include "value/build.h"
#include "value/jmespath.h"

#define ROOT                                                                                  \
    "{list: [3, 1, 2], words: [b, a], text: héj, a: {x: 1, z: 2}, pods: [{name: b, at: 2}, " \
    "{name: "                                                                                 \
    "a, at: 1}]}"

static const struct {
    const char *expression;
    const char *found;
} cases[] = {
    {"abs(`-2`)", "2.0"},
    {"ceil(`1.2`)", "2.0"},
    {"floor(`1.8`)", "1.0"},
    {"sum(list)", "6.0"},
    {"avg(list)", "2.0"},
    {"max(list)", "3"},
    {"min(words)", "\"a\""},
    {"max(`[]`)", "null"},
    {"sort(list)", "[1,2,3]"},
    {"sort(words)", "[\"a\",\"b\"]"},
    {"sort_by(pods, &at)[*].name", "[\"a\",\"b\"]"},
    {"max_by(pods, &name).at", "2"},
    {"min_by(pods, &at).name", "\"a\""},
    {"map(&name, pods)", "[\"b\",\"a\"]"},
    {"map(&nope, pods)", "[null,null]"},
    {"join('-', words)", "\"b-a\""},
    {"reverse(list)", "[2,1,3]"},
    {"reverse(text)", "\"jéh\""},
    {"to_array('x')", "[\"x\"]"},
    {"to_array(list)", "[3,1,2]"},
    {"to_string(a)", "\"{\\\"x\\\":1,\\\"z\\\":2}\""},
    {"to_string(text)", "\"héj\""},
    {"to_number('12.5')", "12.5"},
    {"to_number('12 h')", "null"},
    {"to_number(list)", "null"},
    {"not_null(nope, a.nope, 'x')", "\"x\""},
    {"merge(a, `{\"x\": 5, \"w\": 6}`)", "{\"x\":5,\"z\":2,\"w\":6}"},
    {"keys(a)", "[\"x\",\"z\"]"},
    {"values(a)", "[1,2]"},
    {"length(nope || words)", "2"},
    {"contains(words, 'a')", "true"},
    {"contains(text, 'é')", "true"},
    {"contains(text, `1`)", "false"},
    {"type(`true`)", "\"boolean\""},
    {"twice(text)", "\"héjhéj\""},
};

/* "twice" alone. */
static enum plim_code call(const struct value_jmespath_functions *functions,
                           struct plim_arena *arena, struct plim_str name,
                           const struct value *arguments, struct value *result_out,
                           struct plim_err *err)
{
    (void)functions;
    if (!plim_str_is(name, "twice"))
        return PLIM_NOT_FOUND;
    const struct value *first = value_at(arguments, 0);
    if (value_len(arguments) != 1 || first->kind != VALUE_STRING)
        return plim_err_set(err, PLIM_INVALID, "twice what?");
    *result_out = value_string(plim_str_from(plim_arena_printf(
        arena, "%.*s%.*s", PLIM_STR_ARG(value_str(first)), PLIM_STR_ARG(value_str(first)))));
    return PLIM_OK;
}

static const struct value_jmespath_functions more = {call};

static enum plim_code search(struct plim_arena *arena, const char *expression, struct value *found,
                             struct plim_err *err)
{
    struct value known = plim_value_from_yaml(arena, ROOT);
    struct value_map_builder map = {.arena = arena};
    for (uint32_t i = 0; i < known.len; i++)
        value_map_add_str(&map, value_str(&known.entries[i].key), known.entries[i].value);
    value_map_add(&map, "user", value_unknown(PLIM_STR("nobody asks")));
    struct value root = value_map_finish(&map);
    return value_jmespath_with(arena, plim_str_from(expression), &root, &more, found, err);
}

START_TEST(functions_answer)
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
} refused[] = {
    {"join('-', list)", "an argument of a wrong type of join"},
    {"sum(words)", "an argument of a wrong type of sum"},
    {"sort_by(pods, name)", "an argument of a wrong type of sort_by"},
    {"sort_by(pods, &@)", "invalid type, must be number or string"},
    {"max(`[1, \"a\"]`)", "an argument of a wrong type of max"},
    {"not_null()", "wrong number of arguments of not_null"},
    {"twice(list)", "twice what?"},
    {"thrice(list)", "unknown function: thrice"},
};

START_TEST(wrong_arguments_end_the_search)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value found = value_null();
    struct plim_err err = {0};
    ck_assert_int_eq(search(arena, refused[_i].expression, &found, &err), PLIM_INVALID);
    ck_assert_str_eq(err.msg, refused[_i].message);
}
END_TEST

static const struct {
    const char *expression;
    bool is_unknown;
} unknowns[] = {
    {"user", true},
    {"user.name", true},
    {"user || 'x'", true},
    {"to_string(@)", true},
    {"@ == `1`", true},
    {"text || user", false},
    {"nope && user", false},
    {"contains([user], 'x')", true},
    {"[user][?name == 'a']", true},
    {"length(words)", false},
};

START_TEST(what_depends_on_something_unknown_is_unknown)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value found = value_null();
    struct plim_err err = {0};
    plim_assert_ok(search(arena, unknowns[_i].expression, &found, &err), &err);
    ck_assert_int_eq(value_is(&found, VALUE_UNKNOWN), unknowns[_i].is_unknown);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, functions_answer, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, wrong_arguments_end_the_search, 0, (int)PLIM_LEN(refused));
    tcase_add_loop_test(tcase, what_depends_on_something_unknown_is_unknown, 0,
                        (int)PLIM_LEN(unknowns));
}

PLIM_CHECK_MAIN("value.jmespath_functions", add_cases)
