#include <string.h>

#include "base/pool.h"
#include "http/client.h"
#include "http/transport.h"
#include "kube/reader.h"
#include "support/loopback.h"
#include "support/plim_check.h"

#include "cluster_priv.h"

struct rig {
    struct loopback *server;
    struct http_transport *client;
    struct plim_pool *pool;
    struct kube_cluster *cluster;
    struct kube_reader *reader;
    struct plim_clock clock;
};

static struct rig rig;

static void ignore_page(void *context, size_t worker, const struct kube_page *page)
{
    (void)context;
    (void)worker;
    (void)page;
}

static const struct kube_cluster_report *discover(loopback_fn *answer)
{
    struct plim_err err = {0};
    struct http_client_config config = {.retries_max = 1, .backoff_ms = 1};
    struct http_endpoint *endpoint = NULL;
    rig = (struct rig){.clock = {.fixed = true}};
    rig.server = loopback_new(answer, NULL);
    struct http_endpoint_config url = {.url = loopback_url(rig.server)};
    plim_assert_ok(http_endpoint_new(&url, &endpoint, &err), &err);
    rig.cluster = kube_cluster_new("prod", endpoint, (struct plim_str){0});
    plim_assert_ok(http_client_new(&config, &rig.client, &err), &err);
    rig.pool = plim_pool_new(1);
    struct kube_reader_config reader = {
        .transport = rig.client, .pool = rig.pool, .clock = &rig.clock, .page = ignore_page};
    rig.reader = kube_reader_new(&reader);
    size_t index = kube_reader_add(rig.reader, rig.cluster);
    kube_reader_discover(rig.reader, index);
    kube_reader_run(rig.reader);
    return kube_reader_report(rig.reader, index);
}

static void tear_down(void)
{
    kube_reader_free(rig.reader);
    rig.client->free(rig.client);
    plim_pool_free(rig.pool);
    kube_cluster_free(rig.cluster);
    loopback_free(rig.server);
}

struct canned {
    const char *target;
    const char *body;
};

/* The answer of that target; 404 for others. */
static void reply_from(const struct canned *answers, size_t count,
                       const struct loopback_exchange *exchange)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(answers[i].target, exchange->target) == 0) {
            loopback_reply(exchange, 200, "", answers[i].body);
            return;
        }
    }
    loopback_reply(exchange, 404, "", "{\"kind\":\"Status\",\"message\":\"not there\"}");
}

#define VERSION                                    \
    {                                              \
        "/version", "{\"gitVersion\":\"v1.36.3\"}" \
    }
#define SYSTEM                                                                 \
    {                                                                          \
        "/api/v1/namespaces/kube-system", "{\"metadata\":{\"uid\":\"1-2-3\"}}" \
    }

static const struct canned aggregated[] = {
    VERSION,
    SYSTEM,
    {"/api", "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{},\"versions\":[{"
             "\"version\":\"v1\",\"resources\":[{\"resource\":\"pods\",\"responseKind\":{"
             "\"kind\":\"Pod\"},\"scope\":\"Namespaced\",\"verbs\":[\"list\"]}]}]}]}"},
    {"/apis", "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":\"m.org\"},"
              "\"versions\":[{\"version\":\"v1\",\"freshness\":\"Stale\"}]}]}"},
};

static void answer_aggregated(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    reply_from(aggregated, PLIM_LEN(aggregated), exchange);
}

START_TEST(four_requests_tell_what_a_cluster_is)
{
    const struct kube_cluster_report *report = discover(answer_aggregated);
    ck_assert_str_eq(report->version, "v1.36.3");
    ck_assert_str_eq(report->uid, "1-2-3");
    ck_assert_ptr_nonnull(kube_discovery_find(report->discovery, "", NULL, "Pod"));
    ck_assert_uint_eq(report->statistics.requests, 4);
    tear_down();
}
END_TEST

START_TEST(a_stale_group_is_named_among_the_unread)
{
    const struct kube_cluster_report *report = discover(answer_aggregated);
    ck_assert_int_eq(report->state, KUBE_PARTIAL);
    ck_assert_uint_eq(report->unread_len, 1);
    ck_assert_str_eq(report->unread[0].resource, "m.org/v1");
    tear_down();
}
END_TEST

#define TOLD                                                                             \
    "{\"kind\":\"APIGroupDiscoveryList\",\"metadata\":{\"continue\":\"a "                \
    "b\"},\"items\":[{\"metadata\":{"                                                    \
    "\"name\":\"apps\"},\"versions\":[{\"version\":\"v1\",\"resources\":[{\"resource\":" \
    "\"deployments\","                                                                   \
    "\"responseKind\":{\"kind\":\"Deployment\"},\"verbs\":[\"list\"]}]}]}]}"

/* What stands behind the continue token; and why other groups are unknown. */
static const struct {
    const char *body; /* NULL: 404 */
    const char *failure;
} rests[] = {
    {NULL, "HTTP 404: not there"},
    {TOLD, "its discovery leads on and on"},
    {"{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}", NULL},
};

static int rest;

static void answer_in_parts(void *context, const struct loopback_exchange *exchange)
{
    if (strcmp(exchange->target, "/apis") == 0)
        loopback_reply(exchange, 200, "", TOLD);
    else if (strcmp(exchange->target, "/apis?limit=500&continue=a%20b") == 0 && rests[rest].body)
        loopback_reply(exchange, 200, "", rests[rest].body);
    else
        answer_aggregated(context, exchange);
}

START_TEST(groups_that_a_discovery_does_not_come_to_are_unknown)
{
    rest = _i;
    const struct kube_cluster_report *report = discover(answer_in_parts);
    const char *failure = kube_discovery_failure(report->discovery, "argoproj.io", NULL);
    ck_assert_ptr_nonnull(kube_discovery_find(report->discovery, "apps", NULL, "Deployment"));
    ck_assert_ptr_null(kube_discovery_failure(report->discovery, "", NULL));
    ck_assert_uint_eq(report->unread_len, rests[_i].failure ? 1 : 0);
    if (rests[_i].failure) {
        ck_assert_str_eq(failure, rests[_i].failure);
        ck_assert_str_eq(report->unread[0].resource, "discovery of /apis");
    } else {
        ck_assert_ptr_null(failure);
    }
    tear_down();
}
END_TEST

static const struct canned legacy[] = {
    VERSION,
    SYSTEM,
    {"/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}"},
    {"/apis", "{\"kind\":\"APIGroupList\",\"groups\":["
              "{\"name\":\"apps\",\"versions\":[{\"version\":\"v1\"}],"
              "\"preferredVersion\":{\"version\":\"v1\"}},"
              "{\"name\":\"gone.org\",\"versions\":[{\"version\":\"v1\"}]}]}"},
    {"/api/v1", "{\"kind\":\"APIResourceList\",\"groupVersion\":\"v1\",\"resources\":["
                "{\"name\":\"pods\",\"kind\":\"Pod\",\"namespaced\":true,\"verbs\":[\"list\"]}]}"},
    {"/apis/apps/v1", "{\"kind\":\"APIResourceList\",\"groupVersion\":\"apps/v1\",\"resources\":["
                      "{\"name\":\"deployments\",\"kind\":\"Deployment\",\"verbs\":[\"list\"]}]}"},
};

/* Which form each root was asked for; the aggregated ones of both versions, then any. */
static void answer_if_asked_well(void *context, const struct loopback_exchange *exchange)
{
    static const char accept[] =
        "Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
        "application/json\r\n";
    bool root = strcmp(exchange->target, "/api") == 0 || strcmp(exchange->target, "/apis") == 0;
    if (root && !strstr(exchange->head, accept))
        loopback_reply(exchange, 406, "", "");
    else
        answer_aggregated(context, exchange);
}

START_TEST(one_header_offers_every_form_newest_first)
{
    const struct kube_cluster_report *report = discover(answer_if_asked_well);
    ck_assert_ptr_nonnull(kube_discovery_find(report->discovery, "", NULL, "Pod"));
    ck_assert_uint_eq(report->statistics.requests, 4);
    tear_down();
}
END_TEST

static void answer_legacy(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    reply_from(legacy, PLIM_LEN(legacy), exchange);
}

START_TEST(an_older_server_is_asked_group_by_group)
{
    const struct kube_cluster_report *report = discover(answer_legacy);
    ck_assert_ptr_nonnull(kube_discovery_find(report->discovery, "", NULL, "Pod"));
    ck_assert_ptr_nonnull(kube_discovery_find(report->discovery, "apps", NULL, "Deployment"));
    ck_assert_str_eq(kube_discovery_failure(report->discovery, "gone.org", NULL),
                     "HTTP 404: not there");
    ck_assert_uint_eq(report->unread_len, 1);
    ck_assert_str_eq(report->unread[0].resource, "gone.org/v1");
    ck_assert_uint_eq(report->statistics.requests, 7);
    tear_down();
}
END_TEST

static void answer_stranger(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 401, "", "{\"kind\":\"Status\",\"message\":\"Unauthorized\"}");
}

START_TEST(a_cluster_that_knows_us_not_is_unreachable)
{
    const struct kube_cluster_report *report = discover(answer_stranger);
    ck_assert_int_eq(report->state, KUBE_UNREACHABLE);
    ck_assert_ptr_null(report->version);
    ck_assert_uint_eq(report->unread_len, 1);
    ck_assert_str_eq(report->unread[0].resource, "discovery");
    ck_assert_str_eq(report->unread[0].reason, "HTTP 401: Unauthorized");
    tear_down();
}
END_TEST

static void answer_half(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    if (strcmp(exchange->target, "/api") == 0)
        answer_aggregated(context, exchange);
    else
        loopback_reply(exchange, 200, "", "<html>Log in</html>");
}

static const struct kube_unread half[] = {
    {"discovery of /apis", "the answer cannot be read: "},
    {"namespaces/kube-system", "the answer cannot be read: "},
    {"version", "the answer cannot be read: "},
};

START_TEST(each_part_that_was_not_understood_is_named)
{
    const struct kube_cluster_report *report = discover(answer_half);
    const struct kube_unread *unread = &report->unread[_i];
    ck_assert_int_eq(report->state, KUBE_PARTIAL);
    ck_assert_uint_eq(report->unread_len, PLIM_LEN(half));
    ck_assert_str_eq(unread->resource, half[_i].resource);
    ck_assert_msg(strncmp(unread->reason, half[_i].reason, strlen(half[_i].reason)) == 0, "%s",
                  unread->reason);
    ck_assert_ptr_nonnull(kube_discovery_failure(report->discovery, "apps", NULL));
    ck_assert_ptr_null(kube_discovery_failure(report->discovery, "", NULL));
    tear_down();
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
    tcase_add_test(tcase, four_requests_tell_what_a_cluster_is);
    tcase_add_test(tcase, a_stale_group_is_named_among_the_unread);
    tcase_add_test(tcase, one_header_offers_every_form_newest_first);
    tcase_add_loop_test(tcase, groups_that_a_discovery_does_not_come_to_are_unknown, 0,
                        PLIM_LEN(rests));
    tcase_add_test(tcase, an_older_server_is_asked_group_by_group);
    tcase_add_test(tcase, a_cluster_that_knows_us_not_is_unreachable);
    tcase_add_loop_test(tcase, each_part_that_was_not_understood_is_named, 0, PLIM_LEN(half));
}

PLIM_CHECK_MAIN("kube.reader_discover", add_cases)
