/* Paths through a tree, symbolic links included, as a file system would follow them. */
#ifndef PLIM_GITREPO_LINK_PRIV_H
#define PLIM_GITREPO_LINK_PRIV_H

#include <git2.h>

#include "base/arena.h"
#include "base/err.h"

struct gitrepo_place {
    const char *path;  /* from the top, free of links; "" is the top */
    git_object_t type; /* GIT_OBJECT_TREE, _BLOB, or _COMMIT for a submodule */
    git_oid id;
};

/*
 * Follow `path` from the directory `from` ("" is the top).
 *
 * Fails with PLIM_NOT_FOUND (nothing there), PLIM_INVALID (leaves the repository, absolute, or a
 * circle) or PLIM_IO; the message continues a sentence: "leads to 'x', which does not exist".
 */
PLIM_NODISCARD enum plim_code gitrepo_follow(struct plim_arena *arena, const git_tree *root,
                                             const char *from, const char *path,
                                             struct gitrepo_place *place_out, struct plim_err *err);

#endif
