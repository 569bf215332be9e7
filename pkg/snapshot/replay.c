#include <stdlib.h>

#include "base/alloc.h"
#include "http/transport.h"

#include "object_priv.h"
#include "reader_priv.h"

struct question {
    struct question *next;
    struct http_request request; /* its texts are owned by `texts` */
    struct plim_arena *texts;
    http_done_fn *done;
    void *context;
};

struct replay {
    struct http_transport transport; /* first: the vtable is the replay */
    const struct snapshot_reader *reader;
    struct question *first;
    struct question *last;
};

static void free_question(struct question *question)
{
    plim_arena_free(question->texts);
    free(question);
}

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct replay *replay = (struct replay *)transport;
    struct question *question = plim_calloc(1, sizeof(*question));
    *question = (struct question){NULL, *request, plim_arena_new(), done, context};
    question->request.server = plim_arena_copy_c(question->texts, request->server);
    question->request.target = plim_arena_copy_c(question->texts, request->target);
    if (request->accept)
        question->request.accept = plim_arena_copy_c(question->texts, request->accept);
    question->request.spare = NULL;
    if (replay->last)
        replay->last->next = question;
    else
        replay->first = question;
    replay->last = question;
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

static void answer(const struct replay *replay, const struct http_request *request,
                   struct http_response *response)
{
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

static struct question *pop(struct replay *replay)
{
    struct question *question = replay->first;
    if (!question)
        return NULL;
    replay->first = question->next;
    if (!replay->first)
        replay->last = NULL;
    return question;
}

static void run(struct http_transport *transport)
{
    struct replay *replay = (struct replay *)transport;
    for (struct question *question; (question = pop(replay));) {
        struct http_response response = {0};
        if (plim_cancel_check(transport->cancel, &response.err) == PLIM_OK)
            answer(replay, &question->request, &response);
        question->done(question->context, &question->request, &response);
        http_response_release(&response);
        free_question(question);
    }
}

static void free_replay(struct http_transport *transport)
{
    struct replay *replay = (struct replay *)transport;
    for (struct question *question; replay && (question = pop(replay));)
        free_question(question);
    free(replay);
}

struct http_transport *snapshot_reader_replay(const struct snapshot_reader *reader)
{
    struct replay *replay = plim_calloc(1, sizeof(*replay));
    replay->transport = (struct http_transport){submit, run, free_replay, NULL};
    replay->reader = reader;
    return &replay->transport;
}
