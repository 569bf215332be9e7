#include "base/defs.h"

#include "policy_fixture.h"

#define VALID "  validations: [{expression: 'true', message: m}]\n"

static const struct {
    const char *rest;
    const char *message;
} refusals[] = {
    {"  subject: cluster\n  validations: []\n", "p.yaml:11:16: expected 1 to 64 validations"},
    {"  subject: cluster\n  validations: [{expression: 'true'}]\n",
     "p.yaml:11:17: 'message' or 'messageExpression' is missing"},
    {"  subject: cluster\n  unit: item\n" VALID,
     "p.yaml:12:16: unit 'item' needs a validation with 'each'"},
    {"  subject: cluster\n  variables: [{name: a-b, expression: '1'}]\n" VALID,
     "p.yaml:11:22: 'a-b' is not a name of a variable"},
    {"  subject: cluster\n  variables: [{name: a, expression: '1'}, {name: a, expression: "
     "'1'}]\n" VALID,
     "p.yaml:11:50: variable 'a' is declared twice"},
};

START_TEST(mistake_in_the_logic_names_file_line_and_column)
{
    struct plim_err err = {0};
    ck_assert_str_eq(refusal(refusals[_i].rest, &err), refusals[_i].message);
}
END_TEST

START_TEST(variable_cannot_use_one_below_it)
{
    struct plim_err err = {0};
    const char *message = refusal("  subject: cluster\n  variables:\n"
                                  "    - {name: a, expression: variables.b}\n"
                                  "    - {name: b, expression: '1'}\n" VALID,
                                  &err);
    ck_assert_ptr_nonnull(strstr(message, "p.yaml:12:29: "));
}
END_TEST

START_TEST(variable_may_use_one_above_it)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b",
               "  subject: cluster\n  variables:\n"
               "    - {name: a, expression: cluster.name}\n"
               "    - {name: b, expression: variables.a + '!'}\n"
               "  validations: [{expression: 'false', messageExpression: variables.b}]\n");
    ck_assert_str_eq(judge_record(&fixture, POLICY_CLUSTER, "{name: x}"), "a.b fail x!\n");
    end(&fixture);
}
END_TEST

START_TEST(variable_keeps_its_type)
{
    struct plim_err err = {0};
    const char *message =
        refusal("  subject: cluster\n"
                "  variables: [{name: a, expression: 'cluster.agents.filter(a, true)'}]\n"
                "  validations: [{each: variables.a, expression: item.redy, message: m}]\n",
                &err);
    ck_assert_str_eq(message,
                     "p.yaml:12:53: undefined field 'redy' of 'agent'; did you mean 'ready'?\n"
                     " | item.redy\n | ....^");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, mistake_in_the_logic_names_file_line_and_column, 0,
                        PLIM_LEN(refusals));
    tcase_add_test(tcase, variable_cannot_use_one_below_it);
    tcase_add_test(tcase, variable_may_use_one_above_it);
    tcase_add_test(tcase, variable_keeps_its_type);
}

PLIM_CHECK_MAIN("policy.logic", add_cases)
