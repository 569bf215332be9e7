#include "cel/unknown.h"

#include "cel_check.h"

static const struct cel_env *make_env(struct plim_arena *arena)
{
    static const struct cel_variable variables[] = {{"object", NULL}, {"a", NULL}, {"a.b", NULL}};
    const struct cel_env_spec spec = {.variables = variables, .len = PLIM_LEN(variables)};
    const struct cel_env *env = NULL;
    struct plim_err err = {0};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    return env;
}

/* "VARIABLE: [STEP, ...]", a wildcard as null. */
static void show(const struct cel_attribute *attribute, struct plim_buf *buf)
{
    struct value keys[8];
    for (size_t i = 0; i < attribute->len; i++)
        keys[i] = attribute->path[i].any ? value_null() : attribute->path[i].key;
    struct value list = value_list(keys, attribute->len);
    plim_buf_printf(buf, "%zu: ", attribute->variable);
    cel_show(&list, buf);
}

static const struct cel_case attributes[] = {
    {"object", "0: []"},
    {" object . status ", "0: [\"status\"]"},
    {"object.*.x", "0: [null,\"x\"]"},
    {"object[*]", "0: [null]"},
    {"object.items[0].name", "0: [\"items\",0,\"name\"]"},
    {"object['a/b'][-1][2u][true]", "0: [\"a/b\",-1,2,true]"},
    {"object.`a-b`", "0: [\"a-b\"]"},
    {"a.c", "1: [\"c\"]"},
    {"a.b", "2: []"},
    {"a.b.c", "2: [\"c\"]"},
    {"a['b']", "1: [\"b\"]"},
    {"", "1: the name of a variable is expected"},
    {"*", "1: the name of a variable is expected"},
    {"objct", "1: unknown variable 'objct'; did you mean 'object'?"},
    {"object.", "8: a field name or '*' is expected"},
    {"object.[0]", "8: a field name or '*' is expected"},
    {"object status", "8: '.', '[' or the end is expected"},
    {"object[1.5]", "8: a string, int, uint or bool literal, or '*', is expected"},
    {"object[-'a']", "9: a string, int, uint or bool literal, or '*', is expected"},
    {"object[0", "9: ']' is expected"},
    {"object['a", "8: syntax error: string is not closed"},
};

START_TEST(attributes_are_read_from_text)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_attribute attribute = {0};
    struct plim_buf got = {0};
    struct plim_err err = {0};
    if (cel_attribute_parse(arena, make_env(arena), plim_str_from(attributes[_i].expression),
                            &attribute, &err) == PLIM_OK)
        show(&attribute, &got);
    else
        plim_buf_append_c(&got, err.msg);
    ck_assert_str_eq(got.text, attributes[_i].want);
    plim_buf_release(&got);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, attributes_are_read_from_text, 0, (int)PLIM_LEN(attributes));
}

PLIM_CHECK_MAIN("cel.attribute", add_cases)
