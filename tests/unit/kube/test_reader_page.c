/* Lists that a server sends in protobuf. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/pool.h"
#include "http/client.h"
#include "http/transport.h"
#include "kube/reader.h"
#include "support/loopback.h"

#include "cluster_priv.h"
#include "protobuf_bytes.h"

/* What came, sorted: pages may be delivered in any order. */
static struct {
    pthread_mutex_t lock;
    size_t count;
    bool seen[8]; /* items are named "0".."7" */
    bool named;   /* every item had its apiVersion and kind */
} got;

static void take_page(void *context, size_t worker, const struct kube_page *page)
{
    (void)context;
    (void)worker;
    (void)pthread_mutex_lock(&got.lock);
    for (size_t i = 0; i < value_len(page->items); i++) {
        const struct value *item = value_at(page->items, i);
        struct plim_str name = value_get_text(item, "metadata.name");
        ck_assert_uint_eq(name.len, 1);
        got.seen[name.text[0] - '0'] = true;
        got.named = got.named && value_is_string(value_get(item, "apiVersion"), "v1") &&
                    value_is_string(value_get(item, "kind"), "ConfigMap");
        got.count++;
    }
    (void)pthread_mutex_unlock(&got.lock);
}

/* ConfigMaps "0" and "1"; the next page is "p2". The second has a field 90 that nobody knows. */
static const char first_page[] = "\x0a\x04\x1a\x02p2"
                                 "\x12\x05\x0a\x03\x0a\x01"
                                 "0"
                                 "\x12\x08\x0a\x03\x0a\x01"
                                 "1\xd0\x05\x01";
/* The same, of which everything is known. */
static const char known_page[] = "\x0a\x04\x1a\x02p2"
                                 "\x12\x05\x0a\x03\x0a\x01"
                                 "0"
                                 "\x12\x05\x0a\x03\x0a\x01"
                                 "1";
/* ConfigMap "2", and no more. */
static const char last_page[] = "\x0a\x00\x12\x05\x0a\x03\x0a\x01"
                                "2";

static void send_protobuf(const struct loopback_exchange *exchange, const char *raw, size_t len)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str body = protobuf_body(arena, "v1", "ConfigMapList", (struct plim_str){raw, len});
    PLIM_CLEANUP(plim_buf_release) struct plim_buf answer = {0};
    plim_buf_printf(&answer, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", body.len);
    plim_buf_append_str(&answer, body);
    loopback_send(exchange, answer.text, answer.len);
}

struct script {
    const char *first;
    size_t first_len;
    const char *json; /* of the first page; NULL: the server knows nothing but protobuf */
};

static void answer(void *context, const struct loopback_exchange *exchange)
{
    const struct script *script = context;
    bool last = strstr(exchange->target, "continue=p2") != NULL;
    if (script->json && !strstr(exchange->head, "vnd.kubernetes.protobuf"))
        loopback_reply(exchange, 200, "", script->json);
    else if (last)
        send_protobuf(exchange, last_page, sizeof(last_page) - 1);
    else
        send_protobuf(exchange, script->first, script->first_len);
}

static const char json_page[] =
    "{\"kind\":\"ConfigMapList\",\"metadata\":{\"continue\":\"p2\"},\"items\":["
    "{\"metadata\":{\"name\":\"0\"}},{\"metadata\":{\"name\":\"1\"},\"newField\":1}]}";

static struct kube_cluster *connect(const struct loopback *server)
{
    struct plim_err err = {0};
    struct http_endpoint *endpoint = NULL;
    struct http_endpoint_config config = {.url = loopback_url(server), .request_timeout_ms = 5000};
    plim_assert_ok(http_endpoint_new(&config, &endpoint, &err), &err);
    return kube_cluster_new("prod", endpoint, (struct plim_str){0});
}

struct outcome {
    bool complete;
    uint64_t objects;
    char reason[256];
    unsigned requests;
    char warning[256]; /* the first */
};

static void note_outcome(struct kube_reader *reader, size_t list, struct outcome *outcome)
{
    const struct kube_list_report *report = kube_reader_list_at(reader, 0, list);
    const struct kube_cluster_report *whole = kube_reader_report(reader, 0);
    outcome->complete = report->complete;
    outcome->objects = report->objects;
    if (whole->warning_len > 0)
        (void)snprintf(outcome->warning, sizeof(outcome->warning), "%s", whole->warnings[0]);
    (void)snprintf(outcome->reason, sizeof(outcome->reason), "%s",
                   report->reason ? report->reason : "");
}

static struct outcome read_list(struct script *script, bool json_only)
{
    static const struct kube_resource maps = {"", "v1", "ConfigMap", "configmaps", true, true};
    const struct kube_query query = {.resource = &maps};
    const struct plim_clock clock = {.fixed = true};
    struct plim_err err = {0};
    struct http_transport *client = NULL;
    memset(&got, 0, sizeof(got));
    got.named = true;
    (void)pthread_mutex_init(&got.lock, NULL);
    struct loopback *server = loopback_new(answer, script);
    struct kube_cluster *cluster = connect(server);
    plim_assert_ok(http_client_new(&(struct http_client_config){0}, &client, &err), &err);
    struct plim_pool *pool = plim_pool_new(2);
    struct kube_reader *reader =
        kube_reader_new(&(struct kube_reader_config){.transport = client,
                                                     .pool = pool,
                                                     .clock = &clock,
                                                     .page = take_page,
                                                     .json_only = json_only});
    size_t index = kube_reader_list(reader, kube_reader_add(reader, cluster), &query);
    kube_reader_run(reader);
    struct outcome outcome = {.requests = loopback_requests(server)};
    note_outcome(reader, index, &outcome);
    kube_reader_free(reader);
    client->free(client);
    plim_pool_free(pool);
    kube_cluster_free(cluster);
    loopback_free(server);
    (void)pthread_mutex_destroy(&got.lock);
    return outcome;
}

START_TEST(a_list_in_protobuf_is_read_page_by_page)
{
    struct script script = {known_page, sizeof(known_page) - 1, "{}"};
    struct outcome outcome = read_list(&script, false);
    ck_assert_msg(outcome.complete, "%s", outcome.reason);
    ck_assert_uint_eq(outcome.objects, 3);
    ck_assert_uint_eq(outcome.requests, 2);
    ck_assert(got.count == 3 && got.seen[0] && got.seen[1] && got.seen[2] && got.named);
}
END_TEST

START_TEST(a_page_with_fields_that_we_do_not_know_is_asked_for_again_in_json)
{
    struct script script = {first_page, sizeof(first_page) - 1, json_page};
    struct outcome outcome = read_list(&script, false);
    ck_assert_msg(outcome.complete, "%s", outcome.reason);
    ck_assert_uint_eq(outcome.objects, 3);
    ck_assert_uint_eq(outcome.requests, 3);
    ck_assert(got.count == 3 && got.seen[0] && got.seen[1] && got.seen[2] && got.named);
}
END_TEST

START_TEST(the_list_is_incomplete_when_that_page_does_not_come_again)
{
    struct script script = {first_page, sizeof(first_page) - 1, "{}"};
    struct outcome outcome = read_list(&script, false);
    ck_assert(!outcome.complete);
    ck_assert_str_eq(outcome.reason, "the answer is not a list: its kind is ''");
    ck_assert_uint_eq(got.count, 1);
}
END_TEST

/* Its next page can be found, or not. */
static const struct script garbled[] = {
    {known_page, sizeof(known_page) - 3, json_page},
    {"\x0a\x7f\x1a\x02p2", 6, json_page},
};

START_TEST(protobuf_that_cannot_be_read_is_asked_for_again_in_json)
{
    struct script script = garbled[_i];
    struct outcome outcome = read_list(&script, false);
    ck_assert_msg(outcome.complete, "%s", outcome.reason);
    ck_assert_uint_eq(outcome.objects, 3);
    ck_assert_uint_eq(outcome.requests, 3);
    ck_assert(got.count == 3 && got.seen[0] && got.seen[1] && got.seen[2] && got.named);
}
END_TEST

START_TEST(and_warned_of)
{
    struct script script = garbled[_i];
    struct outcome outcome = read_list(&script, false);
    ck_assert_str_eq(outcome.warning,
                     "configmaps: protobuf came that cannot be read, and was asked for in JSON");
}
END_TEST

START_TEST(what_cannot_be_read_in_json_either_is_a_reason)
{
    struct script script = {known_page, sizeof(known_page) - 3, "{\"kind\":"};
    struct outcome outcome = read_list(&script, false);
    ck_assert(!outcome.complete);
    ck_assert_msg(strstr(outcome.reason, "the answer cannot be read") != NULL, "%s",
                  outcome.reason);
    ck_assert_uint_eq(outcome.requests, 3);
}
END_TEST

static const struct script stubborn[] = {
    {known_page, sizeof(known_page) - 3, NULL}, /* cannot be read */
    {first_page, sizeof(first_page) - 1, NULL}, /* has fields that we do not know */
};

START_TEST(a_server_that_sends_protobuf_whatever_is_asked_for_is_asked_twice_and_no_more)
{
    struct script script = stubborn[_i];
    struct outcome outcome = read_list(&script, false);
    ck_assert(!outcome.complete);
    ck_assert_str_eq(outcome.reason,
                     "the answer cannot be read: protobuf came where JSON was asked for");
    ck_assert_uint_eq(outcome.requests, 3);
}
END_TEST

START_TEST(what_is_kept_is_asked_for_in_json)
{
    static const char all[] = "{\"kind\":\"ConfigMapList\",\"metadata\":{},\"items\":["
                              "{\"metadata\":{\"name\":\"5\"}}]}";
    struct script script = {known_page, sizeof(known_page) - 1, all};
    struct outcome outcome = read_list(&script, true);
    ck_assert_msg(outcome.complete, "%s", outcome.reason);
    ck_assert(got.count == 1 && got.seen[5] && got.named);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, a_list_in_protobuf_is_read_page_by_page);
    tcase_add_test(tcase, a_page_with_fields_that_we_do_not_know_is_asked_for_again_in_json);
    tcase_add_test(tcase, the_list_is_incomplete_when_that_page_does_not_come_again);
    tcase_add_loop_test(tcase, protobuf_that_cannot_be_read_is_asked_for_again_in_json, 0,
                        (int)PLIM_LEN(garbled));
    tcase_add_loop_test(tcase, and_warned_of, 0, (int)PLIM_LEN(garbled));
    tcase_add_test(tcase, what_cannot_be_read_in_json_either_is_a_reason);
    tcase_add_loop_test(
        tcase, a_server_that_sends_protobuf_whatever_is_asked_for_is_asked_twice_and_no_more, 0,
        (int)PLIM_LEN(stubborn));
    tcase_add_test(tcase, what_is_kept_is_asked_for_in_json);
}

PLIM_CHECK_MAIN("kube.reader_page", add_cases)
