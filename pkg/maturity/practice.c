/* Practices: the tree of criteria, attestations that lift, what implies what. */
#include "base/clock.h"

#include "assess_priv.h"

struct evaluation {
    struct maturity_assessment *assessment;
    size_t practice;
    struct maturity_claim *claim; /* that speaks for the practice here, or NULL */
    struct maturity_outcome *outcomes;
    struct plim_err *err;
};

static enum plim_code evaluate(struct evaluation *evaluation,
                               const struct maturity_criterion *criterion);

static struct maturity_interval answer_value(const struct maturity_criterion *criterion,
                                             struct plim_str answer)
{
    for (size_t i = 0; i < criterion->answer_set->len; i++) {
        if (plim_str_equal(criterion->answer_set->answers[i].id, answer))
            return maturity_interval_exactly(criterion->answer_set->answers[i].value);
    }
    return plim_str_is(answer, "notApplicable") ? maturity_interval_absent
                                                : maturity_interval_unknown;
}

static struct plim_str describe_claim(const struct evaluation *evaluation)
{
    char day[PLIM_TIME_TEXT_BYTES];
    const struct maturity_claim *claim = evaluation->claim;
    if (!claim)
        return PLIM_STR("not attested");
    struct plim_arena *arena = evaluation->assessment->arena;
    struct plim_str id = claim->attestation->id;
    if (claim->standing == MATURITY_STANDING_EXPIRED)
        return plim_str_from(plim_arena_printf(arena, "attestation '%.*s' expired %.10s",
                                               PLIM_STR_ARG(id),
                                               plim_time_format(claim->ends - 1, day)));
    if (claim->standing == MATURITY_STANDING_PENDING)
        return plim_str_from(plim_arena_printf(arena, "attestation '%.*s' is issued in the future",
                                               PLIM_STR_ARG(id)));
    if (claim->standing == MATURITY_STANDING_REJECTED)
        return plim_str_from(plim_arena_printf(arena, "attestation '%.*s' does not count: %.*s",
                                               PLIM_STR_ARG(id), PLIM_STR_ARG(claim->reason)));
    return (struct plim_str){0};
}

static void evaluate_attest(struct evaluation *evaluation,
                            const struct maturity_criterion *criterion,
                            struct maturity_outcome *outcome)
{
    struct maturity_claim *claim = evaluation->claim;
    outcome->claim = claim;
    outcome->reason = describe_claim(evaluation);
    if (outcome->reason.len > 0) {
        outcome->full = maturity_interval_unknown;
    } else {
        claim->is_used = true;
        outcome->full = answer_value(criterion, claim->attestation->answer);
    }
    outcome->value = outcome->full;
}

static void add_conflict(struct evaluation *evaluation, const char *message)
{
    struct maturity_assessment *assessment = evaluation->assessment;
    MATURITY_GROW(assessment->arena, assessment->conflicts, assessment->conflict_count);
    assessment->conflicts[assessment->conflict_count++] =
        (struct maturity_conflict){evaluation->practice, evaluation->claim->attestation, message};
}

/* A person's word against a measurement. */
static void check_conflict(struct evaluation *evaluation,
                           const struct maturity_criterion *criterion,
                           struct maturity_interval measured, struct maturity_interval attested)
{
    if (measured.is_absent || attested.is_absent)
        return;
    if (measured.hi == 0 && attested.lo > 0)
        add_conflict(evaluation, "attested, but measured as not done");
    else if (criterion->lift && attested.hi == 0 && measured.lo > 0)
        add_conflict(evaluation, "attested as not done, but measured");
}

struct combined {
    struct maturity_interval value;         /* of all members, with caps */
    struct maturity_interval full;          /* without */
    struct maturity_interval measured;      /* members that are no attestations, with caps */
    struct maturity_interval measured_full; /* without */
    struct maturity_interval attested;
};

static struct maturity_interval join(const struct maturity_criterion *criterion,
                                     struct maturity_interval left, struct maturity_interval right)
{
    return criterion->form == MATURITY_FORM_ANY ? maturity_interval_any(left, right)
                                                : maturity_interval_all(left, right);
}

static struct combined combine(const struct evaluation *evaluation,
                               const struct maturity_criterion *criterion)
{
    struct combined sum = {maturity_interval_absent, maturity_interval_absent,
                           maturity_interval_absent, maturity_interval_absent,
                           maturity_interval_absent};
    for (size_t i = 0; i < criterion->member_count; i++) {
        const struct maturity_criterion *member = &criterion->members[i];
        const struct maturity_outcome *outcome = &evaluation->outcomes[member->number];
        sum.value = join(criterion, sum.value, outcome->value);
        sum.full = join(criterion, sum.full, outcome->full);
        if (member->form == MATURITY_FORM_ATTEST) {
            sum.attested = maturity_interval_all(sum.attested, outcome->full);
        } else {
            sum.measured = join(criterion, sum.measured, outcome->value);
            sum.measured_full = join(criterion, sum.measured_full, outcome->full);
        }
    }
    return sum;
}

/* What is measured counts up to its cap; beyond it as far as both the measurement without the cap
 * and the attestation reach. So an attestation never lifts a measured 0. */
static struct maturity_interval lift(const struct evaluation *evaluation,
                                     const struct combined *sum)
{
    if (sum->measured.is_absent)
        return evaluation->claim ? sum->attested : maturity_interval_absent;
    if (sum->attested.is_absent)
        return sum->measured;
    return maturity_interval_any(sum->measured,
                                 maturity_interval_all(sum->measured_full, sum->attested));
}

static void insert_descending(int *sorted, size_t len, int number)
{
    size_t at = len;
    for (; at > 0 && sorted[at - 1] < number; at--)
        sorted[at] = sorted[at - 1];
    sorted[at] = number;
}

/* The n-th largest of floors and of ceilings; of fewer than n that apply, all are asked for. */
static struct maturity_interval choose_at_least(const struct evaluation *evaluation,
                                                const struct maturity_criterion *criterion,
                                                bool capped)
{
    int lows[MATURITY_CRITERIA_MAX];
    int highs[MATURITY_CRITERIA_MAX];
    size_t len = 0;
    for (size_t i = 0; i < criterion->member_count; i++) {
        const struct maturity_outcome *outcome =
            &evaluation->outcomes[criterion->members[i].number];
        struct maturity_interval value = capped ? outcome->value : outcome->full;
        if (value.is_absent || len >= MATURITY_CRITERIA_MAX)
            continue;
        insert_descending(lows, len, value.lo);
        insert_descending(highs, len, value.hi);
        len++;
    }
    if (len == 0)
        return maturity_interval_absent;
    size_t n = (size_t)criterion->minimum < len ? (size_t)criterion->minimum : len;
    return (struct maturity_interval){false, lows[n - 1], highs[n - 1]};
}

static enum plim_code evaluate_group(struct evaluation *evaluation,
                                     const struct maturity_criterion *criterion,
                                     struct maturity_outcome *outcome)
{
    for (size_t i = 0; i < criterion->member_count; i++) {
        if (evaluate(evaluation, &criterion->members[i]) != PLIM_OK)
            return evaluation->err->code;
    }
    if (criterion->form == MATURITY_FORM_AT_LEAST) {
        outcome->value = choose_at_least(evaluation, criterion, true);
        outcome->full = choose_at_least(evaluation, criterion, false);
        return PLIM_OK;
    }
    struct combined sum = combine(evaluation, criterion);
    if (criterion->form == MATURITY_FORM_ALL || criterion->lift)
        check_conflict(evaluation, criterion, sum.measured_full, sum.attested);
    outcome->value = criterion->lift ? lift(evaluation, &sum) : sum.value;
    outcome->full = criterion->lift ? outcome->value : sum.full;
    return PLIM_OK;
}

static enum plim_code evaluate(struct evaluation *evaluation,
                               const struct maturity_criterion *criterion)
{
    struct maturity_outcome *outcome = &evaluation->outcomes[criterion->number];
    switch (criterion->form) {
    case MATURITY_FORM_POLICY:
        *outcome = maturity_policy_measure(evaluation->assessment, criterion);
        break;
    case MATURITY_FORM_METRIC:
        *outcome = maturity_metric_measure(evaluation->assessment, criterion);
        break;
    case MATURITY_FORM_ATTEST:
        evaluate_attest(evaluation, criterion, outcome);
        break;
    case MATURITY_FORM_PRACTICE:
        if (maturity_practice_evaluate(evaluation->assessment, criterion->practice,
                                       evaluation->err) != PLIM_OK)
            return evaluation->err->code;
        outcome->full = evaluation->assessment->verdicts[criterion->practice].value;
        outcome->value = outcome->full;
        break;
    case MATURITY_FORM_ALL:
    case MATURITY_FORM_ANY:
    case MATURITY_FORM_AT_LEAST:
        return evaluate_group(evaluation, criterion, outcome);
    }
    return PLIM_OK;
}

static const struct maturity_exclusion *find_exclusion(const struct maturity_assessment *assessment,
                                                       size_t practice)
{
    const struct maturity_fleet *fleet = &assessment->set->fleet;
    for (size_t i = 0; i < fleet->exclusion_count; i++) {
        const struct maturity_exclusion *exclusion = &fleet->exclusions[i];
        if (exclusion->practice_index == practice &&
            maturity_scope_covers(exclusion->scope, assessment->scope) &&
            maturity_exclusion_holds(exclusion, assessment->now))
            return exclusion;
    }
    return NULL;
}

bool maturity_exclusion_holds(const struct maturity_exclusion *exclusion, int64_t now)
{
    static const int64_t day = 86400;
    return now < exclusion->expires.time + (exclusion->expires.is_day ? day : 0);
}

/* Meeting a stronger practice counts as meeting the weaker one it implies. */
static enum plim_code apply_implied(struct maturity_assessment *assessment, size_t practice,
                                    struct plim_err *err)
{
    const struct maturity_set *set = assessment->set;
    struct maturity_verdict *verdict = &assessment->verdicts[practice];
    for (size_t i = 0; i < set->practice_count && !verdict->value.is_absent; i++) {
        if (!maturity_practice_implies(&set->practices[i], practice))
            continue;
        if (maturity_practice_evaluate(assessment, i, err) != PLIM_OK)
            return err->code;
        struct maturity_interval stronger = assessment->verdicts[i].value;
        if (!stronger.is_absent && stronger.lo > verdict->value.lo)
            verdict->implied_by = i;
        verdict->value = maturity_interval_any(verdict->value, stronger);
    }
    return PLIM_OK;
}

enum plim_code maturity_practice_evaluate(struct maturity_assessment *assessment, size_t practice,
                                          struct plim_err *err)
{
    struct maturity_verdict *verdict = &assessment->verdicts[practice];
    const struct maturity_practice *document = &assessment->set->practices[practice];
    struct evaluation evaluation = {.assessment = assessment, .practice = practice, .err = err};
    if (verdict->is_done)
        return PLIM_OK;
    if (maturity_claim_find(assessment, practice, &evaluation.claim, err) != PLIM_OK)
        return err->code;
    evaluation.outcomes =
        plim_arena_array(assessment->arena, document->criteria_count, sizeof(*evaluation.outcomes));
    if (evaluate(&evaluation, &document->criteria) != PLIM_OK)
        return err->code;
    verdict->outcomes = evaluation.outcomes;
    verdict->implied_by = assessment->set->practice_count;
    verdict->exclusion = find_exclusion(assessment, practice);
    verdict->value = verdict->is_assumed ? maturity_interval_exactly(MATURITY_WHOLE)
                                         : evaluation.outcomes[0].value;
    if (apply_implied(assessment, practice, err) != PLIM_OK)
        return err->code;
    verdict->is_done = true;
    return PLIM_OK;
}

enum maturity_state maturity_verdict_state(const struct maturity_verdict *verdict)
{
    return verdict->exclusion ? MATURITY_STATE_EXCLUDED : maturity_interval_state(verdict->value);
}
