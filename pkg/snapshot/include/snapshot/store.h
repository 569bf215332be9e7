/* A directory of captures as a whole: what is in it, whether it is sound, what may go. */
#ifndef PLIM_SNAPSHOT_STORE_H
#define PLIM_SNAPSHOT_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* One capture. */
struct snapshot_summary {
    const char *path; /* below the directory: "captures/NAME.json" */
    int64_t created_at;
    size_t clusters;
    size_t requests;
    size_t documents;
    uint64_t bytes;        /* of the bodies and documents, before they were compressed */
    const char *redaction; /* tells the key of a redacted one; NULL: it has names */
    const char *error;     /* why it cannot be read; NULL when it can, else the rest is zero */
};

/*
 * The captures of a directory, oldest first.
 *
 * summaries_out  the arena's
 * Fails with PLIM_NOT_FOUND (none), PLIM_INVALID (a link) or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code snapshot_list(struct plim_arena *arena, const char *dir,
                                            struct snapshot_summary **summaries_out,
                                            size_t *count_out, struct plim_err *err);

/* What a verification found. */
struct snapshot_problems {
    const char **lines; /* one a problem, naming the file; in order of captures and requests */
    size_t len;
    size_t cap;
    size_t captures; /* looked at */
    size_t objects;  /* looked at, each once */
};

/*
 * Read everything that any capture of a directory names, and check it against its hashes.
 *
 * path          a directory of captures, or the manifest of one: then that one alone
 * problems_out  its lines are the arena's
 * Fails with PLIM_NOT_FOUND (none), PLIM_INVALID or PLIM_IO: the directory itself cannot be read.
 */
PLIM_NODISCARD enum plim_code snapshot_verify(struct plim_arena *arena, const char *path,
                                              struct snapshot_problems *problems_out,
                                              struct plim_err *err);

struct snapshot_pruning {
    size_t keep;    /* the newest captures that stay, at least 1 */
    int64_t newest; /* captures made at or after this stay too: seconds since the epoch */
};

struct snapshot_pruned {
    size_t captures;
    size_t objects;
    uint64_t bytes; /* of the removed files */
};

/*
 * Remove old captures, and the objects and left-over temporary files that no other capture needs.
 * Interrupted, it has removed some of them; what stays is whole.
 *
 * Fails with PLIM_NOT_FOUND (none), PLIM_INVALID (a capture that is to stay cannot be read: then
 * nothing is removed), PLIM_UNAVAILABLE (a capture is being made) or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code snapshot_prune(const char *dir,
                                             const struct snapshot_pruning *pruning,
                                             struct snapshot_pruned *pruned_out,
                                             struct plim_err *err);

#endif
