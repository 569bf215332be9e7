/*
 * Directories that other tools left of a cluster, read as a cluster: `kubectl get -o yaml|json`,
 * `kubectl cluster-info dump --output-directory`, an OpenShift must-gather. Every object in every
 * .yaml, .yml and .json file below the directory counts, wherever it lies; of what `oc adm inspect`
 * wrote, which must-gathers consist of, only those in its directories of objects.
 *
 * Nobody knows what such a directory leaves out. So every list is incomplete: the objects that are
 * there are delivered, and then the list fails; a kind without a file fails at once; and discovery
 * says that it goes on, and fails there. Nothing that depends on a kind being complete can pass.
 */
#ifndef PLIM_SNAPSHOT_FOREIGN_H
#define PLIM_SNAPSHOT_FOREIGN_H

#include <stdbool.h>

#include "base/err.h"

struct http_transport;
struct snapshot_foreign;

enum {
    SNAPSHOT_FOREIGN_FILE_BYTES_MAX = 256 * 1024 * 1024,
    SNAPSHOT_FOREIGN_FILES_MAX = 200000,
    SNAPSHOT_FOREIGN_DEPTH_MAX = 32, /* directories in directories */
};

/* Whether the path is there and is no directory of captures, nor a manifest of one. */
bool snapshot_is_foreign(const char *path);

/*
 * Read all files. Links are not followed; values of Secrets are dropped at once.
 *
 * path  a directory, or a single file
 * Fails with PLIM_NOT_FOUND, PLIM_INVALID (naming file and line; no object at all), PLIM_LIMIT or
 * PLIM_IO.
 */
PLIM_NODISCARD enum plim_code snapshot_foreign_open(const char *path,
                                                    struct snapshot_foreign **foreign_out,
                                                    struct plim_err *err);
void snapshot_foreign_free(struct snapshot_foreign *foreign); /* NULL is a no-op */
void snapshot_foreign_freep(struct snapshot_foreign **foreign);

/* A transport that answers as an API server with these objects would. `foreign` must outlive it. */
struct http_transport *snapshot_foreign_replay(const struct snapshot_foreign *foreign);

#endif
