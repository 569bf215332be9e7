/* One request on its way: its attempts and what they gave. */
#ifndef HTTP_TRANSFER_PRIV_H
#define HTTP_TRANSFER_PRIV_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "http/client.h"

struct http_transfer {
    struct http_transfer *next;  /* in the queue or the waiting list that it is in */
    struct http_request request; /* its strings are owned */
    http_done_fn *done;
    void *context;
    size_t host;                          /* index of the endpoint's state in the client */
    CURL *easy;                           /* owned; NULL until the first attempt */
    struct curl_slist accept;             /* head of the header list; the endpoint's follow */
    struct curl_slist condition;          /* behind it where there is one */
    const struct http_identity *identity; /* borrowed from the endpoint's authenticator; or NULL */
    struct curl_slist authorization;      /* behind `accept`; its text is an owned secret */
    bool renewed;                         /* repeated once already since a 401 */
    char *user_agent;                     /* borrowed from the client */
    struct plim_buf body;
    bool too_large;
    bool bomb; /* too large for how it was packed */
    char complaint[CURL_ERROR_SIZE];
    unsigned retries;
    double throttled; /* seconds waited because the server asked for it */
    unsigned round;   /* of the endpoint's window when the attempt began */
    int64_t due_ms;   /* when the next attempt may start */
    size_t seen;      /* of the body, when somebody last looked ... */
    int64_t moved_ms; /* ... and it had grown */
    bool repeated;    /* since its answer got stuck */
};

struct http_transfer *http_transfer_new(const struct http_request *request, http_done_fn *done,
                                        void *context);
void http_transfer_free(struct http_transfer *transfer);

/* How long each attempt may take. */
unsigned http_transfer_timeout_ms(const struct http_transfer *transfer);

/* Make `easy` ready for one attempt of at most timeout_ms. Fails with PLIM_UNAVAILABLE. */
PLIM_NODISCARD enum plim_code http_transfer_prepare(struct http_transfer *transfer,
                                                    int64_t timeout_ms, struct plim_err *err);

/* What the attempt came to: a status, or 0 and an error. Does not touch the body. */
int http_transfer_outcome(struct http_transfer *transfer, CURLcode result, struct plim_err *err);

/* What the server said beside the answer that `easy` has. */
void http_transfer_warnings(const struct http_transfer *transfer, struct plim_buf *texts);

/* The ETag of the answer, or "". */
void http_transfer_etag(struct http_transfer *transfer, char etag_out[HTTP_ETAG_BYTES]);

/* "30 s" or "100 ms", for messages. */
enum { HTTP_TIME_TEXT_BYTES = 32 };
void http_time_text(unsigned milliseconds, char text[HTTP_TIME_TEXT_BYTES]);

/* How failed attempts are repeated. */
struct http_retry_policy {
    unsigned retries_max;
    unsigned backoff_ms;
    unsigned retry_after_max_ms;
};

struct http_retry {
    bool again;
    bool throttled; /* the server asked for the wait */
    int64_t wait_ms;
};

/* Whether and when to try again. `random` is advanced: the jitter. */
struct http_retry http_retry_decide(const struct http_retry_policy *policy,
                                    const struct http_transfer *transfer, CURLcode result,
                                    uint64_t *random);

#endif
