/* A line for each attempt, for those who ask for it (base/log.h, PLIM_LOG_DEBUG). */
#ifndef HTTP_TRACE_PRIV_H
#define HTTP_TRACE_PRIV_H

#include "transfer_priv.h"

/* Where it went, what came back and when: "GET https://one:6443/api/v1/pods?limit=250: 200, 4711
 * bytes, 0.012 s, HTTP/2". No headers, no body, no password of a URL; page tokens are left out,
 * they are long. */
void http_trace_answer(const struct http_transfer *transfer, int status,
                       const struct plim_err *err);

/* It is tried again after that attempt: ": HTTP 429, again in 1.0 s". */
void http_trace_retry(const struct http_transfer *transfer, CURLcode result, int64_t wait_ms);

#endif
