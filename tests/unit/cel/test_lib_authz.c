#include "cel/authorizer.h"

#include "cel_check.h"

/* What was asked last, and what is answered. */
struct talk {
    struct cel_authorizer_request asked;
    struct cel_authorizer_answer answer;
};

static void ask(void *context, const struct cel_authorizer_request *request,
                struct plim_arena *arena, struct cel_authorizer_answer *answer_out)
{
    struct talk *talk = context;
    (void)arena;
    talk->asked = *request;
    *answer_out = talk->answer;
}

/* Evaluate with the authorizer; NULL: without one. */
static struct value evaluate(struct plim_arena *arena, const char *expression, struct talk *talk)
{
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    static const struct cel_authorizer_request pod = {.group = {"", 0},
                                                      .resource = {"pods", 4},
                                                      .object_namespace = {"shop", 4},
                                                      .object_name = {"cart", 4}};
    const struct cel_variable variables[] = {
        {"authorizer", cel_type_authorizer()},
        {"authorizer.requestResource", cel_type_resource_check()}};
    const struct value values[] = {cel_authorizer_value(), cel_resource_check_value(&pod)};
    const struct value *const bound[] = {&values[0], &values[1]};
    const struct cel_authorizer authorizer = {.ask = ask, .context = talk};
    const struct cel_bindings bindings = {
        .values = bound, .len = 2, .authorizer = talk ? &authorizer : NULL};
    const struct cel_env_spec spec = {
        .environment = "kubernetes", .variables = variables, .len = 2};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    plim_assert_ok(cel_compile(arena, env, plim_str_from(expression), NULL, &program, NULL, &err),
                   &err);
    return cel_eval(program, &bindings, arena, NULL);
}

static void assert_shows(const struct value *value, const char *want)
{
    struct plim_buf got = {0};
    cel_show(value, &got);
    ck_assert_msg(plim_str_is(plim_buf_str(&got), want), "%.*s, wanted %s",
                  PLIM_STR_ARG(plim_buf_str(&got)), want);
    plim_buf_release(&got);
}

START_TEST(everything_asked_reaches_the_authorizer)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct talk talk = {.answer = {.decision = CEL_DECISION_ALLOW}};
    struct value got =
        evaluate(arena,
                 "authorizer.serviceAccount('shop', 'cart').group('apps').resource('deployments')"
                 ".subresource('scale').namespace('till').name('x').fieldSelector('b=1,a=2')"
                 ".labelSelector('app in (b, a)').check('update').allowed()",
                 &talk);
    assert_shows(&got, "true");
    const struct cel_authorizer_request *asked = &talk.asked;
    ck_assert(asked->is_resource);
    ck_assert(plim_str_is(asked->account_namespace, "shop"));
    ck_assert(plim_str_is(asked->account_name, "cart"));
    ck_assert(plim_str_is(asked->verb, "update"));
    ck_assert(plim_str_is(asked->group, "apps"));
    ck_assert(plim_str_is(asked->resource, "deployments"));
    ck_assert(plim_str_is(asked->subresource, "scale"));
    ck_assert(plim_str_is(asked->object_namespace, "till"));
    ck_assert(plim_str_is(asked->object_name, "x"));
    ck_assert(plim_str_is(asked->field_selector, "a=2,b=1"));
    ck_assert(plim_str_is(asked->label_selector, "app in (a,b)"));
    ck_assert(plim_str_is(asked->path, ""));
}
END_TEST

START_TEST(a_path_is_no_resource)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct talk talk = {.answer = {.decision = CEL_DECISION_DENY}};
    struct value got = evaluate(arena, "authorizer.path('/healthz').check('get').allowed()", &talk);
    assert_shows(&got, "false");
    ck_assert(!talk.asked.is_resource);
    ck_assert(plim_str_is(talk.asked.path, "/healthz"));
}
END_TEST

START_TEST(the_request_is_a_resource_too)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct talk talk = {.answer = {.decision = CEL_DECISION_ALLOW}};
    struct value got = evaluate(arena, "authorizer.requestResource.check('get').allowed()", &talk);
    assert_shows(&got, "true");
    ck_assert(plim_str_is(talk.asked.object_name, "cart"));
}
END_TEST

static const struct {
    struct cel_authorizer_answer answer;
    const char *rest;
    const char *want;
} answers[] = {
    {{CEL_DECISION_ALLOW, {"yes", 3}, {0}}, ".reason()", "\"yes\""},
    {{CEL_DECISION_NO_OPINION, {0}, {"down", 4}}, ".error()", "\"down\""},
    {{CEL_DECISION_NO_OPINION, {0}, {"down", 4}}, ".errored()", "true"},
    {{CEL_DECISION_NO_OPINION, {0}, {0}}, ".errored()", "false"},
    {{CEL_DECISION_NO_OPINION, {0}, {0}}, ".allowed()", "false"},
    {{CEL_DECISION_ALLOW, {0}, {0}}, "", "a kubernetes.authorization.Decision"},
    {{CEL_DECISION_UNKNOWN, {"no access", 9}, {0}}, ".allowed()", "unknown: no access"},
    {{CEL_DECISION_UNKNOWN, {0}, {0}}, ".reason()", "unknown: the authorizer cannot tell"},
};

START_TEST(answers_are_told)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct talk talk = {.answer = answers[_i].answer};
    const char *expression =
        plim_arena_printf(arena, "authorizer.path('/x').check('get')%s", answers[_i].rest);
    struct value got = evaluate(arena, expression, &talk);
    assert_shows(&got, answers[_i].want);
}
END_TEST

START_TEST(without_an_authorizer_the_answer_is_unknown)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value got = evaluate(arena, "authorizer.path('/x').check('get').allowed()", NULL);
    assert_shows(&got, "unknown: there is no authorizer to ask");
    got = evaluate(arena, "false && authorizer.path('/x').check('get').allowed()", NULL);
    assert_shows(&got, "false");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, everything_asked_reaches_the_authorizer);
    tcase_add_test(tcase, a_path_is_no_resource);
    tcase_add_test(tcase, the_request_is_a_resource_too);
    tcase_add_loop_test(tcase, answers_are_told, 0, (int)PLIM_LEN(answers));
    tcase_add_test(tcase, without_an_authorizer_the_answer_is_unknown);
}

PLIM_CHECK_MAIN("cel.lib_authz", add_cases)
