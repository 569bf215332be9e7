/* Passwords from a .netrc file. Source: curl's and GNU inetutils' manuals, "The .netrc file". */
#ifndef PLIM_GITREPO_NETRC_PRIV_H
#define PLIM_GITREPO_NETRC_PRIV_H

#include <stdbool.h>

#include "base/arena.h"

enum { GITREPO_NETRC_MAX = 256 * 1024 /* bytes */ };

struct gitrepo_login {
    char *user;
    char *password; /* to be wiped */
};

/* The first entry for `host` (and `user`, unless empty), or the default entry; false without one.
 */
bool gitrepo_netrc_find(struct plim_arena *arena, struct plim_str text, const char *host,
                        const char *user, struct gitrepo_login *login_out);

#endif
