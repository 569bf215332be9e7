#include "cel_check.h"
#include "path.h"
#include "program_priv.h"

/* What the paths of a program find, and what the steps written out make of it otherwise. */
static const struct {
    struct cel_case expected;
    uint32_t kept; /* paths that are followed once */
} cases[] = {
    {{"object.a.b.c", "7"}, 0},
    {{"object.a.b.c + object.a.b.c", "14"}, 1},
    {{"object.a.b.c + object.a.b.d", "15"}, 1},
    {{"object.a['b']['c'] + object.a.b.d", "15"}, 1},
    {{"[1, 2].map(i, object.a.b.c + i)", "[8,9]"}, 1},
    {{"[object.a, object.a].map(o, o.b.c + o.b.d)", "[15,15]"}, 1},
    {{"has(object.a.b) && has(object.a.b.c) && !has(object.a.b.x)", "true"}, 2},
    {{"object.a.b.x", "error: no such key: x"}, 0},
    {{"object.a.x.y.z", "error: no such key: x"}, 0},
    {{"object.a.b.x == 1 || object.a.b.c == 7", "true"}, 1},
    {{"object.a.b.c.d", "error: no such key: d"}, 0},
    {{"has(object.a.x.y)", "error: no such key: x"}, 0},
    {{"object.a.?x.y.orValue(3) + object.a.b.c", "10"}, 1},
    {{"object.list['b']", "error: unsupported index type 'string' in list"}, 0},
    {{"object.list[0] + object.list[0]", "2"}, 1},
    {{"object.list[1]", "error: index out of bounds: 1"}, 0},
    {{"object.list[-1]", "error: index out of bounds: -1"}, 0},
    {{"object.a[0]", "error: no such key: 0"}, 0},
    {{"later.a == 1 || object.a.b.c == 7", "true"}, 0},
    {{"later.a == 1 && later.a == 2", "unknown: variable 'later' is not known"}, 1},
};

static const char document[] = "{\"a\": {\"b\": {\"c\": 7, \"d\": 8}}, \"list\": [1]}";

START_TEST(a_path_finds_what_its_steps_find)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf got = {0};
    static const struct cel_variable variables[] = {{"object", NULL}, {"later", NULL}};
    const struct cel_env_spec spec = {.variables = variables, .len = PLIM_LEN(variables)};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    struct value object;
    struct plim_err err = {0};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    plim_assert_ok(value_json_read(arena, plim_str_from(document), &object, &err), &err);
    plim_assert_ok(cel_compile(arena, env, plim_str_from(cases[_i].expected.expression), NULL,
                               &program, NULL, &err),
                   &err);
    const struct value *values[] = {&object, NULL};
    const struct cel_bindings bindings = {.values = values, .len = PLIM_LEN(values)};
    struct value value = cel_eval(program, &bindings, arena, NULL);
    cel_show(&value, &got);
    ck_assert_str_eq(got.text, cases[_i].expected.want);
    ck_assert_uint_eq(program->kept_count, cases[_i].kept);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_path_finds_what_its_steps_find, 0, (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("path", add_cases)
