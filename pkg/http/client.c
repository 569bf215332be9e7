#include "http/client.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"

#include "endpoint_priv.h"
#include "trace_priv.h"
#include "transfer_priv.h"
#include "window_priv.h"

enum {
    DEFAULT_BACKOFF_MS = 200,
    SPARES_MAX = 32,
    UNAUTHORIZED = 401,
    POLL_MAX_MS = 1000, /* how long a wait may last before deadlines are looked at again */
    STUCK_MS = 3000,    /* without a byte in the middle of an answer */
};

struct queue {
    struct http_transfer *first;
    struct http_transfer *last;
};

/* What the client knows of one endpoint. */
struct host {
    const struct http_endpoint *endpoint;
    struct queue queue; /* submitted, not started */
    unsigned in_flight;
    struct http_window window;
    int64_t throttled_ms; /* until when some request waits because the server asked for it */
    int64_t deadline_ms;  /* on the monotonic clock; INT64_MAX: none */
    bool unidentified;    /* its requests wait for credentials */
};

struct http_client {
    struct http_transport transport; /* first: the vtable is the client */
    CURLM *multi;
    char *user_agent;
    struct http_retry_policy retry;
    uint64_t random;
    struct host *hosts;
    size_t host_len;
    size_t host_cap;
    size_t turn; /* index of the endpoint that may start the next request */
    unsigned in_flight, in_flight_total;
    CURL *spares[SPARES_MAX]; /* owned: handles of finished requests, reset, for the next ones */
    size_t spare_len;
    struct queue waiting;  /* for their next attempt, in no order */
    struct queue attempts; /* in flight */
    size_t outstanding;
    int64_t looked_ms; /* when for answers that are stuck */
    atomic_bool woken; /* the run is to end */
};

enum plim_code http_library_init(struct plim_err *err)
{
    CURLcode failed = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (failed != CURLE_OK)
        return plim_err_set(err, PLIM_UNAVAILABLE, "start libcurl: %s", curl_easy_strerror(failed));
    return PLIM_OK;
}

void http_library_release(void)
{
    curl_global_cleanup();
}

/* ---- queues */

static void push(struct queue *queue, struct http_transfer *transfer)
{
    transfer->next = NULL;
    if (queue->last)
        queue->last->next = transfer;
    else
        queue->first = transfer;
    queue->last = transfer;
}

static struct http_transfer *pop(struct queue *queue)
{
    struct http_transfer *transfer = queue->first;
    if (!transfer)
        return NULL;
    queue->first = transfer->next;
    if (!queue->first)
        queue->last = NULL;
    return transfer;
}

static void drop(struct queue *queue, const struct http_transfer *transfer)
{
    struct queue kept = {0};
    for (struct http_transfer *each; (each = pop(queue));)
        if (each != transfer)
            push(&kept, each);
    *queue = kept;
}

/* ---- one transfer's way through the client */

static size_t find_host(struct http_client *client, const struct http_endpoint *endpoint)
{
    for (size_t i = 0; i < client->host_len; i++)
        if (client->hosts[i].endpoint == endpoint)
            return i;
    PLIM_GROW(client->hosts, client->host_len, client->host_cap);
    int64_t deadline =
        endpoint->deadline_ms > 0 ? plim_clock_monotonic_ms() + endpoint->deadline_ms : INT64_MAX;
    client->hosts[client->host_len] =
        (struct host){.endpoint = endpoint,
                      .window = http_window_of(endpoint->in_flight_max),
                      .deadline_ms = deadline};
    return client->host_len++;
}

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct http_client *client = (struct http_client *)transport;
    struct http_transfer *transfer = http_transfer_new(request, done, context);
    transfer->user_agent = client->user_agent;
    transfer->host = find_host(client, request->endpoint);
    push(&client->hosts[transfer->host].queue, transfer);
    client->outstanding++;
}

/* The transfer's handle serves another request; nothing of this one stays in it. */
static void keep_easy(struct http_client *client, struct http_transfer *transfer)
{
    if (!transfer->easy || client->spare_len == SPARES_MAX)
        return;
    curl_easy_reset(transfer->easy);
    client->spares[client->spare_len++] = transfer->easy;
    transfer->easy = NULL;
}

/* Hands the result over. `done` may submit more, so nothing of the client is held across it. */
static void finish(struct http_client *client, struct http_transfer *transfer, int status,
                   const struct plim_err *err)
{
    struct http_response response = {
        .status = status, .retries = transfer->retries, .throttled_seconds = transfer->throttled};
    http_trace_answer(transfer, status, err);
    if (status > 0) {
        response.body = transfer->body;
        response.bytes = transfer->body.len;
        http_transfer_warnings(transfer, &response.warnings);
        transfer->body = (struct plim_buf){0};
        http_transfer_etag(transfer, response.etag);
    } else {
        response.err = *err;
    }
    transfer->done(transfer->context, &transfer->request, &response);
    http_response_release(&response);
    keep_easy(client, transfer);
    http_transfer_free(transfer);
    client->outstanding--;
}

static void fail_past_deadline(struct http_client *client, struct http_transfer *transfer)
{
    const struct http_endpoint *endpoint = transfer->request.endpoint;
    struct plim_err err = {0};
    char limit[HTTP_TIME_TEXT_BYTES];
    http_time_text(endpoint->deadline_ms, limit);
    (void)plim_err_set(&err, PLIM_LIMIT, "the time for '%s' was up after %s", endpoint->url, limit);
    finish(client, transfer, 0, &err);
}

/* It is no longer in flight. */
static void leave(struct http_client *client, const struct http_transfer *transfer)
{
    client->hosts[transfer->host].in_flight--;
    client->in_flight--;
}

/* Everything that is outstanding ends for the same reason. Those who are told may submit more: that
 * ends too. */
static void fail_all(struct http_client *client, const struct plim_err *reason)
{
    for (struct http_transfer *transfer; (transfer = pop(&client->attempts));) {
        (void)curl_multi_remove_handle(client->multi, transfer->easy);
        leave(client, transfer);
        finish(client, transfer, 0, reason);
    }
    for (struct http_transfer *transfer; (transfer = pop(&client->waiting));)
        finish(client, transfer, 0, reason);
    /* By index: finishing one may add an endpoint and so move the array. */
    for (size_t i = 0; i < client->host_len; i++)
        for (struct http_transfer *transfer; (transfer = pop(&client->hosts[i].queue));)
            finish(client, transfer, 0, reason);
}

static void start(struct http_client *client, struct http_transfer *transfer, int64_t now)
{
    const struct host *host = &client->hosts[transfer->host];
    int64_t timeout = http_transfer_timeout_ms(transfer);
    int64_t left = host->deadline_ms - now;
    if (left <= 0) {
        fail_past_deadline(client, transfer);
        return;
    }
    struct plim_err err = {0};
    if (!transfer->easy && client->spare_len > 0)
        transfer->easy = client->spares[--client->spare_len];
    if (http_transfer_prepare(transfer, left < timeout ? left : timeout, &err) != PLIM_OK) {
        finish(client, transfer, 0, &err);
        return;
    }
    CURLMcode failed = curl_multi_add_handle(client->multi, transfer->easy);
    if (failed != CURLM_OK) {
        (void)plim_err_set(&err, PLIM_UNAVAILABLE, "start a request to '%s': %s",
                           transfer->request.endpoint->url, curl_multi_strerror(failed));
        finish(client, transfer, 0, &err);
        return;
    }
    push(&client->attempts, transfer);
    transfer->seen = 0;
    transfer->moved_ms = now;
    transfer->round = host->window.round;
    client->hosts[transfer->host].in_flight++;
    client->in_flight++;
}

/* Waiting ones whose time has come go back to the end of their queue. */
static void wake(struct http_client *client, int64_t now)
{
    struct queue waiting = client->waiting;
    client->waiting = (struct queue){0};
    for (struct http_transfer *transfer; (transfer = pop(&waiting));)
        push(transfer->due_ms <= now ? &client->hosts[transfer->host].queue : &client->waiting,
             transfer);
}

/* Gives the next transfer of the queue its identity; when it cannot have one, it ends. */
static enum http_auth identify(struct http_client *client, size_t index, int64_t now)
{
    struct http_transfer *transfer = client->hosts[index].queue.first;
    struct http_authenticator *authenticator = client->hosts[index].endpoint->authenticator;
    client->hosts[index].unidentified = false;
    if (!authenticator || now >= client->hosts[index].deadline_ms)
        return HTTP_AUTH_READY; /* past the deadline it fails for that reason */
    struct plim_err err = {0};
    enum http_auth state = authenticator->get(authenticator, &transfer->identity, &err);
    client->hosts[index].unidentified = state == HTTP_AUTH_PENDING;
    if (state == HTTP_AUTH_FAILED) {
        (void)pop(&client->hosts[index].queue);
        finish(client, transfer, 0, &err);
    }
    return state;
}

/* One more request of this endpoint, if there is one and it may. */
static bool start_next(struct http_client *client, size_t index, int64_t now)
{
    const struct host *host = &client->hosts[index];
    if (host->in_flight >= host->window.size || !host->queue.first)
        return false;
    enum http_auth state = identify(client, index, now);
    struct http_transfer *next = state == HTTP_AUTH_READY ? pop(&client->hosts[index].queue) : NULL;
    if (next)
        start(client, next, now);
    return state != HTTP_AUTH_PENDING;
}

static void start_ready(struct http_client *client)
{
    int64_t now = plim_clock_monotonic_ms();
    wake(client, now);
    /* In turns: where all together may not have more, none goes without. */
    for (size_t idle = 0; idle < client->host_len && client->in_flight < client->in_flight_total;) {
        idle = start_next(client, client->turn, now) ? 0 : idle + 1;
        client->turn = (client->turn + 1) % client->host_len;
    }
}

/* A 401 that newer credentials may turn into an answer. */
static bool renew(struct http_transfer *transfer, CURLcode result)
{
    struct http_authenticator *authenticator = transfer->request.endpoint->authenticator;
    long status = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    if (!authenticator || transfer->renewed || result != CURLE_OK || status != UNAUTHORIZED)
        return false;
    transfer->renewed = true;
    return authenticator->refused(authenticator, transfer->identity);
}

/* Where several requests wait at once, the time counts once: for the first of them. */
static void count_wait(struct host *host, struct http_transfer *transfer, int64_t now)
{
    int64_t from = host->throttled_ms > now ? host->throttled_ms : now;
    if (transfer->due_ms <= from)
        return;
    transfer->throttled += (double)(transfer->due_ms - from) / 1000;
    host->throttled_ms = transfer->due_ms;
}

static void end_attempt(struct http_client *client, struct http_transfer *transfer, CURLcode result)
{
    (void)curl_multi_remove_handle(client->multi, transfer->easy);
    drop(&client->attempts, transfer);
    leave(client, transfer);
    int64_t now = plim_clock_monotonic_ms();
    int64_t deadline = client->hosts[transfer->host].deadline_ms;
    if (result == CURLE_OPERATION_TIMEDOUT && now >= deadline) {
        fail_past_deadline(client, transfer);
        return;
    }
    if (renew(transfer, result)) {
        push(&client->hosts[transfer->host].queue, transfer);
        return;
    }
    struct http_retry retry = http_retry_decide(&client->retry, transfer, result, &client->random);
    if (result == CURLE_OK)
        http_window_take(&client->hosts[transfer->host].window, transfer->round, retry.throttled);
    if (retry.again && retry.wait_ms < deadline - now) {
        transfer->retries++;
        transfer->due_ms = now + retry.wait_ms;
        http_trace_retry(transfer, result, retry.wait_ms);
        if (retry.throttled)
            count_wait(&client->hosts[transfer->host], transfer, now);
        push(&client->waiting, transfer);
        return;
    }
    struct plim_err err = {0};
    int status = http_transfer_outcome(transfer, result, &err);
    finish(client, transfer, status, &err);
}

/* True when at least one attempt ended: others may start in its place. */
static bool collect(struct http_client *client)
{
    bool ended = false;
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(client->multi, &left));) {
        if (message->msg != CURLMSG_DONE)
            continue;
        struct http_transfer *transfer = NULL;
        CURLcode result = message->data.result;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        end_attempt(client, transfer, result);
        ended = true;
    }
    return ended;
}

/*
 * Whether an answer over HTTP/2 began and then stopped. libcurl 7.88 misses the end of a stream now
 * and then, when it comes while another stream is being read and nothing comes behind it: the
 * answer is there as a whole, and its request waits until its time is up (on a busy machine once in
 * a thousand audits).
 */
static bool is_stuck(struct http_transfer *transfer, int64_t now)
{
    long status = 0;
    long version = 0;
    if (transfer->seen != transfer->body.len) {
        transfer->seen = transfer->body.len;
        transfer->moved_ms = now;
    }
    if (transfer->repeated || now - transfer->moved_ms < STUCK_MS)
        return false;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_VERSION, &version);
    return status > 0 && version == CURL_HTTP_VERSION_2_0;
}

/* Ask once more for what is stuck, once. */
static void repeat_stuck(struct http_client *client)
{
    int64_t now = plim_clock_monotonic_ms();
    struct queue attempts = client->attempts;
    if (now - client->looked_ms < POLL_MAX_MS)
        return;
    client->looked_ms = now;
    client->attempts = (struct queue){0};
    for (struct http_transfer *transfer; (transfer = pop(&attempts));) {
        if (!is_stuck(transfer, now)) {
            push(&client->attempts, transfer);
            continue;
        }
        http_trace_retry(transfer, CURLE_PARTIAL_FILE, 0);
        (void)curl_multi_remove_handle(client->multi, transfer->easy);
        leave(client, transfer);
        transfer->repeated = true;
        transfer->retries++;
        push(&client->hosts[transfer->host].queue, transfer);
    }
}

static int until_next(const struct http_client *client)
{
    int64_t now = plim_clock_monotonic_ms();
    int64_t wait = POLL_MAX_MS;
    for (const struct http_transfer *each = client->waiting.first; each; each = each->next)
        if (each->due_ms - now < wait)
            wait = each->due_ms - now;
    for (size_t i = 0; i < client->host_len; i++)
        if (client->hosts[i].unidentified && wait > HTTP_AUTH_POLL_MS)
            wait = HTTP_AUTH_POLL_MS;
    return plim_cancel_wait_ms(client->transport.cancel, wait > 0 ? (int)wait : 0);
}

/* Once is enough until a run has noticed. */
static void wake_up(struct http_transport *transport)
{
    struct http_client *client = (struct http_client *)transport;
    if (!atomic_exchange(&client->woken, true))
        (void)curl_multi_wakeup(client->multi);
}

/* Until something happens on a connection, a wait is over, or the run is to end. The descriptor is
 * what a signal handler may write to; curl_multi_wakeup() is not said to be safe there. */
static void wait_a_moment(struct http_client *client)
{
    struct curl_waitfd wake = {.fd = plim_cancel_fd(client->transport.cancel),
                               .events = CURL_WAIT_POLLIN};
    unsigned count = wake.fd >= 0 ? 1 : 0;
    (void)curl_multi_poll(client->multi, &wake, count, until_next(client), NULL);
}

static void run(struct http_transport *transport)
{
    struct http_client *client = (struct http_client *)transport;
    struct plim_err reason = {0};
    for (bool woken = false; client->outstanding > 0 && !woken;
         woken = atomic_exchange(&client->woken, false)) {
        if (plim_cancel_check(transport->cancel, &reason) != PLIM_OK) {
            fail_all(client, &reason);
            continue;
        }
        repeat_stuck(client);
        start_ready(client);
        int running = 0;
        CURLMcode failed = curl_multi_perform(client->multi, &running);
        bool ended = collect(client);
        if (failed != CURLM_OK)
            abort(); /* only misuse or no memory leads here */
        if (!ended && client->outstanding > 0)
            wait_a_moment(client);
    }
}

static void free_queue(struct queue *queue)
{
    for (struct http_transfer *transfer; (transfer = pop(queue));)
        http_transfer_free(transfer);
}

static void free_client(struct http_transport *transport)
{
    struct http_client *client = (struct http_client *)transport;
    if (!client)
        return;
    for (struct http_transfer *each = client->attempts.first; each; each = each->next)
        (void)curl_multi_remove_handle(client->multi, each->easy);
    free_queue(&client->attempts);
    free_queue(&client->waiting);
    for (size_t i = 0; i < client->host_len; i++)
        free_queue(&client->hosts[i].queue);
    for (size_t i = 0; i < client->spare_len; i++)
        curl_easy_cleanup(client->spares[i]);
    (void)curl_multi_cleanup(client->multi);
    free(client->hosts);
    free(client->user_agent);
    free(client);
}

enum plim_code http_client_new(const struct http_client_config *config,
                               struct http_transport **transport_out, struct plim_err *err)
{
    CURLM *multi = curl_multi_init();
    if (!multi)
        return plim_err_set(err, PLIM_UNAVAILABLE, "libcurl gives no multi handle");
    (void)curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    struct http_client *client = plim_calloc(1, sizeof(*client));
    client->transport =
        (struct http_transport){.submit = submit, .run = run, .wake = wake_up, .free = free_client};
    client->multi = multi;
    struct plim_buf user_agent = {0};
    plim_buf_printf(&user_agent, "plimsoll/%s", config->version ? config->version : "0");
    client->user_agent = plim_buf_steal(&user_agent);
    client->random = config->seed > 0 ? config->seed : 1;
    client->in_flight_total =
        config->in_flight_total > 0 ? config->in_flight_total : HTTP_IN_FLIGHT_TOTAL_MAX;
    client->retry.retries_max = config->retries_max > 0 ? config->retries_max : HTTP_RETRIES_MAX;
    client->retry.backoff_ms = config->backoff_ms > 0 ? config->backoff_ms : DEFAULT_BACKOFF_MS;
    client->retry.retry_after_max_ms =
        config->retry_after_max_ms > 0 ? config->retry_after_max_ms : HTTP_RETRY_AFTER_MAX_S * 1000;
    *transport_out = &client->transport;
    return PLIM_OK;
}
