/* The files below a capture's directory; nothing outside it is read. */
#ifndef SNAPSHOT_STORE_PRIV_H
#define SNAPSHOT_STORE_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Read a file below `dir`, which itself may be a link; nothing below it may.
 *
 * path      components separated by '/': "objects/ab/abcd.zst"
 * text_out  NUL-terminated; freed by the caller
 * Fails with PLIM_NOT_FOUND, PLIM_INVALID (a link, no regular file), PLIM_LIMIT or PLIM_IO; the
 * message names the file.
 */
PLIM_NODISCARD enum plim_code snapshot_store_read(const char *dir, const char *path,
                                                  size_t max_bytes, char **text_out,
                                                  size_t *len_out, struct plim_err *err);

/* Make the names in a directory durable. Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_store_sync(const char *path, struct plim_err *err);

/* Hold the directory until the descriptor is closed or the process ends: any number of captures, or
 * one that removes. Fails with PLIM_UNAVAILABLE when another holds it, or PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_store_hold(const char *dir, bool alone, int *fd_out,
                                                  struct plim_err *err);

/* Wait until nobody else names a capture of the directory. Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_store_wait(const char *path, int *fd_out,
                                                  struct plim_err *err);

#endif
