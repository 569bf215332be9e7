/* Which proxy of the environment stands between us and a server. */
#ifndef HTTP_PROXY_PRIV_H
#define HTTP_PROXY_PRIV_H

#include <stdbool.h>

#include "base/err.h"
#include "http/client.h"

/* A server, as its URL has it. */
struct http_proxy_target {
    bool is_tls;
    const char *host; /* lower case; IPv6 without brackets */
    unsigned port;
};

/*
 * NULL when there is none. libcurl is never asked for it: of NO_PROXY it takes a name for its
 * domain too, but no ports; it knows ALL_PROXY, which kubectl does not; and it would look at
 * tls-server-name where that stands in for the host.
 * Source: golang.org/x/net http/httpproxy, which net/http and so client-go go by.
 */
const char *http_proxy_choose(const struct http_proxy_environment *environment,
                              const struct http_proxy_target *target);

/* The URL as libcurl wants it; owned, a secret. Fails with PLIM_INVALID, without the URL in the
 * message: it may carry a password. */
PLIM_NODISCARD enum plim_code http_proxy_copy(const char *url, char **copy_out,
                                              struct plim_err *err);

#endif
