/*
 * What a cluster's roles, their bindings and its admission policies tell. Workers keep what they
 * meet (rights.c); after the last page it is joined: who may do what, where, by which binding
 * (rights_join.c), and what of that passes Git by (rights_powers.c).
 */
#ifndef PLIM_AUDIT_RIGHTS_PRIV_H
#define PLIM_AUDIT_RIGHTS_PRIV_H

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

#include "enforcement_priv.h"

struct manifest_object;

/* What a rule may give its holder; the fields of `account` in the order of audit_power_names. */
enum audit_power {
    AUDIT_ADMINISTERS,
    AUDIT_WILDCARD_VERBS,
    AUDIT_WILDCARD_RESOURCES,
    AUDIT_WRITES_WORKLOADS,
    AUDIT_WRITES_CONFIGURATION,
    AUDIT_CREATES_PODS,
    AUDIT_ENTERS_PODS,
    AUDIT_READS_SECRETS,
    AUDIT_IMPERSONATES,
    AUDIT_ESCALATES,
    AUDIT_CREATES_TOKENS,
    AUDIT_CHANGES_ADMISSION,
    AUDIT_PROXIES_NODES,
    AUDIT_APPROVES_CERTIFICATES,
    AUDIT_STEERS_AGENTS,
};
enum { AUDIT_POWERS = 15 };

extern const char *const audit_power_names[AUDIT_POWERS]; /* "administers", ... */

struct audit_role {
    struct plim_str title; /* "ClusterRole edit", "Role shop/deployer" */
    struct value rules;
};

struct audit_binding {
    struct plim_str title; /* "ClusterRoleBinding admins" */
    struct plim_str role;  /* title of the role */
    struct plim_str namespace;
    struct value subjects;
    const struct manifest_object *manifest; /* that declares it in Git; NULL: none does */
};

struct audit_service_account {
    struct plim_str namespace, name;
    const char *agent; /* "argocd", "flux" or "" */
};

struct audit_rights {
    struct audit_role *roles; /* owned */
    size_t role_count, role_cap;
    struct audit_binding *bindings; /* owned */
    size_t binding_count, binding_cap;
    struct audit_service_account *accounts; /* owned */
    size_t account_count, account_cap;
    struct audit_enforcement enforcement; /* joined by audit_rights_join */
    bool get_connects;                    /* AUDIT_RULE_GET_CONNECTS; set before they are joined */
};

/* Other kinds than roles, their bindings, service accounts and admission policies are ignored.
 * keep: of what is remembered. manifest: that declares the object in Git, or NULL; borrowed. */
void audit_rights_add(struct audit_rights *rights, struct plim_arena *keep,
                      const struct value *object, const struct manifest_object *manifest);
/* Whether that looks at more of an object of this kind than its metadata. */
bool audit_rights_reads(struct plim_str kind);
void audit_rights_merge(struct audit_rights *into, struct audit_rights *from); /* empties `from` */
void audit_rights_release(struct audit_rights *rights);

enum audit_rule_place {
    AUDIT_RULE_EVERYWHERE = 1, /* by a ClusterRoleBinding: on kinds without namespaces, too */
    /* The server lets "get" on pods/exec and the like connect. Before 1.35; since then they need
     * "create": the feature AuthorizePodWebsocketUpgradeCreatePermission. */
    AUDIT_RULE_GET_CONNECTS = 2,
};

/* Which powers one rule of a role gives; bit 1 << enum audit_power.
 * place   of enum audit_rule_place
 * Source: plugin/pkg/auth/authorizer/rbac (VerbMatches, APIGroupMatches, ResourceMatches,
 * ResourceNameMatches), and https://kubernetes.io/docs/concepts/security/rbac-good-practices/ */
unsigned audit_rule_powers(const struct value *rule, unsigned place);

/* One rule that somebody holds by one binding. */
struct audit_grant {
    const struct audit_binding *binding;
    const struct value *rule;
    unsigned powers; /* of audit_rule_powers */
};

/* Whoever is named by a binding. */
struct audit_account {
    struct plim_str kind, namespace, name; /* namespace: of a ServiceAccount */
    struct plim_str title;                 /* "User alice", "ServiceAccount shop/deployer" */
    bool human, everybody, system, workload;
    const struct audit_service_account *object;  /* NULL: none was met */
    const struct audit_binding *const *bindings; /* by title */
    bool *role_found;                            /* of each binding */
    size_t binding_count;
    const struct audit_grant *grants; /* by binding, then in the order of the role */
    size_t grant_count;
};

struct audit_accounts {
    struct audit_account *items; /* by title */
    size_t len;
};

/* Everything in `arena`; borrows from rights, which is sorted. A binding to a role that was not met
 * gives nothing, as with the API server. */
struct audit_accounts audit_rights_join(struct plim_arena *arena, struct audit_rights *rights);

/* "User alice via ClusterRoleBinding admins", sorted: people who may change workloads. */
struct value audit_rights_writers(struct plim_arena *arena, const struct audit_accounts *accounts);

#endif
