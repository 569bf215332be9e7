#include <string.h>

#include "cel/env.h"
#include "support/plim_check.h"

#include "eval_explain.h"

static const struct {
    const char *source;
    size_t width;
    const char *want;
} cases[] = {
    {"1", 80, "1\n"},
    {"x + 1 == 3", 80,
     "x + 1 == 3\n"
     "| |   |\n"
     "2 3   true\n"},
    /* What would reach the next value goes below. */
    {"name + 'a'", 80,
     "name + 'a'\n"
     "|    |\n"
     "|    \"a long name, of a kinda\"\n"
     "\"a long name, of a kind\"\n"},
    /* Columns count code points, and tabs are blanks. */
    {"'\303\251' +\tstring(x)", 80,
     "'\303\251' + string(x)\n"
     "    | |      |\n"
     "    | \"2\"    2\n"
     "    \"\303\2512\"\n"},
    /* Each line of the source has its values. */
    {"x > 1\n  && x < 2", 80,
     "x > 1\n"
     "| |\n"
     "2 true\n"
     "  && x < 2\n"
     "  |  | |\n"
     "  |  2 false\n"
     "  false\n"},
    /* A line that is too long continues on the next. */
    {"x == 2 && x == 2 && x == 2 && x == 2", 44,
     "x == 2 && x == 2 && x == 2 &&\n"
     "| |    |  | |       | |\n"
     "2 true |  2 true    2 true\n"
     "       true\n"
     "x == 2\n"
     "| |\n"
     "2 true\n"},
    /* What was not looked at has no value. */
    {"x == 1 && x == 3", 80,
     "x == 1 && x == 3\n"
     "| |    |\n"
     "2 |    false\n"
     "  false\n"},
    /* Loops have several, as many as fit. */
    {"[1, 2].all(v, v < x)", 80,
     "[1, 2].all(v, v < x)\n"
     "|      |      | | |\n"
     "[1,2]  false  | | 2, 2\n"
     "              | true, false\n"
     "              1, 2\n"},
    {"lists.range(100).all(v, v < 100)", 80,
     "lists.range(100).all(v, v < 100)\n"
     "      |          |      | |\n"
     "      |          true   | true, true, true, true, true, true, true, ... (100)\n"
     "      |                 0, 1, 2, 3, 4, 5, 6, 7, ... (100)\n"
     "      [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,...\n"},
    /* A map that is long shows its keys. */
    {"object.a", 40,
     "object.a\n"
     "|      |\n"
     "|      \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\n"
     "{\"a\", \"b\"}\n"},
    /* An error is told where it was raised. */
    {"object.c.d == 1", 80,
     "object.c.d == 1\n"
     "|      | | |\n"
     "|      | | error\n"
     "|      | error\n"
     "|      error: no such key: c\n"
     "{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"b\":1}\n"},
    {"y && x == 2", 80,
     "y && x == 2\n"
     "| |  | |\n"
     "| |  2 true\n"
     "| unknown\n"
     "unknown\n"},
    {"quantity('1Ki')", 80, "quantity('1Ki')\n|\n\"1024\"\n"},
};

static void explain(struct plim_arena *arena, const char *source, size_t width,
                    struct plim_buf *buf)
{
    static const struct cel_variable variables[] = {
        {"x", NULL}, {"name", NULL}, {"object", NULL}, {"y", NULL}};
    const struct value_entry entries[] = {
        {value_string_c("a"), value_string_c("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")},
        {value_string_c("b"), value_int(1)}};
    const struct value x = value_int(2);
    const struct value name = value_string_c("a long name, of a kind");
    const struct value object = value_map(entries, 2);
    const struct value *const values[] = {&x, &name, &object, NULL};
    const struct cel_env_spec spec = {.variables = variables, .len = PLIM_LEN(variables)};
    const struct cel_bindings bindings = {.values = values, .len = PLIM_LEN(values)};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    struct cel_explanation explanation;
    struct plim_err err = {0};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    plim_assert_ok(cel_compile(arena, env, plim_str_from(source), NULL, &program, NULL, &err),
                   &err);
    (void)cel_explain(program, &bindings, arena, &explanation);
    eval_explain(plim_str_from(source), &explanation, width, buf);
}

START_TEST(values_stand_under_their_places)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf got = {0};
    explain(arena, cases[_i].source, cases[_i].width, &got);
    ck_assert_msg(strcmp(got.text, cases[_i].want) == 0, "got\n%swanted\n%s", got.text,
                  cases[_i].want);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, values_stand_under_their_places, 0, (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("cmd.eval_explain", add_cases)
