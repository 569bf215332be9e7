/* How long reading may take and how hard it may press: `limits` of a Fleet document, and flags. */
#ifndef PLIM_AUDIT_LIMITS_H
#define PLIM_AUDIT_LIMITS_H

#include "base/err.h"
#include "base/str.h"

enum {
    AUDIT_NO_LIMIT_MS = 24 * 24 * 3600 * 1000, /* 24 days: also the longest that can be given */
    AUDIT_IN_FLIGHT_LIMIT = 1000,              /* the most that can be asked for */
};

/* All-zero: the defaults. */
struct audit_limits {
    unsigned timeout_ms;         /* of the whole run; 0: none */
    unsigned cluster_timeout_ms; /* of everything read from one cluster; 0: none */
    unsigned request_timeout_ms; /* of one attempt of one request; 0: HTTP_REQUEST_TIMEOUT_MS */
    unsigned in_flight_max;      /* requests at once to one cluster; 0: HTTP_IN_FLIGHT_MAX */
    unsigned in_flight_total;    /* and to all of them; 0: HTTP_IN_FLIGHT_TOTAL_MAX */
};

/* What is 0 in `limits` is taken from `otherwise`. */
struct audit_limits audit_limits_or(struct audit_limits limits, struct audit_limits otherwise);

/*
 * One limit as people write it.
 *
 * text  a duration ("30s", "2m"; a number is seconds, 0 is none: AUDIT_NO_LIMIT_MS), or a count
 * Fails with PLIM_INVALID.
 */
PLIM_NODISCARD enum plim_code audit_limit_parse_time(struct plim_str text, unsigned *ms_out,
                                                     struct plim_err *err);
PLIM_NODISCARD enum plim_code audit_limit_parse_count(struct plim_str text, unsigned *count_out,
                                                      struct plim_err *err);

#endif
