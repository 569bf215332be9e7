#include <stdint.h>
#include <stdlib.h>

#include "policy/evaluate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore(void *context, const struct policy_result *result)
{
    (void)context;
    if (result->state == FINDING_UNKNOWN && result->reason.len == 0)
        __builtin_trap();
}

/* A subject with nothing but defaults. */
static void judge(struct policy_session *session, struct plim_arena *arena,
                  enum policy_subject subject)
{
    struct plim_err err = {0};
    struct value nothing = value_map(NULL, 0);
    struct value record;
    const struct value *values[POLICY_OBJECT_SLOTS] = {&record};
    struct policy_input input = {
        .subject = subject, .values = values, .group = PLIM_STR("apps"), .kind = PLIM_STR("x")};
    if (policy_record_complete(arena, policy_subject_records[subject], &nothing, &record, &err) !=
        PLIM_OK)
        __builtin_trap();
    policy_evaluate(session, &input, arena, ignore, NULL);
}

/* Any text loads or is refused, and what loads can be evaluated. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(policy_set_freep) struct policy_set *set = policy_set_new();
    struct plim_str text = {(const char *)data, size};
    if (policy_set_add(set, "fuzz", text, &err) != PLIM_OK)
        return 0;
    policy_set_seal(set);
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(policy_session_freep) struct policy_session *session = policy_session_new(set, 0);
    for (int subject = POLICY_OBJECT; subject < POLICY_SUBJECTS; subject++)
        judge(session, arena, (enum policy_subject)subject);
    return 0;
}
