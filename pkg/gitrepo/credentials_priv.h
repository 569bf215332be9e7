/* What is offered to a server that asks who we are, one attempt after the other. */
#ifndef PLIM_GITREPO_CREDENTIALS_PRIV_H
#define PLIM_GITREPO_CREDENTIALS_PRIV_H

#include <git2.h>

#include "location_priv.h"

struct gitrepo_credentials {
    struct plim_arena *arena;
    const struct gitrepo_location *location;
    const char *home;     /* "" none */
    char *netrc_password; /* to be wiped; NULL none */
    unsigned attempt;
};

/* Callbacks of libgit2; `payload` is a struct gitrepo_credentials. */
int gitrepo_credentials_acquire(git_credential **out, const char *url, const char *user,
                                unsigned allowed, void *payload);
int gitrepo_credentials_check_host(git_cert *certificate, int valid, const char *host,
                                   void *payload);

void gitrepo_credentials_wipe(struct gitrepo_credentials *credentials);

#endif
