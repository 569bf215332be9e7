/* What a reader must know before believing the levels: exclusions, gaps, doubts. */
#include <stdlib.h>

#include "value/build.h"

#include "assess_priv.h"

static struct value list_exclusions(const struct maturity_assessment *assessment)
{
    const struct maturity_fleet *fleet = &assessment->set->fleet;
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < fleet->exclusion_count; i++) {
        const struct maturity_exclusion *exclusion = &fleet->exclusions[i];
        if (!assessment->verdicts[exclusion->practice_index].is_done ||
            !maturity_scope_covers(exclusion->scope, assessment->scope))
            continue;
        bool holds = maturity_exclusion_holds(exclusion, assessment->now);
        struct value_map_builder map = {.arena = assessment->arena};
        value_map_add_text(&map, "practice", exclusion->practice);
        value_map_add(&map, "state", value_string_c(holds ? "active" : "expired"));
        value_map_add_text(&map, "reason", exclusion->reason);
        value_map_add_text(&map, "justification", exclusion->justification);
        value_map_add_text(&map, "approver", exclusion->approver);
        value_map_add_text(&map, "expires", exclusion->expires_text);
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static void mark_asked(const struct maturity_assessment *assessment,
                       const struct maturity_criterion *criterion, bool *asked)
{
    const struct maturity_evidence *evidence = assessment->evidence;
    for (size_t i = 0; criterion->form == MATURITY_FORM_POLICY && i < evidence->reading_count; i++)
        asked[i] = asked[i] ||
                   maturity_reading_is_asked(assessment, criterion, evidence->readings[i].reading);
    for (size_t i = 0; i < criterion->member_count; i++)
        mark_asked(assessment, &criterion->members[i], asked);
}

/* A reading of exactly the scope stands for its parts. */
static bool is_part_of_another(const struct maturity_assessment *assessment, const bool *asked,
                               const struct maturity_reading *reading)
{
    const struct maturity_evidence *evidence = assessment->evidence;
    if (reading->scope.len == assessment->scope.len)
        return false;
    for (size_t i = 0; i < evidence->reading_count; i++) {
        const struct maturity_reading *other = evidence->readings[i].reading;
        if (asked[i] && other->scope.len == assessment->scope.len &&
            plim_str_equal(other->policy, reading->policy))
            return true;
    }
    return false;
}

/* Of the readings that the assessed practices looked at, each once. */
static int64_t sum_waived(const struct maturity_assessment *assessment)
{
    const struct maturity_evidence *evidence = assessment->evidence;
    bool *asked = plim_arena_array(assessment->arena, evidence->reading_count, sizeof(*asked));
    int64_t sum = 0;
    for (size_t i = 0; i < assessment->set->practice_count; i++) {
        if (assessment->verdicts[i].is_done)
            mark_asked(assessment, &assessment->set->practices[i].criteria, asked);
    }
    for (size_t i = 0; i < evidence->reading_count; i++) {
        const struct maturity_reading *reading = evidence->readings[i].reading;
        if (asked[i] && reading->waived > 0 && !is_part_of_another(assessment, asked, reading))
            sum += reading->waived;
    }
    return sum;
}

static bool concerns(const struct maturity_assessment *assessment,
                     const struct maturity_claim *claim)
{
    return assessment->verdicts[claim->attestation->practice_index].is_done &&
           maturity_scope_covers(claim->attestation->scope, assessment->scope);
}

static struct value list_claims(const struct maturity_assessment *assessment,
                                enum maturity_standing standing)
{
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < assessment->set->attestation_count; i++) {
        const struct maturity_claim *claim = &assessment->claims[i];
        if (claim->standing == standing && concerns(assessment, claim))
            value_list_add(&list, value_string(claim->attestation->id));
    }
    return value_list_finish(&list);
}

static void add_doubt(struct value_list_builder *list, struct plim_str attestation,
                      struct plim_str reason)
{
    struct value_map_builder map = {.arena = list->arena};
    value_map_add_text(&map, "attestation", attestation);
    value_map_add_text(&map, "reason", reason);
    value_list_add(list, value_map_finish(&map));
}

static struct value list_rejected(const struct maturity_assessment *assessment)
{
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < assessment->set->attestation_count; i++) {
        const struct maturity_claim *claim = &assessment->claims[i];
        if (claim->standing == MATURITY_STANDING_REJECTED && concerns(assessment, claim))
            add_doubt(&list, claim->attestation->id, claim->reason);
    }
    return value_list_finish(&list);
}

/* Of the attestations that counted. */
static struct value list_unverified(const struct maturity_assessment *assessment)
{
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < assessment->set->attestation_count; i++) {
        const struct maturity_claim *claim = &assessment->claims[i];
        if (!claim->is_used)
            continue;
        if (claim->unverified.len > 0)
            add_doubt(&list, claim->attestation->id, claim->unverified);
        if (claim->is_dangling)
            add_doubt(&list, claim->attestation->id,
                      PLIM_STR("the attestation that it supersedes is not known"));
        if (claim->is_capped)
            add_doubt(&list, claim->attestation->id,
                      PLIM_STR("ends earlier than it says: longer than attestations may hold"));
    }
    return value_list_finish(&list);
}

static struct value list_conflicts(const struct maturity_assessment *assessment)
{
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < assessment->conflict_count; i++) {
        const struct maturity_conflict *conflict = &assessment->conflicts[i];
        struct value_map_builder map = {.arena = assessment->arena};
        value_map_add_text(&map, "practice", assessment->set->practices[conflict->practice].id);
        value_map_add_text(&map, "attestation", conflict->attestation->id);
        value_map_add_text(&map, "answer", conflict->attestation->answer);
        value_map_add(&map, "message", value_string_c(conflict->message));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

struct gap {
    struct plim_str kind; /* "policy" or "metric" */
    struct plim_str id;
    struct plim_str reason;
};

struct gaps {
    struct plim_arena *arena;
    struct gap *items;
    size_t len;
};

/* Everything an assessed practice asked of the evidence and did not get in full. */
static void find_gaps(struct gaps *gaps, const struct maturity_criterion *criterion,
                      const struct maturity_outcome *outcomes)
{
    const struct maturity_outcome *outcome = &outcomes[criterion->number];
    bool measured =
        criterion->form == MATURITY_FORM_POLICY || criterion->form == MATURITY_FORM_METRIC;
    if (measured && outcome->reason.len > 0 && !outcome->full.is_absent &&
        outcome->full.lo < outcome->full.hi) {
        MATURITY_GROW(gaps->arena, gaps->items, gaps->len);
        gaps->items[gaps->len++] = (struct gap){
            criterion->form == MATURITY_FORM_POLICY ? PLIM_STR("policy") : PLIM_STR("metric"),
            criterion->id, outcome->reason};
    }
    for (size_t i = 0; i < criterion->member_count; i++)
        find_gaps(gaps, &criterion->members[i], outcomes);
}

static int compare_gaps(const void *left, const void *right)
{
    const struct gap *a = left;
    const struct gap *b = right;
    int order = plim_str_compare(a->id, b->id);
    if (order == 0)
        order = plim_str_compare(a->kind, b->kind);
    return order != 0 ? order : plim_str_compare(a->reason, b->reason);
}

static struct value list_unavailable(const struct maturity_assessment *assessment)
{
    struct gaps gaps = {.arena = assessment->arena};
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < assessment->set->practice_count; i++) {
        if (assessment->verdicts[i].is_done)
            find_gaps(&gaps, &assessment->set->practices[i].criteria,
                      assessment->verdicts[i].outcomes);
    }
    if (gaps.len > 0)
        qsort(gaps.items, gaps.len, sizeof(*gaps.items), compare_gaps);
    for (size_t i = 0; i < gaps.len; i++) {
        if (i > 0 && compare_gaps(&gaps.items[i - 1], &gaps.items[i]) == 0)
            continue;
        struct value_map_builder map = {.arena = assessment->arena};
        value_map_add_str(&map, gaps.items[i].kind, value_string(gaps.items[i].id));
        value_map_add_text(&map, "reason", gaps.items[i].reason);
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

struct value maturity_disclosures_value(const struct maturity_assessment *assessment)
{
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add(&map, "exclusions", list_exclusions(assessment));
    value_map_add(&map, "waivedFindings", value_int(sum_waived(assessment)));
    value_map_add(&map, "expiredAttestations", list_claims(assessment, MATURITY_STANDING_EXPIRED));
    value_map_add(&map, "expiringAttestations",
                  list_claims(assessment, MATURITY_STANDING_EXPIRING));
    value_map_add(&map, "rejectedAttestations", list_rejected(assessment));
    value_map_add(&map, "notVerified", list_unverified(assessment));
    value_map_add(&map, "conflicts", list_conflicts(assessment));
    value_map_add(&map, "unavailable", list_unavailable(assessment));
    return value_map_finish(&map);
}
