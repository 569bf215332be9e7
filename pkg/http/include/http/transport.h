/*
 * How requests reach servers. The live transport (http/client.h) talks to the network; a snapshot
 * replays what was captured or records what passes. Only GET exists: this program cannot write to a
 * server.
 */
#ifndef PLIM_HTTP_TRANSPORT_H
#define PLIM_HTTP_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/cancel.h"
#include "base/err.h"
#include "base/str.h"

struct http_endpoint; /* a server and how to talk to it: http/client.h */

struct http_request {
    const struct http_endpoint *endpoint; /* borrowed until done */
    const char *server;        /* the endpoint's name in captures and messages: the cluster's */
    const char *target;        /* path and query: "/api/v1/pods?limit=500" */
    const char *accept;        /* Accept header, or NULL for application/json */
    size_t body_max;           /* bytes; larger bodies fail with PLIM_LIMIT */
    struct plim_buf *spare;    /* memory to use for the body, taken at submit; or NULL */
    const char *if_none_match; /* the ETag of a body that we have: status 304 when it still holds;
                                * or NULL */
    unsigned
        timeout_ms; /* of each attempt where the endpoint has none; 0: HTTP_REQUEST_TIMEOUT_MS */
};

enum { HTTP_ETAG_BYTES = 200 };

struct http_response {
    int status; /* HTTP status; 0 when there was none: see err */
    unsigned retries;
    struct plim_buf body;       /* owned by whoever receives the response; decoded */
    size_t bytes;               /* of the body as the server sent it, decoded */
    struct plim_err err;        /* why there is no status; code PLIM_OK otherwise */
    struct plim_buf warnings;   /* texts of Warning headers, each ended by '\n'; printable ASCII */
    char etag[HTTP_ETAG_BYTES]; /* with its quotes; "" when there was none, or a longer one */
    double throttled_seconds;   /* waited because the server asked for it */
};

void http_response_release(struct http_response *response);

/* Called on the thread of http_transport_run, once for each request. It may submit more. It takes
 * what it needs out of the response (PLIM_STEAL its body); the rest is released after it. */
typedef void http_done_fn(void *context, const struct http_request *request,
                          struct http_response *response);

struct http_transport {
    /* Queue a request; copies what `request` points to, but not its endpoint. */
    void (*submit)(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context);
    /* Work until nothing is outstanding, or somebody calls `wake`. */
    void (*run)(struct http_transport *transport);
    /* End the run that waits for servers, or the next one; what is outstanding stays so. NULL: its
     * runs never wait. Threads: any. */
    void (*wake)(struct http_transport *transport);
    void (*free)(struct http_transport *transport);
    /* Borrowed; NULL: never. Once it is cancelled, whatever is not answered fails with its reason;
     * `run` then ends at once. Set it on the transport that answers, not on those before it. */
    const struct plim_cancel *cancel;
};

/* `wake`, if it has one. Threads: any. */
void http_transport_wake(struct http_transport *transport);

#endif
