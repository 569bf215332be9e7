#include "support/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"

enum { HEAD_MAX = 16 * 1024, CONNECTIONS_MAX = 256 };

struct connection {
    struct loopback *server;
    pthread_t thread;
    unsigned number;
    int fd;
};

struct loopback {
    loopback_fn *answer;
    void *context;
    char url[64];
    int listener;
    pthread_t thread;
    pthread_mutex_t lock;
    unsigned requests;                              /* under the lock */
    struct connection connections[CONNECTIONS_MAX]; /* written by the accepting thread */
    unsigned connection_count;
};

const char *loopback_url(const struct loopback *server)
{
    return server->url;
}

unsigned loopback_requests(struct loopback *server)
{
    (void)pthread_mutex_lock(&server->lock);
    unsigned requests = server->requests;
    (void)pthread_mutex_unlock(&server->lock);
    return requests;
}

void loopback_send(const struct loopback_exchange *exchange, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(exchange->fd, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        len -= (size_t)sent;
    }
}

void loopback_reply(const struct loopback_exchange *exchange, int status, const char *headers,
                    const char *body)
{
    char head[1024];
    int len = snprintf(head, sizeof(head),
                       "HTTP/1.1 %d Status\r\nContent-Type: application/json\r\n"
                       "Content-Length: %zu\r\n%s\r\n",
                       status, strlen(body), headers);
    loopback_send(exchange, head, (size_t)len);
    loopback_send(exchange, body, strlen(body));
}

void loopback_close(const struct loopback_exchange *exchange)
{
    (void)shutdown(exchange->fd, SHUT_RDWR);
}

void loopback_reset(const struct loopback_exchange *exchange)
{
    /* Closing with zero linger sends RST; the descriptor itself stays open for its owner. */
    struct linger linger = {1, 0};
    (void)setsockopt(exchange->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
    int null = socket(AF_INET, SOCK_STREAM, 0);
    (void)dup2(null, exchange->fd);
    (void)close(null);
}

void loopback_stall(const struct loopback_exchange *exchange)
{
    char byte;
    while (recv(exchange->fd, &byte, 1, 0) > 0)
        continue;
}

/* One request's head, without a body: there is none in a GET. */
static int read_head(int fd, char head[HEAD_MAX])
{
    size_t len = 0;
    while (len < HEAD_MAX - 1) {
        ssize_t got = recv(fd, head + len, 1, 0);
        if (got <= 0)
            return 0;
        len++;
        head[len] = '\0';
        if (len >= 4 && strcmp(head + len - 4, "\r\n\r\n") == 0)
            return 1;
    }
    return 0;
}

static void *serve(void *argument)
{
    struct connection *connection = argument;
    struct loopback *server = connection->server;
    char *head = plim_calloc(HEAD_MAX, 1);
    while (read_head(connection->fd, head)) {
        char target[4096] = "";
        (void)sscanf(head, "GET %4095s", target);
        (void)pthread_mutex_lock(&server->lock);
        unsigned number = server->requests++;
        (void)pthread_mutex_unlock(&server->lock);
        struct loopback_exchange exchange = {target, head, number, connection->number,
                                             connection->fd};
        server->answer(server->context, &exchange);
    }
    (void)shutdown(connection->fd, SHUT_RDWR);
    free(head);
    return NULL;
}

static void *accept_all(void *argument)
{
    struct loopback *server = argument;
    while (server->connection_count < CONNECTIONS_MAX) {
        int fd = accept(server->listener, NULL, NULL);
        if (fd < 0)
            return NULL;
        int now = 1;
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof(now));
        unsigned number = server->connection_count;
        struct connection *connection = &server->connections[number];
        *connection = (struct connection){.server = server, .number = number, .fd = fd};
        if (pthread_create(&connection->thread, NULL, serve, connection) != 0)
            abort();
        server->connection_count++;
    }
    return NULL;
}

struct loopback *loopback_new(loopback_fn *answer, void *context)
{
    struct loopback *server = plim_calloc(1, sizeof(*server));
    server->answer = answer;
    server->context = context;
    (void)pthread_mutex_init(&server->lock, NULL);
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t len = sizeof(address);
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(server->listener, (struct sockaddr *)&address, len) != 0 ||
        listen(server->listener, 64) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&address, &len) != 0 ||
        pthread_create(&server->thread, NULL, accept_all, server) != 0)
        abort();
    (void)snprintf(server->url, sizeof(server->url), "http://127.0.0.1:%u",
                   (unsigned)ntohs(address.sin_port));
    return server;
}

void loopback_free(struct loopback *server)
{
    if (!server)
        return;
    (void)shutdown(server->listener, SHUT_RDWR);
    (void)pthread_join(server->thread, NULL);
    (void)close(server->listener);
    for (unsigned i = 0; i < server->connection_count; i++) {
        (void)shutdown(server->connections[i].fd, SHUT_RDWR);
        (void)pthread_join(server->connections[i].thread, NULL);
        (void)close(server->connections[i].fd);
    }
    (void)pthread_mutex_destroy(&server->lock);
    free(server);
}
