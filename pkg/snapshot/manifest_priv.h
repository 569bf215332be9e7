/* What stands in a capture's manifest. */
#ifndef SNAPSHOT_MANIFEST_PRIV_H
#define SNAPSHOT_MANIFEST_PRIV_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"

#include "body_priv.h"

struct value_node;

/* One request and what came of it. */
struct snapshot_request {
    const char *target;
    const char *accept; /* "" when none was asked for */
    int status;         /* 0: failed, see code and error */
    enum plim_code code;
    const char *error;
    struct snapshot_body body; /* as it is kept; all-zero without a status */
    uint64_t sent;             /* bytes of the body as the server sent it */
    unsigned retries;
    double throttled_seconds;
    const char *warnings; /* as in struct http_response; NULL: none */
};

/* The object that holds the requests of a cluster; without a hash they stand in the manifest. */
struct snapshot_table {
    char sha256[PLIM_SHA256_TEXT_BYTES];
    uint64_t bytes;
    const char *varying; /* what stands for each placeholder, separated by blanks */
};

struct snapshot_server {
    const char *name;
    const char *server;
    struct snapshot_request *requests; /* owned */
    size_t len;
    size_t cap;
    struct snapshot_table table;
};

struct snapshot_document {
    const char *name;
    char sha256[PLIM_SHA256_TEXT_BYTES];
    uint64_t bytes;
};

/* Texts are the arena's. */
struct snapshot_manifest {
    struct plim_arena *arena;
    int64_t created_at;
    const char *redaction; /* tells the key whose pseudonyms stand for names; NULL: names stand */
    struct snapshot_server *servers; /* owned */
    size_t server_len;
    size_t server_cap;
    struct snapshot_document *documents; /* owned */
    size_t document_len;
    size_t document_cap;
};

void snapshot_manifest_init(struct snapshot_manifest *manifest);
void snapshot_manifest_release(struct snapshot_manifest *manifest);

/* The server of that name, added if need be. Valid until the next is added. */
struct snapshot_server *snapshot_manifest_server(struct snapshot_manifest *manifest,
                                                 const char *name);

/* By name; requests by target, then accept; of equal ones the first stays. */
void snapshot_manifest_sort(struct snapshot_manifest *manifest);

/* In a sorted manifest; NULL when there is none. */
const struct snapshot_server *snapshot_manifest_find_server(
    const struct snapshot_manifest *manifest, const char *name);
const struct snapshot_request *snapshot_server_find(const struct snapshot_server *server,
                                                    const char *target, const char *accept);
const struct snapshot_document *snapshot_manifest_find_document(
    const struct snapshot_manifest *manifest, const char *name);

/* "[...]", one request a line. Fails with PLIM_LIMIT. */
PLIM_NODISCARD enum plim_code snapshot_manifest_write_requests(const struct snapshot_server *server,
                                                               const char *indent,
                                                               struct plim_buf *text,
                                                               struct plim_err *err);

/* Add the requests of a list. Fails with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code snapshot_manifest_read_requests(struct snapshot_manifest *manifest,
                                                              struct snapshot_server *server,
                                                              const struct value_node *requests,
                                                              struct plim_err *err);

/* As JSON. Fails with PLIM_LIMIT. */
PLIM_NODISCARD enum plim_code snapshot_manifest_write(const struct snapshot_manifest *manifest,
                                                      struct plim_buf *text, struct plim_err *err);

/*
 * Take in a text; strictly.
 *
 * file      for messages
 * manifest  initialised, empty; to be released even on failure
 * Fails with PLIM_INVALID or PLIM_LIMIT.
 */
PLIM_NODISCARD enum plim_code snapshot_manifest_read(struct snapshot_manifest *manifest,
                                                     const char *file, struct plim_str text,
                                                     struct plim_err *err);

#endif
