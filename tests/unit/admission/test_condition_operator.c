#include "admission_fixture.h"
#include "precondition.h"

/* Key, operator, value: as in Kyverno's own operator tests, where they hold and where not. */
static const struct {
    const char *condition;
    bool is_met;
} cases[] = {
    {"{key: a, operator: Equals, value: a}", true},
    {"{key: a, operator: Equal, value: b}", false},
    {"{key: abc, operator: Equals, value: 'a*'}", true},
    {"{key: 'a*', operator: Equals, value: abc}", false},
    {"{key: 1h, operator: Equals, value: 60m}", true},
    {"{key: 3600, operator: Equals, value: 1h}", false},
    {"{key: 1h, operator: Equals, value: 3600}", true},
    {"{key: 1Gi, operator: Equals, value: 1024Mi}", true},
    {"{key: 1Gi, operator: Equals, value: nothing}", false},
    {"{key: 10, operator: Equals, value: '10'}", true},
    {"{key: 10, operator: Equals, value: 10.0}", true},
    {"{key: 10, operator: Equals, value: true}", false},
    {"{key: true, operator: Equals, value: true}", true},
    {"{key: true, operator: Equals, value: 'true'}", false},
    {"{key: [1, a], operator: Equals, value: [1.0, a]}", true},
    {"{key: {a: 1}, operator: Equals, value: {a: 2}}", false},
    {"{key: null, operator: Equals, value: a}", false},
    {"{key: null, operator: NotEquals, value: a}", false},
    {"{key: a, operator: NotEquals, value: b}", true},
    {"{key: a, operator: NotEqual, value: 'a*'}", false},
    {"{key: 10, operator: NotEquals, value: ten}", true},
    {"{key: 1Gi, operator: NotEquals, value: ''}", true},
    {"{key: true, operator: NotEquals, value: 'true'}", true},
    {"{key: [a], operator: NotEquals, value: a}", true},
    {"{key: a, operator: AnyIn, value: [a, b]}", true},
    {"{key: abc, operator: AnyIn, value: ['a*']}", true},
    {"{key: c, operator: AnyIn, value: [a, b]}", false},
    {"{key: 5, operator: AnyIn, value: ['5']}", true},
    {"{key: 1000000, operator: AnyIn, value: [1000000]}", true},
    {"{key: 5, operator: AnyIn, value: 1-10}", true},
    {"{key: 50, operator: AnyIn, value: 1-10}", false},
    {"{key: 3Mi, operator: AnyIn, value: 1Mi-1Gi}", true},
    {"{key: [5, 50], operator: AnyIn, value: 1-10}", true},
    {"{key: [50, 60], operator: AnyIn, value: 1-10}", false},
    {"{key: a, operator: AnyIn, value: '[\"a\", \"b\"]'}", true},
    {"{key: a, operator: AnyIn, value: '[1]'}", false},
    {"{key: a, operator: AnyIn, value: {a: 1}}", false},
    {"{key: [a, c], operator: AnyIn, value: [c]}", true},
    {"{key: [a], operator: AnyIn, value: a}", true},
    {"{key: [1], operator: AnyIn, value: 1}", true},
    {"{key: {a: 1}, operator: AnyIn, value: [a]}", false},
    {"{key: [a, b], operator: AllIn, value: [a, b, c]}", true},
    {"{key: [a, d], operator: AllIn, value: [a, b, c]}", false},
    {"{key: [1, 20], operator: AllIn, value: 1-10}", false},
    {"{key: [], operator: AllIn, value: [a]}", true},
    {"{key: [1], operator: AllIn, value: 1}", false},
    {"{key: a, operator: AnyNotIn, value: [b]}", true},
    {"{key: a, operator: AnyNotIn, value: [a]}", false},
    {"{key: [a, b], operator: AnyNotIn, value: [a]}", true},
    {"{key: [a], operator: AnyNotIn, value: [a]}", false},
    {"{key: [5, 20], operator: AnyNotIn, value: 1-10}", true},
    {"{key: [a], operator: AnyNotIn, value: a}", false},
    {"{key: [a, b], operator: AllNotIn, value: [c]}", true},
    {"{key: [a, c], operator: AllNotIn, value: [c]}", false},
    {"{key: [5, 20], operator: AllNotIn, value: 1-10}", false},
    {"{key: a, operator: AllNotIn, value: 5}", false},
    {"{key: a, operator: In, value: [a]}", true},
    {"{key: a, operator: In, value: b}", false},
    {"{key: [a], operator: In, value: ['a*']}", false},
    {"{key: [a, b], operator: In, value: [a, b]}", true},
    {"{key: a, operator: NotIn, value: [b]}", true},
    {"{key: a, operator: NotIn, value: b}", false},
    {"{key: [a], operator: NotIn, value: a}", true},
    {"{key: 10, operator: GreaterThan, value: 5}", true},
    {"{key: 10, operator: GreaterThanOrEquals, value: '10'}", true},
    {"{key: '10', operator: LessThan, value: 5}", false},
    {"{key: 10, operator: LessThanOrEquals, value: 10}", true},
    {"{key: 1Gi, operator: GreaterThan, value: 1Mi}", true},
    {"{key: 1Gi, operator: GreaterThan, value: 5}", false},
    {"{key: 1h, operator: GreaterThan, value: 59m}", true},
    {"{key: 10, operator: GreaterThan, value: 5s}", true},
    {"{key: '10', operator: GreaterThan, value: 5s}", true},
    {"{key: 1.10.0, operator: GreaterThan, value: 1.9.0}", true},
    {"{key: v1.10.0, operator: GreaterThan, value: 1.9.0}", false},
    {"{key: abc, operator: LessThan, value: 5}", false},
    {"{key: true, operator: LessThan, value: 5}", false},
    {"{key: 1h, operator: DurationGreaterThan, value: 59m}", true},
    {"{key: 60, operator: DurationLessThanOrEquals, value: 1m}", true},
    {"{key: abc, operator: DurationLessThan, value: 1m}", false},
    {"{key: 1m, operator: DurationGreaterThanOrEquals, value: 60s}", true},
};

static struct value apply(struct plim_arena *arena, const char *text)
{
    struct value condition = plim_value_from_yaml(arena, text);
    struct plim_str name = value_get_text(&condition, "operator");
    size_t which = 0;
    while (which < ADMISSION_OPERATORS && !plim_str_is(name, admission_operator_names[which]))
        which++;
    ck_assert_uint_lt(which, ADMISSION_OPERATORS);
    return admission_operator_apply((enum admission_operator)which, value_get(&condition, "key"),
                                    value_get(&condition, "value"), arena);
}

START_TEST(operators_compare_as_kyverno_does)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value met = apply(arena, cases[_i].condition);
    ck_assert_msg(value_is(&met, VALUE_BOOL), "%s", cases[_i].condition);
    ck_assert_msg(met.boolean == cases[_i].is_met, "%s", cases[_i].condition);
}
END_TEST

static const char *const unknowns[] = {
    "{key: [1], operator: In, value: ['1']}",
    "{key: [1], operator: AnyNotIn, value: '-5-10'}",
};

START_TEST(what_kyverno_stumbles_over_is_unknown)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value met = apply(arena, unknowns[_i]);
    ck_assert(value_is(&met, VALUE_UNKNOWN));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, operators_compare_as_kyverno_does, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, what_kyverno_stumbles_over_is_unknown, 0, (int)PLIM_LEN(unknowns));
}

PLIM_CHECK_MAIN("admission.condition_operator", add_cases)
