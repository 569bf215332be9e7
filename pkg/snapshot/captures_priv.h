/* The captures of a directory: "captures/20260415T060000Z-0001-ba7816bf8f01cfea.json": when it was
 * made, the how manieth of that second, and the begin of the SHA-256 of its bytes. */
#ifndef SNAPSHOT_CAPTURES_PRIV_H
#define SNAPSHOT_CAPTURES_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Where a capture is. */
struct snapshot_place {
    const char *dir;  /* of the store */
    const char *path; /* below it: "captures/NAME.json" */
};

/* The captures of `dir` as "captures/NAME.json", oldest first; what has no such name is left out.
 * None when there is no such directory. Fails with PLIM_INVALID (a link) or PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_captures_list(struct plim_arena *arena, const char *dir,
                                                     const char ***paths_out, size_t *count_out,
                                                     struct plim_err *err);

/* The capture that `path` names: a store's newest, or one of its manifests. Fails with
 * PLIM_NOT_FOUND, PLIM_INVALID or PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_captures_find(struct plim_arena *arena, const char *path,
                                                     struct snapshot_place *place_out,
                                                     struct plim_err *err);

/* What a new capture of these bytes is to be called. Fails as snapshot_captures_list does. */
PLIM_NODISCARD enum plim_code snapshot_captures_name(struct plim_arena *arena, const char *dir,
                                                     int64_t now, struct plim_str text,
                                                     const char **path_out, struct plim_err *err);

/* When it was made, as its name tells; seconds since the epoch. 0 when it tells no time. */
int64_t snapshot_captures_time(const char *path);

/* Whether the bytes are those that the name tells of. */
bool snapshot_captures_match(const char *path, struct plim_str text);

#endif
