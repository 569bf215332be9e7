/* From the policies' tallies to assessments. */
#include "maturity/assess.h"

#include "policy/policy.h"
#include "value/build.h"

#include "run_priv.h"

/* Why something is unknown, by policy: the reason of its first unknown finding in the order of the
 * report. */
static struct plim_map *gather_reasons(const struct audit_run *run)
{
    struct plim_map *reasons = plim_map_new();
    const struct finding_list *findings = &run->workers[0].findings;
    for (size_t i = 0; i < findings->len; i++) {
        struct finding finding = finding_list_get(findings, i);
        bool unknown = finding.state == FINDING_UNKNOWN || finding.state == FINDING_ERROR;
        if (!unknown || plim_map_get(reasons, finding.policy.text))
            continue;
        struct plim_str *reason = plim_arena_alloc(run->desired_arena, sizeof(*reason));
        *reason = finding.reason;
        plim_map_set(reasons, finding.policy.text, reason);
    }
    return reasons;
}

static struct plim_str reason_of(const struct plim_map *reasons, struct plim_str policy)
{
    const struct plim_str *reason = plim_map_get(reasons, policy.text);
    return reason ? *reason : (struct plim_str){0};
}

/* No subject is no evidence when subjects may have gone unseen: why they may have, else empty. */
static struct plim_str find_blindness(const struct audit_run *run, enum policy_subject subject)
{
    bool joined =
        subject == POLICY_IMAGE || subject == POLICY_APPLICATION || subject == POLICY_PARITY;
    for (size_t i = 0; joined && i < run->cluster_count; i++) {
        const struct resource_facts *facts = &run->clusters[i].facts;
        const struct plim_str reasons[] = {facts->workloads_unknown, facts->pods_unknown,
                                           facts->configs_unknown};
        for (size_t k = 0; k < PLIM_LEN(reasons); k++) {
            if (reasons[k].len > 0)
                return reasons[k];
        }
    }
    return (struct plim_str){0};
}

/* What models count and this run was not told to judge. */
static enum plim_code note_absent(struct audit_run *run, struct maturity_evidence *evidence,
                                  struct plim_err *err)
{
    const struct maturity_set *set = run->request->maturity;
    struct plim_str *policies = NULL;
    size_t count = 0;
    enum plim_code code =
        maturity_set_policies(run->arena, set, (struct plim_str){0}, &policies, &count, err);
    for (size_t i = 0; i < count && code == PLIM_OK; i++) {
        if (!policy_set_find(run->request->policies, policies[i]))
            maturity_evidence_reading(evidence, policies[i], maturity_set_scope(set))->unavailable =
                PLIM_STR("not among the policies of this run");
    }
    return code;
}

static struct maturity_evidence *gather_evidence(struct audit_run *run)
{
    struct maturity_evidence *evidence = maturity_evidence_new(run->arena);
    const struct policy_set *policies = run->request->policies;
    PLIM_CLEANUP(plim_map_freep) struct plim_map *reasons = gather_reasons(run);
    for (size_t i = 0; i < policy_set_len(policies); i++) {
        const struct policy_info *policy = policy_set_at(policies, i);
        const struct policy_tally *tally = &run->workers[0].tallies[policy->index];
        struct maturity_reading *reading = maturity_evidence_reading(
            evidence, policy->id, maturity_set_scope(run->request->maturity));
        reading->pass = (int64_t)tally->counts[FINDING_PASS];
        /* Somebody answers for what is waived, but it is not right: no level rises by it. */
        reading->fail = (int64_t)(policy_tally_failed(tally) + tally->counts[FINDING_WAIVED]);
        reading->unknown = (int64_t)(tally->counts[FINDING_UNKNOWN] + tally->counts[FINDING_ERROR]);
        reading->waived = (int64_t)tally->counts[FINDING_WAIVED];
        reading->at = run->now;
        if (reading->unknown > 0)
            reading->reason = reason_of(reasons, policy->id);
        if (reading->pass + reading->fail + reading->unknown == 0)
            reading->unavailable = find_blindness(run, policy->subject);
    }
    return evidence;
}

static bool wants_model(const struct audit_fleet *fleet, struct plim_str id)
{
    for (size_t i = 0; i < fleet->model_count; i++) {
        if (plim_str_equal(fleet->models[i], id))
            return true;
    }
    return fleet->model_count == 0;
}

static enum plim_code check_models(const struct audit_run *run, struct plim_err *err)
{
    const struct maturity_set *set = run->request->maturity;
    for (size_t i = 0; i < run->fleet->model_count; i++) {
        bool found = false;
        for (size_t k = 0; k < maturity_set_model_count(set); k++)
            found =
                found || plim_str_equal(maturity_set_model_at(set, k).id, run->fleet->models[i]);
        if (!found)
            return plim_err_set(err, PLIM_INVALID,
                                "%s: there is no model '%.*s'; see 'plimsoll models'",
                                run->fleet->file, PLIM_STR_ARG(run->fleet->models[i]));
    }
    return PLIM_OK;
}

enum plim_code audit_assess(struct audit_run *run, struct value *assessments_out,
                            struct plim_err *err)
{
    struct value_list_builder list = {.arena = run->arena};
    const struct maturity_set *set = run->request->maturity;
    size_t count = set ? maturity_set_model_count(set) : 0;
    struct maturity_evidence *evidence = set ? gather_evidence(run) : NULL;
    if (set && (check_models(run, err) != PLIM_OK || note_absent(run, evidence, err) != PLIM_OK))
        return err->code;
    for (size_t i = 0; i < count; i++) {
        struct maturity_request request = {
            .set = set,
            .evidence = evidence,
            .model = maturity_set_model_at(set, i).id,
            .now = run->now,
            .engine = run->request->version,
        };
        struct value result = {0};
        if (!wants_model(run->fleet, request.model))
            continue;
        if (maturity_assess(run->arena, &request, &result, err) != PLIM_OK)
            return err->code;
        value_list_add(&list, result);
    }
    *assessments_out = value_list_finish(&list);
    return PLIM_OK;
}
