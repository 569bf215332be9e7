/*
 * Judging many objects: what depends on their kind alone is found out once per kind, and an object
 * meets only the policies that can match it.
 *
 * A session belongs to one thread; the set, which must not be added to any more, outlives it.
 */
#ifndef PLIM_ADMISSION_SESSION_H
#define PLIM_ADMISSION_SESSION_H

#include "admission/admission.h"

struct admission_session;

struct admission_session *admission_session_new(const struct admission_set *set);
void admission_session_free(struct admission_session *session); /* NULL is a no-op */
void admission_session_freep(struct admission_session **session);

/* As admission_judge. */
void admission_session_judge(struct admission_session *session,
                             const struct admission_request *request, struct plim_arena *arena,
                             admission_sink *sink, void *context);

/* A kind of object, as API servers have it. */
struct admission_kind {
    struct plim_str group, version, kind; /* version empty: any */
    struct plim_str resource;             /* plural */
    bool namespaced;
};

/* The rules of a set, those included that were generated for pod controllers. */
size_t admission_set_rules(const struct admission_set *set);
const struct admission_about *admission_set_about(const struct admission_set *set, size_t rule);

/* Whether the rule is in use and could match an object of the kind. False is certain. unbound: one
 * without a binding is in use too. */
bool admission_set_asks(const struct admission_set *set, size_t rule,
                        const struct admission_kind *kind, bool unbound);

/* The same of any kind of a group, "*": of some group but core, of which it is not known what there
 * is. */
bool admission_set_asks_group(const struct admission_set *set, size_t rule, struct plim_str group,
                              bool unbound);

/* Each kind of other objects that the expressions name with constants; maybe more than once. */
typedef void admission_asked_fn(void *context, const struct admission_kind *kind);
void admission_set_visit_asked(const struct admission_set *set, admission_asked_fn *visit,
                               void *context);

#endif
