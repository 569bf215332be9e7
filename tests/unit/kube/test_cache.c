#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "http/client.h"
#include "kube/cache.h"
#include "support/loopback.h"
#include "support/plim_check.h"

#include "answer_priv.h"

/* A server whose body and ETag the test changes, and what it was asked. */
static struct {
    struct loopback *server;
    struct http_endpoint *endpoint;
    struct http_transport *client;
    char *root; /* owned */
    const char *body;
    const char *etag;
    unsigned full;      /* answers with a body */
    unsigned unchanged; /* answers 304 */
    int refusal;        /* status to answer with instead, or 0 */
} world;

static void answer(void *context, const struct loopback_exchange *exchange)
{
    char headers[256];
    char condition[256];
    (void)context;
    (void)snprintf(headers, sizeof(headers), "ETag: %s\r\n", world.etag);
    (void)snprintf(condition, sizeof(condition), "If-None-Match: %s\r\n", world.etag);
    if (world.refusal) {
        loopback_reply(exchange, world.refusal, "", "{}");
    } else if (strstr(exchange->head, condition)) {
        world.unchanged++;
        loopback_reply(exchange, 304, headers, "");
    } else {
        world.full++;
        loopback_reply(exchange, 200, headers, world.body);
    }
}

static void begin(void)
{
    struct plim_err err = {0};
    const struct http_client_config config = {.retries_max = 1, .backoff_ms = 1};
    plim_assert_ok(http_library_init(&err), &err);
    memset(&world, 0, sizeof(world));
    world.body = "{\"a\": 1}";
    world.etag = "\"A1\"";
    world.server = loopback_new(answer, NULL);
    struct http_endpoint_config url = {.url = loopback_url(world.server)};
    plim_assert_ok(http_endpoint_new(&url, &world.endpoint, &err), &err);
    plim_assert_ok(http_client_new(&config, &world.client, &err), &err);
    plim_assert_ok(plim_dir_make_temporary(&world.root, &err), &err);
}

static void end(void)
{
    struct plim_err err = {0};
    world.client->free(world.client);
    http_endpoint_free(world.endpoint);
    loopback_free(world.server);
    plim_assert_ok(plim_dir_remove(world.root, &err), &err);
    free(world.root);
    http_library_release();
}

struct heard {
    int status;
    char body[256];
    size_t bytes;
};

static void hear(void *context, const struct http_request *request, struct http_response *response)
{
    struct heard *heard = context;
    (void)request;
    heard->status = response->status;
    heard->bytes = response->bytes;
    (void)snprintf(heard->body, sizeof(heard->body), "%.*s",
                   PLIM_STR_ARG(plim_buf_str(&response->body)));
}

/* One run of the program: it asks once. */
static struct heard ask_limited(const char *target, const char *accept, size_t body_max)
{
    struct heard heard = {0};
    char dir[512];
    (void)snprintf(dir, sizeof(dir), "%s/clusters", world.root);
    struct http_transport *cache = kube_cache_new(world.client, dir);
    struct http_request request = {.endpoint = world.endpoint,
                                   .server = "prod",
                                   .target = target,
                                   .accept = accept,
                                   .body_max = body_max};
    cache->submit(cache, &request, hear, &heard);
    cache->run(cache);
    cache->free(cache);
    return heard;
}

static struct heard ask(const char *target, const char *accept)
{
    return ask_limited(target, accept, 1000);
}

START_TEST(discovery_is_asked_for_and_sent_only_when_it_changed)
{
    for (int i = 0; i < 3; i++) {
        struct heard heard = ask("/apis", kube_accept_discovery);
        ck_assert_int_eq(heard.status, 200);
        ck_assert_str_eq(heard.body, "{\"a\": 1}");
        ck_assert_uint_eq(heard.bytes, 8);
    }
    ck_assert_uint_eq(world.full, 1);
    ck_assert_uint_eq(world.unchanged, 2);
    world.body = "{\"a\": 2}";
    world.etag = "\"A2\"";
    ck_assert_str_eq(ask("/apis", kube_accept_discovery).body, "{\"a\": 2}");
    ck_assert_str_eq(ask("/apis", kube_accept_discovery).body, "{\"a\": 2}");
    ck_assert_uint_eq(world.full, 2);
}
END_TEST

START_TEST(each_target_and_form_is_kept_for_itself)
{
    (void)ask("/apis", kube_accept_discovery);
    (void)ask("/api", kube_accept_discovery);
    ck_assert_uint_eq(world.full, 2);
}
END_TEST

START_TEST(a_refusal_is_not_answered_from_the_cache)
{
    (void)ask("/apis", kube_accept_discovery);
    world.refusal = 403;
    ck_assert_int_eq(ask("/apis", kube_accept_discovery).status, 403);
    world.refusal = 503;
    ck_assert_int_eq(ask("/apis", kube_accept_discovery).status, 503);
    world.refusal = 0;
    ck_assert_int_eq(ask("/apis", kube_accept_discovery).status, 200);
    ck_assert_uint_eq(world.full, 1);
}
END_TEST

START_TEST(a_kept_body_is_no_larger_than_the_request_allows)
{
    (void)ask("/apis", kube_accept_discovery);
    ck_assert_int_eq(ask_limited("/apis", kube_accept_discovery, 7).status, 0);
}
END_TEST

static const struct {
    const char *target;
    const char *accept;
} passing[] = {
    {"/api/v1/pods?limit=500", NULL},
    {"/api/v1/namespaces/kube-system", "application/json"},
    {"/apis", NULL},
    {"/openapi/v3", NULL},
    {"/openapi/v3/apis/a.org/v1?hash=12", NULL},
    {"/version", NULL},
};

START_TEST(nothing_else_is_kept)
{
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(ask(passing[_i].target, passing[_i].accept).status, 200);
    ck_assert_uint_eq(world.full, 2);
}
END_TEST

static const char *document_target(const char *body, char target[256])
{
    char digest[PLIM_SHA512_TEXT_BYTES];
    (void)snprintf(target, 256, "/openapi/v3/apis/a.org/v1?hash=%s",
                   plim_sha512_text(body, strlen(body), digest));
    for (char *c = strchr(target, '='); *c; c++) { /* servers write capitals */
        if (*c >= 'a' && *c <= 'f')
            *c = "ABCDEF"[*c - 'a'];
    }
    return target;
}

START_TEST(a_document_is_asked_for_once_for_each_digest)
{
    char target[256];
    for (int i = 0; i < 3; i++) {
        struct heard heard = ask(document_target(world.body, target), NULL);
        ck_assert_int_eq(heard.status, 200);
        ck_assert_str_eq(heard.body, "{\"a\": 1}");
        ck_assert_uint_eq(heard.bytes, 8);
    }
    ck_assert_uint_eq(loopback_requests(world.server), 1);
}
END_TEST

START_TEST(a_document_that_its_digest_does_not_fit_is_asked_for_each_time)
{
    char target[256];
    (void)document_target("{\"a\": 2}", target);
    for (int i = 0; i < 2; i++)
        ck_assert_str_eq(ask(target, NULL).body, "{\"a\": 1}");
    ck_assert_uint_eq(world.full, 2);
}
END_TEST

START_TEST(a_cache_that_cannot_be_written_is_no_failure)
{
    char dir[512];
    struct plim_err err = {0};
    (void)snprintf(dir, sizeof(dir), "%s/clusters", world.root);
    plim_assert_ok(plim_file_write(dir, "a file", 6, &err), &err);
    for (int i = 0; i < 2; i++)
        ck_assert_str_eq(ask("/apis", kube_accept_discovery).body, "{\"a\": 1}");
    ck_assert_uint_eq(world.full, 2);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, discovery_is_asked_for_and_sent_only_when_it_changed);
    tcase_add_test(tcase, each_target_and_form_is_kept_for_itself);
    tcase_add_test(tcase, a_refusal_is_not_answered_from_the_cache);
    tcase_add_test(tcase, a_kept_body_is_no_larger_than_the_request_allows);
    tcase_add_loop_test(tcase, nothing_else_is_kept, 0, PLIM_LEN(passing));
    tcase_add_test(tcase, a_document_is_asked_for_once_for_each_digest);
    tcase_add_test(tcase, a_document_that_its_digest_does_not_fit_is_asked_for_each_time);
    tcase_add_test(tcase, a_cache_that_cannot_be_written_is_no_failure);
}

PLIM_CHECK_MAIN("kube.cache", add_cases)
