/* What GitOps agents say of what they manage. */
#ifndef PLIM_AUDIT_AGENTS_PRIV_H
#define PLIM_AUDIT_AGENTS_PRIV_H

#include "base/arena.h"
#include "base/str.h"
#include "resource/owner.h"
#include "value/value.h"

/* An Argo CD Application, a Flux Kustomization or HelmRelease. */
struct audit_agent_object {
    enum resource_owner_kind kind;
    struct plim_str name, namespace;
    struct value sync; /* the `sync` record */
};

struct audit_agents {
    struct audit_agent_object *items; /* owned */
    size_t len, cap;
};

/* Borrows from the object. now: seconds since the epoch. */
void audit_agents_add(struct audit_agents *agents, struct plim_arena *arena,
                      const struct value *object, int64_t now);

/* NULL: no agent's object of that name was read. */
const struct audit_agent_object *audit_agents_find(const struct audit_agents *agents,
                                                   const struct resource_owner *owner);
void audit_agents_release(struct audit_agents *agents);

/* The `sync` record when no agent reports on an application. */
struct value audit_agent_silence(struct plim_arena *arena);

#endif
