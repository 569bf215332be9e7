#include <stdlib.h>

#include "base/alloc.h"
#include "http/transport.h"

#include "question_priv.h"
#include "reader_priv.h"

struct replay {
    struct http_transport transport; /* first: the vtable is the replay */
    const struct snapshot_reader *reader;
    struct snapshot_questions questions;
};

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    snapshot_questions_push(&((struct replay *)transport)->questions, request, done, context);
}

/* The body, or why there is none. */
static void answer_body(const struct replay *replay, const struct http_request *request,
                        const struct snapshot_request *captured, struct http_response *response)
{
    response->body.max = request->body_max;
    if (snapshot_body_read(replay->reader->dir, &captured->body, &response->body, &response->err) !=
        PLIM_OK) {
        plim_buf_release(&response->body);
        return;
    }
    response->status = captured->status;
    response->bytes = (size_t)captured->sent;
}

static void answer(void *context, const struct http_request *request,
                   struct http_response *response)
{
    const struct replay *replay = context;
    const struct snapshot_server *server =
        snapshot_manifest_find_server(&replay->reader->manifest, request->server);
    const struct snapshot_request *captured =
        snapshot_server_find(server, request->target, request->accept);
    if (!captured) {
        (void)plim_err_set(&response->err, PLIM_NOT_FOUND, "the snapshot '%s' does not have it",
                           replay->reader->dir);
        return;
    }
    response->retries = captured->retries;
    response->throttled_seconds = captured->throttled_seconds;
    plim_buf_append_c(&response->warnings, captured->warnings ? captured->warnings : "");
    if (captured->status > 0)
        answer_body(replay, request, captured, response);
    else
        (void)plim_err_set(&response->err, captured->code, "%s", captured->error);
}

static void run(struct http_transport *transport)
{
    snapshot_questions_answer(&((struct replay *)transport)->questions, transport->cancel, answer,
                              transport);
}

static void free_replay(struct http_transport *transport)
{
    if (transport)
        snapshot_questions_release(&((struct replay *)transport)->questions);
    free(transport);
}

struct http_transport *snapshot_reader_replay(const struct snapshot_reader *reader)
{
    struct replay *replay = plim_calloc(1, sizeof(*replay));
    replay->transport = (struct http_transport){.submit = submit, .run = run, .free = free_replay};
    replay->reader = reader;
    return &replay->transport;
}
