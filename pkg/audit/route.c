/* One transport over several: a fleet may mix live clusters with captured ones. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/map.h"

#include "run_priv.h"

struct audit_route {
    struct http_transport transport; /* first: a route is used as one */
    struct http_transport *live;     /* borrowed; for every server without an entry */
    struct plim_map *by_server;      /* struct http_transport *, borrowed */
};

static struct http_transport *choose(const struct audit_route *route, const char *server)
{
    struct http_transport *special = plim_map_get(route->by_server, server);
    return special ? special : route->live;
}

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct audit_route *route = (struct audit_route *)(void *)transport;
    struct http_transport *target = choose(route, request->server);
    target->submit(target, request, done, context);
}

/* Answers may ask for more, but only of their own server: one pass over each transport is enough.
 */
static void run(struct http_transport *transport)
{
    struct audit_route *route = (struct audit_route *)(void *)transport;
    for (size_t i = 0; i < plim_map_len(route->by_server); i++) {
        struct http_transport *target = plim_map_value_at(route->by_server, i);
        target->run(target);
    }
    route->live->run(route->live);
}

static void free_transport(struct http_transport *transport)
{
    (void)transport;
}

struct audit_route *audit_route_new(struct http_transport *live)
{
    struct audit_route *route = plim_calloc(1, sizeof(*route));
    route->transport = (struct http_transport){submit, run, free_transport};
    route->live = live;
    route->by_server = plim_map_new();
    return route;
}

void audit_route_add(struct audit_route *route, const char *server,
                     struct http_transport *transport)
{
    plim_map_set(route->by_server, server, transport);
}

struct http_transport *audit_route_transport(struct audit_route *route)
{
    return &route->transport;
}

void audit_route_free(struct audit_route *route)
{
    if (!route)
        return;
    plim_map_free(route->by_server);
    free(route);
}
