#include "transfer_priv.h"

enum {
    MULTIPLE_CHOICES = 300, /* the first status that is no success */
    TOO_MANY_REQUESTS = 429,
    SERVER_ERROR = 500,
    BAD_GATEWAY = 502,
    UNAVAILABLE = 503,
    GATEWAY_TIMEOUT = 504,
    BUSY_MAX = 5,   /* retries of a busy server that does not say when */
    FAULTS_MAX = 2, /* retries of what is more likely a defect than a busy moment */
    BACKOFF_MAX_MS = 10000
};

/* How often this outcome may be tried again; 0: it is final. */
static unsigned retries_allowed(const struct http_retry_policy *policy, CURLcode result, int status,
                                bool asked_to_wait)
{
    unsigned few = policy->retries_max < FAULTS_MAX ? policy->retries_max : FAULTS_MAX;
    /* The last two: no HTTP, as what an answer with a wrong length leaves behind in a connection.
     */
    bool lost = result == CURLE_RECV_ERROR || result == CURLE_SEND_ERROR ||
                result == CURLE_GOT_NOTHING || result == CURLE_PARTIAL_FILE ||
                result == CURLE_HTTP2 || result == CURLE_HTTP2_STREAM ||
                result == CURLE_UNSUPPORTED_PROTOCOL || result == CURLE_WEIRD_SERVER_REPLY;
    if (lost)
        return few;
    if (result != CURLE_OK)
        return 0;
    /* client-go, rest/request.go: up to ten times whatever asks for it (429 and 5xx). */
    if (asked_to_wait)
        return policy->retries_max;
    if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE || status == BAD_GATEWAY)
        return policy->retries_max < BUSY_MAX ? policy->retries_max : BUSY_MAX;
    if (status == GATEWAY_TIMEOUT) /* it already took the server's patience once */
        return 0;
    return status >= SERVER_ERROR ? few : 0;
}

/* 0.75 .. 1.25 of the wait, so that those who failed together do not come back together.
 * Source: G. Marsaglia, Xorshift RNGs (2003). */
static int64_t jitter(int64_t wait_ms, uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return wait_ms * 3 / 4 + (int64_t)(*random % (uint64_t)(wait_ms / 2 + 1));
}

struct http_retry http_retry_decide(const struct http_retry_policy *policy,
                                    const struct http_transfer *transfer, CURLcode result,
                                    uint64_t *random)
{
    long status = 0;
    long tunnel = 0; /* what a proxy said to CONNECT */
    curl_off_t asked_s = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &asked_s);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &tunnel);
    bool asked = result == CURLE_OK && asked_s > 0 && status >= TOO_MANY_REQUESTS;
    struct http_retry retry = {.throttled = asked || status == TOO_MANY_REQUESTS};
    bool refused = result != CURLE_OK && tunnel >= MULTIPLE_CHOICES;
    if (transfer->too_large || refused ||
        transfer->retries >= retries_allowed(policy, result, (int)status, asked))
        return retry;
    retry.again = true;
    if (asked) {
        int64_t most = policy->retry_after_max_ms;
        retry.wait_ms = asked_s >= most / 1000 ? most : (int64_t)asked_s * 1000;
        return retry;
    }
    int64_t wait = policy->backoff_ms;
    for (unsigned i = 0; i < transfer->retries && wait < BACKOFF_MAX_MS; i++)
        wait *= 2;
    retry.wait_ms = jitter(wait < BACKOFF_MAX_MS ? wait : BACKOFF_MAX_MS, random);
    return retry;
}
