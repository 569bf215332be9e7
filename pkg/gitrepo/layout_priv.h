/* Which files of a commit are pipelines, owner files, the README. */
#ifndef PLIM_GITREPO_LAYOUT_PRIV_H
#define PLIM_GITREPO_LAYOUT_PRIV_H

#include "gitrepo/facts.h"
#include "gitrepo/tree.h"

/* Fills readme, pipelines and owners. */
void gitrepo_layout_read(struct plim_arena *arena, const struct gitrepo_tree *tree,
                         struct gitrepo_facts *facts);

#endif
