#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/pool.h"
#include "http/client.h"
#include "http/transport.h"
#include "kube/reader.h"
#include "support/loopback.h"
#include "support/plim_check.h"

#include "cluster_priv.h"

/* A server, a reader of it, and the names of what was delivered. */
struct rig {
    struct loopback *server;
    struct http_transport *client;
    struct plim_pool *pool;
    struct kube_cluster *cluster;
    struct kube_reader *reader;
    struct plim_clock clock;
    pthread_mutex_t lock;
    char kinds[64]; /* of the last item */
    unsigned items; /* under the lock */
    bool has_data;  /* an item had the values of a Secret */
};

static struct rig rig;

static void take_page(void *context, size_t worker, const struct kube_page *page)
{
    (void)context;
    ck_assert_uint_lt(worker, plim_pool_threads(rig.pool));
    (void)pthread_mutex_lock(&rig.lock);
    for (size_t i = 0; i < value_len(page->items); i++) {
        const struct value *item = value_at(page->items, i);
        (void)snprintf(rig.kinds, sizeof(rig.kinds), "%.*s %.*s",
                       PLIM_STR_ARG(value_get_text(item, "apiVersion")),
                       PLIM_STR_ARG(value_get_text(item, "kind")));
        rig.has_data |= value_get(item, "data") != NULL;
        rig.has_data |= value_len(value_get_path(item, "metadata.annotations")) > 1;
        rig.items++;
    }
    (void)pthread_mutex_unlock(&rig.lock);
}

static struct kube_cluster *connect(const char *url)
{
    struct plim_err err = {0};
    struct http_endpoint *endpoint = NULL;
    struct http_endpoint_config config = {.url = url, .request_timeout_ms = 1000};
    plim_assert_ok(http_endpoint_new(&config, &endpoint, &err), &err);
    return kube_cluster_new("prod", endpoint, (struct plim_str){0});
}

static void set_up(loopback_fn *answer, size_t memory_max)
{
    struct plim_err err = {0};
    struct http_client_config config = {
        .retries_max = 1, .backoff_ms = 1, .retry_after_max_ms = 10};
    memset(&rig, 0, sizeof(rig));
    rig.clock.fixed = true;
    (void)pthread_mutex_init(&rig.lock, NULL);
    rig.server = loopback_new(answer, NULL);
    rig.cluster = connect(loopback_url(rig.server));
    plim_assert_ok(http_client_new(&config, &rig.client, &err), &err);
    rig.pool = plim_pool_new(2);
    struct kube_reader_config reader = {.transport = rig.client,
                                        .pool = rig.pool,
                                        .clock = &rig.clock,
                                        .page = take_page,
                                        .page_objects = 2,
                                        .page_bytes_max = 100000,
                                        .memory_max = memory_max};
    rig.reader = kube_reader_new(&reader);
    ck_assert_uint_eq(kube_reader_add(rig.reader, rig.cluster), 0);
}

static void tear_down(void)
{
    kube_reader_free(rig.reader);
    rig.client->free(rig.client);
    plim_pool_free(rig.pool);
    kube_cluster_free(rig.cluster);
    loopback_free(rig.server);
    (void)pthread_mutex_destroy(&rig.lock);
}

static const struct kube_resource pods = {"", "v1", "Pod", "pods", true, true};
static const struct kube_resource secrets = {"", "v1", "Secret", "secrets", true, true};
static const struct kube_resource routes = {"example.org", "v1", "Route", "routes", true, true};

/* Read one list from a server that answers with `answer`. */
static const struct kube_list_report *list(loopback_fn *answer, const struct kube_query *query)
{
    set_up(answer, 0);
    size_t index = kube_reader_list(rig.reader, 0, query);
    kube_reader_run(rig.reader);
    return kube_reader_list_at(rig.reader, 0, index);
}

/* The port differs from run to run: reasons are compared with "URL" in its place. */
static const char *reason_of(const struct kube_list_report *report, char text[512])
{
    const char *open = report->reason ? strstr(report->reason, "'http://127.0.0.1:") : NULL;
    const char *close = open ? strchr(open + 1, '\'') : NULL;
    if (!close)
        return report->reason;
    (void)snprintf(text, 512, "%.*s'URL%s", (int)(open - report->reason), report->reason, close);
    return text;
}

/* ---- lists */

#define ITEM "{\"metadata\": {\"name\": \"a\"}}"

static bool has(const struct loopback_exchange *exchange, const char *text)
{
    return strstr(exchange->target, text) != NULL;
}

static void answer_pages(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    if (has(exchange, "continue=page-2%2B"))
        loopback_reply(exchange, 200, "",
                       "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":"
                       "{\"continue\":\"page-3\"},\"items\":[" ITEM "," ITEM "]}");
    else if (has(exchange, "continue=page-3"))
        loopback_reply(exchange, 200, "",
                       "{\"kind\":\"PodList\",\"metadata\":{},\"items\":[" ITEM "]}");
    else
        loopback_reply(exchange, 200, "",
                       "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":"
                       "{\"continue\":\"page-2+\"},\"items\":[" ITEM "," ITEM "]}");
}

START_TEST(a_list_is_read_page_by_page)
{
    const struct kube_list_report *report =
        list(answer_pages, &(struct kube_query){.resource = &pods});
    ck_assert(report->complete);
    ck_assert_uint_eq(report->objects, 5);
    ck_assert_uint_eq(rig.items, 5);
    ck_assert_str_eq(rig.kinds, "v1 Pod");
    const struct kube_cluster_report *cluster = kube_reader_report(rig.reader, 0);
    ck_assert_int_eq(cluster->state, KUBE_COMPLETE);
    ck_assert_uint_eq(cluster->statistics.requests, 3);
    ck_assert_uint_eq(cluster->statistics.objects, 5);
    tear_down();
}
END_TEST

/* The token stands behind the items: only the decoded tree tells. */
static void answer_pages_oddly(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    bool last = has(exchange, "continue=");
    loopback_reply(exchange, 200, "",
                   last ? "{\"items\":[" ITEM "],\"kind\":\"PodList\",\"metadata\":{}}"
                        : "{\"items\":[" ITEM "],\"kind\":\"PodList\","
                          "\"metadata\":{\"continue\":\"two\"}}");
}

START_TEST(a_token_behind_the_items_is_followed_too)
{
    const struct kube_list_report *report =
        list(answer_pages_oddly, &(struct kube_query){.resource = &pods});
    ck_assert(report->complete);
    ck_assert_uint_eq(report->objects, 2);
    tear_down();
}
END_TEST

START_TEST(a_list_that_was_never_run_is_not_complete)
{
    set_up(answer_pages, 0);
    size_t index = kube_reader_list(rig.reader, 0, &(struct kube_query){.resource = &pods});
    const struct kube_list_report *report = kube_reader_list_at(rig.reader, 0, index);
    ck_assert(!report->complete);
    ck_assert_str_eq(report->reason, "it was not read to its end");
    ck_assert_int_eq(kube_reader_report(rig.reader, 0)->state, KUBE_PARTIAL);
    tear_down();
}
END_TEST

START_TEST(many_lists_fit_into_a_small_budget)
{
    set_up(answer_pages, 1);
    for (unsigned i = 0; i < 50; i++)
        (void)kube_reader_list(rig.reader, 0, &(struct kube_query){.resource = &pods});
    kube_reader_run(rig.reader);
    ck_assert_uint_eq(rig.items, 250);
    ck_assert_int_eq(kube_reader_report(rig.reader, 0)->state, KUBE_COMPLETE);
    tear_down();
}
END_TEST

static void answer_query(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    bool right = strcmp(exchange->target, "/apis/example.org/v1/namespaces/shop/routes?limit=2"
                                          "&labelSelector=app%3Dcart%2Ctier%21%3Ddb"
                                          "&fieldSelector=metadata.name%3Da") == 0;
    loopback_reply(exchange, right ? 200 : 404, "", "{\"kind\":\"RouteList\",\"items\":null}");
}

START_TEST(selectors_and_namespaces_are_the_servers_work)
{
    const struct kube_query query = {.resource = &routes,
                                     .namespace = "shop",
                                     .label_selector = "app=cart,tier!=db",
                                     .field_selector = "metadata.name=a"};
    ck_assert(list(answer_query, &query)->complete);
    tear_down();
}
END_TEST

/* ---- what goes wrong */

static void answer_refusal(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 403, "",
                   "{\"kind\":\"Status\",\"message\":\"pods is\\nforbidden\",\"code\":403}");
}

static void answer_stranger(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 401, "", "{\"kind\":\"Status\",\"message\":\"Unauthorized\"}");
}

static void answer_absence(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 404, "", "404 page not found\n");
}

static void answer_busy(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 429, "Retry-After: 1\r\n",
                   "{\"kind\":\"Status\",\"message\":\"too many requests\"}");
}

static void answer_failure(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 500, "", "<html>");
}

static void answer_reset(void *context, const struct loopback_exchange *exchange)
{
    static const char text[] =
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"kind\":\"PodList\"";
    (void)context;
    loopback_send(exchange, text, sizeof(text) - 1);
    loopback_reset(exchange);
}

static void answer_truncated(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "", "{\"kind\":\"PodList\",\"metadata\":{},\"items\":[");
}

static void answer_large(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    char *body = calloc(1, 100002);
    ck_assert_ptr_nonnull(body);
    memset(body, ' ', 100001);
    loopback_reply(exchange, 200, "", body);
    free(body);
}

static void answer_never(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_stall(exchange);
}

static void answer_one(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "", "{\"kind\":\"Pod\",\"items\":[]}");
}

static void answer_scalar(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "", "{\"kind\":\"PodList\",\"metadata\":{},\"items\":[1]}");
}

static void answer_no_items(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "", "{\"kind\":\"PodList\",\"metadata\":{}}");
}

static void answer_endlessly(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "",
                   "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"a\"},\"items\":[]}");
}

static void answer_odd_token(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "",
                   "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"\\u0000a\"},"
                   "\"items\":[]}");
}

static void answer_two_tokens(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "",
                   has(exchange, "continue=")
                       ? "{\"kind\":\"PodList\",\"metadata\":{},\"items\":[]}"
                       : "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"a\"},\"items\":[],"
                         "\"metadata\":{\"continue\":\"b\"}}");
}

static void answer_expired(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    if (has(exchange, "continue="))
        loopback_reply(exchange, 410, "", "{\"kind\":\"Status\",\"message\":\"too old\"}");
    else
        loopback_reply(exchange, 200, "",
                       "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"a\"},\"items\":[" ITEM
                       "]}");
}

static void answer_resumable(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    if (has(exchange, "continue=fresh"))
        loopback_reply(exchange, 200, "",
                       "{\"kind\":\"PodList\",\"metadata\":{},\"items\":[" ITEM "]}");
    else if (has(exchange, "continue="))
        loopback_reply(exchange, 410, "",
                       "{\"kind\":\"Status\",\"metadata\":{\"continue\":\"fresh\"}}");
    else
        loopback_reply(exchange, 200, "",
                       "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"a\"},\"items\":[" ITEM
                       "]}");
}

static const struct {
    loopback_fn *answer;
    const char *reason;
    unsigned objects;
} faults[] = {
    {answer_refusal, "HTTP 403: pods is forbidden", 0},
    {answer_stranger, "HTTP 401: Unauthorized", 0},
    {answer_absence, "HTTP 404: 404 page not found", 0},
    {answer_busy, "HTTP 429: too many requests", 0},
    {answer_failure, "HTTP 500", 0},
    {answer_reset, "lost the connection to 'URL'", 0},
    {answer_truncated, "the answer cannot be read: ", 0},
    {answer_large, "the answer of 'URL' is larger than 100000 bytes", 0},
    {answer_never, "no complete answer from 'URL' within 1 s", 0},
    {answer_one, "the answer is not a list: its kind is 'Pod'", 0},
    {answer_scalar, "item 0 of the list is not an object", 0},
    {answer_no_items, "the answer is not a list: its kind is 'PodList'", 0},
    {answer_endlessly, "the server repeats a page without end", 0},
    {answer_odd_token, "the server's continue token cannot be sent back", 0},
    {answer_two_tokens, "the list contradicts itself: it names two next pages", 0},
    {answer_expired,
     "the list expired between its pages and was begun anew at a newer state: objects that changed "
     "in between may be missing (HTTP 410)",
     1},
    {answer_resumable,
     "the list expired between its pages and was resumed at a newer state: objects that changed in "
     "between may be missing (HTTP 410)",
     2},
};

START_TEST(a_list_that_was_not_read_says_why)
{
    char text[512];
    const struct kube_list_report *report =
        list(faults[_i].answer, &(struct kube_query){.resource = &pods});
    const char *reason = reason_of(report, text);
    ck_assert(!report->complete);
    ck_assert_msg(strncmp(reason, faults[_i].reason, strlen(faults[_i].reason)) == 0, "%s", reason);
    ck_assert_uint_eq(report->objects, faults[_i].objects);
    const struct kube_cluster_report *cluster = kube_reader_report(rig.reader, 0);
    ck_assert_int_eq(cluster->state, KUBE_PARTIAL);
    ck_assert_uint_eq(cluster->unread_len, 1);
    ck_assert_str_eq(cluster->unread[0].resource, "pods");
    tear_down();
}
END_TEST

/* ---- secrets */

static void answer_secret_metadata(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    bool asked = strstr(exchange->head, "as=PartialObjectMetadataList") != NULL;
    loopback_reply(exchange, asked ? 200 : 406, "",
                   "{\"kind\":\"PartialObjectMetadataList\",\"metadata\":{},\"items\":[{"
                   "\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\","
                   "\"data\":{\"password\":\"aHVudGVyMg==\"},\"metadata\":{\"annotations\":{"
                   "\"kubectl.kubernetes.io/last-applied-configuration\":\"hunter2\","
                   "\"a\":\"b\"}}}]}");
}

START_TEST(of_secrets_only_metadata_are_read)
{
    const struct kube_list_report *report =
        list(answer_secret_metadata, &(struct kube_query){.resource = &secrets});
    ck_assert(report->complete);
    ck_assert_int_eq(report->mode, KUBE_METADATA);
    ck_assert_uint_eq(rig.items, 1);
    ck_assert_str_eq(rig.kinds, "v1 Secret");
    ck_assert(!rig.has_data);
    tear_down();
}
END_TEST

static void answer_secrets(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_reply(exchange, 200, "",
                   "{\"kind\":\"SecretList\",\"metadata\":{},\"items\":[{\"data\":{}}]}");
}

START_TEST(whole_secrets_are_refused)
{
    const struct kube_list_report *report =
        list(answer_secrets, &(struct kube_query){.resource = &secrets});
    ck_assert_str_eq(report->reason,
                     "the server sent whole objects where only metadata were asked for");
    ck_assert_uint_eq(rig.items, 0);
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
    tcase_add_test(tcase, a_list_is_read_page_by_page);
    tcase_add_test(tcase, a_token_behind_the_items_is_followed_too);
    tcase_add_test(tcase, a_list_that_was_never_run_is_not_complete);
    tcase_add_test(tcase, many_lists_fit_into_a_small_budget);
    tcase_add_test(tcase, selectors_and_namespaces_are_the_servers_work);
    tcase_add_loop_test(tcase, a_list_that_was_not_read_says_why, 0, PLIM_LEN(faults));
    tcase_add_test(tcase, of_secrets_only_metadata_are_read);
    tcase_add_test(tcase, whole_secrets_are_refused);
}

PLIM_CHECK_MAIN("kube.reader", add_cases)
