/* Reading a capture back: documents by name, and a transport that answers as the servers did. */
#ifndef PLIM_SNAPSHOT_READER_H
#define PLIM_SNAPSHOT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct http_transport;
struct snapshot_reader;

enum { SNAPSHOT_MANIFEST_BYTES_MAX = 256 * 1024 * 1024 };

/*
 * path  a directory of captures, whose newest is opened, or the manifest of one:
 * DIR/captures/X.json Fails with PLIM_NOT_FOUND (no capture there), PLIM_INVALID (naming the file)
 * or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code snapshot_reader_open(const char *path,
                                                   struct snapshot_reader **reader_out,
                                                   struct plim_err *err);

/* The same from the text of a manifest. `dir` is where its objects are, `file` what it is called
 * in messages, below `dir`. */
PLIM_NODISCARD enum plim_code snapshot_reader_parse(const char *dir, const char *file,
                                                    struct plim_str text,
                                                    struct snapshot_reader **reader_out,
                                                    struct plim_err *err);
void snapshot_reader_free(struct snapshot_reader *reader); /* NULL is a no-op */
void snapshot_reader_freep(struct snapshot_reader **reader);

struct snapshot_cluster {
    const char *name;
    const char *server;
};

/* By name. */
size_t snapshot_reader_cluster_count(const struct snapshot_reader *reader);
struct snapshot_cluster snapshot_reader_cluster_at(const struct snapshot_reader *reader, size_t i);
int64_t snapshot_reader_created_at(const struct snapshot_reader *reader);

/* Names of the documents, sorted. */
size_t snapshot_reader_document_count(const struct snapshot_reader *reader);
const char *snapshot_reader_document_at(const struct snapshot_reader *reader, size_t i);

/*
 * A document's bytes, verified against their hash.
 *
 * bytes_out  appended to
 * Fails with PLIM_NOT_FOUND (no such document, or its object is missing), PLIM_INVALID (damaged;
 * the message names the file), PLIM_LIMIT or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code snapshot_get(const struct snapshot_reader *reader, const char *name,
                                           struct plim_buf *bytes_out, struct plim_err *err);
bool snapshot_has(const struct snapshot_reader *reader, const char *name);

/* A transport that answers from the capture, by server, target and accept. What was not captured
 * fails with PLIM_NOT_FOUND; a damaged or missing object with an error that names the file. The
 * reader must outlive it. */
struct http_transport *snapshot_reader_replay(const struct snapshot_reader *reader);

#endif
