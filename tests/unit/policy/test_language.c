#include "policy_fixture.h"

#define REVERSED "  validations: [{expression: \"cluster.name.reverse() == 'ba'\", message: m}]\n"

START_TEST(policy_has_all_functions_unless_it_says_otherwise)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", "  subject: cluster\n" REVERSED);
    ck_assert_str_eq(judge_record(&fixture, POLICY_CLUSTER, "{name: ab}"), "a.b pass\n");
    end(&fixture);
}
END_TEST

START_TEST(policy_is_held_to_the_environment_that_it_names)
{
    struct plim_err err = {0};
    const char *message =
        refusal("  subject: cluster\n  celEnvironment: kubernetes\n" REVERSED, &err);
    ck_assert_msg(strstr(message, "p.yaml:12:43: found no matching overload for 'reverse'") != NULL,
                  "%s", message);
}
END_TEST

START_TEST(policies_of_one_set_may_name_different_environments)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b",
               "  subject: cluster\n  celEnvironment: kubernetes@1.30\n"
               "  validations: [{expression: \"quantity('1k').asInteger() == 1\", message: m}]\n");
    add_policy(&fixture, "a.c",
               "  subject: cluster\n  celEnvironment: cel\n"
               "  validations: [{expression: \"math.abs(-1) == 2\", message: m}]\n");
    ck_assert_str_eq(judge_record(&fixture, POLICY_CLUSTER, "{name: x}"),
                     "a.b fail m\na.c fail m\n");
    end(&fixture);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, policy_has_all_functions_unless_it_says_otherwise);
    tcase_add_test(tcase, policy_is_held_to_the_environment_that_it_names);
    tcase_add_test(tcase, policies_of_one_set_may_name_different_environments);
}

PLIM_CHECK_MAIN("policy.language", add_cases)
