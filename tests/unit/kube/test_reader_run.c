#include <stdio.h>
#include <string.h>

#include "base/pool.h"
#include "http/client.h"
#include "http/transport.h"
#include "kube/reader.h"
#include "support/loopback.h"
#include "support/plim_check.h"

#include "cluster_priv.h"

/* Two clusters: one that answers, and one that does not. */
struct rig {
    struct loopback *servers[2];
    struct kube_cluster *clusters[2];
    struct http_transport *client;
    struct plim_pool *pool;
    struct kube_reader *reader;
    struct plim_clock clock;
    char events[256];           /* what was drained, in its order */
    unsigned lists;             /* to ask of a cluster that answers, one after another */
    uint64_t objects, expected; /* as the last line of progress said */
};

static struct rig rig;

static void ignore_page(void *context, size_t worker, const struct kube_page *page)
{
    (void)context;
    (void)worker;
    (void)page;
}

static void keep_progress(void *context, size_t cluster, const char *what, uint64_t objects,
                          uint64_t expected)
{
    (void)context;
    (void)cluster;
    (void)what;
    rig.objects = objects;
    rig.expected = expected;
}

static const struct kube_resource pods = {"", "v1", "Pod", "pods", true, true};

/* After its discovery, a list; after that another, ... */
static void ask_next(void *context, size_t cluster)
{
    (void)context;
    const struct kube_cluster_report *report = kube_reader_report(rig.reader, cluster);
    size_t len = strlen(rig.events);
    (void)snprintf(rig.events + len, sizeof(rig.events) - len, "%s %u, ", report->cluster->name,
                   (unsigned)report->statistics.objects);
    if (report->state != KUBE_UNREACHABLE && report->list_count < rig.lists)
        (void)kube_reader_list(rig.reader, cluster, &(struct kube_query){.resource = &pods});
}

static bool has(const struct loopback_exchange *exchange, const char *text)
{
    return strstr(exchange->target, text) != NULL;
}

/* The token stands behind the items: that there is a second page, only a worker finds out. */
static void answer_oddly(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    if (has(exchange, "continue="))
        loopback_reply(exchange, 200, "", "{\"items\":[{}],\"kind\":\"PodList\",\"metadata\":{}}");
    else if (has(exchange, "pods"))
        loopback_reply(exchange, 200, "",
                       "{\"items\":[{}],\"kind\":\"PodList\",\"metadata\":"
                       "{\"continue\":\"two\",\"remainingItemCount\":6}}");
    else
        loopback_reply(exchange, 200, "", "{\"kind\":\"APIGroupList\",\"groups\":[]}");
}

static void answer_never(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    loopback_stall(exchange);
}

static void add_cluster(size_t index, const char *name, loopback_fn *answer)
{
    struct plim_err err = {0};
    struct http_endpoint *endpoint = NULL;
    rig.servers[index] = loopback_new(answer, NULL);
    struct http_endpoint_config config = {.url = loopback_url(rig.servers[index]),
                                          .request_timeout_ms = 1000};
    plim_assert_ok(http_endpoint_new(&config, &endpoint, &err), &err);
    rig.clusters[index] = kube_cluster_new(name, endpoint, (struct plim_str){0});
    kube_reader_discover(rig.reader, kube_reader_add(rig.reader, rig.clusters[index]));
}

static void set_up(unsigned lists)
{
    struct plim_err err = {0};
    struct http_client_config config = {.retries_max = 1, .backoff_ms = 1};
    rig = (struct rig){.clock = {.fixed = true}, .lists = lists};
    plim_assert_ok(http_client_new(&config, &rig.client, &err), &err);
    rig.pool = plim_pool_new(2);
    rig.reader = kube_reader_new(&(struct kube_reader_config){.transport = rig.client,
                                                              .pool = rig.pool,
                                                              .clock = &rig.clock,
                                                              .page = ignore_page,
                                                              .drained = ask_next,
                                                              .progress = keep_progress});
    add_cluster(0, "silent", answer_never);
    add_cluster(1, "quick", answer_oddly);
}

static void tear_down(void)
{
    kube_reader_free(rig.reader);
    rig.client->free(rig.client);
    plim_pool_free(rig.pool);
    for (size_t i = 0; i < 2; i++) {
        kube_cluster_free(rig.clusters[i]);
        loopback_free(rig.servers[i]);
    }
}

START_TEST(a_cluster_is_read_to_its_end_while_another_does_not_answer)
{
    set_up(3);
    kube_reader_run(rig.reader);
    ck_assert_str_eq(rig.events, "quick 0, quick 2, quick 4, quick 6, silent 0, ");
    ck_assert_int_eq(kube_reader_report(rig.reader, 0)->state, KUBE_UNREACHABLE);
    for (size_t i = 0; i < 3; i++)
        ck_assert(kube_reader_list_at(rig.reader, 1, i)->complete);
    tear_down();
}
END_TEST

START_TEST(nothing_is_drained_of_which_nothing_was_asked)
{
    set_up(0);
    kube_reader_run(rig.reader);
    rig.events[0] = '\0';
    kube_reader_run(rig.reader);
    ck_assert_str_eq(rig.events, "");
    (void)kube_reader_list(rig.reader, 1, &(struct kube_query){.resource = &pods});
    kube_reader_run(rig.reader);
    ck_assert_str_eq(rig.events, "quick 2, ");
    tear_down();
}
END_TEST

/* The second page is asked for once the first is decoded. */
START_TEST(progress_knows_what_the_server_says_is_left)
{
    set_up(0);
    kube_reader_run(rig.reader);
    (void)kube_reader_list(rig.reader, 1, &(struct kube_query){.resource = &pods});
    kube_reader_run(rig.reader);
    ck_assert_uint_eq(rig.objects, 1);
    ck_assert_uint_eq(rig.expected, 7);
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
    tcase_add_test(tcase, a_cluster_is_read_to_its_end_while_another_does_not_answer);
    tcase_add_test(tcase, nothing_is_drained_of_which_nothing_was_asked);
    tcase_add_test(tcase, progress_knows_what_the_server_says_is_left);
}

PLIM_CHECK_MAIN("kube.reader_run", add_cases)
