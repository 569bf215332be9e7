/* Many requests at once: how many, what waits, what ends early. */
#include <stdatomic.h>
#include <time.h>

#include "http/client.h"
#include "support/loopback.h"
#include "support/plim_check.h"

static const struct http_client_config quick = {
    .version = "1.2.3", .seed = 7, .retries_max = 3, .backoff_ms = 1, .retry_after_max_ms = 20};

struct crowd {
    struct http_transport *client;
    unsigned done;
};

static void count(void *context, const struct http_request *request, struct http_response *response)
{
    struct crowd *crowd = context;
    ck_assert_int_eq(response->status, 200);
    if (crowd->done++ < 10)
        crowd->client->submit(crowd->client, request, count, crowd);
}

static void answer_with_connection(void *context, const struct loopback_exchange *exchange)
{
    unsigned *most = context;
    if (exchange->connection > *most)
        *most = exchange->connection;
    loopback_reply(exchange, 200, "", "{}");
}

START_TEST(requests_share_as_many_connections_as_allowed)
{
    struct plim_err err = {0};
    unsigned most = 0;
    struct loopback *server = loopback_new(answer_with_connection, &most);
    struct http_endpoint_config config = {.url = loopback_url(server), .in_flight_max = 1};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    struct crowd crowd = {0};
    plim_assert_ok(http_endpoint_new(&config, &endpoint, &err), &err);
    plim_assert_ok(http_client_new(&quick, &crowd.client, &err), &err);
    struct http_request request = {endpoint, "prod", "/", NULL, 1000, NULL, NULL, 0};
    for (unsigned i = 0; i < 20; i++)
        crowd.client->submit(crowd.client, &request, count, &crowd);
    crowd.client->run(crowd.client);
    ck_assert_uint_eq(crowd.done, 30);
    crowd.client->free(crowd.client);
    loopback_free(server);
    ck_assert_uint_eq(most, 0);
}
END_TEST

/* How many are at work at once; each takes long enough to be met by the others. */
struct traffic {
    atomic_uint now, most;
};

static void answer_with_traffic(void *context, const struct loopback_exchange *exchange)
{
    struct traffic *traffic = context;
    unsigned now = atomic_fetch_add(&traffic->now, 1) + 1;
    if (now > atomic_load(&traffic->most))
        atomic_store(&traffic->most, now);
    (void)nanosleep(&(struct timespec){0, 5000000}, NULL);
    (void)atomic_fetch_sub(&traffic->now, 1);
    loopback_reply(exchange, 200, "", "{}");
}

START_TEST(all_endpoints_together_have_a_limit_too)
{
    struct plim_err err = {0};
    struct traffic traffic = {0};
    struct crowd crowd = {.done = 10}; /* it submits no more */
    struct http_client_config three = {.seed = 7, .in_flight_total = 3};
    struct loopback *server = loopback_new(answer_with_traffic, &traffic);
    struct http_endpoint_config config = {.url = loopback_url(server)};
    struct http_endpoint *endpoints[4] = {NULL};
    plim_assert_ok(http_client_new(&three, &crowd.client, &err), &err);
    for (unsigned i = 0; i < 4; i++) {
        plim_assert_ok(http_endpoint_new(&config, &endpoints[i], &err), &err);
        struct http_request request = {endpoints[i], "prod", "/", NULL, 1000, NULL, NULL, 0};
        for (unsigned k = 0; k < 5; k++)
            crowd.client->submit(crowd.client, &request, count, &crowd);
    }
    crowd.client->run(crowd.client);
    crowd.client->free(crowd.client);
    loopback_free(server);
    for (unsigned i = 0; i < 4; i++)
        http_endpoint_free(endpoints[i]);
    ck_assert_uint_eq(crowd.done, 30);
    ck_assert_uint_eq(atomic_load(&traffic.most), 3);
}
END_TEST

/* A server that sheds load as priority and fairness does: more than two at once are refused. */
static void answer_two_at_once(void *context, const struct loopback_exchange *exchange)
{
    struct traffic *traffic = context;
    unsigned now = atomic_fetch_add(&traffic->now, 1) + 1;
    (void)nanosleep(&(struct timespec){0, 2000000}, NULL);
    (void)atomic_fetch_sub(&traffic->now, 1);
    if (now > 2)
        (void)atomic_fetch_add(&traffic->most, 1); /* counts the refusals here */
    if (now > 2)
        loopback_reply(exchange, 429, "Retry-After: 1\r\n", "{}");
    else
        loopback_reply(exchange, 200, "", "{}");
}

START_TEST(a_server_that_sheds_load_gets_less_of_it)
{
    struct plim_err err = {0};
    struct traffic traffic = {0};
    struct crowd crowd = {.done = 10};
    struct http_client_config config = {.seed = 7, .retry_after_max_ms = 20};
    struct loopback *server = loopback_new(answer_two_at_once, &traffic);
    struct http_endpoint_config url = {.url = loopback_url(server)};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    plim_assert_ok(http_client_new(&config, &crowd.client, &err), &err);
    plim_assert_ok(http_endpoint_new(&url, &endpoint, &err), &err);
    struct http_request request = {endpoint, "prod", "/", NULL, 1000, NULL, NULL, 0};
    for (unsigned i = 0; i < 200; i++)
        crowd.client->submit(crowd.client, &request, count, &crowd);
    crowd.client->run(crowd.client);
    crowd.client->free(crowd.client);
    loopback_free(server);
    ck_assert_uint_eq(crowd.done, 210);
    ck_assert_uint_lt(atomic_load(&traffic.most), 150);
}
END_TEST

struct waits {
    unsigned done;
    double seconds;
};

static void add_wait(void *context, const struct http_request *request,
                     struct http_response *response)
{
    struct waits *waits = context;
    (void)request;
    ck_assert_int_eq(response->status, 200);
    waits->done++;
    waits->seconds += response->throttled_seconds;
}

static void answer_first_four_busy(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, exchange->number < 4 ? 429 : 200, "Retry-After: 1\r\n", "{}");
}

START_TEST(waiting_together_counts_once)
{
    struct plim_err err = {0};
    struct waits waits = {0};
    struct http_client_config config = {.seed = 7, .retry_after_max_ms = 500};
    struct http_transport *client = NULL;
    struct loopback *server = loopback_new(answer_first_four_busy, NULL);
    struct http_endpoint_config url = {.url = loopback_url(server)};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    plim_assert_ok(http_client_new(&config, &client, &err), &err);
    plim_assert_ok(http_endpoint_new(&url, &endpoint, &err), &err);
    struct http_request request = {endpoint, "prod", "/", NULL, 1000, NULL, NULL, 0};
    for (unsigned i = 0; i < 4; i++)
        client->submit(client, &request, add_wait, &waits);
    client->run(client);
    client->free(client);
    loopback_free(server);
    ck_assert_uint_eq(waits.done, 4);
    ck_assert(waits.seconds > 0.499 && waits.seconds < 0.9);
}
END_TEST

START_TEST(what_was_not_run_is_dropped)
{
    struct plim_err err = {0};
    struct crowd crowd = {0};
    struct http_endpoint_config config = {.url = "http://127.0.0.1:1"};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    struct http_transport *client = NULL;
    plim_assert_ok(http_endpoint_new(&config, &endpoint, &err), &err);
    plim_assert_ok(http_client_new(&quick, &client, &err), &err);
    struct http_request request = {endpoint, "prod", "/", NULL, 1000, NULL, NULL, 0};
    client->submit(client, &request, count, &crowd);
    client->free(client);
    ck_assert_uint_eq(crowd.done, 0);
}
END_TEST

/* ---- ending early */

struct doomed {
    struct http_transport *client;
    struct plim_cancel cancel;
    unsigned done;
};

static void expect_interrupted(void *context, const struct http_request *request,
                               struct http_response *response)
{
    struct doomed *doomed = context;
    ck_assert_int_eq(response->status, 0);
    ck_assert_str_eq(response->err.msg, "interrupted");
    ck_assert_int_eq(response->err.code, PLIM_UNAVAILABLE);
    if (doomed->done++ == 0) /* what is asked for even now ends too */
        doomed->client->submit(doomed->client, request, expect_interrupted, doomed);
}

/* The second request interrupts from the server's thread, as a signal would: the first is in flight
 * then, and others are queued or wait for their next attempt. */
static void answer_with_interruption(void *context, const struct loopback_exchange *exchange)
{
    struct doomed *doomed = context;
    if (exchange->number == 0) {
        loopback_reply(exchange, 503, "Retry-After: 20\r\n", "{}");
        return;
    }
    plim_cancel_set(&doomed->cancel);
    loopback_stall(exchange);
}

START_TEST(cancelling_ends_everything_at_once)
{
    struct plim_err err = {0};
    struct doomed doomed = {0};
    struct http_client_config patient = {.seed = 7};
    struct loopback *server = loopback_new(answer_with_interruption, &doomed);
    struct http_endpoint_config config = {.url = loopback_url(server), .in_flight_max = 2};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    plim_assert_ok(plim_cancel_init(&doomed.cancel, 0, &err), &err);
    plim_assert_ok(http_endpoint_new(&config, &endpoint, &err), &err);
    plim_assert_ok(http_client_new(&patient, &doomed.client, &err), &err);
    doomed.client->cancel = &doomed.cancel;
    struct http_request request = {endpoint, "prod", "/", NULL, 1000, NULL, NULL, 0};
    for (unsigned i = 0; i < 8; i++)
        doomed.client->submit(doomed.client, &request, expect_interrupted, &doomed);
    int64_t before = (int64_t)time(NULL);
    doomed.client->run(doomed.client);
    ck_assert_int_lt((int64_t)time(NULL) - before, 5);
    ck_assert_uint_eq(doomed.done, 9);
    doomed.client->free(doomed.client);
    loopback_free(server);
    plim_cancel_release(&doomed.cancel);
}
END_TEST

/* From the server's thread, as a worker would. */
static void answer_with_call(void *context, const struct loopback_exchange *exchange)
{
    struct crowd *crowd = context;
    http_transport_wake(crowd->client);
    if (exchange->number == 0)
        loopback_stall(exchange);
    loopback_reply(exchange, 200, "", "{}");
}

START_TEST(a_run_that_waits_for_a_server_ends_when_it_is_called)
{
    struct plim_err err = {0};
    struct crowd crowd = {0};
    struct loopback *server = loopback_new(answer_with_call, &crowd);
    struct http_endpoint_config url = {.url = loopback_url(server), .request_timeout_ms = 20000};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    plim_assert_ok(http_client_new(&quick, &crowd.client, &err), &err);
    plim_assert_ok(http_endpoint_new(&url, &endpoint, &err), &err);
    struct http_request request = {
        .endpoint = endpoint, .server = "prod", .target = "/", .body_max = 1000};
    crowd.client->submit(crowd.client, &request, count, &crowd);
    int64_t before = (int64_t)time(NULL);
    crowd.client->run(crowd.client);
    ck_assert_int_lt((int64_t)time(NULL) - before, 10);
    ck_assert_uint_eq(crowd.done, 0);
    crowd.client->free(crowd.client);
    loopback_free(server);
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
    tcase_add_test(tcase, requests_share_as_many_connections_as_allowed);
    tcase_add_test(tcase, all_endpoints_together_have_a_limit_too);
    tcase_add_test(tcase, a_server_that_sheds_load_gets_less_of_it);
    tcase_add_test(tcase, a_run_that_waits_for_a_server_ends_when_it_is_called);
    tcase_add_test(tcase, waiting_together_counts_once);
    tcase_add_test(tcase, what_was_not_run_is_dropped);
    tcase_add_test(tcase, cancelling_ends_everything_at_once);
}

PLIM_CHECK_MAIN("http.flow", add_cases)
