/* How the client asks for identities, waits for them and renews them. */
#include <stdio.h>
#include <string.h>

#include "http/authenticator.h"
#include "http/client.h"
#include "support/loopback.h"
#include "support/plim_check.h"

/* An authenticator that says what the test wants. */
struct badge {
    struct http_authenticator authenticator; /* first */
    unsigned pending;                        /* answers before it is ready */
    unsigned asked;
    unsigned refusals;
    bool renews; /* a refusal leads to the next identity */
    bool fails;
    struct http_identity identities[2];
    size_t current;
};

static enum http_auth get(struct http_authenticator *authenticator,
                          const struct http_identity **identity_out, struct plim_err *err)
{
    struct badge *badge = (struct badge *)authenticator;
    if (badge->asked++ < badge->pending)
        return HTTP_AUTH_PENDING;
    if (badge->fails) {
        (void)plim_err_set(err, PLIM_UNAVAILABLE, "no badge today");
        return HTTP_AUTH_FAILED;
    }
    *identity_out = &badge->identities[badge->current];
    return HTTP_AUTH_READY;
}

static bool refused(struct http_authenticator *authenticator, const struct http_identity *identity)
{
    struct badge *badge = (struct badge *)authenticator;
    badge->refusals++;
    if (identity == &badge->identities[0] && badge->renews)
        badge->current = 1;
    return badge->renews;
}

static struct badge make_badge(void)
{
    return (struct badge){
        .authenticator = {get, refused},
        .identities = {{.authorization = "Bearer first"}, {.authorization = "Bearer second"}},
    };
}

/* 401 to everyone but whom the test names. */
static void answer(void *context, const struct loopback_exchange *exchange)
{
    const char *welcome = context;
    bool known = strstr(exchange->head, welcome) != NULL;
    loopback_reply(exchange, known ? 200 : 401, "", known ? "hello" : "who?");
}

struct asked {
    struct http_response response;
    unsigned done;
};

static void keep(void *context, const struct http_request *request, struct http_response *response)
{
    struct asked *asked = context;
    (void)request;
    http_response_release(&asked->response);
    asked->response = *response;
    *response = (struct http_response){0};
    asked->done++;
}

static void ask(struct badge *badge, const char *url, unsigned deadline_ms, struct asked *asked)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    struct http_transport *client = NULL;
    struct http_client_config config = {.version = "1", .seed = 1};
    struct http_endpoint_config place = {
        .url = url, .authenticator = &badge->authenticator, .deadline_ms = deadline_ms};
    plim_assert_ok(http_endpoint_new(&place, &endpoint, &err), &err);
    plim_assert_ok(http_client_new(&config, &client, &err), &err);
    struct http_request request = {
        .endpoint = endpoint, .server = "c", .target = "/api", .body_max = 1000};
    client->submit(client, &request, keep, asked);
    client->run(client);
    client->free(client);
    ck_assert_uint_eq(asked->done, 1);
}

static int ask_server(struct badge *badge, const char *welcome, unsigned *requests)
{
    char text[64];
    (void)snprintf(text, sizeof(text), "%s", welcome);
    struct loopback *server = loopback_new(answer, text);
    struct asked asked = {0};
    ask(badge, loopback_url(server), 0, &asked);
    *requests = loopback_requests(server);
    loopback_free(server);
    int status = asked.response.status;
    http_response_release(&asked.response);
    return status;
}

START_TEST(a_request_carries_the_identity)
{
    struct badge badge = make_badge();
    unsigned requests = 0;
    ck_assert_int_eq(ask_server(&badge, "\r\nAuthorization: Bearer first\r\n", &requests), 200);
    ck_assert_uint_eq(requests, 1);
    ck_assert_uint_eq(badge.refusals, 0);
}
END_TEST

START_TEST(a_request_waits_until_the_identity_is_there)
{
    struct badge badge = make_badge();
    unsigned requests = 0;
    badge.pending = 4;
    ck_assert_int_eq(ask_server(&badge, "Bearer first", &requests), 200);
    ck_assert_uint_eq(badge.asked, 5);
}
END_TEST

START_TEST(a_refused_request_is_repeated_once_with_the_next_identity)
{
    struct badge badge = make_badge();
    unsigned requests = 0;
    badge.renews = true;
    ck_assert_int_eq(ask_server(&badge, "Bearer second", &requests), 200);
    ck_assert_uint_eq(requests, 2);
    ck_assert_uint_eq(badge.refusals, 1);
}
END_TEST

START_TEST(a_request_that_is_refused_twice_is_refused)
{
    struct badge badge = make_badge();
    unsigned requests = 0;
    badge.renews = true;
    ck_assert_int_eq(ask_server(&badge, "Bearer third", &requests), 401);
    ck_assert_uint_eq(requests, 2);
}
END_TEST

START_TEST(without_a_newer_identity_the_refusal_stands)
{
    struct badge badge = make_badge();
    unsigned requests = 0;
    ck_assert_int_eq(ask_server(&badge, "Bearer second", &requests), 401);
    ck_assert_uint_eq(requests, 1);
}
END_TEST

START_TEST(without_an_identity_nothing_is_sent)
{
    struct badge badge = make_badge();
    struct asked asked = {0};
    badge.fails = true;
    badge.pending = 1;
    ask(&badge, "http://127.0.0.1:9", 0, &asked);
    ck_assert_int_eq(asked.response.status, 0);
    ck_assert_str_eq(asked.response.err.msg, "no badge today");
}
END_TEST

START_TEST(waiting_for_an_identity_ends_with_the_deadline)
{
    struct badge badge = make_badge();
    struct asked asked = {0};
    badge.pending = 1000000;
    ask(&badge, "http://127.0.0.1:9", 50, &asked);
    ck_assert_int_eq(asked.response.err.code, PLIM_LIMIT);
    ck_assert_uint_gt(badge.asked, 1);
    ck_assert_uint_lt(badge.asked, 50); /* it does not spin */
}
END_TEST

static void start_library(void)
{
    struct plim_err err = {0};
    plim_assert_ok(http_library_init(&err), &err);
}

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start_library, http_library_release);
    tcase_add_test(tcase, a_request_carries_the_identity);
    tcase_add_test(tcase, a_request_waits_until_the_identity_is_there);
    tcase_add_test(tcase, a_refused_request_is_repeated_once_with_the_next_identity);
    tcase_add_test(tcase, a_request_that_is_refused_twice_is_refused);
    tcase_add_test(tcase, without_a_newer_identity_the_refusal_stands);
    tcase_add_test(tcase, without_an_identity_nothing_is_sent);
    tcase_add_test(tcase, waiting_for_an_identity_ends_with_the_deadline);
}

PLIM_CHECK_MAIN("http.authenticator", add_cases)
