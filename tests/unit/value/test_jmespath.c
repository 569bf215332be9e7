#include "support/plim_check.h"
#include "support/value_check.h"
#include "value/jmespath.h"

#define ROOT                                                                                \
    "{a: {b: {c: 1}}, list: [1, 2, 3, 4], 'x y': 5, none: null, empty: [], pods: [{name: "  \
    "one, kind: Pod, ports: [80, 443], labels: {app: web}}, {name: two, kind: Job, ports: " \
    "[]}, {name: three, kind: Pod}], deep: [[1, [2]], [3]], text: héllo}"

static const struct {
    const char *expression;
    const char *found;
} cases[] = {
    {"@.a.b.c", "1"},
    {"a.b", "{\"c\":1}"},
    {"\"x y\"", "5"},
    {"list[0]", "1"},
    {"list[-1]", "4"},
    {"list[9]", "null"},
    {"a[0]", "null"},
    {"list[1:3]", "[2,3]"},
    {"list[::-1]", "[4,3,2,1]"},
    {"list[-2:]", "[3,4]"},
    {"list[:2]", "[1,2]"},
    {"list[5:9]", "[]"},
    {"pods[*].name", "[\"one\",\"two\",\"three\"]"},
    {"pods[].ports", "[[80,443],[]]"},
    {"pods[*].ports[]", "[80,443]"},
    {"pods[*].ports[0]", "[80]"},
    {"pods[?kind=='Pod'].name", "[\"one\",\"three\"]"},
    {"pods[?ports[0] > `79`].name | [0]", "\"one\""},
    {"pods[?labels.app == 'web' || name == 'two'].name", "[\"one\",\"two\"]"},
    {"pods[?!ports].name", "[\"two\",\"three\"]"},
    {"pods[?contains(name, 'w')].[name, kind]", "[[\"two\",\"Job\"]]"},
    {"pods[0].{n: name, p: ports[1]}", "{\"n\":\"one\",\"p\":443}"},
    {"pods[*].labels.*", "[[\"web\"]]"},
    {"a.*.c", "[1]"},
    {"deep[]", "[1,[2],3]"},
    {"deep[][]", "[1,2,3]"},
    {"[list[0], a.b.c, none]", "[1,1,null]"},
    {"{a: nope, b: `[1, \"x\"]`}", "{\"a\":null,\"b\":[1,\"x\"]}"},
    {"nope || 'otherwise'", "\"otherwise\""},
    {"nope.more || list[0]", "1"},
    {"none && list", "null"},
    {"a && list[0]", "1"},
    {"!empty", "true"},
    {"nope | @", "null"},
    {"none.x", "null"},
    {"length(list)", "4"},
    {"length(text)", "5"},
    {"length(pods[?kind == 'Pod'])", "2"},
    {"keys(a)", "[\"b\"]"},
    {"values(a.b)", "[1]"},
    {"type(list)", "\"array\""},
    {"contains(list, `2`)", "true"},
    {"starts_with(text, 'h')", "true"},
    {"ends_with(text, 'x')", "false"},
    {"a.b.c == `1.0`", "true"},
    {"list[0] != list[1]", "true"},
    {"list[0] < list[1] && list[1] >= list[1]", "true"},
    {"'a' < 'b'", "null"},
    {"(list[0] || a).b || 'c'", "\"c\""},
    {"'it\\'s'", "\"it's\""},
    {"nope && a || 'x'", "\"x\""},
    {"pods[*].[name]", "[[\"one\"],[\"two\"],[\"three\"]]"},
};

START_TEST(finds_what_the_path_says)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value root = plim_value_from_yaml(arena, ROOT);
    struct value found;
    struct plim_err err = {0};
    plim_assert_ok(value_jmespath(arena, plim_str_from(cases[_i].expression), &root, &found, &err),
                   &err);
    plim_assert_json(&found, cases[_i].found);
}
END_TEST

static const struct {
    const char *expression;
    const char *message;
} refused[] = {
    {"", "column 1: expected an expression"},
    {"a.", "column 3: expected a key, '*', '[' or '{'"},
    {"a.nope", "Unknown key \"nope\" in path"},
    {"a.nope.b.c", "Unknown key \"nope\" in path"},
    {"list[1", "column 7: expected ']'"},
    {"list[1 2]", "column 8: expected an index or a slice"},
    {"list[::0]", "column 9: a slice cannot have the step 0"},
    {"list[a]", "column 6: expected an index, a slice or '*'"},
    {"a b", "column 3: unexpected token"},
    {"'a", "column 1: a quote is not closed"},
    {"`{`", "column 1: what is quoted is no JSON"},
    {"a # b", "column 3: unexpected character"},
    {"pods[?kind", "column 11: expected ']'"},
    {"{a: b", "column 6: expected ',' or the end of the list"},
    {"{a b}", "column 4: expected ':'"},
    {"nosuch(list)", "unknown function: nosuch"},
    {"length(list, list)", "wrong number of arguments of length"},
    {"length()", "wrong number of arguments of length"},
    {"length(`1`)", "an argument of a wrong type of length"},
    {"keys(list)", "an argument of a wrong type of keys"},
    {"((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((a",
     "column 65: nested too deeply"},
};

START_TEST(what_is_no_path_is_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value root = plim_value_from_yaml(arena, ROOT);
    struct value found;
    struct plim_err err = {0};
    ck_assert_int_eq(
        value_jmespath(arena, plim_str_from(refused[_i].expression), &root, &found, &err),
        PLIM_INVALID);
    ck_assert_str_eq(err.msg, refused[_i].message);
}
END_TEST

START_TEST(a_path_cannot_grow_without_end)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf path = {0};
    struct value root = plim_value_from_yaml(arena, ROOT);
    struct value found;
    struct plim_err err = {0};
    plim_buf_append_c(&path, "list");
    for (size_t i = 0; i < 30; i++)
        plim_buf_append_c(&path, "|[@,@][]");
    ck_assert_int_eq(value_jmespath(arena, plim_buf_str(&path), &root, &found, &err), PLIM_LIMIT);
    ck_assert_str_eq(err.msg, "a path that takes too many steps");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, finds_what_the_path_says, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, what_is_no_path_is_refused, 0, (int)PLIM_LEN(refused));
    tcase_add_test(tcase, a_path_cannot_grow_without_end);
}

PLIM_CHECK_MAIN("value.jmespath", add_cases)
