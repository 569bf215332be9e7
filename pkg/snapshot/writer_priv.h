/* A capture being made. */
#ifndef SNAPSHOT_WRITER_PRIV_H
#define SNAPSHOT_WRITER_PRIV_H

#include "snapshot/writer.h"

#include "manifest_priv.h"

struct plim_pool;
struct snapshot_job;
struct snapshot_redactor;

struct snapshot_writer {
    char *dir; /* owned */
    struct snapshot_manifest manifest;
    struct plim_err failed;             /* the first object that could not be written */
    struct plim_pool *pool;             /* owned; hashes, compresses and writes bodies */
    struct snapshot_job *jobs;          /* those not yet settled */
    size_t waiting_bytes;               /* of their bodies */
    int held;                           /* the directory, against removal; negative: not yet */
    struct snapshot_redactor *redactor; /* owned; NULL: everything is kept as it came */
    struct snapshot_redactor *
        *workers; /* owned: one of the same key for each of the pool's threads */
};

/* A name as the capture has it; the manifest's. */
const char *snapshot_writer_name(struct snapshot_writer *writer, const char *name);

/* Keep the body of a request on another thread; the request gets it when jobs are settled. The
 * bytes are taken over. */
void snapshot_keep_body(struct snapshot_writer *writer, size_t server, size_t request,
                        struct plim_buf *bytes);

/* Wait for all bodies and enter them into the manifest; failures into `failed`. */
void snapshot_keep_settle(struct snapshot_writer *writer);

#endif
