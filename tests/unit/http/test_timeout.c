#include <stdio.h>
#include <string.h>

#include "http/client.h"
#include "support/loopback.h"
#include "support/plim_check.h"

static void answer_never(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_stall(exchange);
}

static void hear(void *context, const struct http_request *request, struct http_response *response)
{
    (void)request;
    *(struct plim_err *)context = response->err;
}

static const struct {
    unsigned endpoint_ms;
    unsigned request_ms;
    const char *limit;
} limits[] = {
    {0, 100, "within 100 ms"},
    {150, 100, "within 150 ms"},
    {150, 20000, "within 150 ms"},
    {150, 0, "within 150 ms"},
};

START_TEST(a_request_has_its_own_time_unless_the_endpoint_states_one)
{
    struct plim_err err = {0};
    struct plim_err heard = {0};
    struct http_transport *client = NULL;
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    struct loopback *server = loopback_new(answer_never, NULL);
    const struct http_client_config quick = {.retries_max = 1, .backoff_ms = 1};
    const struct http_endpoint_config config = {.url = loopback_url(server),
                                                .request_timeout_ms = limits[_i].endpoint_ms};
    plim_assert_ok(http_endpoint_new(&config, &endpoint, &err), &err);
    plim_assert_ok(http_client_new(&quick, &client, &err), &err);
    const struct http_request request = {.endpoint = endpoint,
                                         .server = "prod",
                                         .target = "/apis",
                                         .body_max = 1000,
                                         .timeout_ms = limits[_i].request_ms};
    client->submit(client, &request, hear, &heard);
    client->run(client);
    client->free(client);
    loopback_free(server);
    ck_assert_int_eq(heard.code, PLIM_LIMIT);
    ck_assert_msg(strstr(heard.msg, limits[_i].limit) != NULL, "%s", heard.msg);
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
    tcase_add_loop_test(tcase, a_request_has_its_own_time_unless_the_endpoint_states_one, 0,
                        PLIM_LEN(limits));
}

PLIM_CHECK_MAIN("http.timeout", add_cases)
