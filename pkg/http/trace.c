#include <string.h>

#include "base/log.h"

#include "endpoint_priv.h"
#include "trace_priv.h"

/* The target up to where a page token begins. */
static struct plim_str shorten(const char *target)
{
    static const char token[] = "continue=";
    const char *at = strstr(target, token);
    return at ? (struct plim_str){target, (size_t)(at - target) + sizeof(token) - 1}
              : plim_str_from(target);
}

static const char *protocol(const struct http_transfer *transfer)
{
    long version = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_VERSION, &version);
    return version == CURL_HTTP_VERSION_2_0 ? "HTTP/2" : "HTTP/1";
}

void http_trace_answer(const struct http_transfer *transfer, int status, const struct plim_err *err)
{
    const char *url = transfer->request.endpoint->url;
    struct plim_str target = shorten(transfer->request.target);
    const char *cut = target.text[target.len] ? "..." : "";
    curl_off_t time_us = 0;
    if (transfer->easy)
        (void)curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &time_us);
    double seconds = (double)time_us / 1e6;
    if (status > 0)
        plim_log(PLIM_LOG_DEBUG, "GET %s%.*s%s: %d, %zu bytes, %.3f s, %s", url,
                 PLIM_STR_ARG(target), cut, status, transfer->body.len, seconds,
                 protocol(transfer));
    else
        plim_log(PLIM_LOG_DEBUG, "GET %s%.*s%s: %s, %.3f s", url, PLIM_STR_ARG(target), cut,
                 err->msg, seconds);
}

void http_trace_retry(const struct http_transfer *transfer, CURLcode result, int64_t wait_ms)
{
    const char *url = transfer->request.endpoint->url;
    struct plim_str target = shorten(transfer->request.target);
    const char *cut = target.text[target.len] ? "..." : "";
    double wait = (double)wait_ms / 1000;
    long status = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    if (result == CURLE_OK)
        plim_log(PLIM_LOG_DEBUG, "GET %s%.*s%s: %ld, again in %.1f s", url, PLIM_STR_ARG(target),
                 cut, status, wait);
    else
        plim_log(PLIM_LOG_DEBUG, "GET %s%.*s%s: %s, again in %.1f s", url, PLIM_STR_ARG(target),
                 cut, curl_easy_strerror(result), wait);
}
