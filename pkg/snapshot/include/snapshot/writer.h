/*
 * Captures: everything that a run read, so that it can be judged again without its sources.
 *
 *     DIR/captures/TIME-NUMBER-DIGEST.json  what was asked and what came of it; written last, in
 *                                           one step
 *     DIR/objects/ab/ab12....zst            pieces of bodies and documents, by the SHA-256 of their
 *                                           bytes; those of all captures
 *
 * Neither credentials nor values of Secrets ever enter. A capture that is interrupted leaves the
 * earlier ones of the same directory whole; several may be made at once.
 *
 * Threads: a writer and its recording transports belong to one thread.
 */
#ifndef PLIM_SNAPSHOT_WRITER_H
#define PLIM_SNAPSHOT_WRITER_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct http_transport;
struct snapshot_writer;

/* Creates `dir` if need be. Fails with PLIM_UNAVAILABLE (it is being pruned) or PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_writer_new(const char *dir,
                                                  struct snapshot_writer **writer_out,
                                                  struct plim_err *err);
void snapshot_writer_free(struct snapshot_writer *writer); /* NULL is a no-op */
void snapshot_writer_freep(struct snapshot_writer **writer);

enum { SNAPSHOT_KEY_BYTES_MIN = 32, SNAPSHOT_KEY_BYTES_MAX = 4096 };

/*
 * Keep pseudonyms instead of names, in everything: answers, targets, documents and their names, the
 * manifest. The same key gives the same pseudonyms. What stays: pkg/snapshot/REDACTION.md. Before
 * anything is kept.
 *
 * key  of SNAPSHOT_KEY_BYTES_MIN to SNAPSHOT_KEY_BYTES_MAX bytes; not kept, and never written
 */
void snapshot_writer_redact(struct snapshot_writer *writer, struct plim_str key);

/* A cluster whose requests will be recorded under its name. */
void snapshot_writer_add_cluster(struct snapshot_writer *writer, const char *name,
                                 const char *server);

/* A transport that asks `live` and keeps what comes, refusals and failures too. `live` is borrowed,
 * and freeing the result does not free it. The writer must outlive it. */
struct http_transport *snapshot_writer_record(struct snapshot_writer *writer,
                                              struct http_transport *live);

/* Keep a document under a name of the caller's ("repositories/shop/facts.json"); the last of a name
 * wins. Fails with PLIM_IO, and with PLIM_INVALID when it is to be redacted and nobody knows how.
 */
PLIM_NODISCARD enum plim_code snapshot_put(struct snapshot_writer *writer, const char *name,
                                           struct plim_str bytes, struct plim_err *err);

/*
 * Write the manifest: only now does the capture exist.
 *
 * now  seconds since the epoch, for "createdAt"
 * Fails with PLIM_IO, also when a body could not be written earlier.
 */
PLIM_NODISCARD enum plim_code snapshot_writer_finish(struct snapshot_writer *writer, int64_t now,
                                                     struct plim_err *err);

#endif
