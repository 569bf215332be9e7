#include "admission/session.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/defs.h"
#include "base/map.h"

#include "admission_priv.h"

/* What is known of a kind, and the rules that can match it. */
struct plan {
    struct admission_kind kind;
    const struct admission_rule **rules;
    size_t len;
};

struct admission_session {
    const struct admission_set *set;
    struct plim_arena *arena;
    struct plim_map *plans; /* owned; values are the arena's */
    struct plim_buf key;
    const struct plan *latest;
};

struct admission_session *admission_session_new(const struct admission_set *set)
{
    struct admission_session *session = plim_calloc(1, sizeof(*session));
    session->set = set;
    session->arena = plim_arena_new();
    session->plans = plim_map_new();
    return session;
}

void admission_session_free(struct admission_session *session)
{
    if (session == NULL)
        return;
    plim_map_free(session->plans);
    plim_arena_free(session->arena);
    plim_buf_release(&session->key);
    free(session);
}

void admission_session_freep(struct admission_session **session)
{
    admission_session_free(*session);
}

/* The door is not asked about its own policies, or nobody could change them.
 * Source: k8s.io/apiserver/pkg/admission/plugin/policy/generic/plugin.go, isPolicyResource. */
static bool is_exempt(const struct admission_kind *kind)
{
    static const char *const kinds[] = {
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding"};
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (plim_str_is(kind->group, "admissionregistration.k8s.io") &&
            plim_str_is(kind->kind, kinds[i]))
            return true;
    }
    return false;
}

static bool is_bound(const struct admission_rule *rule, const struct admission_subject *subject)
{
    for (const struct admission_binding *at = rule->bindings; at != NULL; at = at->next) {
        if (at->match.constraints == NULL || admission_constraints_may(&at->match, subject))
            return true;
    }
    return false;
}

static bool rule_may(const struct admission_rule *rule, const struct admission_kind *kind,
                     bool unbound)
{
    const struct admission_subject subject = {
        .identity = {.group = kind->group, .version = kind->version, .kind = kind->kind},
        .resource = kind->resource,
        .namespaced = kind->namespaced,
    };
    bool idle = rule->format == ADMISSION_VAP && rule->bindings == NULL;
    if (rule->payloads || (rule->format == ADMISSION_VAP && is_exempt(kind)))
        return false;
    if (idle ? !unbound : rule->bindings != NULL && !is_bound(rule, &subject))
        return false;
    return rule->match.blocks != NULL ? admission_blocks_may(&rule->match, &subject)
                                      : admission_constraints_may(&rule->match, &subject);
}

size_t admission_set_rules(const struct admission_set *set)
{
    return set->len;
}

const struct admission_about *admission_set_about(const struct admission_set *set, size_t rule)
{
    return set->rules[rule]->about;
}

bool admission_set_asks(const struct admission_set *set, size_t rule,
                        const struct admission_kind *kind, bool unbound)
{
    return rule_may(set->rules[rule], kind, unbound);
}

static struct plim_str keep(const struct admission_session *session, struct plim_str text)
{
    return plim_arena_copy_str(session->arena, text);
}

static struct plan *make_plan(const struct admission_session *session,
                              const struct admission_kind *kind)
{
    const struct admission_set *set = session->set;
    struct plan *plan = plim_arena_alloc(session->arena, sizeof(*plan));
    *plan = (struct plan){.kind = {.group = keep(session, kind->group),
                                   .version = keep(session, kind->version),
                                   .kind = keep(session, kind->kind),
                                   .resource = keep(session, kind->resource),
                                   .namespaced = kind->namespaced}};
    plan->rules = plim_arena_array(session->arena, set->len, sizeof(struct admission_rule *));
    for (size_t i = 0; i < set->len; i++) {
        if (rule_may(set->rules[i], &plan->kind, true))
            plan->rules[plan->len++] = set->rules[i];
    }
    return plan;
}

static bool is_same(const struct admission_kind *left, const struct admission_kind *right)
{
    return plim_str_equal(left->kind, right->kind) &&
           plim_str_equal(left->version, right->version) &&
           plim_str_equal(left->group, right->group) &&
           plim_str_equal(left->resource, right->resource) && left->namespaced == right->namespaced;
}

static const struct plan *plan_of(struct admission_session *session,
                                  const struct admission_kind *kind)
{
    const struct plim_str parts[] = {kind->group, kind->version, kind->kind, kind->resource};
    if (session->latest != NULL && is_same(&session->latest->kind, kind))
        return session->latest;
    plim_buf_clear(&session->key);
    plim_buf_append_char(&session->key, kind->namespaced ? 'n' : 'c');
    for (size_t i = 0; i < PLIM_LEN(parts); i++) {
        plim_buf_append_char(&session->key, '|');
        plim_buf_append_str(&session->key, parts[i]);
    }
    struct plan *plan = plim_map_get(session->plans, session->key.text);
    if (plan == NULL) {
        plan = make_plan(session, kind);
        plim_map_set(session->plans, session->key.text, plan);
    }
    session->latest = plan;
    return plan;
}

void admission_session_judge(struct admission_session *session,
                             const struct admission_request *request, struct plim_arena *arena,
                             admission_sink *sink, void *context)
{
    if (session->set->len == 0)
        return;
    struct admission_subject subject = admission_subject_make(arena, request);
    const struct admission_kind kind = {
        .group = subject.identity.group,
        .version = subject.identity.version,
        .kind = subject.identity.kind,
        .resource = subject.resource,
        .namespaced = subject.namespaced,
    };
    const struct admission_audience audience = {arena, sink, context};
    const struct admission_set *set = session->set;
    if (request->payload) {
        admission_rules_judge((const struct admission_rule *const *)set->rules, set->len, &subject,
                              &audience);
        return;
    }
    const struct plan *plan = plan_of(session, &kind);
    admission_rules_judge(plan->rules, plan->len, &subject, &audience);
}

void admission_judge(const struct admission_set *set, const struct admission_request *request,
                     struct plim_arena *arena, admission_sink *sink, void *context)
{
    PLIM_CLEANUP(admission_session_freep)
    struct admission_session *session = admission_session_new(set);
    admission_session_judge(session, request, arena, sink, context);
}
