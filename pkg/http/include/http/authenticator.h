/*
 * Who we are to a server, when that may change during a run: tokens expire, files are replaced,
 * programs have to be asked.
 *
 * The client asks before each attempt and never waits inside: what takes time is done elsewhere
 * (another thread), and meanwhile the answer is HTTP_AUTH_PENDING. The requests to that server wait
 * then, those to others do not; the client asks again every HTTP_AUTH_POLL_MS.
 */
#ifndef PLIM_HTTP_AUTHENTICATOR_H
#define PLIM_HTTP_AUTHENTICATOR_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

enum { HTTP_AUTH_POLL_MS = 10 };

/* Immutable, so that a request may use it while a newer one is there already. Secrets. */
struct http_identity {
    const char *authorization;   /* value of that header; NULL: the endpoint's, if any */
    struct plim_str client_cert; /* PEM; empty: the endpoint's */
    struct plim_str client_key;  /* PEM */
    struct plim_str ca;          /* PEM; empty: the endpoint's */
};

enum http_auth {
    HTTP_AUTH_READY,
    HTTP_AUTH_PENDING, /* ask again later */
    HTTP_AUTH_FAILED,  /* for good: `err` says why */
};

struct http_authenticator {
    /* identity_out is written when ready and lives as long as the authenticator. */
    enum http_auth (*get)(struct http_authenticator *authenticator,
                          const struct http_identity **identity_out, struct plim_err *err);

    /* The server answered 401 to this identity. True: ask again, there is or will be a newer one,
     * and the request is repeated, once. False: the answer stands. */
    bool (*refused)(struct http_authenticator *authenticator, const struct http_identity *identity);
};

#endif
