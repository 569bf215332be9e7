/*
 * A small HTTP/1.1 server on a free port of the loopback address, for tests: each connection has a
 * thread, each request calls the test's function, which answers as well or as badly as it likes.
 */
#ifndef PLIM_SUPPORT_LOOPBACK_H
#define PLIM_SUPPORT_LOOPBACK_H

#include <stddef.h>

struct loopback;

struct loopback_exchange {
    const char *target;  /* "/api/v1/pods?limit=500" */
    const char *head;    /* the request line and all headers */
    unsigned number;     /* of the request to this server, from 0 */
    unsigned connection; /* number of the connection, from 0 */
    int fd;
};

/* Called on the connection's thread. */
typedef void loopback_fn(void *context, const struct loopback_exchange *exchange);

struct loopback *loopback_new(loopback_fn *answer, void *context);
void loopback_free(struct loopback *server);             /* ends its connections first */
const char *loopback_url(const struct loopback *server); /* "http://127.0.0.1:40123" */
unsigned loopback_requests(struct loopback *server);     /* answered so far */

/* A whole answer. `headers` is "" or lines that each end in "\r\n". */
void loopback_reply(const struct loopback_exchange *exchange, int status, const char *headers,
                    const char *body);
/* Any bytes. */
void loopback_send(const struct loopback_exchange *exchange, const char *bytes, size_t len);
/* End the connection: in order, or with a reset. */
void loopback_close(const struct loopback_exchange *exchange);
void loopback_reset(const struct loopback_exchange *exchange);
/* Wait until the client, or loopback_free, ends the connection. */
void loopback_stall(const struct loopback_exchange *exchange);

#endif
