/* Git bundles: references and one pack in a file. Source: git's gitformat-bundle(5). */
#ifndef PLIM_GITREPO_BUNDLE_PRIV_H
#define PLIM_GITREPO_BUNDLE_PRIV_H

#include "base/arena.h"
#include "base/err.h"

struct gitrepo_bundle_ref {
    const char *name; /* "HEAD" or "refs/..." */
    const char *id;   /* 40 hexadecimal digits */
};

struct gitrepo_bundle {
    struct gitrepo_bundle_ref *refs;
    size_t ref_count;
    struct plim_str pack; /* borrowed from the text */
};

/* Fails with PLIM_INVALID (no bundle, an incremental one, or not of SHA-1) or PLIM_LIMIT. */
PLIM_NODISCARD enum plim_code gitrepo_bundle_parse(struct plim_arena *arena, struct plim_str text,
                                                   struct gitrepo_bundle *bundle_out,
                                                   struct plim_err *err);

/* Unpack `path` into `dir`, which becomes a bare repository. Fails with PLIM_INVALID, PLIM_LIMIT,
 * PLIM_NOT_FOUND or PLIM_IO. */
PLIM_NODISCARD enum plim_code gitrepo_bundle_unpack(const char *path, const char *dir,
                                                    struct plim_err *err);

#endif
