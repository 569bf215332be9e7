#include "audit/audit.h"
#include "base/str.h"

static enum finding_severity severity_of(const struct value *finding)
{
    for (size_t i = 0; i < FINDING_SEVERITIES; i++) {
        if (value_is_string(value_get(finding, "severity"), finding_severity_names[i]))
            return (enum finding_severity)i;
    }
    return FINDING_CRITICAL;
}

static void count_findings(const struct value *report, enum finding_severity fail_on,
                           struct audit_outcome *outcome)
{
    const struct value *findings = value_get(report, "findings");
    for (size_t i = 0; i < value_len(findings); i++) {
        const struct value *finding = value_at(findings, i);
        const struct value *state = value_get(finding, "state");
        bool failed = value_is_string(state, "fail") || value_is_string(state, "warn");
        bool unknown = value_is_string(state, "unknown") || value_is_string(state, "error");
        outcome->findings += failed && severity_of(finding) >= fail_on ? 1 : 0;
        outcome->unknown += unknown ? 1 : 0;
    }
}

/* A cluster or repository that was not read whole is unknown even where no policy asked for it. */
static size_t count_incomplete(const struct value *sources)
{
    size_t count = 0;
    for (size_t i = 0; i < value_len(sources); i++)
        count += value_is_string(value_get(value_at(sources, i), "state"), "complete") ? 0 : 1;
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

struct audit_outcome audit_outcome_of(const struct value *report, enum finding_severity fail_on)
{
    struct audit_outcome outcome = {0};
    const struct value *assessments = value_get(report, "assessments");
    count_findings(report, fail_on, &outcome);
    outcome.unknown += count_incomplete(value_get(report, "clusters"));
    outcome.unknown += count_incomplete(value_get(report, "repositories"));
    for (size_t i = 0; i < value_len(assessments); i++)
        outcome.below_target += count_below(value_at(assessments, i));
    return outcome;
}
