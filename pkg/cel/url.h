/* URLs as Go's net/url reads them: first ParseRequestURI must accept the text, then Parse. */
#ifndef PLIM_CEL_URL_H
#define PLIM_CEL_URL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct cel_url {
    struct plim_str scheme; /* lower case */
    struct plim_str opaque; /* what follows "mailto:" */
    struct plim_str user;   /* as written */
    struct plim_str host;   /* unescaped, with its port */
    struct plim_str path;   /* escaped */
    struct plim_str query;  /* as written */
    struct plim_str fragment;
};

/* NULL, or what is wrong. Borrows from the text. */
const char *cel_url_parse(struct plim_arena *arena, struct plim_str text, struct cel_url *url_out);

/* As ParseRequestURI alone: what the format "uri" asks. */
const char *cel_url_parse_request(struct plim_arena *arena, struct plim_str text,
                                  struct cel_url *url_out);

struct plim_str cel_url_hostname(const struct cel_url *url);
struct plim_str cel_url_port(const struct cel_url *url);
bool cel_url_equal(const struct cel_url *left, const struct cel_url *right);

/* What a piece of a query means; false on a bad escape. */
bool cel_url_unescape_query(struct plim_arena *arena, struct plim_str text, struct plim_str *out);

#endif
