#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "http/transport.h"
#include "kube/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PENDING_MAX = 4096, LISTS_MAX = 4, REQUESTS_MAX = 20000 };

/* A cluster that answers each request with the next line of the input: three digits of a status, a
 * space and the body. After the last line there are no more connections. */
struct hostile {
    struct http_transport transport;
    struct plim_str rest;
    struct pending {
        http_done_fn *done;
        void *context;
    } pending[PENDING_MAX];
    size_t len;
    size_t asked;
};

/* Whatever a server calls its kinds and tokens, they stay inside the target of one request. */
static void require_one_target(const char *target)
{
    if (target[0] != '/' || strstr(target, "/../") || strchr(target, '#'))
        __builtin_trap();
    for (const char *at = target; *at; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f)
            __builtin_trap();
}

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct hostile *hostile = (struct hostile *)transport;
    require_one_target(request->target);
    if (hostile->len == PENDING_MAX || ++hostile->asked > REQUESTS_MAX)
        __builtin_trap();
    hostile->pending[hostile->len++] = (struct pending){done, context};
}

static void answer(struct hostile *hostile, const struct pending *pending)
{
    struct http_request request = {.server = "prod"};
    struct http_response response = {0};
    struct plim_str line = {0};
    (void)plim_str_cut(&hostile->rest, '\n', &line);
    bool has_status = line.len > 3 && line.text[0] >= '1' && line.text[0] <= '5';
    for (size_t i = 0; has_status && i < 3; i++) {
        has_status = line.text[i] >= '0' && line.text[i] <= '9';
        response.status = response.status * 10 + (line.text[i] - '0');
    }
    if (has_status) {
        plim_buf_append(&response.body, line.text + 4, line.len - 4);
    } else {
        response.status = 0;
        (void)plim_err_set(&response.err, PLIM_UNAVAILABLE, "no answer");
    }
    pending->done(pending->context, &request, &response);
    http_response_release(&response);
}

/* In the order of the requests, as lines are read. */
static void run(struct http_transport *transport)
{
    struct hostile *hostile = (struct hostile *)transport;
    while (hostile->len > 0) {
        struct pending next = hostile->pending[0];
        hostile->len--;
        memmove(hostile->pending, hostile->pending + 1, hostile->len * sizeof(next));
        answer(hostile, &next);
    }
}

static void take_page(void *context, size_t worker, const struct kube_page *page)
{
    (void)context;
    (void)worker;
    (void)page;
}

static void require_one_line(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ')
            __builtin_trap();
}

/* Reasons are one line, and whatever is incomplete has one. */
static void require_reasons(struct kube_reader *reader)
{
    const struct kube_cluster_report *report = kube_reader_report(reader, 0);
    if ((report->state == KUBE_COMPLETE) != (report->unread_len == 0))
        __builtin_trap();
    for (size_t i = 0; i < report->unread_len; i++) {
        require_one_line(report->unread[i].resource);
        require_one_line(report->unread[i].reason);
    }
    for (size_t i = 0; i < report->list_count; i++) {
        const struct kube_list_report *list = kube_reader_list_at(reader, 0, i);
        if (list->complete != (list->reason == NULL))
            __builtin_trap();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_clock clock = {.fixed = true};
    PLIM_CLEANUP(plim_freep) struct hostile *hostile = plim_calloc(1, sizeof(*hostile));
    hostile->transport = (struct http_transport){.submit = submit, .run = run};
    hostile->rest = (struct plim_str){(const char *)data, size};
    struct plim_pool *pool = plim_pool_new(1);
    PLIM_CLEANUP(kube_cluster_freep)
    struct kube_cluster *cluster = kube_cluster_replayed("prod", "");
    struct kube_reader_config config = {
        .transport = &hostile->transport, .pool = pool, .clock = &clock, .page = take_page};
    struct kube_reader *reader = kube_reader_new(&config);
    (void)kube_reader_add(reader, cluster);
    kube_reader_discover(reader, 0);
    kube_reader_run(reader);
    const struct kube_discovery *discovery = kube_reader_report(reader, 0)->discovery;
    for (size_t i = 0; i < discovery->len && i < LISTS_MAX; i++)
        (void)kube_reader_list(reader, 0,
                               &(struct kube_query){.resource = &discovery->resources[i]});
    kube_reader_run(reader);
    require_reasons(reader);
    kube_reader_free(reader);
    plim_pool_free(pool);
    return 0;
}
