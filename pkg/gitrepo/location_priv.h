/* A location taken apart: what libgit2 is given, and what it is not told before it asks. */
#ifndef PLIM_GITREPO_LOCATION_PRIV_H
#define PLIM_GITREPO_LOCATION_PRIV_H

#include "base/arena.h"
#include "base/err.h"

enum gitrepo_scheme {
    GITREPO_SCHEME_PATH, /* local */
    GITREPO_SCHEME_FILE,
    GITREPO_SCHEME_GIT,
    GITREPO_SCHEME_HTTP, /* https too */
    GITREPO_SCHEME_SSH,  /* "user@host:path" too */
};

struct gitrepo_location {
    enum gitrepo_scheme scheme;
    const char *url;  /* without password; of http without user too */
    const char *host; /* "" for paths and files */
    const char *user; /* "" not stated */
    char *password;   /* "" not stated; to be wiped */
};

/* Fails with PLIM_INVALID (empty, too long, or of a scheme that is not read). */
PLIM_NODISCARD enum plim_code gitrepo_location_parse(struct plim_arena *arena, const char *text,
                                                     struct gitrepo_location *location_out,
                                                     struct plim_err *err);

#endif
