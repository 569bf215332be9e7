/* Policies that could not be loaded (--keep-going): nobody knows what they would have said. */
#include "policy/lint.h"

#include "run_priv.h"

void audit_unloaded_tell(struct audit_run *run)
{
    const struct policy_set *set = run->request->policies;
    struct audit_worker *worker = &run->workers[0];
    for (size_t i = 0; i < policy_set_failure_len(set); i++) {
        const struct policy_failure *failure = policy_set_failure_at(set, i);
        struct plim_str rest = plim_str_from(failure->message);
        struct plim_str reason = {0};
        (void)plim_str_cut(&rest, '\n', &reason); /* without the line that it is about */
        struct finding finding = {
            .state = FINDING_UNKNOWN,
            .severity = FINDING_HIGH,
            .policy = failure->policy,
            .title = PLIM_STR("The policy can be loaded"),
            .reason = reason,
            .subject = PLIM_STR("fleet"),
            .source = {.path = plim_str_from(failure->file)},
            .observed_at = run->now,
        };
        finding_list_add(&worker->findings, &finding);
        worker->results[FINDING_UNKNOWN]++;
    }
}
