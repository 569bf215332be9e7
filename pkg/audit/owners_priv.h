/* How many objects each kind of owner answers for. */
#ifndef PLIM_AUDIT_OWNERS_PRIV_H
#define PLIM_AUDIT_OWNERS_PRIV_H

#include "base/arena.h"
#include "resource/owner.h"
#include "value/value.h"

struct audit_owners {
    size_t kinds[RESOURCE_OWNER_KINDS];
    size_t unknown; /* nobody's as it seems, but agents could not be asked */
};

void audit_owners_merge(struct audit_owners *into, const struct audit_owners *from);

/* Objects that somebody should answer for: not those that controllers and the platform make. */
size_t audit_owners_answerable(const struct audit_owners *owners);

/* Kind to number; "unknown" only when there is any. */
struct value audit_owners_record(struct plim_arena *arena, const struct audit_owners *owners);

#endif
