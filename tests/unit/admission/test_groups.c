#include "admission/session.h"

#include "admission_fixture.h"

#define ALWAYS "  validations: [{expression: 'true'}]\n"
#define ON(groups)                                                                            \
    VAP("  matchConstraints: {resourceRules: [{apiGroups: [" groups "], apiVersions: ['*'], " \
        "operations: [CREATE], resources: ['*']}]}\n" ALWAYS)
#define KINDS(kinds) CLUSTER_POLICY("    match: {any: [{resources: {kinds: [" kinds "]}}]}\n" NEVER)

static const struct {
    const char *policy, *group;
    bool asks;
} groups[] = {
    {ON("x.example"), "x.example", true},
    {ON("x.example"), "y.example", false},
    {ON("'*'"), "x.example", true},
    /* "*": all that the server has but the core group. */
    {ON("''"), "*", false},
    {ON("apps"), "*", true},
    {VAP("  matchConstraints: {}\n" ALWAYS), "x.example", true},
    {KINDS("x.example/*/Thing"), "x.example", true},
    {KINDS("x.example/*/Thing"), "y.example", false},
    {KINDS("x.example/v1/Thing"), "*", true},
    /* A kind that is not built in may be in any group. */
    {KINDS("Thing"), "x.example", true},
    {KINDS("Pod"), "x.example", false},
    {KINDS("'*'"), "x.example", true},
    {CLUSTER_POLICY("    match: {resources: {kinds: [Thing]}}\n" NEVER), "x.example", true},
};

START_TEST(a_group_that_is_not_known_may_hide_what_a_policy_is_about)
{
    struct plim_err err = {0};
    struct admission_set *set = admission_set_new();
    plim_assert_ok(admission_set_add(set, "p.yaml", plim_str_from(groups[_i].policy), &err), &err);
    bool asks = false;
    for (size_t i = 0; i < admission_set_rules(set); i++)
        asks = asks || admission_set_asks_group(set, i, plim_str_from(groups[_i].group), true);
    ck_assert_int_eq(asks, groups[_i].asks);
    admission_set_free(set);
}
END_TEST

START_TEST(a_policy_that_no_binding_puts_to_use_asks_for_nothing)
{
    struct plim_err err = {0};
    struct admission_set *set = admission_set_new();
    plim_assert_ok(admission_set_add(set, "p.yaml", PLIM_STR(ON("apps")), &err), &err);
    ck_assert(!admission_set_asks_group(set, 0, PLIM_STR("apps"), false));
    admission_set_free(set);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_group_that_is_not_known_may_hide_what_a_policy_is_about, 0,
                        (int)PLIM_LEN(groups));
    tcase_add_test(tcase, a_policy_that_no_binding_puts_to_use_asks_for_nothing);
}

PLIM_CHECK_MAIN("admission.groups", add_cases)
