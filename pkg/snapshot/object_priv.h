/* The content-addressed files of a capture. */
#ifndef SNAPSHOT_OBJECT_PRIV_H
#define SNAPSHOT_OBJECT_PRIV_H

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"

enum { SNAPSHOT_OBJECT_BYTES_MAX = 1024 * 1024 * 1024 };

/* Keep the bytes under their hash. A whole file that is there already stays. Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_object_write(const char *dir, struct plim_str bytes,
                                                    char sha256_out[PLIM_SHA256_TEXT_BYTES],
                                                    struct plim_err *err);

/* Append the bytes with that hash. Fails with PLIM_NOT_FOUND, PLIM_INVALID (other bytes than the
 * hash says), PLIM_LIMIT or PLIM_IO; the message names the file. */
PLIM_NODISCARD enum plim_code snapshot_object_read(const char *dir, const char *sha256,
                                                   struct plim_buf *bytes, struct plim_err *err);

#endif
