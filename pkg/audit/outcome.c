#include "audit/audit.h"
#include "base/str.h"
#include "report/compare.h"
#include "value/pack.h"

enum finding_severity audit_severity_of(const struct value *finding)
{
    for (size_t i = 0; i < FINDING_SEVERITIES; i++) {
        if (value_is_string(value_get(finding, "severity"), finding_severity_names[i]))
            return (enum finding_severity)i;
    }
    return FINDING_CRITICAL;
}

static void count_findings(const struct value *report, enum finding_severity fail_on,
                           struct report_baseline *baseline, struct audit_outcome *outcome)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct value *findings = value_get(report, "findings");
    for (size_t i = 0; i < value_list_len(findings); i++) {
        plim_arena_reset(arena);
        const struct value *finding = value_list_item(findings, i, arena);
        const struct value *state = value_get(finding, "state");
        bool failed = value_is_string(state, "fail") || value_is_string(state, "warn");
        bool unknown = value_is_string(state, "unknown") || value_is_string(state, "error");
        bool counts = failed && audit_severity_of(finding) >= fail_on;
        bool was_there = counts && baseline && report_baseline_take(baseline, finding);
        outcome->findings += counts && !was_there ? 1 : 0;
        outcome->accepted += was_there ? 1 : 0;
        outcome->unknown += unknown ? 1 : 0;
    }
}

/* An API group that failed ("metrics.k8s.io/v1beta1") hides something only where a policy asked for
 * it: then there are unknown findings. A list that was asked for, or a whole source, is incomplete
 * in any case. */
static bool is_incomplete(const struct value *source)
{
    if (value_is_string(value_get(source, "state"), "complete"))
        return false;
    const struct value *unread = value_get(source, "unread");
    for (size_t i = 0; i < value_len(unread); i++) {
        const struct value *resource = value_get(value_at(unread, i), "resource");
        struct plim_str rest = value_str(resource);
        struct plim_str group = {0};
        bool root = plim_str_starts(rest, PLIM_STR("discovery of /")); /* "discovery of /apis" */
        if (!resource || root || !plim_str_cut(&rest, '/', &group))
            return true;
        if (plim_str_is(group, "namespaces")) /* "namespaces/kube-system": an object, no group */
            return true;
    }
    return value_len(unread) == 0;
}

static size_t count_incomplete(const struct value *sources)
{
    size_t count = 0;
    for (size_t i = 0; i < value_len(sources); i++)
        count += is_incomplete(value_at(sources, i)) ? 1 : 0;
    return count;
}

static size_t count_below(const struct value *assessment)
{
    size_t count = 0;
    const struct value *dimensions = value_get(assessment, "dimensions");
    for (size_t i = 0; i < value_len(dimensions); i++) {
        const struct value *target = value_get(value_at(dimensions, i), "target");
        count += value_int_or(value_get(target, "gap"), 0) > 0 ? 1 : 0;
    }
    return count;
}

struct audit_outcome audit_outcome_of(const struct value *report, enum finding_severity fail_on,
                                      struct report_baseline *baseline)
{
    struct audit_outcome outcome = {0};
    outcome.interrupted = value_bool_or(value_get_path(report, "run.interrupted"), false);
    const struct value *assessments = value_get(report, "assessments");
    count_findings(report, fail_on, baseline, &outcome);
    outcome.unknown += count_incomplete(value_get(report, "clusters"));
    outcome.unknown += count_incomplete(value_get(report, "repositories"));
    for (size_t i = 0; i < value_len(assessments); i++)
        outcome.below_target += count_below(value_at(assessments, i));
    return outcome;
}
