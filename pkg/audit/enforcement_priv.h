/*
 * What a cluster's door does about each of its policies: ValidatingAdmissionPolicies by their
 * bindings, Kyverno's ClusterPolicies and ValidatingPolicies, Gatekeeper's constraints. Workers
 * keep what they meet; after the last page it is joined.
 *
 * One action for each policy, the strictest that it takes anywhere. For which objects it takes it
 * (match blocks, selectors and parameters of bindings, overrides for namespaces) is not looked at.
 */
#ifndef PLIM_AUDIT_ENFORCEMENT_PRIV_H
#define PLIM_AUDIT_ENFORCEMENT_PRIV_H

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

#define AUDIT_GATEKEEPER_GROUP "constraints.gatekeeper.sh"

enum audit_action { /* stricter ones are greater */
                    AUDIT_ACTION_NONE,
                    AUDIT_ACTION_AUDIT,
                    AUDIT_ACTION_WARN,
                    AUDIT_ACTION_DENY,
};

struct audit_enforced {
    struct plim_str kind, name; /* of the policy */
    enum audit_action action;
    bool binding; /* to the policy, which may not be there; such are gone once joined */
};

struct audit_enforcement {
    struct audit_enforced *items; /* owned */
    size_t len, cap;
};

/* Whether the object is one of these; others are ignored. keep: of what is remembered. */
bool audit_enforcement_add(struct audit_enforcement *enforcement, struct plim_arena *keep,
                           const struct value *object);
void audit_enforcement_merge(struct audit_enforcement *into,
                             struct audit_enforcement *from);       /* empties `from` */
void audit_enforcement_join(struct audit_enforcement *enforcement); /* sorts: one item a policy */
void audit_enforcement_release(struct audit_enforcement *enforcement);

/* ---- once joined */

size_t audit_enforcement_denying(const struct audit_enforcement *enforcement);

/* AUDIT_ACTION_NONE also for a policy that is not there. */
enum audit_action audit_enforcement_find(const struct audit_enforcement *enforcement,
                                         const struct audit_enforced *policy);

struct value audit_enforcement_record(struct plim_arena *arena,
                                      const struct audit_enforcement *enforcement);

/* "deny", "warn", "audit", "none" */
const char *audit_action_name(enum audit_action action);

#endif
