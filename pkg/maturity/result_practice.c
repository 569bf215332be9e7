/* Practices and their criteria in the result. */
#include "base/clock.h"
#include "value/build.h"

#include "assess_priv.h"

static void add_interval(struct value_map_builder *map, struct maturity_interval value,
                         enum maturity_state state)
{
    value_map_add(map, "state", value_string_c(maturity_state_name(state)));
    if (value.is_absent)
        return;
    value_map_add(map, "lo", value_int(value.lo));
    value_map_add(map, "hi", value_int(value.hi));
}

static void add_time(struct value_map_builder *map, const char *key, int64_t seconds)
{
    char text[PLIM_TIME_TEXT_BYTES];
    value_map_add(map, key,
                  value_string_c(plim_arena_copy_c(map->arena, plim_time_format(seconds, text))));
}

static void add_thresholds(struct value_map_builder *map,
                           const struct maturity_criterion *criterion)
{
    if (!criterion->met.is_set)
        return;
    value_map_add(map, "met", value_int(criterion->met.value));
    value_map_add_text(map, "needs", criterion->met.text);
    if (criterion->partial.is_set)
        value_map_add(map, "partial", value_int(criterion->partial.value));
}

static void add_policy(const struct maturity_assessment *assessment, struct value_map_builder *map,
                       const struct maturity_criterion *criterion,
                       const struct maturity_outcome *outcome)
{
    static const char *const measures[] = {"passRatio", "failCount", "passCount", "exists"};
    value_map_add_text(map, "policy", criterion->id);
    value_map_add(map, "measure", value_string_c(measures[criterion->measure]));
    if (outcome->has_counts) {
        int64_t total = outcome->pass + outcome->fail + outcome->unknown;
        value_map_add(map, "pass", value_int(outcome->pass));
        value_map_add(map, "fail", value_int(outcome->fail));
        value_map_add(map, "unknown", value_int(outcome->unknown));
        value_map_add(map, "waived", value_int(outcome->waived));
        value_map_add(map, "total", value_int(total));
        if (outcome->missing > 0)
            value_map_add(map, "missing", value_int(outcome->missing));
        add_time(map, "at", outcome->at);
        value_map_add(map, "age", value_int(assessment->now - outcome->at));
    }
    add_thresholds(map, criterion);
}

static void add_metric(struct value_map_builder *map, const struct maturity_criterion *criterion,
                       const struct maturity_outcome *outcome)
{
    static const char *const units[] = {"ratio", "count", "duration"};
    value_map_add_text(map, "metric", criterion->id);
    if (outcome->metric && outcome->metric->unavailable.len == 0) {
        value_map_add(map, "value", value_int(outcome->metric->value));
        value_map_add(map, "unit", value_string_c(units[outcome->metric->unit]));
        value_map_add(map, "samples", value_int(outcome->metric->samples));
        add_time(map, "at", outcome->at);
    }
    add_thresholds(map, criterion);
}

static void add_attest(struct value_map_builder *map, const struct maturity_criterion *criterion,
                       const struct maturity_outcome *outcome)
{
    static const char *const standings[] = {
        [MATURITY_STANDING_NONE] = "missing",          [MATURITY_STANDING_VALID] = "valid",
        [MATURITY_STANDING_EXPIRING] = "expiring",     [MATURITY_STANDING_EXPIRED] = "expired",
        [MATURITY_STANDING_PENDING] = "pending",       [MATURITY_STANDING_REJECTED] = "rejected",
        [MATURITY_STANDING_SUPERSEDED] = "superseded",
    };
    const struct maturity_claim *claim = outcome->claim;
    value_map_add_text(map, "attest", criterion->id);
    value_map_add(map, "standing",
                  value_string_c(standings[claim ? claim->standing : MATURITY_STANDING_NONE]));
    if (!claim)
        return;
    value_map_add_text(map, "attestation", claim->attestation->id);
    value_map_add_text(map, "answer", claim->attestation->answer);
    value_map_add_text(map, "owner", claim->attestation->owner);
    add_time(map, "ends", claim->ends);
    value_map_add_text(map, "notVerified", claim->unverified);
}

static void add_leaf(const struct maturity_assessment *assessment, struct value_list_builder *list,
                     const struct maturity_criterion *criterion,
                     const struct maturity_outcome *outcome, const char *within)
{
    struct value_map_builder map = {.arena = assessment->arena};
    if (criterion->form == MATURITY_FORM_POLICY)
        add_policy(assessment, &map, criterion, outcome);
    else if (criterion->form == MATURITY_FORM_METRIC)
        add_metric(&map, criterion, outcome);
    else if (criterion->form == MATURITY_FORM_ATTEST)
        add_attest(&map, criterion, outcome);
    else
        value_map_add_text(&map, "practice", criterion->id);
    add_interval(&map, outcome->value, maturity_interval_state(outcome->value));
    if (criterion->cap < MATURITY_WHOLE)
        value_map_add(&map, "cap", value_int(criterion->cap));
    if (within)
        value_map_add(&map, "within", value_string_c(within));
    value_map_add_text(&map, "reason", outcome->reason);
    value_list_add(list, value_map_finish(&map));
}

static const char *describe_group(const struct maturity_assessment *assessment,
                                  const struct maturity_criterion *criterion)
{
    if (criterion->form == MATURITY_FORM_AT_LEAST)
        return plim_arena_printf(assessment->arena, "at least %lld of %zu",
                                 (long long)criterion->minimum, criterion->member_count);
    if (criterion->lift)
        return "lift";
    return criterion->form == MATURITY_FORM_ANY ? "any" : "all";
}

struct leaves {
    const struct maturity_assessment *assessment;
    const struct maturity_outcome *outcomes;
    struct value_list_builder list;
    bool only_open; /* leave out what is met, and groups that are */
};

static bool is_settled(const struct maturity_outcome *outcome)
{
    return outcome->full.is_absent || outcome->full.lo == MATURITY_WHOLE;
}

static void add_leaves(struct leaves *leaves, const struct maturity_criterion *criterion,
                       const char *within)
{
    const struct maturity_outcome *outcome = &leaves->outcomes[criterion->number];
    if (leaves->only_open && is_settled(outcome))
        return;
    if (criterion->member_count == 0) {
        add_leaf(leaves->assessment, &leaves->list, criterion, outcome, within);
        return;
    }
    const char *group = describe_group(leaves->assessment, criterion);
    for (size_t i = 0; i < criterion->member_count; i++)
        add_leaves(leaves, &criterion->members[i], group);
}

static struct value list_criteria(const struct maturity_assessment *assessment, size_t practice,
                                  bool only_open)
{
    const struct maturity_verdict *verdict = &assessment->verdicts[practice];
    struct leaves leaves = {.assessment = assessment,
                            .outcomes = verdict->outcomes,
                            .list = {.arena = assessment->arena},
                            .only_open = only_open};
    add_leaves(&leaves, &assessment->set->practices[practice].criteria, NULL);
    return value_list_finish(&leaves.list);
}

static void add_practice(struct value_map_builder *map,
                         const struct maturity_assessment *assessment, size_t practice)
{
    const struct maturity_practice *document = &assessment->set->practices[practice];
    const struct maturity_verdict *verdict = &assessment->verdicts[practice];
    value_map_add_text(map, "practice", document->id);
    value_map_add_text(map, "title", document->title);
    add_interval(map, verdict->value, maturity_verdict_state(verdict));
    value_map_add(map, "effort", value_int(document->effort));
    value_map_add(map, "usefulness", value_int(document->usefulness));
}

struct value maturity_blocker_value(const struct maturity_assessment *assessment, size_t practice)
{
    struct value_map_builder map = {.arena = assessment->arena};
    add_practice(&map, assessment, practice);
    value_map_add(&map, "criteria", list_criteria(assessment, practice, true));
    return value_map_finish(&map);
}

static void add_depends(struct value_map_builder *map, const struct maturity_practice *practice)
{
    if (practice->depends_on.len == 0)
        return;
    struct value_list_builder list = {.arena = map->arena};
    for (size_t i = 0; i < practice->depends_on.len; i++)
        value_list_add(&list, value_string(practice->depends_on.ids[i]));
    value_map_add(map, "dependsOn", value_list_finish(&list));
}

struct value maturity_practices_value(const struct maturity_assessment *assessment)
{
    static const char *const classes[] = {"measured", "proxy", "attested"};
    const struct maturity_set *set = assessment->set;
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < set->practice_count; i++) {
        const struct maturity_verdict *verdict = &assessment->verdicts[i];
        if (!verdict->is_done)
            continue;
        struct value_map_builder map = {.arena = assessment->arena};
        add_practice(&map, assessment, i);
        value_map_add_text(&map, "description", set->practices[i].description);
        value_map_add(&map, "class", value_string_c(classes[set->practices[i].class_]));
        if (verdict->is_assumed)
            value_map_add(&map, "assumed", value_bool(true));
        if (verdict->exclusion)
            value_map_add_text(&map, "excluded", verdict->exclusion->reason);
        if (verdict->implied_by < set->practice_count)
            value_map_add_text(&map, "impliedBy", set->practices[verdict->implied_by].id);
        add_depends(&map, &set->practices[i]);
        value_map_add(&map, "criteria", list_criteria(assessment, i, false));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}
