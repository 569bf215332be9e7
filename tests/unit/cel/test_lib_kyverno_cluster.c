#include "cel_check.h"

static const struct cel_case what_nobody_is_asked_is_unknown_cases[] = {
    {"resource.Get('v1', 'configmaps', 'a', 'b').data.x == '1'",
     "unknown: no cluster is asked for other objects"},
    {"size(resource.List('v1', 'configmaps', 'a').items) > 0",
     "unknown: no cluster is asked for other objects"},
    {"globalContext.Get('a', '') == 1", "unknown: global contexts are not known"},
    {"http.Get('https://a') == 1", "unknown: no server is asked by an expression"},
    {"http.Post('https://a', {'b': 1}) == 1", "unknown: no server is asked by an expression"},
    {"globalContext.get('a') == 1", "unknown: global contexts are not known"},
    {"image.GetMetadata('nginx').manifest == 1", "unknown: no registry is asked for images"},
    {"http.post('https://a', {'b': 1}, {'c': 'd'}) == 1",
     "unknown: no server is asked by an expression"},
    {"resource.Post('v1', 'pods', {'a': dyn(1)}) == {}",
     "unknown: nothing is written to a cluster"},
    {"http.Get('https://a') == 1 || true", "true"},
    {"http.Client('').Get('https://a')", "unknown: no server is asked by an expression"},
    {"type(http.client(''))", "type http.Context"},
    {"http.Client('-----BEGIN').Get('https://a')",
     "error: request failed: failed to parse PEM CA bundle for APICall"},
};

START_TEST(what_nobody_is_asked_is_unknown)
{
    cel_expect("kyverno", &what_nobody_is_asked_is_unknown_cases[_i]);
}
END_TEST

/* Says what it was asked. */
static struct value echo(void *context, enum cel_question question, const struct value *args,
                         size_t len, struct plim_arena *arena)
{
    (void)context;
    struct value *items = plim_arena_array(arena, len + 1, sizeof(*items));
    for (size_t i = 0; i < len; i++)
        items[i] = args[i];
    items[len] = value_int(question);
    return value_list(items, len + 1);
}

static const struct cel_case who_evaluates_may_answer_cases[] = {
    {"dyn(resource.Get('v1', 'configmaps', 'a', 'b'))", "[\"v1\",\"configmaps\",\"a\",\"b\",0]"},
    {"dyn(resource.List('v1', 'pods', 'a', {'b': 'c'}))",
     "[\"v1\",\"pods\",\"a\",{\"b\":\"c\"},1]"},
    {"image.getMetadata('nginx')", "[\"nginx\",2]"},
    {"globalContext.Get('a', 'b')", "[\"a\",\"b\",3]"},
    {"http.Get('https://a')", "[\"https://a\",4]"},
    {"http.Client('').Get('https://a', {'b': 'c'})", "[\"https://a\",{\"b\":\"c\"},4]"},
    {"http.client('').client('').post('https://a', 1)", "[\"https://a\",1,5]"},
};

START_TEST(who_evaluates_may_answer)
{
    const struct cel_case *wanted = &who_evaluates_may_answer_cases[_i];
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf got = {0};
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    const struct cel_env_spec spec = {.environment = "kyverno"};
    const struct cel_bindings bindings = {.ask = echo};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    plim_assert_ok(
        cel_compile(arena, env, plim_str_from(wanted->expression), NULL, &program, NULL, &err),
        &err);
    struct value value = cel_eval(program, &bindings, arena, NULL);
    cel_show(&value, &got);
    ck_assert_str_eq(got.text, wanted->want);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_nobody_is_asked_is_unknown, 0,
                        (int)PLIM_LEN(what_nobody_is_asked_is_unknown_cases));
    tcase_add_loop_test(tcase, who_evaluates_may_answer, 0,
                        (int)PLIM_LEN(who_evaluates_may_answer_cases));
}

PLIM_CHECK_MAIN("cel.lib_kyverno_cluster", add_cases)
