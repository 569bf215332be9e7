/* The versions of Kubernetes' APIs with a decided end in which an object is written. */
#ifndef PLIM_POLICY_OLD_APIS_H
#define PLIM_POLICY_OLD_APIS_H

#include "base/arena.h"
#include "value/value.h"

/*
 * A list of the record `oldApi`, each version once: of the manifest in Git, of the object, of what
 * kubectl applied last. Unknown where the manifest is not known and the others have no end.
 *
 * object   as it was read, metadata at least
 * desired  the object in Git, null, or unknown
 */
struct value policy_old_apis_make(struct plim_arena *arena, const struct value *object,
                                  const struct value *desired);

#endif
