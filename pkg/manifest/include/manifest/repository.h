/* The `repository` record that policies see: what Git tells joined with what the manifests tell. */
#ifndef PLIM_MANIFEST_REPOSITORY_H
#define PLIM_MANIFEST_REPOSITORY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "manifest/set.h"

struct gitrepo_facts;
struct manifest_undeclared;

enum { MANIFEST_WINDOW_SECONDS = 90 * 24 * 3600 /* of the log that is counted */ };

struct manifest_repository {
    const char *name;
    const char *url;
    const char *revision; /* as the user gave it; "" is HEAD */
};

/* The part that Git alone tells; can be captured as JSON: a text in place of a list says why it is
 * not known. In the arena, nothing borrowed. */
struct value manifest_repository_facts(struct plim_arena *arena,
                                       const struct manifest_repository *repository,
                                       const struct gitrepo_facts *facts);

/* `facts` with the sub-paths that were declared and what they leave out. Borrows from both. */
struct value manifest_repository_declared(struct plim_arena *arena, const struct value *facts,
                                          const char *const *subpaths, size_t subpath_count,
                                          const struct manifest_undeclared *undeclared);

/* The whole record: `facts` from above (or read back), with the counts of the sets that were parsed
 * from this repository, and the age of the last commit. */
struct value manifest_repository_record(struct plim_arena *arena, const struct value *facts,
                                        const struct manifest_set *const *sets, size_t set_count,
                                        const struct plim_clock *clock);

/* The record of a repository that could not be read: every field but name, url and revision is
 * unknown for that reason. */
struct value manifest_repository_unknown(struct plim_arena *arena,
                                         const struct manifest_repository *repository,
                                         const char *reason);

#endif
