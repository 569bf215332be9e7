/* The content-addressed files of a capture: "objects/ab/ab12....zst", compressed with zstd and
 * named by the SHA-256 of what is in them. */
#ifndef SNAPSHOT_OBJECT_PRIV_H
#define SNAPSHOT_OBJECT_PRIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"

enum { SNAPSHOT_OBJECT_BYTES_MAX = 1024 * 1024 * 1024 };

/* "objects/ab/ab12....zst" */
char *snapshot_object_name(struct plim_arena *arena, const char *sha256);

/* Keep the bytes under their hash. A whole file that is there already stays. Threads: any, also two
 * with the same bytes. Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_object_write(const char *dir, struct plim_str bytes,
                                                    char sha256_out[PLIM_SHA256_TEXT_BYTES],
                                                    struct plim_err *err);

/*
 * Append the bytes with that hash.
 *
 * most  no more bytes than these, whatever the file says of itself
 * Fails with PLIM_NOT_FOUND, PLIM_INVALID (damaged, or other bytes than the hash says), PLIM_LIMIT
 * or PLIM_IO; the message names the file, and `bytes` is as before.
 */
PLIM_NODISCARD enum plim_code snapshot_object_read(const char *dir, const char *sha256, size_t most,
                                                   struct plim_buf *bytes, struct plim_err *err);

/*
 * Append what a compressed file holds: one frame that tells its size, which is looked at before
 * memory is taken for it.
 *
 * file  for messages
 * most  bytes
 * Fails with PLIM_INVALID or PLIM_LIMIT; `bytes` is then as before.
 */
PLIM_NODISCARD enum plim_code snapshot_object_unpack(const char *file, struct plim_str packed,
                                                     size_t most, struct plim_buf *bytes,
                                                     struct plim_err *err);

#endif
