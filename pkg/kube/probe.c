#include "value/json.h"

#include "answer_priv.h"
#include "probe_priv.h"

/* The time is client-go's for discovery: defaultTimeout in discovery_client.go. */
enum { PROBE_BYTES_MAX = 64 * 1024 * 1024, PROBE_TIMEOUT_MS = 32000, FORBIDDEN = 403 };

static void keep_answer(void *context, const struct http_request *request,
                        struct http_response *response)
{
    struct kube_probe *probe = context;
    struct kube_reader_cluster *cluster = probe->cluster;
    cluster->probing--;
    cluster->reader->asked--;
    cluster->reader->answered++;
    if (response->status == FORBIDDEN)
        probe->needs = kube_target_needs(cluster->arena, request->target);
    kube_reader_count_answer(cluster, response);
    kube_reader_tell(cluster, probe->what);
    probe->response = *response;
    *response = (struct http_response){0};
    kube_reader_advance(cluster);
}

void kube_probe_ask(struct kube_probe *probe, const char *target)
{
    struct kube_reader_cluster *cluster = probe->cluster;
    struct http_transport *transport = cluster->reader->config.transport;
    struct http_request request = {.endpoint = cluster->cluster->endpoint,
                                   .server = cluster->cluster->name,
                                   .target = target,
                                   .accept = probe->accept,
                                   .body_max = PROBE_BYTES_MAX,
                                   .timeout_ms = PROBE_TIMEOUT_MS};
    kube_reader_count_start(cluster);
    cluster->probing++;
    cluster->reader->asked++;
    transport->submit(transport, &request, keep_answer, probe);
}

const char *kube_probe_read(const struct kube_probe *probe, struct plim_arena *arena,
                            struct value *document_out)
{
    struct plim_err err = {0};
    const struct http_response *response = &probe->response;
    if (response->status != 200)
        return kube_answer_refusal(arena, response, probe->needs);
    if (value_json_read(arena, plim_buf_str(&response->body), document_out, &err) != PLIM_OK)
        return plim_arena_printf(arena, "the answer cannot be read: %s", err.msg);
    return NULL;
}

void kube_probe_release(struct kube_probe *probe)
{
    http_response_release(&probe->response);
    probe->response = (struct http_response){0};
}
