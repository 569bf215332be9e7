/* Bodies are hashed, compressed and written beside the reading of the next ones. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/pool.h"

#include "redact_priv.h"
#include "writer_priv.h"

/* What waits is in memory; beyond this the network waits. */
enum { WAITING_BYTES_MAX = 16 * 1024 * 1024 };

struct snapshot_job {
    struct snapshot_job *next;
    const char *dir;                            /* borrowed from the writer */
    struct snapshot_redactor *const *redactors; /* the writer's, one a worker; NULL: none */
    struct plim_buf bytes;                      /* owned */
    size_t server;
    size_t request;
    struct snapshot_body body; /* out */
    struct plim_err err;       /* out */
};

static void redact(struct snapshot_redactor *redactor, struct plim_buf *bytes)
{
    struct plim_buf made = {0};
    snapshot_redact_body(redactor, plim_buf_str(bytes), &made);
    plim_buf_release(bytes);
    *bytes = made;
}

static void run(void *job_pointer, size_t worker)
{
    struct snapshot_job *job = job_pointer;
    if (job->redactors)
        redact(job->redactors[worker], &job->bytes);
    if (snapshot_body_write(job->dir, plim_buf_str(&job->bytes), &job->body, &job->err) != PLIM_OK)
        job->body = (struct snapshot_body){0};
    plim_buf_release(&job->bytes);
}

void snapshot_keep_settle(struct snapshot_writer *writer)
{
    plim_pool_wait(writer->pool);
    while (writer->jobs) {
        struct snapshot_job *job = writer->jobs;
        struct snapshot_server *server = &writer->manifest.servers[job->server];
        writer->jobs = job->next;
        server->requests[job->request].body = job->body;
        if (job->err.code != PLIM_OK && writer->failed.code == PLIM_OK)
            writer->failed = job->err;
        free(job);
    }
    writer->waiting_bytes = 0;
}

void snapshot_keep_body(struct snapshot_writer *writer, size_t server, size_t request,
                        struct plim_buf *bytes)
{
    struct snapshot_job *job = plim_calloc(1, sizeof(*job));
    *job = (struct snapshot_job){
        .next = writer->jobs,
        .dir = writer->dir,
        .redactors = writer->workers,
        .bytes = *bytes,
        .server = server,
        .request = request,
    };
    *bytes = (struct plim_buf){0};
    if (writer->waiting_bytes + job->bytes.len > WAITING_BYTES_MAX) {
        snapshot_keep_settle(writer);
        job->next = NULL;
    }
    writer->waiting_bytes += job->bytes.len;
    writer->jobs = job;
    plim_pool_submit(writer->pool, run, job);
}
