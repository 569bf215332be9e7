#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/client.h"
#include "support/loopback.h"
#include "support/plim_check.h"

/* One request to a server that answers with `answer`, and what came of it. */
struct asked {
    struct http_response response;
    unsigned done;
    unsigned requests; /* that the server saw */
    char head[4096];   /* of the last of them */
};

static void keep(void *context, const struct http_request *request, struct http_response *response)
{
    struct asked *asked = context;
    ck_assert_str_eq(request->target, "/api?limit=1");
    asked->response = *response;
    *response = (struct http_response){0};
    asked->done++;
}

static const struct http_client_config quick = {
    .version = "1.2.3", .seed = 7, .retries_max = 3, .backoff_ms = 1, .retry_after_max_ms = 20};

static void ask_as(const char *url, struct http_endpoint_config *config, struct asked *asked)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    struct http_transport *client = NULL;
    config->url = url;
    plim_assert_ok(http_endpoint_new(config, &endpoint, &err), &err);
    plim_assert_ok(http_client_new(&quick, &client, &err), &err);
    struct http_request request = {endpoint, "prod", "/api?limit=1", NULL, 1000, NULL, NULL, 0};
    client->submit(client, &request, keep, asked);
    client->run(client);
    client->free(client);
    ck_assert_uint_eq(asked->done, 1);
}

static void ask(loopback_fn *answer, struct http_endpoint_config *config, struct asked *asked)
{
    struct loopback *server = loopback_new(answer, asked);
    ask_as(loopback_url(server), config, asked);
    asked->requests = loopback_requests(server);
    loopback_free(server);
}

/* The port differs from run to run: messages are compared with "URL" in its place. */
static const char *message(const struct asked *asked, char text[512])
{
    const char *open = strstr(asked->response.err.msg, "'http://127.0.0.1:");
    const char *close = open ? strchr(open + 1, '\'') : NULL;
    if (!close)
        return asked->response.err.msg;
    (void)snprintf(text, 512, "%.*s'URL%s", (int)(open - asked->response.err.msg),
                   asked->response.err.msg, close);
    return text;
}

/* ---- answers */

static void answer_head(void *context, const struct loopback_exchange *exchange)
{
    struct asked *asked = context;
    (void)snprintf(asked->head, sizeof(asked->head), "%s", exchange->head);
    loopback_reply(exchange, 200, "", "{}");
}

START_TEST(a_request_carries_its_headers)
{
    static const char *const more[] = {"Impersonate-User: jo", NULL};
    struct http_endpoint_config config = {.authorization = "Bearer secret", .headers = more};
    struct asked asked = {0};
    ask(answer_head, &config, &asked);
    ck_assert_int_eq(asked.response.status, 200);
    ck_assert_ptr_nonnull(strstr(asked.head, "GET /api?limit=1 HTTP/1.1\r\n"));
    ck_assert_ptr_nonnull(strstr(asked.head, "Accept: application/json\r\n"));
    ck_assert_ptr_nonnull(strstr(asked.head, "Authorization: Bearer secret\r\n"));
    ck_assert_ptr_nonnull(strstr(asked.head, "Impersonate-User: jo\r\n"));
    ck_assert_ptr_nonnull(strstr(asked.head, "User-Agent: plimsoll/1.2.3\r\n"));
    ck_assert_ptr_nonnull(strstr(asked.head, "Accept-Encoding: gzip\r\n"));
    http_response_release(&asked.response);
}
END_TEST

START_TEST(compression_is_declined_when_told)
{
    struct http_endpoint_config config = {.no_compression = true};
    struct asked asked = {0};
    ask(answer_head, &config, &asked);
    ck_assert_ptr_null(strstr(asked.head, "Accept-Encoding"));
    http_response_release(&asked.response);
}
END_TEST

static void answer_target(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "", exchange->target);
}

START_TEST(the_body_arrives_whole)
{
    struct asked asked = {0};
    ask(answer_target, &(struct http_endpoint_config){0}, &asked);
    ck_assert_str_eq(asked.response.body.text, "/api?limit=1");
    ck_assert_uint_eq(asked.response.bytes, 12);
    ck_assert_uint_eq(asked.response.retries, 0);
    http_response_release(&asked.response);
}
END_TEST

static void answer_refusal(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 403, "", "{\"message\": \"no\"}");
}

START_TEST(a_refusal_is_an_answer)
{
    struct asked asked = {0};
    ask(answer_refusal, &(struct http_endpoint_config){0}, &asked);
    ck_assert_int_eq(asked.response.status, 403);
    ck_assert_str_eq(asked.response.body.text, "{\"message\": \"no\"}");
    ck_assert_uint_eq(asked.requests, 1);
    http_response_release(&asked.response);
}
END_TEST

static void answer_busy_then_well(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    if (exchange->number < 2)
        loopback_reply(exchange, 429, "Retry-After: 1\r\n", "{}");
    else
        loopback_reply(exchange, 200, "", "{}");
}

START_TEST(a_busy_server_is_asked_again_when_it_says)
{
    struct asked asked = {0};
    ask(answer_busy_then_well, &(struct http_endpoint_config){0}, &asked);
    ck_assert_int_eq(asked.response.status, 200);
    ck_assert_uint_eq(asked.response.retries, 2);
    ck_assert(asked.response.throttled_seconds > 0.039 && asked.response.throttled_seconds < 0.041);
    http_response_release(&asked.response);
}
END_TEST

static void answer_busy(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 503, "", "{}");
}

START_TEST(a_server_that_stays_busy_is_believed)
{
    struct asked asked = {0};
    ask(answer_busy, &(struct http_endpoint_config){0}, &asked);
    ck_assert_int_eq(asked.response.status, 503);
    ck_assert_uint_eq(asked.requests, 4);
    http_response_release(&asked.response);
}
END_TEST

static void answer_cut(void *context, const struct loopback_exchange *exchange)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"items\": [";
    (void)context;
    loopback_send(exchange, text, sizeof(text) - 1);
    loopback_close(exchange);
}

static void answer_cut_chunk(void *context, const struct loopback_exchange *exchange)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n";
    (void)context;
    loopback_send(exchange, text, sizeof(text) - 1);
    loopback_close(exchange);
}

static void answer_reset(void *context, const struct loopback_exchange *exchange)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"items\": [";
    (void)context;
    loopback_send(exchange, text, sizeof(text) - 1);
    loopback_reset(exchange);
}

static void answer_nothing(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_close(exchange);
}

static void answer_large(void *context, const struct loopback_exchange *exchange)
{
    char body[1002] = "";
    (void)context;
    memset(body, 'x', sizeof(body) - 1);
    loopback_reply(exchange, 200, "", body);
}

static void answer_false_gzip(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "Content-Encoding: gzip\r\n", "{\"items\": []}");
}

static void answer_never(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_stall(exchange);
}

static void answer_slowly(void *context, const struct loopback_exchange *exchange)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"items\": [";
    (void)context;
    loopback_send(exchange, text, sizeof(text) - 1);
    loopback_stall(exchange);
}

static const struct {
    loopback_fn *answer;
    unsigned requests;
    enum plim_code code;
    const char *message;
} faults[] = {
    {answer_cut, 3, PLIM_UNAVAILABLE, "the answer was cut short by 'URL'"},
    {answer_cut_chunk, 3, PLIM_UNAVAILABLE, "the answer was cut short by 'URL'"},
    {answer_reset, 3, PLIM_UNAVAILABLE, "lost the connection to 'URL'"},
    {answer_nothing, 3, PLIM_UNAVAILABLE, "no answer from 'URL'"},
    {answer_large, 1, PLIM_LIMIT, "the answer of 'URL' is larger than 1000 bytes"},
    {answer_false_gzip, 1, PLIM_UNAVAILABLE, "the answer is not what it says it is from 'URL'"},
    {answer_never, 1, PLIM_LIMIT, "no complete answer from 'URL' within 500 ms"},
    {answer_slowly, 1, PLIM_LIMIT, "no complete answer from 'URL' within 500 ms"},
};

START_TEST(a_faulty_answer_is_an_error)
{
    bool late = strstr(faults[_i].message, "within 500 ms") != NULL;
    struct http_endpoint_config config = {.request_timeout_ms = late ? 500 : 20000};
    struct asked asked = {0};
    char text[512];
    ask(faults[_i].answer, &config, &asked);
    ck_assert_str_eq(message(&asked, text), faults[_i].message);
    ck_assert_int_eq(asked.response.err.code, faults[_i].code);
    ck_assert_int_eq(asked.response.status, 0);
    ck_assert_ptr_null(asked.response.body.text);
    ck_assert_uint_eq(asked.requests, faults[_i].requests);
}
END_TEST

START_TEST(the_deadline_ends_what_is_left)
{
    struct http_endpoint_config config = {.deadline_ms = 100};
    struct asked asked = {0};
    char text[512];
    ask(answer_never, &config, &asked);
    ck_assert_int_eq(asked.response.err.code, PLIM_LIMIT);
    ck_assert_str_eq(message(&asked, text), "the time for 'URL' was up after 100 ms");
}
END_TEST

START_TEST(a_closed_port_is_an_error_at_once)
{
    struct asked asked = {0};
    char url[64];
    struct loopback *server = loopback_new(answer_nothing, NULL);
    (void)snprintf(url, sizeof(url), "%s", loopback_url(server));
    loopback_free(server);
    ask_as(url, &(struct http_endpoint_config){0}, &asked);
    char text[512];
    ck_assert_int_eq(asked.response.err.code, PLIM_UNAVAILABLE);
    ck_assert_str_eq(message(&asked, text), "cannot connect to 'URL': Connection refused");
}
END_TEST

START_TEST(a_server_that_never_shakes_hands_is_given_up)
{
    struct asked asked = {0};
    char url[64];
    char want[128];
    struct http_endpoint_config config = {.connect_timeout_ms = 100};
    struct loopback *server = loopback_new(answer_never, NULL);
    (void)snprintf(url, sizeof(url), "https%s", loopback_url(server) + strlen("http"));
    ask_as(url, &config, &asked);
    loopback_free(server);
    (void)snprintf(want, sizeof(want), "no connection to '%s' within 100 ms", url);
    ck_assert_int_eq(asked.response.err.code, PLIM_LIMIT);
    ck_assert_str_eq(asked.response.err.msg, want);
}
END_TEST

START_TEST(a_name_that_does_not_exist_is_an_error)
{
    struct asked asked = {0};
    ask_as("http://nowhere.invalid", &(struct http_endpoint_config){0}, &asked);
    ck_assert_str_eq(asked.response.err.msg, "cannot find the host of 'http://nowhere.invalid'");
}
END_TEST

static void answer_with_warnings(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 403,
                   "Warning: 299 - \"one\", 299 - \"two\"\r\nwarning: 299 - \"three\"\r\n", "{}");
}

START_TEST(warnings_come_with_the_answer)
{
    struct asked asked = {0};
    ask(answer_with_warnings, &(struct http_endpoint_config){0}, &asked);
    ck_assert_str_eq(asked.response.warnings.text, "one\ntwo\nthree\n");
    http_response_release(&asked.response);
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
    tcase_add_test(tcase, a_request_carries_its_headers);
    tcase_add_test(tcase, compression_is_declined_when_told);
    tcase_add_test(tcase, the_body_arrives_whole);
    tcase_add_test(tcase, a_refusal_is_an_answer);
    tcase_add_test(tcase, a_busy_server_is_asked_again_when_it_says);
    tcase_add_test(tcase, a_server_that_stays_busy_is_believed);
    tcase_add_loop_test(tcase, a_faulty_answer_is_an_error, 0, PLIM_LEN(faults));
    tcase_add_test(tcase, the_deadline_ends_what_is_left);
    tcase_add_test(tcase, warnings_come_with_the_answer);
    tcase_add_test(tcase, a_closed_port_is_an_error_at_once);
    tcase_add_test(tcase, a_server_that_never_shakes_hands_is_given_up);
    tcase_add_test(tcase, a_name_that_does_not_exist_is_an_error);
}

PLIM_CHECK_MAIN("http.client", add_cases)
