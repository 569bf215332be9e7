/* Bringing a mirror up to date: blocks as long as the server pleases. */
#ifndef PLIM_GITREPO_SYNC_PRIV_H
#define PLIM_GITREPO_SYNC_PRIV_H

#include <stdatomic.h>

#include "location_priv.h"

struct gitrepo_sync {
    struct plim_arena *arena; /* belongs to the thread that syncs */
    const char *dir;          /* of the mirror; made when absent */
    const char *home;         /* "" none */
    struct gitrepo_location location;
    atomic_bool cancelled; /* set by others: stop soon */
};

/* All branches and tags become those of the remote, HEAD its default branch. Fails as gitrepo_open.
 */
PLIM_NODISCARD enum plim_code gitrepo_sync(struct gitrepo_sync *sync, struct plim_err *err);

#endif
