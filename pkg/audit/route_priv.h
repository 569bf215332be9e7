/* One transport over several: a fleet may mix live clusters with captured ones. */
#ifndef PLIM_AUDIT_ROUTE_PRIV_H
#define PLIM_AUDIT_ROUTE_PRIV_H

#include "http/transport.h"

struct audit_route;

/* live: borrowed; for every server without an entry. */
struct audit_route *audit_route_new(struct http_transport *live);

/* Requests to `server` go to `transport`, which knows it as `name`. All borrowed. */
void audit_route_add(struct audit_route *route, const char *server, const char *name,
                     struct http_transport *transport);
struct http_transport *audit_route_transport(struct audit_route *route);
void audit_route_free(struct audit_route *route); /* not the transports; NULL is a no-op */

#endif
