#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "http/transport.h"

#include "redact_priv.h"
#include "secret_priv.h"
#include "writer_priv.h"

struct recorder {
    struct http_transport transport; /* first: the vtable is the recorder */
    struct snapshot_writer *writer;
    struct http_transport *live;
};

/* Whom an answer goes to once it is kept. */
struct recording {
    struct recorder *recorder;
    http_done_fn *done;
    void *context;
};

/* What may be kept of the body, or why nothing may. */
static enum plim_code choose_bytes(const struct http_request *asked,
                                   const struct http_response *response, struct plim_buf *kept,
                                   struct plim_err *err)
{
    struct plim_str body = plim_buf_str(&response->body);
    if (!snapshot_target_is_secret(asked->target))
        return snapshot_secret_strip(body, kept, err);
    if (response->status == 200)
        return snapshot_secret_keep(body, kept, err);
    snapshot_secret_keep_status(body, kept);
    return PLIM_OK;
}

static bool is_recorded(const struct snapshot_server *server,
                        const struct snapshot_request *request)
{
    for (size_t i = 0; i < server->len; i++)
        if (strcmp(server->requests[i].target, request->target) == 0 &&
            strcmp(server->requests[i].accept, request->accept) == 0)
            return true;
    return false;
}

/* As the capture has them: the target, and what servers and libraries say in words. */
static const char *keep_target(struct snapshot_writer *writer, const char *target)
{
    if (!writer->redactor)
        return plim_arena_copy_c(writer->manifest.arena, target);
    struct plim_str kept = snapshot_redact_target(writer->redactor, plim_str_from(target));
    return plim_arena_copy(writer->manifest.arena, kept.text, kept.len);
}

static const char *keep_words(struct snapshot_writer *writer, struct plim_str words)
{
    struct plim_str kept = writer->redactor ? snapshot_redact_remark(words) : words;
    return plim_arena_copy(writer->manifest.arena, kept.len > 0 ? kept.text : "", kept.len);
}

static void record(struct snapshot_writer *writer, const struct http_request *asked,
                   const struct http_response *response)
{
    struct plim_arena *arena = writer->manifest.arena;
    struct snapshot_server *server =
        snapshot_manifest_server(&writer->manifest, snapshot_writer_name(writer, asked->server));
    struct snapshot_request request = {
        .target = keep_target(writer, asked->target),
        .accept = plim_arena_copy_c(arena, asked->accept ? asked->accept : ""),
        .retries = response->retries,
        .throttled_seconds = response->throttled_seconds,
        .warnings = response->warnings.len > 0
                        ? keep_words(writer, plim_buf_str(&response->warnings))
                        : NULL,
    };
    struct plim_err err = response->err;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf kept = {0};
    if (is_recorded(server, &request))
        return;
    if (response->status > 0 && choose_bytes(asked, response, &kept, &err) == PLIM_OK) {
        request.status = response->status;
        request.sent = response->bytes;
    } else {
        request.code = err.code != PLIM_OK ? err.code : PLIM_UNAVAILABLE;
        request.error = keep_words(writer, plim_str_from(err.msg));
    }
    PLIM_GROW(server->requests, server->len, server->cap);
    server->requests[server->len++] = request;
    if (request.status > 0)
        snapshot_keep_body(writer, (size_t)(server - writer->manifest.servers), server->len - 1,
                           &kept);
}

static void take_answer(void *context, const struct http_request *request,
                        struct http_response *response)
{
    struct recording recording = *(struct recording *)context;
    free(context);
    record(recording.recorder->writer, request, response);
    recording.done(recording.context, request, response);
}

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct recorder *recorder = (struct recorder *)transport;
    struct recording *recording = plim_calloc(1, sizeof(*recording));
    *recording = (struct recording){recorder, done, context};
    recorder->live->submit(recorder->live, request, take_answer, recording);
}

static void run(struct http_transport *transport)
{
    struct recorder *recorder = (struct recorder *)transport;
    recorder->live->run(recorder->live);
}

static void wake(struct http_transport *transport)
{
    http_transport_wake(((struct recorder *)transport)->live);
}

static void free_recorder(struct http_transport *transport)
{
    free(transport);
}

struct http_transport *snapshot_writer_record(struct snapshot_writer *writer,
                                              struct http_transport *live)
{
    struct recorder *recorder = plim_calloc(1, sizeof(*recorder));
    *recorder = (struct recorder){
        {.submit = submit, .run = run, .wake = wake, .free = free_recorder}, writer, live};
    return &recorder->transport;
}
