#include "cel_check.h"
#include "program_priv.h"

static const struct cel_env *make_env(struct plim_arena *arena)
{
    static const struct cel_variable variables[] = {{"a", NULL}, {"b", NULL}};
    const struct cel_env_spec spec = {.variables = variables, .len = 2};
    const struct cel_env *env = NULL;
    struct plim_err err = {0};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    return env;
}

static const struct cel_program *compile(struct plim_arena *arena, const char *source)
{
    const struct cel_program *program = NULL;
    struct plim_err err = {0};
    plim_assert_ok(
        cel_compile(arena, make_env(arena), plim_str_from(source), NULL, &program, NULL, &err),
        &err);
    return program;
}

static const struct value *count_up(void *context, size_t variable, struct plim_arena *arena)
{
    struct value *value = plim_arena_alloc(arena, sizeof *value);
    *value = value_int((int64_t)variable + ++*(int *)context);
    return value;
}

START_TEST(variables_come_from_bindings_or_are_asked_for)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    int asked = 0;
    const struct value one = value_int(1);
    const struct value *const values[] = {&one, NULL};
    const struct cel_bindings bindings = {
        .values = values, .len = 2, .resolve = count_up, .context = &asked};
    struct value sum = cel_eval(compile(arena, "a + b + b"), &bindings, arena, NULL);
    ck_assert_int_eq(value_int_or(&sum, 0), 5);
    ck_assert_int_eq(asked, 1);
}
END_TEST

static const struct cel_case unknowns[] = {
    {"a", "unknown: variable 'a' is not known"},
    {"a.b.c", "unknown: variable 'a' is not known"},
    {"a || true", "true"},
    {"a && false", "false"},
    {"a && true", "unknown: variable 'a' is not known"},
    {"1 / 0 == 1 || b", "unknown: variable 'b' is not known"},
    {"[1].all(x, a)", "unknown: variable 'a' is not known"},
    {"[1, 2].exists(x, a || x == 2)", "true"},
    {"has(a.b)", "unknown: variable 'a' is not known"},
    {"a ? 1 : 2", "unknown: variable 'a' is not known"},
    {"[a].size()", "unknown: variable 'a' is not known"},
};

START_TEST(what_is_unknown_stays_unknown_until_it_does_not_matter)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    cel_expect_in(arena, make_env(arena), &unknowns[_i]);
}
END_TEST

START_TEST(every_issue_is_reported_and_the_first_is_the_error)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct cel_issues issues;
    const struct cel_program *program = NULL;
    plim_assert_fails(
        cel_compile(arena, make_env(arena), PLIM_STR("c + 1 == d"), NULL, &program, &issues, &err),
        PLIM_INVALID, &err, "1:1: undeclared reference to 'c'");
    ck_assert_uint_eq(issues.len, 2);
    ck_assert_uint_eq(issues.items[1].column, 10);
    ck_assert_ptr_null(program);
}
END_TEST

static void assert_limit(const char *source, const struct cel_limits *limits, const char *want)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_program *program = NULL;
    enum plim_code code =
        cel_compile(arena, make_env(arena), plim_str_from(source), limits, &program, NULL, &err);
    ck_assert_int_eq(code, PLIM_LIMIT);
    ck_assert_str_eq(err.msg, want);
}

START_TEST(limits_are_errors_of_their_own)
{
    struct cel_limits limits = cel_default_limits;
    limits.source_bytes = 4;
    assert_limit("1 + 1", &limits, "1:1: expression is longer than 4 bytes");
    limits = cel_default_limits;
    limits.depth = 3;
    assert_limit("((((1))))", &limits, "1:4: expression is nested more than 3 deep");
    assert_limit("1+1+1+1+1+1+1+1+1+1+1+1+1+1", &limits,
                 "1:24: expression is nested more than 12 deep");
    limits.comprehension = 1;
    assert_limit("[[1]].all(x, x.all(y, y > 0))", &limits,
                 "1:15: comprehensions are nested more than 1 deep");
}
END_TEST

START_TEST(a_spent_budget_is_an_error_that_nothing_absorbs)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_limits limits = cel_default_limits;
    const struct cel_program *program = NULL;
    struct plim_err err = {0};
    limits.cost = 5;
    plim_assert_ok(cel_compile(arena, make_env(arena),
                               PLIM_STR("lists.range(100).all(x, x >= 0) || true"), &limits,
                               &program, NULL, &err),
                   &err);
    struct plim_buf buf = {0};
    struct value value = cel_eval(program, NULL, arena, NULL);
    cel_show(&value, &buf);
    ck_assert_str_eq(buf.text,
                     "error: expression 'lists.range(100).all(x, x >= 0) || true' needs more "
                     "than its limit of 5 cost units");
    plim_buf_release(&buf);
}
END_TEST

static const char loop[] = "lists.range(200).all(x, x >= 0)";

START_TEST(evaluations_share_a_budget_until_it_is_spent)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_program *program = compile(arena, loop);
    uint64_t cost = 0;
    (void)cel_eval(program, NULL, arena, &cost);
    uint64_t budget = cost + 10;
    const struct cel_bindings bindings = {.budget = &budget};
    ck_assert_int_eq(cel_eval(program, &bindings, arena, NULL).kind, VALUE_BOOL);
    ck_assert_uint_eq(budget, 10);
    struct value value = cel_eval(program, &bindings, arena, NULL);
    ck_assert_str_eq(value.text, "expression 'lists.range(200).all(x, x >= 0)' needs more than "
                                 "the 10 cost units left of the budget");
    ck_assert_uint_eq(budget, 0);
}
END_TEST

static bool count_questions(void *context)
{
    return ++*(int *)context == 2;
}

START_TEST(loops_ask_at_intervals_whether_they_should_end)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    int asked = 0;
    const struct cel_bindings bindings = {.interrupted = count_questions, .context = &asked};
    struct value value =
        cel_eval(compile(arena, "lists.range(150).all(x, x >= 0)"), &bindings, arena, NULL);
    ck_assert_int_eq(value.kind, VALUE_BOOL);
    ck_assert_int_eq(asked, 1);
    asked = 0;
    value = cel_eval(compile(arena, "lists.range(1000).all(x, x >= 0) || true"), &bindings, arena,
                     NULL);
    ck_assert_str_eq(value.text, "operation interrupted");
    ck_assert_int_eq(asked, 2);
}
END_TEST

START_TEST(loops_do_not_run_on_past_the_limit)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    uint64_t cost = 0;
    struct value value =
        cel_eval(compile(arena, "lists.range(5000).all(x, lists.range(5000).all(y, x + y >= 0)) "
                                "|| lists.range(5000).all(x, x >= 0)"),
                 NULL, arena, &cost);
    ck_assert_int_eq(value.kind, VALUE_ERROR);
    ck_assert_uint_eq(cost, CEL_COST_PER_CALL + 1);
}
END_TEST

START_TEST(programs_know_the_type_of_their_result)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf buf = {0};
    cel_type_print(cel_program_type(compile(arena, "[1].map(x, {string(x): optional.of(x)})")),
                   &buf);
    ck_assert_str_eq(buf.text, "list(map(string, optional_type(int)))");
    plim_buf_release(&buf);
}
END_TEST

static const struct {
    const char *source;
    uint32_t line;
    uint32_t column;
} raised[] = {{"1 +\n 2 / 0", 2, 4},
              {"'\303\251' == '' || {'a': 1}.b == 2", 1, 22},
              {"[1, 0].map(x, 1 / x)", 1, 17},
              {"cel.bind(x, 1 / 0, x)", 1, 15},
              {"int('x')", 1, 1},
              {"true", 0, 0}};

START_TEST(errors_know_where_they_were_raised)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_program *program = compile(arena, raised[_i].source);
    struct value value = cel_eval(program, NULL, arena, NULL);
    struct value_position position = cel_error_position(program, &value);
    ck_assert_uint_eq(position.line, raised[_i].line);
    ck_assert_uint_eq(position.column, raised[_i].column);
}
END_TEST

static const struct cel_case unchecked[] = {
    {"nothing || true", "true"},
    {"nothing", "error: undeclared reference to 'nothing'"},
    {"nothing(1)", "error: no such overload: nothing"},
    {"1 + 'a'", "error: no such overload"},
    {"'a' && false", "false"},
    {"1.size()", "error: no such overload: size"},
};

START_TEST(without_the_checker_faults_show_when_run)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct plim_buf buf = {0};
    const struct cel_program *program = NULL;
    const struct cel_compilation how = {make_env(arena), &cel_default_limits,
                                        CEL_COMPILE_UNCHECKED};
    plim_assert_ok(cel_compile_with(arena, &how, plim_str_from(unchecked[_i].expression), &program,
                                    NULL, &err),
                   &err);
    struct value value = cel_eval(program, NULL, arena, NULL);
    cel_show(&value, &buf);
    ck_assert_str_eq(buf.text, unchecked[_i].want);
    plim_buf_release(&buf);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, variables_come_from_bindings_or_are_asked_for);
    tcase_add_loop_test(tcase, what_is_unknown_stays_unknown_until_it_does_not_matter, 0,
                        (int)PLIM_LEN(unknowns));
    tcase_add_test(tcase, every_issue_is_reported_and_the_first_is_the_error);
    tcase_add_test(tcase, limits_are_errors_of_their_own);
    tcase_add_test(tcase, a_spent_budget_is_an_error_that_nothing_absorbs);
    tcase_add_loop_test(tcase, errors_know_where_they_were_raised, 0, (int)PLIM_LEN(raised));
    tcase_add_test(tcase, evaluations_share_a_budget_until_it_is_spent);
    tcase_add_test(tcase, loops_ask_at_intervals_whether_they_should_end);
    tcase_add_test(tcase, loops_do_not_run_on_past_the_limit);
    tcase_add_test(tcase, programs_know_the_type_of_their_result);
    tcase_add_loop_test(tcase, without_the_checker_faults_show_when_run, 0,
                        (int)PLIM_LEN(unchecked));
}

PLIM_CHECK_MAIN("cel.program", add_cases)
