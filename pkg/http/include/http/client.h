/*
 * The live transport: every request to every server on one libcurl multi loop. HTTP/2 where it is
 * offered, kept connections, TLS 1.2 or newer, proxies, time limits, retries as the servers ask for
 * them.
 *
 * Threads: one transport belongs to one thread. An endpoint is immutable, and must outlive the
 * transports that were given requests to it.
 */
#ifndef PLIM_HTTP_CLIENT_H
#define PLIM_HTTP_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "http/transport.h"

struct http_authenticator;

enum {
    HTTP_CONNECT_TIMEOUT_MS = 10000,
    HTTP_REQUEST_TIMEOUT_MS = 60000,
    HTTP_IN_FLIGHT_MAX = 16,        /* requests at once to one endpoint */
    HTTP_IN_FLIGHT_TOTAL_MAX = 128, /* and to all of one client */
    HTTP_RETRIES_MAX = 10,          /* of one request */
    HTTP_RETRY_AFTER_MAX_S = 30     /* of what a server asks for at a time */
};

/* Once at the start and the end of the program, while it has one thread. Fails with
 * PLIM_UNAVAILABLE. */
PLIM_NODISCARD enum plim_code http_library_init(struct plim_err *err);
void http_library_release(void);

/* What the environment says of proxies, taken by the caller; NULL where it says nothing. Lower case
 * names come before upper case ones, as Go has it; ALL_PROXY is no name that it knows. */
struct http_proxy_environment {
    const char *http_proxy;  /* http_proxy, HTTP_PROXY: a URL or "host:port" */
    const char *https_proxy; /* https_proxy, HTTPS_PROXY */
    const char *no_proxy; /* no_proxy, NO_PROXY: names, addresses, networks, with or without port */
};

/* How to talk to one server. All-zero but for `url` is a plain one. Everything is copied but
 * the authenticator. */
struct http_endpoint_config {
    const char *url;             /* "https://host:6443", http or https; a path becomes a prefix */
    struct plim_str ca;          /* PEM certificates to trust; empty: the system's */
    struct plim_str client_cert; /* PEM; empty: none */
    struct plim_str client_key;  /* PEM, not encrypted */
    const char *tls_server_name; /* asked for and verified instead of the URL's host; or NULL */
    bool insecure;               /* do not verify the server */
    bool no_compression;         /* do not accept gzip */
    const char *authorization;   /* value of that header, a secret: "Bearer ..."; or NULL */
    struct http_authenticator *authenticator; /* borrowed, must outlive the endpoint; or NULL */
    const char *const *headers; /* more headers, "Name: value", NULL-terminated; or NULL */
    const char *proxy;          /* http, https or socks5 URL; NULL: `environment` decides */
    const struct http_proxy_environment *environment; /* NULL: there are no proxies */
    unsigned connect_timeout_ms;                      /* 0: HTTP_CONNECT_TIMEOUT_MS */
    unsigned request_timeout_ms;                      /* of each attempt; 0: the request's own */
    unsigned deadline_ms;   /* for all requests, from the first one on; 0: none */
    unsigned in_flight_max; /* 0: HTTP_IN_FLIGHT_MAX */
};

/* Fails with PLIM_INVALID (the URL, a header, a combination that cannot be). */
PLIM_NODISCARD enum plim_code http_endpoint_new(const struct http_endpoint_config *config,
                                                struct http_endpoint **endpoint_out,
                                                struct plim_err *err);
void http_endpoint_free(struct http_endpoint *endpoint); /* wipes its secrets; NULL is a no-op */
void http_endpoint_freep(struct http_endpoint **endpoint);

/* The URL without user, password, query and trailing '/': for messages and reports. */
const char *http_endpoint_url(const struct http_endpoint *endpoint);

struct http_client_config {
    const char *version;      /* sent as "User-Agent: plimsoll/VERSION" */
    uint64_t seed;            /* of the jitter between retries */
    unsigned in_flight_total; /* 0: HTTP_IN_FLIGHT_TOTAL_MAX */
    unsigned retries_max;     /* 0: HTTP_RETRIES_MAX */
    unsigned
        backoff_ms; /* before the first retry, doubling, when the server does not say; 0: 200 */
    unsigned retry_after_max_ms; /* 0: HTTP_RETRY_AFTER_MAX_S */
};

/*
 * What its responses mean: `status` is there only when the whole body arrived. Otherwise `err` says
 * why: PLIM_UNAVAILABLE (no connection, name, reset, cut short), PLIM_DENIED (a certificate was
 * refused, by either side), PLIM_LIMIT (time or size). Redirects are not followed: they are answers
 * with their status. Fails with PLIM_UNAVAILABLE.
 */
PLIM_NODISCARD enum plim_code http_client_new(const struct http_client_config *config,
                                              struct http_transport **transport_out,
                                              struct plim_err *err);

#endif
