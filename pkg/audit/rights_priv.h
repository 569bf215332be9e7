/* What a cluster's roles and admission policies tell. */
#ifndef PLIM_AUDIT_RIGHTS_PRIV_H
#define PLIM_AUDIT_RIGHTS_PRIV_H

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

struct audit_rights {
    struct plim_str *writers; /* owned: roles that may change workloads */
    size_t writer_count, writer_cap;
    struct audit_binding {
        struct plim_str subject, role, binding;
    } * bindings; /* owned: people bound to roles */
    size_t binding_count, binding_cap;
    size_t admission_policies, enforcing_bindings;
};

/* Other kinds than roles, their bindings and admission policies are ignored. keep: of the texts. */
void audit_rights_add(struct audit_rights *rights, struct plim_arena *keep,
                      const struct value *object);
/* Whether that looks at more of an object of this kind than its metadata. */
bool audit_rights_reads(struct plim_str kind);
void audit_rights_merge(struct audit_rights *into, struct audit_rights *from); /* empties `from` */

/* "User alice via ClusterRoleBinding admins", sorted. */
struct value audit_rights_writers(struct plim_arena *arena, const struct audit_rights *rights);
void audit_rights_release(struct audit_rights *rights);

#endif
