#include <string.h>

#include "base/pool.h"
#include "http/client.h"
#include "http/transport.h"
#include "kube/reader.h"
#include "kube/schema.h"
#include "support/loopback.h"
#include "support/plim_check.h"
#include "value/value.h"

#include "cluster_priv.h"

struct canned {
    const char *target;
    int status;
    const char *body;
};

#define DISCOVERY                                                                                  \
    {"/version", 200, "{\"gitVersion\":\"v1.36.3\"}"},                                             \
        {"/api/v1/namespaces/kube-system", 200, "{\"metadata\":{\"uid\":\"1-2-3\"}}"},             \
        {"/api", 200, "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"},                        \
    {                                                                                              \
        "/apis", 200,                                                                              \
            "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":\"a.org\"},"   \
            "\"versions\":[{\"version\":\"v1\",\"resources\":[{\"resource\":\"widgets\","          \
            "\"responseKind\":{\"kind\":\"Widget\"},\"verbs\":[\"list\"]},{\"resource\":\"nuts\"," \
            "\"responseKind\":{\"kind\":\"Nut\"},\"verbs\":[\"list\"]}]}]}]}"                      \
    }
#define INDEX                                                                                   \
    {                                                                                           \
        "/openapi/v3", 200,                                                                     \
            "{\"paths\":{\"apis/a.org/v1\":{\"serverRelativeURL\":\"/openapi/v3/apis/a.org/v1?" \
            "hash=1\"}}}"                                                                       \
    }
#define GVK(kind)                                                                            \
    "\"x-kubernetes-group-version-kind\":[{\"group\":\"a.org\",\"version\":\"v1\",\"kind\":" \
    "\"" kind "\"}]"
#define WIDGET_PATH "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.a.org"
#define DEFINITION                                                                            \
    "{\"spec\":{\"group\":\"a.org\",\"names\":{\"kind\":\"Widget\"},\"versions\":[{\"name\":" \
    "\"v1\","                                                                                 \
    "\"schema\":{\"openAPIV3Schema\":{\"type\":\"object\"}}}]}}"

static const struct canned openapi[] = {
    DISCOVERY,
    INDEX,
    {"/openapi/v3/apis/a.org/v1?hash=1", 200,
     "{\"components\":{\"schemas\":{\"W\":{\"type\":\"object\"," GVK(
         "Widget") "},\"N\":{"
                   "\"type\":\"string\"," GVK("Nut") "}}}}"},
};
static const struct canned moved[] = {
    DISCOVERY,
    INDEX,
    {"/openapi/v3/apis/a.org/v1?hash=1", 301, ""},
    {"/openapi/v3/apis/a.org/v1", 200,
     "{\"components\":{\"schemas\":{\"W\":{\"type\":\"object\"," GVK("Widget") "}}}}"},
};
static const struct canned no_openapi[] = {DISCOVERY, {WIDGET_PATH, 200, DEFINITION}};
static const struct canned refused[] = {
    DISCOVERY,
    {"/openapi/v3", 403, "{\"kind\":\"Status\",\"message\":\"not for you\"}"},
    {WIDGET_PATH, 403, "{\"kind\":\"Status\",\"message\":\"neither\"}"}};
static const struct canned garbage[] = {DISCOVERY, {"/openapi/v3", 200, "<html>"}};
static const struct canned garbled[] = {
    DISCOVERY, INDEX, {"/openapi/v3/apis/a.org/v1?hash=1", 200, "{\"components\":"}};
static const struct canned failing[] = {
    DISCOVERY, INDEX, {"/openapi/v3/apis/a.org/v1?hash=1", 500, "out of order"}};
static const struct canned elsewhere[] = {DISCOVERY, {"/openapi/v3", 200, "{\"paths\":{}}"}};

struct rig {
    const struct canned *answers;
    size_t count;
    struct loopback *server;
    struct http_transport *client;
    struct plim_pool *pool;
    struct kube_cluster *cluster;
    struct kube_reader *reader;
    struct plim_clock clock;
};

static struct rig rig;

static void answer(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    for (size_t i = 0; i < rig.count; i++) {
        if (strcmp(rig.answers[i].target, exchange->target) == 0) {
            loopback_reply(exchange, rig.answers[i].status, "", rig.answers[i].body);
            return;
        }
    }
    loopback_reply(exchange, 404, "", "{\"kind\":\"Status\",\"message\":\"not there\"}");
}

static void ignore_page(void *context, size_t worker, const struct kube_page *page)
{
    (void)context;
    (void)worker;
    (void)page;
}

static void discover(const struct canned *answers, size_t count)
{
    struct plim_err err = {0};
    struct http_client_config config = {.retries_max = 1, .backoff_ms = 1};
    struct http_endpoint *endpoint = NULL;
    rig = (struct rig){.clock = {.fixed = true}, .answers = answers, .count = count};
    rig.server = loopback_new(answer, NULL);
    struct http_endpoint_config url = {.url = loopback_url(rig.server)};
    plim_assert_ok(http_endpoint_new(&url, &endpoint, &err), &err);
    rig.cluster = kube_cluster_new("prod", endpoint, (struct plim_str){0});
    plim_assert_ok(http_client_new(&config, &rig.client, &err), &err);
    rig.pool = plim_pool_new(1);
    struct kube_reader_config reader = {
        .transport = rig.client, .pool = rig.pool, .clock = &rig.clock, .page = ignore_page};
    rig.reader = kube_reader_new(&reader);
    ck_assert_uint_eq(kube_reader_add(rig.reader, rig.cluster), 0);
    kube_reader_discover(rig.reader, 0);
    kube_reader_run(rig.reader);
}

static void want(const char *kind)
{
    const struct kube_cluster_report *report = kube_reader_report(rig.reader, 0);
    kube_reader_want_schema(rig.reader, 0,
                            kube_discovery_find(report->discovery, "a.org", "v1", kind));
}

static const struct value *schema_of(const char *kind, const char **reason_out)
{
    const struct kube_schema_kind name = {"a.org", "v1", kind};
    return kube_reader_schema(rig.reader, 0, &name, reason_out);
}

static uint64_t count_requests(void)
{
    return kube_reader_report(rig.reader, 0)->statistics.requests;
}

static void tear_down(void)
{
    kube_reader_free(rig.reader);
    rig.client->free(rig.client);
    plim_pool_free(rig.pool);
    kube_cluster_free(rig.cluster);
    loopback_free(rig.server);
}

START_TEST(nothing_is_asked_for_what_nobody_wants)
{
    const char *reason = NULL;
    discover(openapi, PLIM_LEN(openapi));
    kube_reader_run(rig.reader);
    ck_assert_uint_eq(count_requests(), 4);
    ck_assert_ptr_null(schema_of("Widget", &reason));
    ck_assert_str_eq(reason, "nobody asked for its schema");
    tear_down();
}
END_TEST

START_TEST(one_document_serves_all_kinds_of_its_group_version)
{
    discover(openapi, PLIM_LEN(openapi));
    want("Widget");
    want("Nut");
    want("Widget");
    kube_reader_run(rig.reader);
    ck_assert(value_is_string(value_get(schema_of("Widget", NULL), "type"), "object"));
    ck_assert(value_is_string(value_get(schema_of("Nut", NULL), "type"), "string"));
    ck_assert_uint_eq(count_requests(), 6);
    kube_reader_run(rig.reader);
    ck_assert_uint_eq(count_requests(), 6);
    ck_assert_int_eq(kube_reader_report(rig.reader, 0)->state, KUBE_COMPLETE);
    tear_down();
}
END_TEST

START_TEST(a_document_that_has_changed_since_the_index_is_asked_for_without_its_digest)
{
    discover(moved, PLIM_LEN(moved));
    want("Widget");
    kube_reader_run(rig.reader);
    ck_assert(value_is_string(value_get(schema_of("Widget", NULL), "type"), "object"));
    ck_assert_int_eq(kube_reader_report(rig.reader, 0)->state, KUBE_COMPLETE);
    tear_down();
}
END_TEST

START_TEST(a_server_without_openapi_v3_is_asked_for_the_definition)
{
    discover(no_openapi, PLIM_LEN(no_openapi));
    want("Widget");
    kube_reader_run(rig.reader);
    ck_assert(value_is_string(value_get(schema_of("Widget", NULL), "type"), "object"));
    ck_assert_int_eq(kube_reader_report(rig.reader, 0)->state, KUBE_COMPLETE);
    tear_down();
}
END_TEST

#define CASE(answers) answers, PLIM_LEN(answers)

static const struct {
    const struct canned *answers;
    size_t count;
    const char *reason; /* how it begins */
} failures[] = {
    {CASE(refused),
     "HTTP 403: not for you; needs: get on the non-resource URL /openapi/v3; its "
     "CustomResourceDefinition: HTTP 403: neither; needs: get customresourcedefinitions in the "
     "group apiextensions.k8s.io, the one named widgets.a.org"},
    {CASE(garbage), "the answer cannot be read: "},
    {CASE(garbled), "the answer cannot be read: "},
    {CASE(failing), "HTTP 500: out of order"},
    {CASE(elsewhere), "the index of OpenAPI documents has no 'apis/a.org/v1'"},
};

START_TEST(a_schema_that_cannot_be_read_is_unknown_with_its_reason)
{
    const char *reason = NULL;
    discover(failures[_i].answers, failures[_i].count);
    want("Widget");
    kube_reader_run(rig.reader);
    ck_assert_ptr_null(schema_of("Widget", &reason));
    const struct kube_cluster_report *report = kube_reader_report(rig.reader, 0);
    ck_assert_int_eq(report->state, KUBE_PARTIAL);
    ck_assert_uint_eq(report->unread_len, 1);
    ck_assert_str_eq(report->unread[0].resource, "schema of widgets.a.org");
    ck_assert_str_eq(report->unread[0].reason, reason);
    ck_assert_msg(strncmp(reason, failures[_i].reason, strlen(failures[_i].reason)) == 0, "%s",
                  reason);
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
    tcase_add_test(tcase, nothing_is_asked_for_what_nobody_wants);
    tcase_add_test(tcase, one_document_serves_all_kinds_of_its_group_version);
    tcase_add_test(tcase,
                   a_document_that_has_changed_since_the_index_is_asked_for_without_its_digest);
    tcase_add_test(tcase, a_server_without_openapi_v3_is_asked_for_the_definition);
    tcase_add_loop_test(tcase, a_schema_that_cannot_be_read_is_unknown_with_its_reason, 0,
                        PLIM_LEN(failures));
}

PLIM_CHECK_MAIN("kube.reader_schema", add_cases)
