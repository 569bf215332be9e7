/*
 * Git repositories: a work tree, a bare repository, a bundle, or a mirror of a remote one. Only
 * read; no program of the repository (hook, filter, credential helper) is ever run.
 *
 * Threads: one repository belongs to one thread at a time; different ones are independent.
 */
#ifndef PLIM_GITREPO_REPO_H
#define PLIM_GITREPO_REPO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/cancel.h"
#include "base/err.h"

enum {
    GITREPO_ID_BYTES = 41,              /* a SHA-1 in hexadecimal and its terminator */
    GITREPO_TIMEOUT_MS = 60000,         /* for connecting and fetching, when none is given */
    GITREPO_LOCATION_MAX = 4096,        /* bytes of a path or URL */
    GITREPO_BUNDLE_REFS_MAX = 100000,   /* references in the header of a bundle */
    GITREPO_TREE_ENTRIES_MAX = 1000000, /* files of one commit */
    GITREPO_LINKS_MAX = 40,             /* symbolic links on the way to one file, as Linux has it */
};

/* Once, by main, before anything else here; the arguments may be NULL.
 *
 * home     the directory that holds .ssh/known_hosts and .gitconfig; NULL: that of the environment
 * ca_file  certificates that https servers are checked against; NULL: the system's
 * Fails with PLIM_NOT_FOUND (ca_file) or PLIM_BUG. */
PLIM_NODISCARD enum plim_code gitrepo_init(const char *home, const char *ca_file,
                                           struct plim_err *err);
void gitrepo_shutdown(void);

struct gitrepo_options {
    const char *cache_dir; /* holds the mirrors; made when absent. NULL: remote ones are refused */
    const char *home;      /* holds .ssh/id_* and .netrc; NULL: no credentials from files */
    unsigned timeout_ms;   /* to bring a mirror up to date; 0: GITREPO_TIMEOUT_MS */
    const struct plim_cancel *cancel; /* gives up then; NULL: never */
};

struct gitrepo;

/* True for http, https, ssh, git and file URLs and for "user@host:path" (unless that is a local
 * path). */
bool gitrepo_is_remote(const char *location);

/*
 * Open what `location` names: a local path (also below the top of a work tree), a bundle file, or a
 * URL. A remote repository is mirrored in the cache directory (all branches and tags, pruned) and
 * brought up to date; a mirror that cannot be is never used as it was.
 *
 * Fails with PLIM_INVALID (not a location), PLIM_NOT_FOUND, PLIM_DENIED (credentials, host key,
 * certificate), PLIM_UNAVAILABLE (cancelled too), PLIM_LIMIT (time) or PLIM_IO. Messages carry no
 * credentials.
 */
PLIM_NODISCARD enum plim_code gitrepo_open(const char *location,
                                           const struct gitrepo_options *options,
                                           struct gitrepo **repo_out, struct plim_err *err);
void gitrepo_free(struct gitrepo *repo); /* NULL is a no-op */
void gitrepo_freep(struct gitrepo **repo);

/* Borrowed from `repo`. */
const char *gitrepo_url(const struct gitrepo *repo); /* the location without user and password */
const char *gitrepo_prefix(
    const struct gitrepo *repo);                     /* where a path below the top leads; "" top */
bool gitrepo_is_shallow(const struct gitrepo *repo); /* history is cut off */

struct gitrepo_commit {
    char id[GITREPO_ID_BYTES];
    char tree[GITREPO_ID_BYTES]; /* equal trees have equal files: the key for caches */
};

/* The commit that `revision` (branch, tag, abbreviated or full commit, "HEAD~2") names; NULL and ""
 * are HEAD. Fails with PLIM_NOT_FOUND (unknown, or ambiguous) or PLIM_IO. */
PLIM_NODISCARD enum plim_code gitrepo_resolve(struct gitrepo *repo, const char *revision,
                                              struct gitrepo_commit *commit_out,
                                              struct plim_err *err);

/* "PATH_OR_URL[@REVISION][:SUBPATH]" taken apart. */
struct gitrepo_spec {
    const char *location;
    const char *revision; /* "" not given */
    const char *subpath;  /* "" not given */
};

/* A path that exists wins over a reading with '@' or ':'. Fails with PLIM_INVALID (empty, too
 * long). */
PLIM_NODISCARD enum plim_code gitrepo_spec_parse(struct plim_arena *arena, const char *text,
                                                 struct gitrepo_spec *spec_out,
                                                 struct plim_err *err);

/* The location without user and password, for messages and reports. */
char *gitrepo_redact(struct plim_arena *arena, const char *location);

#endif
