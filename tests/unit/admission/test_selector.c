#include "admission_fixture.h"
#include "admission_priv.h"

static const struct {
    const char *selector;
    const char *labels;
    bool globs;
    bool matches;
} selectors[] = {
    {"{}", "{}", false, true},
    {"{matchLabels: {a: b}}", "{a: b, c: d}", false, true},
    {"{matchLabels: {a: b}}", "{a: c}", false, false},
    {"{matchLabels: {a: '*'}}", "{a: c}", false, false},
    {"{matchLabels: {a: '*'}}", "{a: c}", true, true},
    {"{matchLabels: {'x/*': c}}", "{x/y: c}", true, true},
    {"{matchExpressions: [{key: a, operator: In, values: [b, c]}]}", "{a: c}", false, true},
    {"{matchExpressions: [{key: a, operator: In, values: [b]}]}", "{}", false, false},
    {"{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}", "{}", false, true},
    {"{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}", "{a: b}", false, false},
    {"{matchExpressions: [{key: a, operator: Exists}]}", "{a: ''}", false, true},
    {"{matchExpressions: [{key: a, operator: DoesNotExist}]}", "{a: ''}", false, false},
};

START_TEST(selector_takes_what_meets_all_of_it)
{
    struct plim_arena *arena = plim_arena_new();
    struct value selector = plim_value_from_yaml(arena, selectors[_i].selector);
    struct value labels = plim_value_from_yaml(arena, selectors[_i].labels);
    ck_assert_int_eq(admission_selector_matches(&selector, &labels, selectors[_i].globs),
                     selectors[_i].matches);
    plim_arena_free(arena);
}
END_TEST

START_TEST(misspelt_operator_is_an_error_with_a_suggestion)
{
    expect_refusal(VAP("  matchConstraints: {objectSelector: {matchExpressions: [{key: a, "
                       "operator: Exist}]}}\n  validations: [{expression: 'true'}]\n"),
                   "p.yaml:5:77: unknown operator 'Exist'; expected one of In, NotIn, Exists, "
                   "DoesNotExist; did you mean 'Exists'?");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, selector_takes_what_meets_all_of_it, 0, (int)PLIM_LEN(selectors));
    tcase_add_test(tcase, misspelt_operator_is_an_error_with_a_suggestion);
}

PLIM_CHECK_MAIN("admission.selector", add_cases)
