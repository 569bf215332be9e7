/* Which manifests of a commit have no owner. */
#ifndef PLIM_GITREPO_OWNERSHIP_PRIV_H
#define PLIM_GITREPO_OWNERSHIP_PRIV_H

#include "gitrepo/facts.h"

/* Fills unowned or unowned_unknown, after owners. Nothing fails: what cannot be read or understood
 * is unknown. */
void gitrepo_ownership_read(struct gitrepo *repo, struct plim_arena *arena,
                            const struct gitrepo_tree *tree, struct gitrepo_facts *facts);

#endif
