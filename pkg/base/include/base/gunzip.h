/* Reading gzip. */
#ifndef PLIM_BASE_GUNZIP_H
#define PLIM_BASE_GUNZIP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Append what was compressed; of several members one after another all.
 *
 * most  bytes that may come: a few hundred compressed ones can stand for a gigabyte
 * Fails with PLIM_INVALID in the words of Go's compress/gzip ("EOF" of nothing, "unexpected EOF",
 * "gzip: invalid header", "gzip: invalid checksum", "flate: corrupt input"), or PLIM_LIMIT; what
 * came before stays in `text`.
 * Source: RFC 1952.
 */
PLIM_NODISCARD enum plim_code plim_gunzip(struct plim_str bytes, size_t most, struct plim_buf *text,
                                          struct plim_err *err);

#endif
