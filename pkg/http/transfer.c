#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "endpoint_priv.h"
#include "transfer_priv.h"
#include "warning_priv.h"

static const char default_accept[] = "application/json";

enum {
    RECEIVE_BYTES = 128 * 1024,
    /* Objects pack to a fifth to a fiftieth. What grows more than this is no answer but an attack:
     * it would occupy the loop, and so keep other servers waiting, long before it is too large. */
    UNPACKED_BYTES_MIN = 32 * 1024 * 1024,
    UNPACKED_FOLD_MAX = 200,
    MULTIPLE_CHOICES = 300,
    PROXY_WANTS_PASSWORD = 407
};

struct http_transfer *http_transfer_new(const struct http_request *request, http_done_fn *done,
                                        void *context)
{
    struct http_transfer *transfer = plim_calloc(1, sizeof(*transfer));
    transfer->request = *request;
    transfer->request.server = plim_copy_c(request->server ? request->server : "");
    transfer->request.target = plim_copy_c(request->target);
    transfer->request.accept = request->accept ? plim_copy_c(request->accept) : NULL;
    if (request->if_none_match)
        transfer->request.if_none_match = plim_copy_c(request->if_none_match);
    transfer->request.spare = NULL;
    if (request->spare) {
        transfer->body = *request->spare;
        *request->spare = (struct plim_buf){0};
        plim_buf_clear(&transfer->body);
    }
    transfer->body.max = request->body_max;
    transfer->done = done;
    transfer->context = context;
    return transfer;
}

static void free_text(const char *text)
{
    char *owned;
    memcpy(&owned, &text, sizeof(owned)); /* drops the const of what we allocated */
    free(owned);
}

static void drop_authorization(struct http_transfer *transfer)
{
    if (transfer->authorization.data)
        explicit_bzero(transfer->authorization.data, strlen(transfer->authorization.data));
    free(transfer->authorization.data);
    transfer->authorization.data = NULL;
}

void http_transfer_free(struct http_transfer *transfer)
{
    if (!transfer)
        return;
    if (transfer->easy)
        curl_easy_cleanup(transfer->easy);
    free(transfer->accept.data);
    drop_authorization(transfer);
    free_text(transfer->request.server);
    free_text(transfer->request.target);
    free_text(transfer->request.accept);
    free_text(transfer->request.if_none_match);
    free(transfer->condition.data);
    plim_buf_release(&transfer->body);
    free(transfer);
}

static bool is_bomb(const struct http_transfer *transfer, size_t len)
{
    if (len < UNPACKED_BYTES_MIN)
        return false;
    curl_off_t packed = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &packed);
    return packed > 0 && len / (size_t)packed >= UNPACKED_FOLD_MAX;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct http_transfer *transfer = context;
    size_t len = size * count;
    if (len > transfer->request.body_max - transfer->body.len) {
        transfer->too_large = true;
        return 0;
    }
    if (is_bomb(transfer, transfer->body.len + len)) {
        transfer->bomb = transfer->too_large = true;
        return 0;
    }
    plim_buf_append(&transfer->body, bytes, len);
    return len;
}

/* The endpoint's headers, with that of the identity before them. */
static struct curl_slist *authorize(struct http_transfer *transfer)
{
    const struct http_identity *identity = transfer->identity;
    struct curl_slist *rest = transfer->request.endpoint->headers;
    drop_authorization(transfer);
    if (!identity || !identity->authorization)
        return rest;
    struct plim_buf text = {0};
    plim_buf_printf(&text, "Authorization: %s", identity->authorization);
    transfer->authorization.data = plim_buf_steal(&text);
    transfer->authorization.next = rest;
    return &transfer->authorization;
}

static void chain_headers(struct http_transfer *transfer)
{
    const char *accept = transfer->request.accept;
    if (!transfer->accept.data) {
        struct plim_buf text = {0};
        plim_buf_printf(&text, "Accept: %s", accept ? accept : default_accept);
        transfer->accept.data = plim_buf_steal(&text);
    }
    struct curl_slist *rest = authorize(transfer);
    const char *etag = transfer->request.if_none_match;
    if (etag && !transfer->condition.data) {
        struct plim_buf text = {0};
        plim_buf_printf(&text, "If-None-Match: %s", etag);
        transfer->condition.data = plim_buf_steal(&text);
    }
    transfer->condition.next = rest;
    transfer->accept.next = etag ? &transfer->condition : rest;
}

unsigned http_transfer_timeout_ms(const struct http_transfer *transfer)
{
    unsigned stated = transfer->request.endpoint->request_timeout_ms;
    unsigned usual = transfer->request.timeout_ms;
    if (stated > 0)
        return stated;
    return usual > 0 ? usual : HTTP_REQUEST_TIMEOUT_MS;
}

enum plim_code http_transfer_prepare(struct http_transfer *transfer, int64_t timeout_ms,
                                     struct plim_err *err)
{
    const struct http_endpoint *endpoint = transfer->request.endpoint;
    if (transfer->easy)
        curl_easy_reset(transfer->easy);
    else
        transfer->easy = curl_easy_init();
    if (!transfer->easy)
        abort(); /* out of memory, as in plim_calloc */
    plim_buf_clear(&transfer->body);
    transfer->bomb = transfer->too_large = false;
    transfer->complaint[0] = '\0';
    chain_headers(transfer);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf url = {0};
    plim_buf_printf(&url, "%s%s", endpoint->base, transfer->request.target);
    CURL *easy = transfer->easy;
    CURLcode failed = http_endpoint_apply(endpoint, transfer->identity, easy);
    if (failed == CURLE_OK)
        failed = curl_easy_setopt(easy, CURLOPT_URL, url.text);
    if (failed != CURLE_OK)
        return plim_err_set(err, PLIM_UNAVAILABLE, "prepare a request to '%s': %s", endpoint->url,
                            curl_easy_strerror(failed));
    (void)curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    (void)curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->complaint);
    (void)curl_easy_setopt(easy, CURLOPT_USERAGENT, transfer->user_agent);
    (void)curl_easy_setopt(easy, CURLOPT_HTTPHEADER, &transfer->accept);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    (void)curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)RECEIVE_BYTES);
    (void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
    return PLIM_OK;
}

/* ---- what came of it */

void http_time_text(unsigned milliseconds, char text[HTTP_TIME_TEXT_BYTES])
{
    if (milliseconds % 1000 == 0)
        (void)snprintf(text, HTTP_TIME_TEXT_BYTES, "%u s", milliseconds / 1000);
    else
        (void)snprintf(text, HTTP_TIME_TEXT_BYTES, "%u ms", milliseconds);
}

static enum plim_code fail_late(const struct http_transfer *transfer, struct plim_err *err)
{
    const struct http_endpoint *endpoint = transfer->request.endpoint;
    curl_off_t ready_us = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &ready_us);
    unsigned whole_ms = http_transfer_timeout_ms(transfer);
    unsigned connect_ms = endpoint->connect_timeout_ms;
    char limit[HTTP_TIME_TEXT_BYTES];
    if (ready_us == 0) {
        http_time_text(connect_ms < whole_ms ? connect_ms : whole_ms, limit);
        return plim_err_set(err, PLIM_LIMIT, "no connection to '%s' within %s", endpoint->url,
                            limit);
    }
    http_time_text(whole_ms, limit);
    return plim_err_set(err, PLIM_LIMIT, "no complete answer from '%s' within %s", endpoint->url,
                        limit);
}

static enum plim_code fail_unconnected(const struct http_transfer *transfer, struct plim_err *err)
{
    long system_error = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &system_error);
    char why[128] = "refused";
    if (system_error != 0)
        (void)strerror_r((int)system_error, why, sizeof(why));
    const struct http_endpoint *endpoint = transfer->request.endpoint;
    bool has_proxy = *endpoint->proxy;
    return plim_err_set(err, PLIM_UNAVAILABLE, "cannot connect to '%s'%s: %s", endpoint->url,
                        has_proxy ? " through its proxy" : "", why);
}

struct meaning {
    CURLcode result;
    enum plim_code code;
    const char *text; /* %s: the URL. What curl has to say is added when it ends in ':' */
};

static const struct meaning meanings[] = {
    {CURLE_COULDNT_RESOLVE_HOST, PLIM_UNAVAILABLE, "cannot find the host of"},
    {CURLE_COULDNT_RESOLVE_PROXY, PLIM_UNAVAILABLE, "cannot find the proxy to"},
    {CURLE_PEER_FAILED_VERIFICATION, PLIM_DENIED, "cannot trust"},
    {CURLE_SSL_CACERT_BADFILE, PLIM_DENIED, "cannot use the certificate authority for"},
    {CURLE_SSL_CERTPROBLEM, PLIM_DENIED, "cannot use the client certificate for"},
    {CURLE_SSL_CONNECT_ERROR, PLIM_UNAVAILABLE, "no TLS connection to"},
    {CURLE_PARTIAL_FILE, PLIM_UNAVAILABLE, "the answer was cut short by"},
    {CURLE_GOT_NOTHING, PLIM_UNAVAILABLE, "no answer from"},
    {CURLE_RECV_ERROR, PLIM_UNAVAILABLE, "lost the connection to"},
    {CURLE_SEND_ERROR, PLIM_UNAVAILABLE, "lost the connection to"},
    {CURLE_HTTP2, PLIM_UNAVAILABLE, "lost the connection to"},
    {CURLE_HTTP2_STREAM, PLIM_UNAVAILABLE, "the answer was cut short by"},
    {CURLE_BAD_CONTENT_ENCODING, PLIM_UNAVAILABLE, "the answer is not what it says it is from"},
    {CURLE_PROXY, PLIM_UNAVAILABLE, "the proxy refused the way to"},
};

/* Whether curl's own words say more than ours. */
static bool is_worth_quoting(CURLcode result)
{
    return result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE ||
           result == CURLE_SSL_CERTPROBLEM || result == CURLE_SSL_CONNECT_ERROR;
}

static enum plim_code explain(const struct http_transfer *transfer, CURLcode result,
                              struct plim_err *err)
{
    struct meaning meaning = {result, PLIM_UNAVAILABLE, "request failed to"};
    for (size_t i = 0; i < PLIM_LEN(meanings); i++)
        if (meanings[i].result == result)
            meaning = meanings[i];
    const char *words = transfer->complaint[0] ? transfer->complaint : curl_easy_strerror(result);
    /* TLS 1.3 refuses a client only after its handshake: "tlsv13 alert certificate required". */
    if (result == CURLE_RECV_ERROR && strstr(words, "alert"))
        return plim_err_set(err, PLIM_DENIED, "refused by '%s': %s",
                            transfer->request.endpoint->url, words);
    bool known = strcmp(meaning.text, "request failed to") != 0;
    if (known && !is_worth_quoting(result))
        return plim_err_set(err, meaning.code, "%s '%s'", meaning.text,
                            transfer->request.endpoint->url);
    return plim_err_set(err, meaning.code, "%s '%s': %s", meaning.text,
                        transfer->request.endpoint->url, words);
}

/* The status with which a proxy refused to make a tunnel; 0: it did not. */
static int refused_tunnel(const struct http_transfer *transfer, CURLcode result)
{
    long status = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return result != CURLE_OK && status >= MULTIPLE_CHOICES ? (int)status : 0;
}

int http_transfer_outcome(struct http_transfer *transfer, CURLcode result, struct plim_err *err)
{
    int refused = refused_tunnel(transfer, result);
    if (transfer->bomb) {
        (void)plim_err_set(err, PLIM_LIMIT,
                           "the answer of '%s' unpacks to more than %d times its size",
                           transfer->request.endpoint->url, UNPACKED_FOLD_MAX);
    } else if (transfer->too_large) {
        (void)plim_err_set(err, PLIM_LIMIT, "the answer of '%s' is larger than %zu bytes",
                           transfer->request.endpoint->url, transfer->request.body_max);
    } else if (refused > 0) {
        enum plim_code code = refused == PROXY_WANTS_PASSWORD ? PLIM_DENIED : PLIM_UNAVAILABLE;
        (void)plim_err_set(err, code, "the proxy refused the way to '%s': HTTP %d",
                           transfer->request.endpoint->url, refused);
    } else if (result == CURLE_OPERATION_TIMEDOUT) {
        (void)fail_late(transfer, err);
    } else if (result == CURLE_COULDNT_CONNECT) {
        (void)fail_unconnected(transfer, err);
    } else if (result != CURLE_OK) {
        (void)explain(transfer, result, err);
    } else {
        long status = 0;
        (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
        if (status > 0)
            return (int)status;
        (void)plim_err_set(err, PLIM_UNAVAILABLE, "no answer from '%s'",
                           transfer->request.endpoint->url);
    }
    return 0;
}

void http_transfer_warnings(const struct http_transfer *transfer, struct plim_buf *texts)
{
    struct curl_header *header = NULL;
    for (size_t i = 0;
         curl_easy_header(transfer->easy, "Warning", i, CURLH_HEADER, -1, &header) == CURLHE_OK;
         i++)
        http_warning_take(header->value, texts);
}

void http_transfer_etag(struct http_transfer *transfer, char etag_out[HTTP_ETAG_BYTES])
{
    struct curl_header *header = NULL;
    etag_out[0] = '\0';
    if (curl_easy_header(transfer->easy, "ETag", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return;
    if (strlen(header->value) < HTTP_ETAG_BYTES)
        memcpy(etag_out, header->value, strlen(header->value) + 1);
}
