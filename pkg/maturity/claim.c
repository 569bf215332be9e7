/* Attestations as they stand at the moment of the assessment. */
#include "base/clock.h"

#include "assess_priv.h"

static const int64_t day = 86400;

/* A bare date includes its whole day. */
static int64_t end_of(struct maturity_date date)
{
    return date.is_day ? date.time + day : date.time;
}

static void shorten(int64_t *limit, int64_t other)
{
    if (other > 0 && (*limit == 0 || other < *limit))
        *limit = other;
}

static void shorten_by_criteria(const struct maturity_criterion *criterion, int64_t *limit)
{
    if (criterion->form == MATURITY_FORM_ATTEST)
        shorten(limit, criterion->valid_for);
    for (size_t i = 0; i < criterion->member_count; i++)
        shorten_by_criteria(&criterion->members[i], limit);
}

static void find_end(const struct maturity_assessment *assessment, struct maturity_claim *claim)
{
    const struct maturity_attestation *attestation = claim->attestation;
    const struct maturity_practice *practice =
        &assessment->set->practices[attestation->practice_index];
    int64_t limit = 0;
    shorten_by_criteria(&practice->criteria, &limit);
    shorten(&limit, assessment->set->fleet.policy.max_validity);
    claim->ends = end_of(attestation->expires);
    claim->is_capped = limit > 0 && attestation->issued.time + limit < attestation->expires.time;
    if (claim->is_capped) {
        struct maturity_date capped = attestation->issued;
        capped.time += limit;
        claim->ends = end_of(capped);
    }
}

static const struct maturity_commit *find_commit(const struct maturity_set *set, const char *file)
{
    for (size_t i = 0; i < set->commit_count; i++) {
        if (plim_str_is(plim_str_from(file), set->commits[i].file))
            return &set->commits[i];
    }
    return NULL;
}

/* What the Git history of the file says against it; empty when nothing. */
static struct plim_str check_commit(struct maturity_assessment *assessment,
                                    struct maturity_claim *claim)
{
    static const int64_t back_dating_max = 30;
    const struct maturity_attestation *attestation = claim->attestation;
    const struct maturity_commit *commit = find_commit(assessment->set, attestation->node.file);
    bool signature_needed = assessment->set->fleet.policy.require_signed_commit;
    if (!commit) {
        claim->unverified =
            signature_needed
                ? PLIM_STR("no Git history: author, date and the signature asked for not checked")
                : PLIM_STR("no Git history: author and date not checked");
        return (struct plim_str){0};
    }
    if (!plim_str_equal(commit->author, attestation->owner) &&
        !plim_str_equal(commit->author, attestation->reviewer))
        return plim_str_from(plim_arena_printf(assessment->arena,
                                               "last changed by '%.*s', neither owner nor reviewer",
                                               PLIM_STR_ARG(commit->author)));
    if (signature_needed && !commit->verified)
        return PLIM_STR("its last commit has no trusted signature");
    if (attestation->issued.time > commit->time + day)
        return PLIM_STR("issued later than its last commit");
    if (attestation->issued.time < commit->time - back_dating_max * day)
        return PLIM_STR("issued more than 30 days before its last commit");
    return (struct plim_str){0};
}

static struct plim_str check_people(const struct maturity_assessment *assessment,
                                    const struct maturity_attestation *attestation)
{
    if (!assessment->set->fleet.policy.reviewer_must_differ)
        return (struct plim_str){0};
    if (attestation->reviewer.len == 0)
        return PLIM_STR("no reviewer");
    if (plim_str_equal(attestation->reviewer, attestation->owner))
        return PLIM_STR("owner and reviewer are the same");
    return (struct plim_str){0};
}

static const struct maturity_attestation *find_attestation(const struct maturity_set *set,
                                                           struct plim_str id)
{
    for (size_t i = 0; i < set->attestation_count; i++) {
        if (plim_str_equal(set->attestations[i].id, id))
            return &set->attestations[i];
    }
    return NULL;
}

static void weigh(struct maturity_assessment *assessment, struct maturity_claim *claim)
{
    const struct maturity_attestation *attestation = claim->attestation;
    int64_t grace = assessment->set->fleet.policy.grace;
    find_end(assessment, claim);
    claim->reason = check_people(assessment, attestation);
    if (claim->reason.len == 0)
        claim->reason = check_commit(assessment, claim);
    if (attestation->issued.time > assessment->now)
        claim->standing = MATURITY_STANDING_PENDING;
    else if (claim->reason.len > 0)
        claim->standing = MATURITY_STANDING_REJECTED;
    else if (assessment->now < claim->ends)
        claim->standing = MATURITY_STANDING_VALID;
    else if (assessment->now < claim->ends + grace)
        claim->standing = MATURITY_STANDING_EXPIRING;
    else
        claim->standing = MATURITY_STANDING_EXPIRED;
    claim->is_dangling = attestation->supersedes.len > 0 &&
                         !find_attestation(assessment->set, attestation->supersedes);
}

void maturity_claims_weigh(struct maturity_assessment *assessment)
{
    const struct maturity_set *set = assessment->set;
    assessment->claims =
        plim_arena_array(assessment->arena, set->attestation_count, sizeof(*assessment->claims));
    for (size_t i = 0; i < set->attestation_count; i++) {
        assessment->claims[i].attestation = &set->attestations[i];
        weigh(assessment, &assessment->claims[i]);
    }
    for (size_t i = 0; i < set->attestation_count; i++) {
        const struct maturity_claim *newer = &assessment->claims[i];
        const struct maturity_attestation *older =
            newer->standing == MATURITY_STANDING_PENDING ||
                    newer->standing == MATURITY_STANDING_REJECTED
                ? NULL
                : find_attestation(set, newer->attestation->supersedes);
        if (older)
            assessment->claims[older - set->attestations].standing = MATURITY_STANDING_SUPERSEDED;
    }
}

static bool speaks_for(const struct maturity_assessment *assessment,
                       const struct maturity_attestation *attestation, size_t practice)
{
    if (attestation->practice_index != practice ||
        !maturity_scope_covers(attestation->scope, assessment->scope))
        return false;
    return attestation->inherit || attestation->scope.len == assessment->scope.len;
}

static bool is_in_force(const struct maturity_claim *claim)
{
    return claim->standing == MATURITY_STANDING_VALID ||
           claim->standing == MATURITY_STANDING_EXPIRING;
}

/* In force before expired at the same width; expired ones stand before what was never good. */
static int rank_of(const struct maturity_claim *claim)
{
    if (is_in_force(claim))
        return 3;
    return claim->standing == MATURITY_STANDING_EXPIRED ? 2 : 1;
}

/* A narrower scope wins over an inherited one, also when it has expired: who once said something
 * else for this scope must say so again. Rejected and future ones give at most a reason. */
static bool is_better(const struct maturity_claim *claim, const struct maturity_claim *best)
{
    if (!best)
        return true;
    bool counts = rank_of(claim) > 1;
    bool best_counts = rank_of(best) > 1;
    if (counts != best_counts)
        return counts;
    if (claim->attestation->scope.len != best->attestation->scope.len)
        return claim->attestation->scope.len > best->attestation->scope.len;
    return rank_of(claim) > rank_of(best);
}

enum plim_code maturity_claim_find(struct maturity_assessment *assessment, size_t practice,
                                   struct maturity_claim **claim_out, struct plim_err *err)
{
    struct maturity_claim *best = NULL;
    for (size_t i = 0; i < assessment->set->attestation_count; i++) {
        struct maturity_claim *claim = &assessment->claims[i];
        if (claim->standing == MATURITY_STANDING_SUPERSEDED ||
            !speaks_for(assessment, claim->attestation, practice))
            continue;
        if (best && is_in_force(best) && is_in_force(claim) &&
            best->attestation->scope.len == claim->attestation->scope.len)
            return value_node_fail(err, &claim->attestation->node,
                                   "attestations '%.*s' and '%.*s' both answer practice '%.*s' for "
                                   "one scope; let one supersede the other",
                                   PLIM_STR_ARG(best->attestation->id),
                                   PLIM_STR_ARG(claim->attestation->id),
                                   PLIM_STR_ARG(claim->attestation->practice));
        if (is_better(claim, best))
            best = claim;
    }
    *claim_out = best;
    return PLIM_OK;
}
