/* Mirrors of remote repositories in the cache directory. */
#ifndef PLIM_GITREPO_MIRROR_PRIV_H
#define PLIM_GITREPO_MIRROR_PRIV_H

#include "gitrepo/repo.h"

/* Bring the mirror of `location` up to date within the time given; dir_out receives its directory,
 * in the arena. Fails as gitrepo_open. */
PLIM_NODISCARD enum plim_code gitrepo_mirror_update(struct plim_arena *arena, const char *location,
                                                    const struct gitrepo_options *options,
                                                    const char **dir_out, struct plim_err *err);

#endif
