/* The user's own replacements of URLs: "url.BASE.insteadOf". Source: git-config(1). */
#ifndef PLIM_GITREPO_INSTEAD_OF_PRIV_H
#define PLIM_GITREPO_INSTEAD_OF_PRIV_H

#include <git2.h>

#include "location_priv.h"

/*
 * Replace the longest start of the location's URL that the configuration of `repository` (and the
 * user's) wants replaced. User and password that were stated go along only when the host stays the
 * same.
 *
 * libgit2 would do so itself, but loses 20 KB for each entry of the configuration (1.5, pcre2), and
 * a token in a replacement would then stand in URLs and messages.
 *
 * Fails with PLIM_INVALID (the replacement is not a location) or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code gitrepo_instead_of(git_repository *repository,
                                                 struct plim_arena *arena,
                                                 struct gitrepo_location *location,
                                                 struct plim_err *err);

#endif
