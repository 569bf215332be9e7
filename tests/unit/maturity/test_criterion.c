/* The tree under `criteria`: what it may say. */
#include <string.h>

#include "fixture.h"

static const struct {
    const char *criteria;
    const char *message;
} refusals[] = {
    {"{}", "a criterion has exactly one of policy, metric, attest, practice, all, any, atLeast"},
    {"{policy: p, metric: m, met: '>= 1%'}",
     "a criterion has exactly one of policy, metric, attest, practice, all, any, atLeast"},
    {"{policy: p}", "measure 'passRatio' needs 'met'"},
    {"{policy: p, met: 95%}",
     "threshold '95%' is not a comparison such as '>= 95%', '== 0' or '<= 24h'"},
    {"{policy: p, met: '>= 95.55%'}",
     "threshold '>= 95.55%' is not a comparison such as '>= 95%', '== 0' or '<= 24h'"},
    {"{policy: p, met: '== 95%'}",
     "threshold '== 95%': '==' goes with 0 and 100% only; say '>=' or '<='"},
    {"{policy: p, met: '<= 5%'}",
     "'<= 5%' does not fit measure 'passRatio', which is compared like '>= 95%'"},
    {"{policy: p, met: '>= 5'}",
     "'>= 5' does not fit measure 'passRatio', which is compared like '>= 95%'"},
    {"{policy: p, measure: failCount, met: '>= 1'}",
     "'>= 1' does not fit measure 'failCount', which is compared like '== 0'"},
    {"{policy: p, met: '> 100%'}", "'> 100%' can never be met"},
    {"{policy: p, measure: exists, met: '>= 1'}", "measure 'exists' takes no 'met'"},
    {"{policy: p, met: '>= 50%', partial: '>= 50%'}",
     "'partial' (>= 50%) is not weaker than 'met' (>= 50%)"},
    {"{policy: p, met: '>= 50%', partial: '<= 40%'}",
     "'partial' (<= 40%) is not weaker than 'met' (>= 50%)"},
    {"{policy: p, measure: passrate, met: '>= 5%'}",
     "unknown measure 'passrate'; expected one of passRatio, failCount, passCount, exists"},
    {"{policy: p, met: '>= 5%', onEmpty: skip}",
     "unknown onEmpty 'skip'; expected one of unknown, notApplicable, met, unmet"},
    {"{policy: p, met: '>= 5%', cap: 50%}", "'cap' goes with 'combine: lift'"},
    {"{policy: p, met: '>= 5%', maxAge: never}",
     "'never' is not a duration; expected the form 36h, 7d or 1h30m"},
    {"{policy: p, met: '>= 5%', sustained: {for: 7d}}", "missing required field 'samples'"},
    {"{policy: p, met: '>= 5%', minSubjects: 0}",
     "'minSubjects' must be a whole number from 1 to 1000000"},
    {"{metric: m, window: 7d}", "missing required field 'met'"},
    {"{attest: It is so, answers: share}", "missing required field 'validFor'"},
    {"{attest: It is so, answers: share, validFor: 30d}",
     "class 'measured' with attestations only"},
    {"{all: []}", "a group of criteria needs at least one"},
    {"{all: [{policy: p, met: '>= 5%'}], combine: lift}",
     "'combine: lift' needs a measured criterion and an attestation"},
    {"{atLeast: {n: 2, of: [{policy: p, met: '>= 5%'}]}}",
     "'n' must be a whole number from 1 to 1"},
    {"{all: [5]}", "a criterion is a map"},
    {"{all: [{all: [{all: [{all: [{all: [{all: [{all: [{all: [{all: [{all: [{all: [{all: [{all: "
     "[{all: [{all: "
     "[{all: [{policy: p, met: '>= 5%'}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}",
     "criteria nested deeper than 16"},
};

START_TEST(a_criterion_that_makes_no_sense_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    ck_assert_int_eq(fixture_add_criteria(&fixture, refusals[_i].criteria), PLIM_INVALID);
    const char *message = strstr(fixture.err.msg, ": ");
    ck_assert_ptr_nonnull(message);
    ck_assert_str_eq(message + 2, refusals[_i].message);
}
END_TEST

static const char *const accepted[] = {
    "{policy: p, met: '>= 95%', partial: '> 50.5%', maxAge: 1d12h, minSubjects: 3}",
    "{policy: p, met: '> 50%', partial: '>= 50%'}",
    "{policy: p, measure: failCount, met: '== 0', partial: '<= 3'}",
    "{policy: p, measure: passCount, met: '>= 2'}",
    "{policy: p, measure: exists}",
    "{policy: p, met: '== 100%', where: {production: true, environment: live}}",
    "{metric: m, met: '<= 24h', partial: '< 48h'}",
    "{any: [{policy: p, met: '>= 5%'}, {practice: it}]}",
    "{atLeast: {n: 1, of: [{policy: p, met: '>= 5%'}, {metric: m, met: '<= 3'}]}}",
    "{combine: lift, all: [{policy: p, met: '>= 5%'}, {attest: a, answers: share, validFor: 9d}]}",
};

START_TEST(every_form_of_criterion_is_read)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add_criteria(&fixture, accepted[_i]), &fixture.err);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_criterion_that_makes_no_sense_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, every_form_of_criterion_is_read, 0, PLIM_LEN(accepted));
}

PLIM_CHECK_MAIN("maturity.criterion", add_cases)
