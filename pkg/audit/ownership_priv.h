/* Who answers for the objects of each kind in each namespace, and the objects that nobody does. */
#ifndef PLIM_AUDIT_OWNERSHIP_PRIV_H
#define PLIM_AUDIT_OWNERSHIP_PRIV_H

#include "base/intern.h"
#include "base/map.h"
#include "resource/identity.h"

#include "owners_priv.h"

enum { AUDIT_NOBODYS_MAX = 10000 /* listed of a cluster; all are counted */ };

/* The objects of one kind in one namespace; cluster-scoped ones have none. */
struct audit_owned {
    struct plim_str namespace, group, kind;
    struct audit_owners owners;
};

/* All-zero is ready. Texts belong to the table that was given. */
struct audit_ownership {
    struct plim_map *positions; /* owned: key to position + 1, as a pointer */
    struct audit_owned *items;  /* owned */
    size_t len, cap;
    struct resource_identity *nobodys; /* owned */
    size_t nobody_len, nobody_cap;
    struct plim_buf key;
};

/* `unknown`: nobody's as it seems, but agents could not be asked. */
void audit_ownership_add(struct audit_ownership *ownership, struct plim_intern *texts,
                         const struct resource_identity *identity, enum resource_owner_kind owner,
                         bool unknown);

/* Its texts must live as long as those of `into`. */
void audit_ownership_merge(struct audit_ownership *into, const struct audit_ownership *from);
void audit_ownership_sort(struct audit_ownership *ownership);
void audit_ownership_release(struct audit_ownership *ownership);

/* Of a sorted one: a list of {namespace, objects, owners, kinds}, where kinds are {kind, apiGroup,
 * objects, owners} and owners of no object are left out; and a list of {kind, namespace, name}. */
struct value audit_ownership_namespaces(struct plim_arena *arena,
                                        const struct audit_ownership *ownership);
struct value audit_ownership_nobodys(struct plim_arena *arena,
                                     const struct audit_ownership *ownership);

/* objects, managed, declared and owners, as the whole coverage has them. */
struct value_map_builder;
void audit_ownership_count(struct value_map_builder *map, const struct audit_owners *owners);

#endif
