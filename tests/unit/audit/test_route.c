#include <stdio.h>

#include "support/plim_check.h"

#include "route_priv.h"

/* A transport that answers at once and remembers whom it was asked about. */
struct echo {
    struct http_transport transport; /* first */
    char asked[64];
    unsigned runs;
};

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct echo *echo = (struct echo *)(void *)transport;
    struct http_response response = {.status = 200};
    (void)snprintf(echo->asked, sizeof(echo->asked), "%s", request->server);
    done(context, request, &response);
}

static void run(struct http_transport *transport)
{
    ((struct echo *)(void *)transport)->runs++;
}

static struct echo make_echo(void)
{
    return (struct echo){.transport = {.submit = submit, .run = run}};
}

static void take_server(void *context, const struct http_request *request,
                        struct http_response *response)
{
    ck_assert_int_eq(response->status, 200);
    (void)snprintf(context, 64, "%s", request->server);
}

static struct echo live, captured;
static struct audit_route *route;
static char answered[64];

static void start(void)
{
    live = make_echo();
    captured = make_echo();
    route = audit_route_new(&live.transport);
    audit_route_add(route, "prod", "prod-eu", &captured.transport);
}

static void stop(void)
{
    audit_route_free(route);
}

static void ask(const char *server)
{
    struct http_transport *transport = audit_route_transport(route);
    struct http_request request = {.server = server};
    transport->submit(transport, &request, take_server, answered);
}

START_TEST(a_server_without_an_entry_is_live)
{
    ask("dev");
    ck_assert_str_eq(live.asked, "dev");
    ck_assert_str_eq(captured.asked, "");
    ck_assert_str_eq(answered, "dev");
}
END_TEST

START_TEST(a_captured_server_has_its_own_name_there_and_ours_here)
{
    ask("prod");
    ck_assert_str_eq(captured.asked, "prod-eu");
    ck_assert_str_eq(live.asked, "");
    ck_assert_str_eq(answered, "prod");
}
END_TEST

START_TEST(two_servers_of_one_name_in_two_captures_are_not_confused)
{
    struct echo other = make_echo();
    audit_route_add(route, "stage", "prod-eu", &other.transport);
    ask("stage");
    ck_assert_str_eq(other.asked, "prod-eu");
    ck_assert_str_eq(captured.asked, "");
    ck_assert_str_eq(answered, "stage");
}
END_TEST

START_TEST(every_transport_works_when_the_route_does)
{
    struct http_transport *transport = audit_route_transport(route);
    transport->run(transport);
    ck_assert_uint_eq(live.runs, 1);
    ck_assert_uint_eq(captured.runs, 1);
    audit_route_free(NULL);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, a_server_without_an_entry_is_live);
    tcase_add_test(tcase, a_captured_server_has_its_own_name_there_and_ours_here);
    tcase_add_test(tcase, two_servers_of_one_name_in_two_captures_are_not_confused);
    tcase_add_test(tcase, every_transport_works_when_the_route_does);
}

PLIM_CHECK_MAIN("audit.route", add)
