#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "http/client.h"
#include "http/transport.h"
#include "kube/reader.h"
#include "support/plim_check.h"

#include "cluster_priv.h"

/* A transport that answers every list with two pages, each of one pod, and notes what it is asked.
 */
struct canned {
    struct http_transport transport;
    struct pending {
        bool last; /* page of its list */
        http_done_fn *done;
        void *context;
    } pending[64];
    size_t len;
    size_t most;       /* requests that were ever pending together */
    bool one_each;     /* a run answers one request and leaves the others */
    bool silent;       /* a run answers nothing */
    size_t unanswered; /* requests to the server "silent", which never answers */
    char accept[256];  /* of the last request */
    bool selects;      /* it had a label selector */
};

static atomic_uint items;

static void take_page(void *context, size_t worker, const struct kube_page *page)
{
    (void)context;
    (void)worker;
    atomic_fetch_add(&items, (unsigned)value_len(page->items));
}

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct canned *canned = (struct canned *)transport;
    if (strcmp(request->server, "silent") == 0) {
        free(context); /* what a transport of ours would have given back */
        canned->unanswered++;
        return;
    }
    ck_assert_uint_lt(canned->len, PLIM_LEN(canned->pending));
    bool last = strstr(request->target, "continue=") != NULL;
    (void)snprintf(canned->accept, sizeof(canned->accept), "%s",
                   request->accept ? request->accept : "");
    canned->selects = strstr(request->target, "labelSelector=team%3Dshop") != NULL;
    canned->pending[canned->len++] = (struct pending){last, done, context};
    if (canned->len > canned->most)
        canned->most = canned->len;
}

static void run(struct http_transport *transport)
{
    struct canned *canned = (struct canned *)transport;
    while (canned->len > 0 && !canned->silent) {
        struct pending first = canned->pending[0];
        memmove(canned->pending, canned->pending + 1, --canned->len * sizeof(first));
        struct http_request request = {.server = "prod"};
        struct http_response response = {.status = 200};
        plim_buf_printf(&response.body,
                        "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"%s\"},\"items\":[{}]}",
                        first.last ? "" : "next");
        first.done(first.context, &request, &response);
        http_response_release(&response);
        if (canned->one_each)
            return;
    }
}

static const struct kube_resource pods = {"", "v1", "Pod", "pods", true, true};

/* Read `lists` lists of two pages within `memory_max`; returns the cluster's state. */
static enum kube_state read_lists(struct canned *canned, size_t lists, size_t memory_max)
{
    struct plim_clock clock = {.fixed = true};
    struct plim_pool *pool = plim_pool_new(2);
    struct kube_cluster *cluster = kube_cluster_replayed("prod", "https://one.example.org");
    canned->transport = (struct http_transport){.submit = submit, .run = run};
    struct kube_reader_config config = {.transport = &canned->transport,
                                        .pool = pool,
                                        .clock = &clock,
                                        .page = take_page,
                                        .memory_max = memory_max};
    struct kube_reader *reader = kube_reader_new(&config);
    atomic_store(&items, 0);
    (void)kube_reader_add(reader, cluster);
    for (size_t i = 0; i < lists; i++)
        (void)kube_reader_list(reader, 0, &(struct kube_query){.resource = &pods});
    kube_reader_run(reader);
    enum kube_state state = kube_reader_report(reader, 0)->state;
    kube_reader_free(reader);
    kube_cluster_free(cluster);
    plim_pool_free(pool);
    return state;
}

START_TEST(a_tight_budget_asks_for_one_page_at_a_time)
{
    struct canned canned = {0};
    ck_assert_int_eq(read_lists(&canned, 20, 1), KUBE_COMPLETE);
    ck_assert_uint_eq(atomic_load(&items), 40);
    ck_assert_uint_eq(canned.most, 1);
}
END_TEST

START_TEST(a_wide_budget_asks_for_many_pages_at_once)
{
    struct canned canned = {0};
    ck_assert_int_eq(read_lists(&canned, 20, 0), KUBE_COMPLETE);
    ck_assert_uint_eq(atomic_load(&items), 40);
    ck_assert_uint_eq(canned.most, 20);
}
END_TEST

/* As a transport made of several may do it: an answer from one server makes room for another's
 * request. */
START_TEST(requests_that_a_run_leaves_are_run_again)
{
    struct canned canned = {.one_each = true};
    ck_assert_int_eq(read_lists(&canned, 5, 0), KUBE_COMPLETE);
    ck_assert_uint_eq(atomic_load(&items), 10);
}
END_TEST

START_TEST(a_transport_that_does_not_answer_leaves_lists_incomplete)
{
    struct canned canned = {.silent = true};
    ck_assert_int_eq(read_lists(&canned, 1, 0), KUBE_PARTIAL);
    ck_assert_uint_eq(atomic_load(&items), 0);
    free(canned.pending[0].context); /* what a transport of ours would have given back */
}
END_TEST

/* ---- what the server is asked to leave out */

#define METADATA ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
#define PROTOBUF "application/vnd.kubernetes.protobuf"

static const struct kube_resource routes = {"example.org", "v2", "Route", "routes", true, true};
static const struct kube_resource secrets = {"", "v1", "Secret", "secrets", true, true};

static const struct {
    const struct kube_resource *resource;
    enum kube_mode mode;
    bool captured, json_only;
    const char *accept;
} asked[] = {
    {&pods, KUBE_FULL, false, false, PROTOBUF ",application/json"},
    {&routes, KUBE_FULL, false, false, ""},
    {&pods, KUBE_METADATA, false, false,
     PROTOBUF METADATA ",application/json" METADATA ",application/json"},
    {&routes, KUBE_METADATA, false, false,
     PROTOBUF METADATA ",application/json" METADATA ",application/json"},
    {&secrets, KUBE_FULL, false, false, PROTOBUF METADATA ",application/json" METADATA},
    {&pods, KUBE_METADATA, false, true, ""},
    {&routes, KUBE_METADATA, true, false, ""},
    {&secrets, KUBE_METADATA, false, true, "application/json" METADATA},
    {&secrets, KUBE_METADATA, true, false, "application/json" METADATA},
};

static bool selects_nothing(const void *context, const struct kube_resource *resource,
                            const struct value *object)
{
    (void)context;
    (void)resource;
    (void)object;
    return false;
}

static struct kube_cluster *make_cluster(bool captured)
{
    struct plim_err err = {0};
    struct http_endpoint *endpoint = NULL;
    const struct http_endpoint_config config = {.url = "https://one.example.org"};
    if (captured)
        return kube_cluster_replayed("prod", config.url);
    plim_assert_ok(http_endpoint_new(&config, &endpoint, &err), &err);
    return kube_cluster_new("prod", endpoint, (struct plim_str){0});
}

START_TEST(metadata_alone_are_asked_for_where_answers_are_not_kept)
{
    struct canned canned = {.transport = {.submit = submit, .run = run}};
    struct plim_clock clock = {.fixed = true};
    struct plim_pool *pool = plim_pool_new(1);
    struct kube_cluster *cluster = make_cluster(asked[_i].captured);
    struct kube_reader_config config = {.transport = &canned.transport,
                                        .pool = pool,
                                        .clock = &clock,
                                        .page = take_page,
                                        .json_only = asked[_i].json_only};
    struct kube_reader *reader = kube_reader_new(&config);
    const struct kube_query query = {.resource = asked[_i].resource,
                                     .mode = asked[_i].mode,
                                     .label_selector = "team=shop",
                                     .selects = selects_nothing};
    bool kept = asked[_i].captured || asked[_i].json_only;
    atomic_store(&items, 0);
    (void)kube_reader_list(reader, kube_reader_add(reader, cluster), &query);
    kube_reader_run(reader);
    ck_assert_str_eq(canned.accept, asked[_i].accept);
    ck_assert_int_eq(canned.selects, !kept);
    ck_assert_int_eq(atomic_load(&items) > 0, !kept && asked[_i].resource != &secrets);
    kube_reader_free(reader);
    kube_cluster_free(cluster);
    plim_pool_free(pool);
}
END_TEST

/* A budget of four pages: the cluster that does not answer has taken it up before the other is
 * asked for anything. */
START_TEST(a_cluster_that_does_not_answer_leaves_the_others_their_part_of_the_budget)
{
    struct plim_clock clock = {.fixed = true};
    struct canned canned = {.transport = {.submit = submit, .run = run}};
    struct plim_pool *pool = plim_pool_new(2);
    struct kube_cluster *clusters[] = {kube_cluster_replayed("silent", "https://one.example.org"),
                                       kube_cluster_replayed("prod", "https://two.example.org")};
    struct kube_reader *reader =
        kube_reader_new(&(struct kube_reader_config){.transport = &canned.transport,
                                                     .pool = pool,
                                                     .clock = &clock,
                                                     .page = take_page,
                                                     .memory_max = 1024UL * 1024});
    (void)kube_reader_add(reader, clusters[0]);
    (void)kube_reader_add(reader, clusters[1]);
    for (size_t i = 0; i < 20; i++)
        (void)kube_reader_list(reader, i / 10, &(struct kube_query){.resource = &pods});
    kube_reader_run(reader);
    ck_assert_int_eq(kube_reader_report(reader, 0)->state, KUBE_PARTIAL);
    ck_assert_int_eq(kube_reader_report(reader, 1)->state, KUBE_COMPLETE);
    ck_assert_uint_eq(canned.unanswered, 4);
    kube_reader_free(reader);
    kube_cluster_free(clusters[0]);
    kube_cluster_free(clusters[1]);
    plim_pool_free(pool);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase,
                   a_cluster_that_does_not_answer_leaves_the_others_their_part_of_the_budget);
    tcase_add_test(tcase, a_tight_budget_asks_for_one_page_at_a_time);
    tcase_add_test(tcase, a_wide_budget_asks_for_many_pages_at_once);
    tcase_add_test(tcase, requests_that_a_run_leaves_are_run_again);
    tcase_add_loop_test(tcase, metadata_alone_are_asked_for_where_answers_are_not_kept, 0,
                        PLIM_LEN(asked));
    tcase_add_test(tcase, a_transport_that_does_not_answer_leaves_lists_incomplete);
}

PLIM_CHECK_MAIN("kube.reader_list", add_cases)
