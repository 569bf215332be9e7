/* How large the files of a commit are. */
#ifndef PLIM_GITREPO_SIZES_PRIV_H
#define PLIM_GITREPO_SIZES_PRIV_H

#include "gitrepo/facts.h"

/* Fills large or large_unknown. Reads headers of objects alone. */
void gitrepo_sizes_read(struct gitrepo *repo, struct plim_arena *arena,
                        const struct gitrepo_tree *tree, struct gitrepo_facts *facts);

#endif
