#include <stdlib.h>

#include "base/alloc.h"
#include "policy/evaluate.h"

#include "policy_priv.h"

struct policy_tally *policy_tallies_new(const struct policy_set *set)
{
    return plim_calloc(set->len + 1, sizeof(struct policy_tally));
}

void policy_tallies_add(struct policy_tally *into, const struct policy_tally *from, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        for (size_t state = 0; state < FINDING_STATES; state++)
            into[i].counts[state] += from[i].counts[state];
    }
}

uint64_t policy_tally_failed(const struct policy_tally *tally)
{
    return tally->counts[FINDING_FAIL] + tally->counts[FINDING_WARN];
}

void policy_result_fill(const struct policy_result *result, struct finding *finding_out)
{
    const struct policy_info *info = result->policy;
    finding_out->state = result->state;
    finding_out->severity = info->severity;
    finding_out->policy = info->id;
    finding_out->title = info->title;
    finding_out->message = result->message;
    finding_out->reason = result->reason;
    finding_out->remediation = info->remediation;
    finding_out->subject = plim_str_from(policy_subject_names[info->subject]);
    finding_out->field = result->field;
    finding_out->expected = result->expected;
    finding_out->actual = result->actual;
    finding_out->manager = result->manager;
    finding_out->changed_at = result->changed_at;
    if (result->container.len > 0)
        finding_out->container = result->container;
}
