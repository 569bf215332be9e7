/* What an endpoint is to the client. */
#ifndef HTTP_ENDPOINT_PRIV_H
#define HTTP_ENDPOINT_PRIV_H

#include <curl/curl.h>
#include <stdbool.h>

#include "http/authenticator.h"
#include "http/client.h"

struct http_endpoint {
    char *url;   /* owned; as shown to people, no credentials in it */
    char *base;  /* owned; what targets are appended to */
    char *proxy; /* owned secret (it may hold a password); "": none */
    bool is_tls;
    bool insecure;
    bool no_compression;
    struct curl_blob ca;                      /* owned; empty: the system's */
    struct curl_blob cert;                    /* owned */
    struct curl_blob key;                     /* owned secret */
    struct curl_slist *connect_to;            /* owned; NULL: where the URL points */
    struct curl_slist *headers;               /* owned secret */
    struct http_authenticator *authenticator; /* borrowed, or NULL */
    unsigned connect_timeout_ms;
    unsigned request_timeout_ms; /* 0: each request's own */
    unsigned deadline_ms;
    unsigned in_flight_max;
};

/* Set everything that is the same for all requests to this endpoint. Endpoint and identity (NULL:
 * what the endpoint has) must outlive `easy`. */
CURLcode http_endpoint_apply(const struct http_endpoint *endpoint,
                             const struct http_identity *identity, CURL *easy);

#endif
