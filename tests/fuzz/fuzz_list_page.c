#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "http/transport.h"
#include "kube/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Answers the first request for each list with the bytes, and every other one with nothing to see.
 */
struct canned {
    struct http_transport transport;
    struct plim_str body;
    struct pending {
        bool first;
        http_done_fn *done;
        void *context;
    } pending[4];
    size_t len;
};

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct canned *canned = (struct canned *)transport;
    if (canned->len == PLIM_LEN(canned->pending))
        __builtin_trap();
    bool first = strstr(request->target, "continue=") == NULL;
    canned->pending[canned->len++] = (struct pending){first, done, context};
}

static void run(struct http_transport *transport)
{
    struct canned *canned = (struct canned *)transport;
    while (canned->len > 0) {
        struct pending next = canned->pending[--canned->len];
        struct http_request request = {.server = "prod"};
        struct http_response response = {.status = next.first ? 200 : 410};
        plim_buf_append_str(&response.body, canned->body);
        next.done(next.context, &request, &response);
        http_response_release(&response);
    }
}

/* Every item says what it is, and of Secrets there is nothing but metadata. */
static void take_page(void *context, size_t worker, const struct kube_page *page)
{
    uint64_t *objects = context;
    (void)worker;
    *objects += value_len(page->items);
    for (size_t i = 0; i < value_len(page->items); i++) {
        const struct value *item = value_at(page->items, i);
        if (!value_is_string(value_get(item, "kind"), page->resource->kind))
            __builtin_trap();
        if (page->mode == KUBE_METADATA && value_len(item) != 3)
            __builtin_trap();
    }
}

static void read_lists(struct kube_reader *reader, const struct kube_cluster *cluster)
{
    static const struct kube_resource pods = {"", "v1", "Pod", "pods", true, true};
    static const struct kube_resource secrets = {"", "v1", "Secret", "secrets", true, true};
    size_t index = kube_reader_add(reader, cluster);
    (void)kube_reader_list(reader, index, &(struct kube_query){.resource = &pods});
    (void)kube_reader_list(reader, index, &(struct kube_query){.resource = &secrets});
    kube_reader_run(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t objects = 0;
    struct plim_clock clock = {.fixed = true};
    struct canned canned = {{.submit = submit, .run = run}, {(const char *)data, size}, {{0}}, 0};
    struct plim_pool *pool = plim_pool_new(1);
    PLIM_CLEANUP(kube_cluster_freep)
    struct kube_cluster *cluster = kube_cluster_replayed("prod", "");
    struct kube_reader_config config = {.transport = &canned.transport,
                                        .pool = pool,
                                        .clock = &clock,
                                        .page = take_page,
                                        .context = &objects};
    struct kube_reader *reader = kube_reader_new(&config);
    read_lists(reader, cluster);
    if (kube_reader_report(reader, 0)->statistics.objects != objects)
        __builtin_trap();
    kube_reader_free(reader);
    plim_pool_free(pool);
    return 0;
}
