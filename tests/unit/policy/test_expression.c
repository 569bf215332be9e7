#include "base/defs.h"

#include "policy_fixture.h"

#define CLUSTER(validations) "  subject: cluster\n  validations:\n" validations

static const struct {
    const char *rest;
    const char *message;
} refusals[] = {
    {CLUSTER("    - {expression: cluster.nam == '', message: m}\n"),
     "p.yaml:12:27: undefined field 'nam' of 'cluster'; did you mean 'name'?"},
    {CLUSTER("    - expression: >-\n        cluster.name == ''\n        && cluster.vers == ''\n"
             "      message: m\n"),
     "p.yaml:14:19: undefined field 'vers' of 'cluster'"},
    {CLUSTER("    - {expression: cluster.name, message: m}\n"),
     "p.yaml:12:20: the expression must yield true or false"},
    {CLUSTER("    - {expression: 'true', messageExpression: '1 + 1'}\n"),
     "p.yaml:12:48: the expression must yield a string"},
    {CLUSTER("    - {each: cluster.name, expression: 'true', message: m}\n"),
     "p.yaml:12:14: the expression must yield a list"},
    {CLUSTER("    - {each: cluster.agents, expression: item.redy, message: m}\n"),
     "p.yaml:12:46: undefined field 'redy' of 'agent'; did you mean 'ready'?"},
    {CLUSTER("    - {each: cluster.agents, expression: item.kind, message: m}\n"),
     "p.yaml:12:42: the expression must yield true or false"},
    {CLUSTER("    - {expression: cluster.name ==, message: m}\n"), NULL},
};

static void assert_first_line(const char *message, const char *want)
{
    struct plim_str rest = plim_str_from(message);
    struct plim_str line;
    (void)plim_str_cut(&rest, '\n', &line);
    ck_assert_msg(plim_str_is(line, want), "%s, wanted %s", message, want);
}

START_TEST(mistake_is_shown_in_its_line)
{
    struct plim_err err = {0};
    ck_assert_str_eq(refusal(refusals[0].rest, &err),
                     "p.yaml:12:27: undefined field 'nam' of 'cluster'; did you mean 'name'?\n"
                     " | cluster.nam == ''\n | .......^");
}
END_TEST

START_TEST(mistake_is_shown_at_its_place_in_the_file)
{
    struct plim_err err = {0};
    const char *message = refusal(refusals[_i].rest, &err);
    if (refusals[_i].message != NULL)
        assert_first_line(message, refusals[_i].message);
    else
        ck_assert_int_eq(strncmp(message, "p.yaml:12:", 10), 0);
}
END_TEST

START_TEST(item_is_not_known_outside_of_each)
{
    struct plim_err err = {0};
    const char *message = refusal(CLUSTER("    - {expression: item.ready, message: m}\n"), &err);
    ck_assert_ptr_nonnull(strstr(message, "p.yaml:12:20: "));
    ck_assert_ptr_nonnull(strstr(message, "'item'"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, mistake_is_shown_in_its_line);
    tcase_add_loop_test(tcase, mistake_is_shown_at_its_place_in_the_file, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, item_is_not_known_outside_of_each);
}

PLIM_CHECK_MAIN("policy.expression", add_cases)
