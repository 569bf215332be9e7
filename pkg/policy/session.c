#include <stdlib.h>

#include "base/alloc.h"
#include "resource/kind.h"

#include "session_priv.h"

struct policy_session *policy_session_new(const struct policy_set *set, int64_t now)
{
    struct policy_session *session = plim_calloc(1, sizeof(*session));
    size_t slots = POLICY_OBJECT_SLOTS + set->variables_max + 1;
    session->set = set;
    session->now = now;
    session->arena = plim_arena_new();
    session->plans = plim_map_new();
    session->slots = plim_arena_array(session->arena, slots, sizeof(struct value *));
    session->known = plim_arena_array(session->arena, set->shared_len, sizeof(*session->known));
    session->made = plim_arena_array(session->arena, slots, sizeof(*session->made));
    return session;
}

void policy_session_free(struct policy_session *session)
{
    if (session == NULL)
        return;
    plim_map_free(session->plans);
    plim_arena_free(session->arena);
    plim_buf_release(&session->buf);
    free(session);
}

void policy_session_freep(struct policy_session **session)
{
    policy_session_free(*session);
}

static bool is_candidate(const struct policy *policy, const struct policy_input *input,
                         const struct policy_kind *kind, struct policy_candidate *candidate_out)
{
    if (policy->info.subject != input->subject)
        return false;
    *candidate_out = (struct policy_candidate){.policy = policy};
    if (input->subject != POLICY_OBJECT)
        return true;
    candidate_out->top_level_only = !policy_match_rules(&policy->match, kind, input->version);
    return policy_match_kind(&policy->match, kind, input->version);
}

static struct policy_plan *make_plan(struct policy_session *session,
                                     const struct policy_input *input,
                                     const struct policy_kind *kind)
{
    const struct policy_set *set = session->set;
    struct policy_plan *plan = plim_arena_alloc(session->arena, sizeof(*plan));
    size_t most = set->subject_len[input->subject];
    plan->candidates = plim_arena_array(session->arena, most, sizeof(*plan->candidates));
    plan->len = 0;
    for (size_t i = 0; i < set->len && plan->len < most; i++) {
        if (is_candidate(set->items[i], input, kind, &plan->candidates[plan->len]))
            plan->len++;
    }
    return plan;
}

static const struct policy_plan *object_plan(struct policy_session *session,
                                             const struct policy_input *input)
{
    const struct plim_str parts[] = {input->group, input->version, input->kind, input->resource};
    plim_buf_clear(&session->buf);
    for (size_t i = 0; i < PLIM_LEN(parts); i++) {
        plim_buf_append_str(&session->buf, parts[i]);
        plim_buf_append_char(&session->buf, '|');
    }
    struct policy_plan *plan = plim_map_get(session->plans, session->buf.text);
    if (plan != NULL)
        return plan;
    struct policy_kind kind = {input->group, input->resource};
    if (kind.resource.len == 0)
        kind.resource = resource_kind_plural(session->arena, input->group, input->kind);
    plan = make_plan(session, input, &kind);
    plim_map_set(session->plans, session->buf.text, plan);
    return plan;
}

const struct policy_plan *policy_session_plan(struct policy_session *session,
                                              const struct policy_input *input)
{
    if (input->subject == POLICY_OBJECT)
        return object_plan(session, input);
    struct policy_kind none = {0};
    if (session->subjects[input->subject] == NULL)
        session->subjects[input->subject] = make_plan(session, input, &none);
    return session->subjects[input->subject];
}
