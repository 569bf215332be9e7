#include <stdio.h>
#include <string.h>

#include "http/client.h"
#include "support/loopback.h"
#include "support/plim_check.h"

struct heard {
    int status;
    size_t len;
    char etag[HTTP_ETAG_BYTES];
};

static void hear(void *context, const struct http_request *request, struct http_response *response)
{
    struct heard *heard = context;
    (void)request;
    heard->status = response->status;
    heard->len = response->body.len;
    (void)snprintf(heard->etag, sizeof(heard->etag), "%s", response->etag);
}

static struct heard ask(loopback_fn *answer, const char *if_none_match)
{
    struct plim_err err = {0};
    struct heard heard = {0};
    struct http_transport *client = NULL;
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    const struct http_client_config quick = {.retries_max = 1, .backoff_ms = 1};
    struct loopback *server = loopback_new(answer, NULL);
    const struct http_endpoint_config url = {.url = loopback_url(server)};
    plim_assert_ok(http_endpoint_new(&url, &endpoint, &err), &err);
    plim_assert_ok(http_client_new(&quick, &client, &err), &err);
    const struct http_request request = {.endpoint = endpoint,
                                         .server = "prod",
                                         .target = "/apis",
                                         .body_max = 1000,
                                         .if_none_match = if_none_match};
    client->submit(client, &request, hear, &heard);
    client->run(client);
    client->free(client);
    loopback_free(server);
    return heard;
}

static void answer_if_changed(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    if (strstr(exchange->head, "If-None-Match: \"A1\"\r\n"))
        loopback_reply(exchange, 304, "ETag: \"A1\"\r\n", "");
    else
        loopback_reply(exchange, 200, "ETag: \"A1\"\r\n", "{}");
}

START_TEST(a_body_that_still_holds_is_not_sent_again)
{
    struct heard first = ask(answer_if_changed, NULL);
    ck_assert_int_eq(first.status, 200);
    ck_assert_str_eq(first.etag, "\"A1\"");
    struct heard second = ask(answer_if_changed, first.etag);
    ck_assert_int_eq(second.status, 304);
    ck_assert_uint_eq(second.len, 0);
    ck_assert_int_eq(ask(answer_if_changed, "\"A2\"").status, 200);
}
END_TEST

static void answer_without(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "", "{}");
}

static void answer_with_a_long_one(void *context, const struct loopback_exchange *exchange)
{
    char header[HTTP_ETAG_BYTES + 16];
    (void)context;
    (void)snprintf(header, sizeof(header), "ETag: \"%0*d\"\r\n", HTTP_ETAG_BYTES - 2, 1);
    loopback_reply(exchange, 200, header, "{}");
}

START_TEST(no_etag_or_one_that_is_too_long_is_none)
{
    ck_assert_str_eq(ask(answer_without, NULL).etag, "");
    ck_assert_str_eq(ask(answer_with_a_long_one, NULL).etag, "");
}
END_TEST

static void start_library(void)
{
    struct plim_err err = {0};
    plim_assert_ok(http_library_init(&err), &err);
}

static void add_cases(TCase *tcase)
{
    tcase_add_unchecked_fixture(tcase, start_library, http_library_release);
    tcase_add_test(tcase, a_body_that_still_holds_is_not_sent_again);
    tcase_add_test(tcase, no_etag_or_one_that_is_too_long_is_none);
}

PLIM_CHECK_MAIN("http.condition", add_cases)
