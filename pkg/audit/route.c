#include <stdlib.h>

#include "base/alloc.h"
#include "base/map.h"

#include "route_priv.h"

struct entry {
    struct http_transport *transport; /* borrowed */
    char *server;                     /* owned: as the fleet calls it */
    const char *name;                 /* borrowed: as the transport knows it */
};

struct audit_route {
    struct http_transport transport; /* first: a route is used as one */
    struct http_transport *live;     /* borrowed */
    struct plim_map *by_server;      /* struct entry *, owned */
};

/* Whom an answer goes to once the server has the name that it was asked under. */
struct passage {
    const char *server; /* owned by the route */
    http_done_fn *done;
    void *context;
};

static void take_answer(void *context, const struct http_request *request,
                        struct http_response *response)
{
    struct passage passage = *(struct passage *)context;
    free(context);
    struct http_request asked = *request;
    asked.server = passage.server;
    passage.done(passage.context, &asked, response);
}

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct audit_route *route = (struct audit_route *)(void *)transport;
    const struct entry *entry = plim_map_get(route->by_server, request->server);
    if (!entry) {
        route->live->submit(route->live, request, done, context);
        return;
    }
    struct passage *passage = plim_calloc(1, sizeof(*passage));
    *passage = (struct passage){entry->server, done, context};
    struct http_request renamed = *request;
    renamed.server = entry->name;
    entry->transport->submit(entry->transport, &renamed, take_answer, passage);
    http_transport_wake(route->live);
}

/* One pass over each transport. An answer may ask another server for more, for which the network is
 * not waited for; the reader runs the transport again until nothing is outstanding. */
static void run(struct http_transport *transport)
{
    struct audit_route *route = (struct audit_route *)(void *)transport;
    for (size_t i = 0; i < plim_map_len(route->by_server); i++) {
        const struct entry *entry = plim_map_value_at(route->by_server, i);
        entry->transport->run(entry->transport);
    }
    route->live->run(route->live);
}

static void wake(struct http_transport *transport)
{
    http_transport_wake(((struct audit_route *)(void *)transport)->live);
}

static void free_transport(struct http_transport *transport)
{
    (void)transport;
}

struct audit_route *audit_route_new(struct http_transport *live)
{
    struct audit_route *route = plim_calloc(1, sizeof(*route));
    route->transport =
        (struct http_transport){.submit = submit, .run = run, .wake = wake, .free = free_transport};
    route->live = live;
    route->by_server = plim_map_new();
    return route;
}

static void free_entry(struct entry *entry)
{
    if (!entry)
        return;
    free(entry->server);
    free(entry);
}

void audit_route_add(struct audit_route *route, const char *server, const char *name,
                     struct http_transport *transport)
{
    struct entry *entry = plim_calloc(1, sizeof(*entry));
    *entry = (struct entry){transport, plim_copy_c(server), name};
    free_entry(plim_map_get(route->by_server, server));
    plim_map_set(route->by_server, server, entry);
}

struct http_transport *audit_route_transport(struct audit_route *route)
{
    return &route->transport;
}

void audit_route_free(struct audit_route *route)
{
    if (!route)
        return;
    for (size_t i = 0; i < plim_map_len(route->by_server); i++)
        free_entry(plim_map_value_at(route->by_server, i));
    plim_map_free(route->by_server);
    free(route);
}
