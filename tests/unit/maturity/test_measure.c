/* Policy and metric criteria against evidence. */
#include "fixture.h"

struct measurement {
    const char *criteria;
    const char *evidence;
    const char *interval; /* state, lo, hi */
    const char *reason;
};

#define AT_90 "{policy: p, met: '>= 90%', partial: '>= 50%', maxAge: 24h}"

static const struct measurement measurements[] = {
    {AT_90, "[{id: p, pass: 9, fail: 1}]", "\"met\" 1000 1000", "(none)"},
    {AT_90, "[{id: p, pass: 899, fail: 101}]", "\"partial\" 500 500", "(none)"},
    {AT_90, "[{id: p, pass: 1, fail: 1}]", "\"partial\" 500 500", "(none)"},
    {AT_90, "[{id: p, pass: 1, fail: 2}]", "\"unmet\" 0 0", "(none)"},
    /* unknown subjects: for the floor they fail, for the ceiling they pass */
    {AT_90, "[{id: p, pass: 95, fail: 0, unknown: 5}]", "\"met\" 1000 1000", "(none)"},
    {AT_90, "[{id: p, pass: 85, fail: 5, unknown: 10, reason: 'pods: forbidden'}]",
     "\"unknown\" 500 1000", "\"10 of 100 subjects unknown: pods: forbidden\""},
    {AT_90, "[{id: p, pass: 0, fail: 0, unknown: 4}]", "\"unknown\" 0 1000",
     "\"4 of 4 subjects unknown\""},
    {AT_90, "[{id: p, pass: 0, fail: 60, unknown: 4}]", "\"unmet\" 0 0", "(none)"},
    {AT_90, "[{id: p, pass: 0, fail: 0}]", "\"unknown\" 0 1000", "\"no subjects\""},
    {AT_90, "[{id: p, pass: 0, fail: 0, waived: 2}]", "\"unknown\" 0 1000",
     "\"all 2 subjects are waived\""},
    {AT_90, "[{id: p, pass: 9, fail: 0, waived: 5}]", "\"met\" 1000 1000", "(none)"},
    {AT_90, "[{id: p, pass: 9, fail: 0, age: 25h}]", "\"unknown\" 0 1000",
     "\"read 25 h ago, may be at most 24 h old\""},
    {AT_90, "[{id: p, pass: 9, fail: 0, age: 24h}]", "\"met\" 1000 1000", "(none)"},
    {AT_90, "[{id: other, pass: 9, fail: 0}]", "\"unknown\" 0 1000", "\"not evaluated\""},
    {"{policy: p, met: '>= 90%', onEmpty: met}", "[{id: p, pass: 0, fail: 0}]", "\"met\" 1000 1000",
     "\"no subjects\""},
    {"{policy: p, met: '>= 90%', onEmpty: unmet}", "[{id: p, pass: 0, fail: 0}]", "\"unmet\" 0 0",
     "\"no subjects\""},
    {"{policy: p, met: '>= 90%', onEmpty: notApplicable}", "[{id: p, pass: 0, fail: 0}]",
     "\"notApplicable\" (none) (none)", "\"no subjects\""},
    {"{policy: p, met: '>= 90%', onEmpty: met}", "[{id: p, pass: 0, fail: 0, unknown: 1}]",
     "\"unknown\" 0 1000", "\"1 of 1 subjects unknown\""},
    {"{policy: p, met: '>= 90%', minSubjects: 5}", "[{id: p, pass: 4, fail: 0}]",
     "\"unknown\" 0 1000", "\"4 subjects; at least 5 are needed\""},
    {"{policy: p, met: '> 50%'}", "[{id: p, pass: 1, fail: 1}]", "\"unmet\" 0 0", "(none)"},
    {"{policy: p, met: '== 100%'}", "[{id: p, pass: 9999, fail: 1}]", "\"unmet\" 0 0", "(none)"},
    {"{policy: p, measure: failCount, met: '== 0', partial: '<= 2'}", "[{id: p, pass: 1, fail: 2}]",
     "\"partial\" 500 500", "(none)"},
    {"{policy: p, measure: failCount, met: '== 0'}", "[{id: p, pass: 1, fail: 0, unknown: 1}]",
     "\"unknown\" 0 1000", "\"1 of 2 subjects unknown\""},
    {"{policy: p, measure: passCount, met: '>= 2'}", "[{id: p, pass: 2, fail: 9}]",
     "\"met\" 1000 1000", "(none)"},
    {"{policy: p, measure: exists}", "[{id: p, pass: 1, fail: 9}]", "\"met\" 1000 1000", "(none)"},
    {"{policy: p, measure: exists}", "[{id: p, pass: 0, fail: 9}]", "\"unmet\" 0 0", "(none)"},
};

static void assert_interval(struct fixture *fixture, const char *interval)
{
    const char *state = fixture_at(fixture, "practices[practice=it].state");
    const char *lo = fixture_at(fixture, "practices[practice=it].lo");
    const char *hi = fixture_at(fixture, "practices[practice=it].hi");
    ck_assert_str_eq(plim_arena_printf(fixture->arena, "%s %s %s", state, lo, hi), interval);
}

static void measure(struct fixture *fixture, const char *criteria, const char *evidence)
{
    plim_assert_ok(fixture_add_criteria(fixture, criteria), &fixture->err);
    fixture_add_model(fixture);
    fixture_add_evidence(fixture, evidence);
    fixture_assess(fixture, "m");
}

START_TEST(a_policy_criterion_has_an_interval_and_its_reason)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    measure(&fixture, measurements[_i].criteria, measurements[_i].evidence);
    assert_interval(&fixture, measurements[_i].interval);
    plim_assert_at(&fixture, "practices[0].criteria[0].reason", measurements[_i].reason);
}
END_TEST

static const struct {
    const char *criteria;
    const char *evidence;
    const char *missing;
} distances[] = {
    {"{policy: p, met: '>= 95%'}", "[{id: p, pass: 41, fail: 19}]", "16"},
    {"{policy: p, met: '>= 95%'}", "[{id: p, pass: 41, fail: 9, unknown: 10}]", "16"},
    {"{policy: p, met: '> 50%'}", "[{id: p, pass: 5, fail: 5}]", "1"},
    {"{policy: p, met: '== 100%'}", "[{id: p, pass: 5, fail: 5}]", "5"},
    {"{policy: p, measure: failCount, met: '<= 2'}", "[{id: p, pass: 5, fail: 4, unknown: 1}]",
     "3"},
    {"{policy: p, measure: failCount, met: '< 2'}", "[{id: p, pass: 5, fail: 4}]", "3"},
    {"{policy: p, measure: passCount, met: '>= 7'}", "[{id: p, pass: 5, fail: 4}]", "2"},
    {"{policy: p, measure: exists}", "[{id: p, pass: 0, fail: 4}]", "1"},
    {"{policy: p, met: '>= 50%'}", "[{id: p, pass: 5, fail: 5}]", "(none)"},
};

START_TEST(missing_is_how_many_subjects_are_still_to_fix)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    measure(&fixture, distances[_i].criteria, distances[_i].evidence);
    plim_assert_at(&fixture, "practices[0].criteria[0].missing", distances[_i].missing);
}
END_TEST

#define SUSTAINED "{policy: p, met: '>= 90%', sustained: {for: 7d, samples: 75%}}"
#define GOOD(age) "{age: " age ", pass: 9, fail: 1}"
#define BAD(age)  "{age: " age ", pass: 8, fail: 2}"
#define NOW_GOOD  "id: p, pass: 10, fail: 0"

static const struct measurement periods[] = {
    {SUSTAINED, "[{" NOW_GOOD ", sustainedOk: true}]", "\"met\" 1000 1000", "(none)"},
    {SUSTAINED, "[{" NOW_GOOD ", sustainedOk: false}]", "\"partial\" 500 500",
     "\"not kept over the period\""},
    {SUSTAINED, "[{" NOW_GOOD "}]", "\"unknown\" 0 1000",
     "\"0 samples in 7 d; at least 3 are needed\""},
    {SUSTAINED, "[{" NOW_GOOD ", samples: [" GOOD("1d") ", " GOOD("2d") "]}]", "\"unknown\" 0 1000",
     "\"2 samples in 7 d; at least 3 are needed\""},
    {SUSTAINED, "[{" NOW_GOOD ", samples: [" GOOD("1d") ", " GOOD("2d") ", " GOOD("8d") "]}]",
     "\"unknown\" 0 1000", "\"2 samples in 7 d; at least 3 are needed\""},
    {SUSTAINED,
     "[{" NOW_GOOD ", samples: [" GOOD("1d") ", " BAD("2d") ", " GOOD("3d") ", " GOOD("7d") "]}]",
     "\"met\" 1000 1000", "(none)"},
    {SUSTAINED, "[{" NOW_GOOD ", samples: [" GOOD("1d") ", " BAD("2d") ", " GOOD("3d") "]}]",
     "\"partial\" 500 500", "\"kept in 2 of 3 samples in 7 d\""},
    {SUSTAINED, "[{id: p, pass: 1, fail: 9, sustainedOk: true}]", "\"unmet\" 0 0", "(none)"},
};

START_TEST(what_must_last_is_judged_over_its_period)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    measure(&fixture, periods[_i].criteria, periods[_i].evidence);
    assert_interval(&fixture, periods[_i].interval);
    plim_assert_at(&fixture, "practices[0].criteria[0].reason", periods[_i].reason);
}
END_TEST

static const struct measurement metrics[] = {
    {"{metric: m, met: '>= 95%', partial: '>= 50%', minSamples: 5}", "{value: 95%, samples: 5}",
     "\"met\" 1000 1000", "(none)"},
    {"{metric: m, met: '>= 95%', partial: '>= 50%'}", "{value: 94.9%}", "\"partial\" 500 500",
     "(none)"},
    {"{metric: m, met: '>= 95%', minSamples: 5}", "{value: 95%, samples: 4}", "\"unknown\" 0 1000",
     "\"4 samples; at least 5 are needed\""},
    {"{metric: m, met: '<= 24h'}", "{value: 2d}", "\"unmet\" 0 0", "(none)"},
    {"{metric: m, met: '<= 24h'}", "{value: 90m}", "\"met\" 1000 1000", "(none)"},
    {"{metric: m, met: '<= 3'}", "{value: 3}", "\"met\" 1000 1000", "(none)"},
    {"{metric: m, met: '<= 3'}", "{value: 3%}", "\"unknown\" 0 1000",
     "\"measured as a share, needed as a number\""},
    {"{metric: m, met: '<= 3', window: 30d}", "{value: 3, window: 7d}", "\"unknown\" 0 1000",
     "\"measured over another period\""},
    {"{metric: m, met: '<= 3', maxAge: 1h}", "{value: 3, age: 2h}", "\"unknown\" 0 1000",
     "\"read 2 h ago, may be at most 60 min old\""},
    {"{metric: other, met: '<= 3'}", "{value: 3}", "\"unknown\" 0 1000", "\"not measured\""},
};

START_TEST(a_metric_criterion_compares_like_with_like)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const char *entry = metrics[_i].evidence + 1;
    measure(&fixture, metrics[_i].criteria,
            plim_arena_printf(fixture.arena, "[]\n  metrics: [{id: m, %s]", entry));
    assert_interval(&fixture, metrics[_i].interval);
    plim_assert_at(&fixture, "practices[0].criteria[0].reason", metrics[_i].reason);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_policy_criterion_has_an_interval_and_its_reason, 0,
                        PLIM_LEN(measurements));
    tcase_add_loop_test(tcase, missing_is_how_many_subjects_are_still_to_fix, 0,
                        PLIM_LEN(distances));
    tcase_add_loop_test(tcase, what_must_last_is_judged_over_its_period, 0, PLIM_LEN(periods));
    tcase_add_loop_test(tcase, a_metric_criterion_compares_like_with_like, 0, PLIM_LEN(metrics));
}

PLIM_CHECK_MAIN("maturity.measure", add_cases)
