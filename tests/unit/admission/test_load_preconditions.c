#include "admission_fixture.h"

#define WITH(preconditions) \
    CLUSTER_POLICY("    match: {any: [{resources: {kinds: [Pod]}}]}\n" preconditions NEVER)

static const struct {
    const char *policy;
    const char *message;
} refusals[] = {
    {WITH("    preconditions: {some: []}\n"), "p.yaml:8:21: unknown field 'some'"},
    {WITH("    preconditions: [{key: a, operator: Equals}]\n"),
     "p.yaml:8:21: missing required field 'value'"},
    {WITH("    preconditions:\n      all:\n      - {key: a, operator: Equls, value: b}\n"),
     "p.yaml:10:28: unknown operator 'Equls'; expected one of Equal, Equals, NotEqual, NotEquals, "
     "In, AnyIn, AllIn, NotIn, AnyNotIn, AllNotIn, GreaterThanOrEquals, GreaterThan, "
     "LessThanOrEquals, LessThan, DurationGreaterThanOrEquals, DurationGreaterThan, "
     "DurationLessThanOrEquals, DurationLessThan; did you mean 'Equals'?"},
};

START_TEST(what_is_wrong_is_told_where_it_stands)
{
    expect_refusal(refusals[_i].policy, refusals[_i].message);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_is_wrong_is_told_where_it_stands, 0, (int)PLIM_LEN(refusals));
}

PLIM_CHECK_MAIN("admission.load_preconditions", add_cases)
