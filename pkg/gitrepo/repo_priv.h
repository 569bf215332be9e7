/* What an opened repository holds. */
#ifndef PLIM_GITREPO_REPO_PRIV_H
#define PLIM_GITREPO_REPO_PRIV_H

#include <git2.h>

#include "gitrepo/repo.h"

struct gitrepo {
    git_repository *repository; /* owned */
    char *url;                  /* owned */
    char *prefix;               /* owned */
    char *temporary;            /* owned; a directory that goes with it, or NULL */
};

/* Fails as gitrepo_open. `dir` is not searched upwards. */
PLIM_NODISCARD enum plim_code gitrepo_repository_open(const char *dir,
                                                      git_repository **repository_out,
                                                      struct plim_err *err);
void gitrepo_repository_freep(git_repository **repository);

#endif
