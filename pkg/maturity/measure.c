/* Policy and metric criteria. Unknown subjects are counted against for the floor and for the
 * ceiling. */
#include "base/clock.h"

#include "assess_priv.h"

enum { SAMPLES_MIN = 3 }; /* fewer say nothing about a period */

static struct plim_str text_of(char *text)
{
    return plim_str_from(text);
}

/* Whether num/den compares as asked; `den` is 1 for numbers. Exact: no division. */
static bool holds(const struct maturity_threshold *threshold, int64_t num, int64_t den)
{
    int64_t scale = threshold->unit == MATURITY_UNIT_RATIO && den > 0 ? MATURITY_WHOLE : 1;
    int64_t left = num * scale;
    int64_t right = threshold->value * (den > 0 ? den : 1);
    if (threshold->is_below)
        return threshold->is_strict ? left < right : left <= right;
    return threshold->is_strict ? left > right : left >= right;
}

static bool counts_hold(const struct maturity_criterion *criterion,
                        const struct maturity_threshold *threshold, int64_t pass, int64_t fail)
{
    switch (criterion->measure) {
    case MATURITY_PASS_RATIO:
        return holds(threshold, pass, pass + fail);
    case MATURITY_FAIL_COUNT:
        return holds(threshold, fail, 0);
    case MATURITY_PASS_COUNT:
        return holds(threshold, pass, 0);
    case MATURITY_EXISTS:
        return pass > 0;
    }
    return false;
}

static int counts_value(const struct maturity_criterion *criterion, int64_t pass, int64_t fail)
{
    if (counts_hold(criterion, &criterion->met, pass, fail))
        return MATURITY_WHOLE;
    if (criterion->partial.is_set && counts_hold(criterion, &criterion->partial, pass, fail))
        return MATURITY_HALF;
    return 0;
}

static int64_t floor_at_zero(int64_t number)
{
    return number > 0 ? number : 0;
}

/* Subjects that would have to pass, or no longer fail, before the criterion is met for certain. */
static int64_t count_missing(const struct maturity_criterion *criterion,
                             const struct maturity_outcome *outcome)
{
    int64_t total = outcome->pass + outcome->fail + outcome->unknown;
    int64_t bound = criterion->met.value;
    int64_t strict = criterion->met.is_strict ? 1 : 0;
    switch (criterion->measure) {
    case MATURITY_PASS_RATIO: {
        int64_t exact = bound * total;
        int64_t need =
            strict ? exact / MATURITY_WHOLE + 1 : (exact + MATURITY_WHOLE - 1) / MATURITY_WHOLE;
        return floor_at_zero(need - outcome->pass);
    }
    case MATURITY_FAIL_COUNT:
        return floor_at_zero(outcome->fail + outcome->unknown - (bound - strict));
    case MATURITY_PASS_COUNT:
        return floor_at_zero(bound + strict - outcome->pass);
    case MATURITY_EXISTS:
        return outcome->pass > 0 ? 0 : 1;
    }
    return 0;
}

static struct maturity_interval value_when_empty(const struct maturity_criterion *criterion)
{
    switch (criterion->on_empty) {
    case MATURITY_EMPTY_NOT_APPLICABLE:
        return maturity_interval_absent;
    case MATURITY_EMPTY_MET:
        return maturity_interval_exactly(MATURITY_WHOLE);
    case MATURITY_EMPTY_UNMET:
        return maturity_interval_exactly(0);
    case MATURITY_EMPTY_UNKNOWN:
        break;
    }
    return maturity_interval_unknown;
}

/* "2 samples in 14 d; at least 3 are needed" and the like; empty when the reading is fresh. */
static struct plim_str describe_age(const struct maturity_assessment *assessment, int64_t at,
                                    int64_t max_age)
{
    char age_text[PLIM_TIME_TEXT_BYTES];
    char max_text[PLIM_TIME_TEXT_BYTES];
    int64_t age = assessment->now - at;
    if (max_age == 0 || age <= max_age)
        return (struct plim_str){0};
    return text_of(plim_arena_printf(assessment->arena, "read %s ago, may be at most %s old",
                                     plim_duration_format(age, age_text),
                                     plim_duration_format(max_age, max_text)));
}

/* Why nothing can be said of the pool as a whole; empty when something can. */
static struct plim_str describe_gap(const struct maturity_assessment *assessment,
                                    const struct maturity_criterion *criterion,
                                    const struct maturity_pool *pool)
{
    int64_t judged = pool->pass + pool->fail;
    if (!pool->is_found)
        return criterion->has_where ? PLIM_STR("not evaluated for the environments asked for")
                                    : PLIM_STR("not evaluated");
    if (pool->unavailable.len > 0)
        return pool->unavailable;
    struct plim_str age = describe_age(assessment, pool->at, criterion->max_age);
    if (age.len > 0)
        return age;
    if (judged + pool->unknown == 0 && pool->waived > 0)
        return text_of(plim_arena_printf(assessment->arena, "all %lld subjects are waived",
                                         (long long)pool->waived));
    if (judged + pool->unknown > 0 && judged < criterion->minimum)
        return text_of(plim_arena_printf(assessment->arena,
                                         "%lld subjects; at least %lld are needed",
                                         (long long)judged, (long long)criterion->minimum));
    return (struct plim_str){0};
}

static void apply_samples(const struct maturity_assessment *assessment,
                          const struct maturity_criterion *criterion,
                          const struct maturity_pool *pool, struct maturity_outcome *outcome)
{
    char text[PLIM_TIME_TEXT_BYTES];
    int64_t kept = 0;
    int64_t total = 0;
    for (size_t i = 0; i < pool->sample_count; i++) {
        const struct maturity_sample *sample = &pool->samples[i];
        if (sample->at > assessment->now || assessment->now - sample->at > criterion->sustained_for)
            continue;
        total++;
        kept += sample->pass + sample->fail > 0 &&
                counts_hold(criterion, &criterion->met, sample->pass, sample->fail);
    }
    plim_duration_format(criterion->sustained_for, text);
    if (total < SAMPLES_MIN) {
        outcome->full.lo = 0;
        outcome->reason = text_of(plim_arena_printf(assessment->arena,
                                                    "%lld samples in %s; at least %d are needed",
                                                    (long long)total, text, SAMPLES_MIN));
    } else if (kept * MATURITY_WHOLE < criterion->sustained_share * total) {
        outcome->full.lo = outcome->full.lo > MATURITY_HALF ? MATURITY_HALF : outcome->full.lo;
        outcome->full.hi = MATURITY_HALF;
        outcome->reason =
            text_of(plim_arena_printf(assessment->arena, "kept in %lld of %lld samples in %s",
                                      (long long)kept, (long long)total, text));
    }
}

/* Only what holds now can have been sustained; a period without history proves nothing. */
static void apply_sustained(const struct maturity_assessment *assessment,
                            const struct maturity_criterion *criterion,
                            const struct maturity_pool *pool, struct maturity_outcome *outcome)
{
    if (criterion->sustained_for == 0 || outcome->full.hi <= MATURITY_HALF ||
        pool->sustained == MATURITY_SUSTAINED_YES)
        return;
    if (pool->sustained == MATURITY_SUSTAINED_UNSTATED) {
        apply_samples(assessment, criterion, pool, outcome);
        return;
    }
    outcome->full.lo = outcome->full.lo > MATURITY_HALF ? MATURITY_HALF : outcome->full.lo;
    outcome->full.hi = MATURITY_HALF;
    outcome->reason = PLIM_STR("not kept over the period");
}

static struct maturity_interval apply_cap(const struct maturity_criterion *criterion,
                                          struct maturity_interval value)
{
    return value.is_absent
               ? value
               : maturity_interval_all(value, maturity_interval_exactly(criterion->cap));
}

static void measure_counts(const struct maturity_assessment *assessment,
                           const struct maturity_criterion *criterion,
                           const struct maturity_pool *pool, struct maturity_outcome *outcome)
{
    long long total = pool->pass + pool->fail + pool->unknown;
    if (total == 0) {
        outcome->full = value_when_empty(criterion);
        outcome->reason = PLIM_STR("no subjects");
        return;
    }
    outcome->full.lo = counts_value(criterion, pool->pass, pool->fail + pool->unknown);
    outcome->full.hi = counts_value(criterion, pool->pass + pool->unknown, pool->fail);
    outcome->missing = count_missing(criterion, outcome);
    if (pool->unknown > 0 && outcome->full.lo < outcome->full.hi)
        outcome->reason = text_of(plim_arena_printf(
            assessment->arena, "%lld of %lld subjects unknown%s%.*s", (long long)pool->unknown,
            total, pool->reason.len > 0 ? ": " : "", PLIM_STR_ARG(pool->reason)));
    apply_sustained(assessment, criterion, pool, outcome);
}

struct maturity_outcome maturity_policy_measure(const struct maturity_assessment *assessment,
                                                const struct maturity_criterion *criterion)
{
    struct maturity_pool pool = maturity_evidence_pool(assessment, criterion);
    struct maturity_outcome outcome = {
        .has_counts = pool.is_found && pool.unavailable.len == 0,
        .pass = pool.pass,
        .fail = pool.fail,
        .unknown = pool.unknown,
        .waived = pool.waived,
        .at = pool.at,
    };
    outcome.reason = describe_gap(assessment, criterion, &pool);
    if (outcome.reason.len > 0)
        outcome.full = maturity_interval_unknown;
    else
        measure_counts(assessment, criterion, &pool, &outcome);
    outcome.value = apply_cap(criterion, outcome.full);
    return outcome;
}

static const struct maturity_metric *find_metric(const struct maturity_assessment *assessment,
                                                 struct plim_str id)
{
    const struct maturity_evidence *evidence = assessment->evidence;
    for (size_t i = 0; i < evidence->metric_count; i++) {
        const struct maturity_metric *metric = evidence->metrics[i].metric;
        if (plim_str_equal(metric->id, id) &&
            maturity_scope_equal(metric->scope, assessment->scope))
            return metric;
    }
    return NULL;
}

static struct plim_str describe_metric(const struct maturity_assessment *assessment,
                                       const struct maturity_criterion *criterion,
                                       const struct maturity_metric *metric)
{
    static const char *const units[] = {"share", "number", "duration"};
    if (!metric)
        return PLIM_STR("not measured");
    if (metric->unavailable.len > 0)
        return metric->unavailable;
    if (metric->unit != criterion->met.unit)
        return text_of(plim_arena_printf(assessment->arena, "measured as a %s, needed as a %s",
                                         units[metric->unit], units[criterion->met.unit]));
    if (metric->window > 0 && criterion->window > 0 && metric->window != criterion->window)
        return PLIM_STR("measured over another period");
    if (metric->samples < criterion->minimum)
        return text_of(
            plim_arena_printf(assessment->arena, "%lld samples; at least %lld are needed",
                              (long long)metric->samples, (long long)criterion->minimum));
    return describe_age(assessment, metric->at, criterion->max_age);
}

struct maturity_outcome maturity_metric_measure(const struct maturity_assessment *assessment,
                                                const struct maturity_criterion *criterion)
{
    const struct maturity_metric *metric = find_metric(assessment, criterion->id);
    struct maturity_outcome outcome = {.metric = metric, .at = metric ? metric->at : 0};
    outcome.reason = describe_metric(assessment, criterion, metric);
    if (outcome.reason.len > 0)
        outcome.full = maturity_interval_unknown;
    else if (holds(&criterion->met, metric->value, 0))
        outcome.full = maturity_interval_exactly(MATURITY_WHOLE);
    else if (criterion->partial.is_set && holds(&criterion->partial, metric->value, 0))
        outcome.full = maturity_interval_exactly(MATURITY_HALF);
    outcome.value = apply_cap(criterion, outcome.full);
    return outcome;
}
