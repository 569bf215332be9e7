#include "value/json.h"

#include "cel_check.h"
#include "unknown.h"

static const struct cel_variable variables[] = {{"object", NULL}, {"x", NULL}, {"y", NULL}};

struct known {
    const char *expression;
    const char *unknowns; /* attributes, with a blank between them */
    const char *want;     /* JSON or "error: ..."; or "unknown", and the trails */
};

static const struct cel_env *make_env(struct plim_arena *arena)
{
    const struct cel_env_spec spec = {.variables = variables, .len = PLIM_LEN(variables)};
    const struct cel_env *env = NULL;
    struct plim_err err = {0};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    return env;
}

static struct value parse(struct plim_arena *arena, const char *json)
{
    struct plim_err err = {0};
    struct value value = {0};
    plim_assert_ok(value_json_read(arena, plim_str_from(json), &value, &err), &err);
    return value;
}

static size_t parse_unknowns(struct plim_arena *arena, const char *text, struct cel_attribute *out)
{
    struct plim_str rest = plim_str_from(text);
    struct plim_str one;
    struct plim_err err = {0};
    size_t len = 0;
    while (rest.len > 0) {
        (void)plim_str_cut(&rest, ' ', &one);
        plim_assert_ok(cel_attribute_parse(arena, make_env(arena), one, &out[len++], &err), &err);
    }
    return len;
}

/* `x` is not bound, `y` is 1. */
static struct value evaluate(struct plim_arena *arena, const char *source, const char *unknowns)
{
    const struct cel_program *program = NULL;
    struct plim_err err = {0};
    struct value object = parse(arena, "{\"kind\": \"Pod\", \"spec\": {\"n\": 1, \"a/b\": 2},"
                                       " \"items\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}");
    const struct value y = value_int(1);
    const struct value *const values[] = {&object, NULL, &y};
    struct cel_attribute attributes[8];
    const struct cel_bindings bindings = {.values = values,
                                          .len = PLIM_LEN(values),
                                          .unknowns = attributes,
                                          .unknown_count =
                                              parse_unknowns(arena, unknowns, attributes)};
    plim_assert_ok(
        cel_compile(arena, make_env(arena), plim_str_from(source), NULL, &program, NULL, &err),
        &err);
    return cel_eval(program, &bindings, arena, NULL);
}

static void show(const struct value *value, struct plim_buf *buf)
{
    struct cel_trails trails = cel_unknown_trails(value);
    if (value->kind != VALUE_UNKNOWN)
        cel_show(value, buf);
    else
        plim_buf_append_c(buf, "unknown");
    for (size_t i = 0; i < trails.len; i++)
        plim_buf_printf(buf, " %.*s", PLIM_STR_ARG(trails.items[i]));
}

static const struct known cases[] = {
    /* A variable without a value. */
    {"x", "", "unknown x"},
    {"x.a.b[0]", "", "unknown x"},
    {"y", "", "1"},
    {"x == y", "", "unknown x"},
    /* What is declared unknown hides what is there, below as well. */
    {"object", "object", "unknown object"},
    {"object.kind", "object", "unknown object"},
    {"object.spec.n", "object.spec", "unknown object.spec"},
    {"object.spec.n", "object.spec.n", "unknown object.spec.n"},
    {"object.status.phase", "object.status.phase", "unknown object.status.phase"},
    /* Its neighbours are known. */
    {"object.kind", "object.spec", "\"Pod\""},
    {"object.spec['a/b']", "object.spec.n", "2"},
    {"object.status", "object.spec", "error: no such key: status"},
    {"object.items[1].name", "object.items[0]", "\"b\""},
    {"object.items[y].name", "object.items[0]", "\"b\""},
    {"object.items[2]", "object.items[0]", "error: index out of bounds: 2"},
    {"object.?status.hasValue()", "object.spec", "false"},
    {"has(object.spec.n)", "object.spec['a/b']", "true"},
    {"y", "object", "1"},
    /* What contains it is not. */
    {"object", "object.spec.n", "unknown object"},
    {"object.spec == object", "object.spec.n", "unknown object object.spec"},
    {"object.items.all(i, i.name != '')", "object.items[0].name", "unknown object.items"},
    {"has(object.spec)", "object.spec.n", "unknown object.spec"},
    {"has(object.spec.n)", "object.spec.n", "unknown object.spec.n"},
    {"dyn(object).kind", "object.spec.n", "unknown object"},
    /* Steps of other kinds. */
    {"object.items[0].name", "object.items[*].name", "unknown object.items[0].name"},
    {"object.spec['a/b']", "object.spec.*", "unknown object.spec[\"a/b\"]"},
    {"object.items[0u]", "object.items[0]", "unknown object.items[0u]"},
    {"object.?spec.?n", "object.spec.n", "unknown object.spec.n"},
    {"object.?items[?0].name", "object.items[0]", "unknown object.items[0]"},
    {"object.?spec.kind", "object.spec.n", "none"},
    {"object.items[x]", "object.items[0]", "unknown x"},
    {"object.items[1 / 0]", "object.items[0]", "error: division by zero"},
    {"x.a", "x.b", "unknown x"},
    /* Several of them. */
    {"object.kind == 'Pod'", "object.spec object.kind object.kind.x", "unknown object.kind"},
    {"x || object.kind == ''", "object.kind", "unknown object.kind x"},
    {"x || x.a", "", "unknown x"},
    {"x || true", "", "true"},
    {"x && object.kind == 'Pod'", "", "unknown x"},
    {"[1, 2].exists(i, i == 1 ? x : object)", "object", "unknown object x"},
    {"x + object", "object", "unknown object x"},
    {"[y, x, object]", "object", "unknown x"},
    {"{x: object}", "object", "unknown x"},
    {"x ? object : y", "object", "unknown x"},
    {"x + 1 / 0", "", "unknown x"},
    {"1 / 0 + x", "", "error: division by zero"},
    {"[1, 2].map(i, x)", "", "unknown x"},
};

START_TEST(an_unknown_tells_what_it_waits_for)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf got = {0};
    struct value value = evaluate(arena, cases[_i].expression, cases[_i].unknowns);
    show(&value, &got);
    ck_assert_msg(plim_str_is(plim_buf_str(&got), cases[_i].want), "%s gives %s, wanted %s",
                  cases[_i].expression, got.text, cases[_i].want);
    plim_buf_release(&got);
}
END_TEST

static const struct known texts[] = {
    {"x", "", "variable 'x' is not known"},
    {"object.spec.n", "object.spec.n", "'object.spec.n' is not known"},
    {"x || object.kind", "object.kind", "'object.kind' and 'x' are not known"},
    {"x || y || object.a", "object y", "'object', 'x' and 'y' are not known"},
    {"x || object.a || object.b || object.c || object.d", "object.*",
     "'object.a', 'object.b', 'object.c' and 2 more are not known"},
};

START_TEST(the_text_of_an_unknown_names_its_trails)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value value = evaluate(arena, texts[_i].expression, texts[_i].unknowns);
    ck_assert_str_eq(plim_arena_copy(arena, value.text, value.len), texts[_i].want);
}
END_TEST

static struct value evaluate_object(struct plim_arena *arena, const char *source,
                                    const struct value *object)
{
    const struct cel_program *program = NULL;
    struct plim_err err = {0};
    const struct cel_bindings bindings = {.values = &object, .len = 1};
    plim_assert_ok(
        cel_compile(arena, make_env(arena), plim_str_from(source), NULL, &program, NULL, &err),
        &err);
    return cel_eval(program, &bindings, arena, NULL);
}

static const struct cel_case inner_unknowns[] = {
    {"object.user", "unknown object.user"},
    {"object.?user.orValue('')", "unknown object.user"},
    {"object['user'].name", "unknown object.user"},
    {"object['us' + 'er']", "unknown object.user"},
    {"has(object.user)", "unknown object.user"},
    {"[object].all(i, i.user == '')", "unknown i.user"},
    {"[object].map(i, dyn(i))[0].user", "unknown"},
    {"x || object.user", "unknown object.user x"},
};

START_TEST(an_unknown_inside_a_value_keeps_its_reason_and_gets_a_trail)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf got = {0};
    const struct value_entry entry = {value_string_c("user"), value_unknown(PLIM_STR("403"))};
    const struct value object = value_map(&entry, 1);
    struct value value = evaluate_object(arena, inner_unknowns[_i].expression, &object);
    show(&value, &got);
    ck_assert_str_eq(got.text, inner_unknowns[_i].want);
    if (value.kind == VALUE_UNKNOWN && _i < 6)
        ck_assert_str_eq(plim_arena_copy(arena, value.text, value.len), "403");
    plim_buf_release(&got);
}
END_TEST

START_TEST(no_more_trails_are_kept_than_there_is_room_for)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf source = {0};
    plim_buf_append_c(&source, "x");
    for (int i = 1; i < 2 * CEL_TRAILS_MAX; i++)
        plim_buf_printf(&source, " || object.f%d", i);
    struct value value = evaluate(arena, source.text, "object.*");
    ck_assert_uint_eq(cel_unknown_trails(&value).len, CEL_TRAILS_MAX);
    plim_buf_release(&source);
}
END_TEST

START_TEST(a_copy_keeps_the_reason_alone)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value value = evaluate(arena, "x", "");
    struct value copy = value_copy(arena, &value);
    ck_assert_uint_eq(cel_unknown_trails(&copy).len, 0);
    ck_assert_str_eq(plim_arena_copy(arena, copy.text, copy.len), "variable 'x' is not known");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, an_unknown_tells_what_it_waits_for, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, the_text_of_an_unknown_names_its_trails, 0, (int)PLIM_LEN(texts));
    tcase_add_loop_test(tcase, an_unknown_inside_a_value_keeps_its_reason_and_gets_a_trail, 0,
                        (int)PLIM_LEN(inner_unknowns));
    tcase_add_test(tcase, no_more_trails_are_kept_than_there_is_room_for);
    tcase_add_test(tcase, a_copy_keeps_the_reason_alone);
}

PLIM_CHECK_MAIN("cel.unknown", add_cases)
